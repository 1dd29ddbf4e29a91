"""A curator at work with a browser: signs in, saves one form after the other, and signs in again when put out."""

import re
import time
from dataclasses import dataclass, field
from html import unescape
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from urllib.parse import urlencode

PASSWORD = "a long pass phrase"  # of accounts that live a minute
SIGN_IN, FORM, LIST = "/staff/account/sign-in/", "/staff/content/source/add/", "/staff/content/source/"
PAUSE = 0.4
"""Seconds between two tries: nginx lets nobody ask ten times a second for long."""
FIELD = re.compile(
    r'<input(?P<input>[^>]*)>|<textarea[^>]*name="(?P<area>[^"]+)"[^>]*>\s?(?P<words>.*?)</textarea>'
    r'|<select[^>]*name="(?P<list>[^"]+)"[^>]*>(?P<options>.*?)</select>',
    re.DOTALL,
)
CHOSEN = re.compile(r'<option value="([^"]*)"[^>]* selected')


@dataclass
class Curator:
    """``acknowledged``: title → when it was sent; ``refused``: when and with which status, 0 for no answer."""

    port: int
    name: str
    address: str
    acknowledged: dict[str, float] = field(default_factory=dict)
    refused: list[tuple[float, int]] = field(default_factory=list)
    tried: int = 0
    signed_in: int = 0
    cookies: dict[str, str] = field(default_factory=dict)
    is_over: bool = False

    def work(self) -> None:
        """Until ``is_over``."""
        form: dict[str, str] = {}
        while not self.is_over:
            form = form or self.opened()
            self.tried += 1  # a title that was saved and not acknowledged is not free any more
            title, sent = f"{self.name}-{self.tried}", time.monotonic()
            status, there, _page = self.ask(FORM, form | {"title": title, "slug": title}) if form else (0, "", "")
            if status == 302 and there == LIST:
                self.acknowledged[title] = sent
            elif form:
                self.refused.append((sent, status))
                form = {}
            time.sleep(PAUSE)

    def opened(self) -> dict[str, str]:
        """The form as it opens; empty where nobody is let in."""
        status, _there, page = self.ask(FORM)
        if status == 200:
            return fields_of(page)
        self.cookies.clear()
        status, _there, page = self.ask(SIGN_IN)
        if status == 200:
            status, _there, page = self.ask(SIGN_IN, fields_of(page) | {"login": self.name, "password": PASSWORD})
            self.signed_in += status == 302
        if status != 302:
            self.refused.append((time.monotonic(), status))
        return {}

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str, str]:
        """Status, where it leads on to, and the page; all empty where nothing answered."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"X-Forwarded-For": self.address, "Cookie": "; ".join(f"{a}={b}" for a, b in self.cookies.items())}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request("GET" if form is None else "POST", path, form and urlencode(form), headers)
            response = connection.getresponse()
            for one in response.headers.get_all("Set-Cookie") or ():
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(one).items()}
            return response.status, response.headers.get("Location", ""), response.read().decode("utf-8", "replace")
        except (OSError, HTTPException):
            return 0, "", ""
        finally:
            connection.close()


def fields_of(page: str) -> dict[str, str]:
    """What a browser would send of the forms of a page, nothing ticked."""
    sent = {}
    for found in FIELD.finditer(page):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', found["input"] or ""))
        if found["area"]:
            sent[found["area"]] = unescape(found["words"])
        elif found["list"]:
            chosen = CHOSEN.search(found["options"])
            sent[found["list"]] = unescape(chosen[1]) if chosen else ""
        elif "name" in attributes and attributes.get("type") not in ("checkbox", "radio", "submit", "file"):
            sent[attributes["name"]] = unescape(attributes.get("value", ""))
    return sent
