"""Walks the site as a stranger does: every link of every page, every file, feed and sitemap."""

import re
from collections.abc import Collection, Iterable
from html import unescape
from urllib.parse import urlsplit

from django.test import Client

FEEDS = ("/feeds/stories.atom", "/feeds/events.atom", "/feeds/themes.atom")
SEARCHES = tuple(f"/search/?q={word}" for word in ("quokka", "zebul*", "wombat", "it"))
"""For the beginnings of what tests plant, so that no answer repeats the whole of it."""
STARTS = ("/", "/sitemap.xml", "/robots.txt", *FEEDS, *SEARCHES)
LINKS = re.compile(r'(?:href|src|action)="([^"]+)"|<loc>([^<]+)</loc>')


def walk(client: Client | None = None, starts: Iterable[str] = STARTS, gone: Collection[str] = ()) -> dict[str, str]:
    """Address → what it answered, headers first. Fails on a broken link; those in ``gone`` may answer 404 or 410."""
    client = client or Client()
    answers: dict[str, str] = {}
    ahead = list(starts)
    while ahead:
        address = ahead.pop()
        if address in answers:
            continue
        response = client.get(address)
        fine = (200, 301, 302, 404, 410) if address in gone else (200, 301, 302)
        assert response.status_code in fine, (address, response.status_code)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        headers = "\n".join(f"{name}: {value}" for name, value in response.items())
        answers[address] = f"{headers}\n\n{body.decode('utf-8', 'replace')}"
        found = [*LINKS.findall(answers[address]), (response.get("Location", ""), "")]
        for link in (unescape(either or other) for either, other in found):
            parts = urlsplit(link)
            ours = parts.netloc in ("", "testserver") and parts.scheme in ("", "http") and parts.path.startswith("/")
            if ours and not parts.path.startswith("/static/"):
                ahead.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return answers


def where(mark: str, answers: dict[str, str]) -> list[str]:
    """Addresses whose answer holds the mark, in any case, also as an HTML entity or escaped in JSON."""
    return sorted(address for address, answer in answers.items() if mark.casefold() in unescape(answer).casefold())
