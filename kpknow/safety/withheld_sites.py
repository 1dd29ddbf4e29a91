"""Web addresses that must not be read any more, however they are written, found and taken out of a finished answer."""

import re
from collections.abc import Collection, Iterable
from contextlib import suppress
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

SHARED = frozenset(
    [
        *("facebook.com", "instagram.com", "twitter.com", "x.com", "youtube.com", "linkedin.com", "tiktok.com"),
        *("t.me", "wa.me", "linktr.ee", "medium.com", "github.com", "vk.com", "ok.ru", "bit.ly"),
        *("sites.google.com", "docs.google.com", "drive.google.com"),
    ]
)
"""Sites of many owners: one of them is known by what comes first in the path."""
WITHIN = r"(?:</?(?:mark|b|em|wbr|span)\b[^<>]{0,60}>|&shy;|[\u00ad\u200b-\u200d\u2060])*"
"""What a page may put between two letters of an address without a reader noticing: a search mark, a soft hyphen."""
INVISIBLE = re.compile(WITHIN.removesuffix("*"))
DOTS = str.maketrans("\u3002\uff0e\uff61", "...")
DOT = r"(?:\.|%2e|%e3%80%82|[\u3002\uff0e\uff61])"
"""A dot and the three that browsers read as one (UTS #46)."""
SLASH = r"(?:\\?/|%2f)"
BEFORE = re.compile(
    rf"(?:[a-z][a-z0-9+.-]{{1,15}}(?::|%3a)(?:{SLASH}{{2}})?|{SLASH}{{2}})?(?:[^\s\"'<>/\\@,;()=]{{1,64}}@)?"
    rf"(?:[\w\-]{{1,63}}{WITHIN}{DOT}{WITHIN})*{WITHIN}$",
    re.IGNORECASE,
)
"""Scheme, account and subdomains in front of a host."""
AFTER = re.compile(rf"{WITHIN}\.?(?::\d{{1,5}})?(?:(?:{SLASH}|[?#])[^\s\"'<>]*)?", re.IGNORECASE)
GOES_ON = re.compile(r"[\w\-]|\.[a-z0-9]")
"""It is another host: “x.organic”, “x.org.uk”."""
ENDING = ".,;:!?)]}"
LONGEST_FRONT = 400
LAST_WORD = re.compile(r"\S*\Z")
ANCHOR = re.compile(
    r"<a\b([^<>]*)>((?:(?!<a\b).)*?)</a\s*>|&lt;a\b((?:(?!&[lg]t;).)*)&gt;((?:(?!&lt;a\b).)*?)&lt;/a\s*&gt;",
    re.DOTALL | re.IGNORECASE,
)
EMPTY_LINK = re.compile(r"<link\b[^>]*>", re.IGNORECASE)


def site_of(website: str) -> str:
    """“https://www.x.org/about” → “x.org”; on a site of many owners with what comes first in the path."""
    with suppress(ValueError):
        parts = urlsplit(website if "//" in website else f"//{website}")
        host = (parts.hostname or "").rstrip(".").removeprefix("www.")
        plain = re.sub(r"^(?:m|mobile|web|\w\w-\w\w|\w\w)\.", "", host)
        if plain not in SHARED:
            return host if "." in host else ""
        first = next((part for part in parts.path.split("/") if part), "")
        return f"{plain}/{first}" if first else ""
    return ""


def spellings(host: str) -> set[str]:
    """In letters and in punycode (RFC 3492)."""
    found = {host}
    with suppress(UnicodeError):
        found.add(host.encode("idna").decode("ascii"))
    with suppress(UnicodeError):
        found.add(host.encode("ascii").decode("idna"))
    return found


def letter(sign: str) -> str:
    """One letter of an address in every way it may stand in a page, a feed or JSON."""
    if sign == ".":
        return DOT
    if sign == "/":
        return SLASH
    both = {sign.lower(), sign.upper()}
    ways = [re.escape(sign)]
    ways += ["".join(f"%{byte:02x}" for byte in one.encode()) for one in sorted(both) if len(one) == 1]
    if not sign.isascii():
        ways += [rf"\\u{ord(sign):04x}", f"&#{ord(sign)};", f"&#x{ord(sign):x};"]
    return f"(?:{'|'.join(ways)})"


def flat(text: str) -> str:
    """The text without what may stand between the letters of an address, and with its letters written plainly."""
    plain = unquote(text) if "%" in text else text
    return INVISIBLE.sub("", plain).translate(DOTS).lower()


class WithheldSites:
    """Made once for a set of sites; finding none of a hundred in 50 kB takes a few milliseconds."""

    def __init__(self, sites: Iterable[str]) -> None:
        self._cores: dict[str, re.Pattern[str]] = {}
        for site in filter(None, sites):
            host, _slash, path = site.partition("/")
            for one in spellings(host):
                written = f"{one}/{path}" if path else one
                core = re.compile(WITHIN.join(map(letter, written)), re.IGNORECASE)
                self._cores |= dict.fromkeys(looks_of(written), core)

    def __bool__(self) -> bool:
        return bool(self._cores)

    def taken_out(self, text: str) -> str:
        """The text, page, feed or table without ways to these sites: links become their words, addresses a note."""
        plain = flat(text) if self._cores else ""
        cores = {core for look, core in self._cores.items() if look in plain}
        if not cores:
            return text
        text = ANCHOR.sub(lambda anchor: without_link(anchor, cores), text)
        text = EMPTY_LINK.sub(lambda link: "" if spans(link[0], cores) else link[0], text)
        parts, done = [], 0
        for start, end in spans(text, cores):
            if start >= done:
                parts += [text[done:start], _("(address left out)")]
                done = end
        return "".join([*parts, text[done:]])


def looks_of(written: str) -> set[str]:
    """How a host may look in a flat text: in JSON, its letters and slashes are escaped."""
    low = written.lower()
    as_json = "".join(sign if sign.isascii() else f"\\u{ord(sign):04x}" for sign in low)
    as_html = "".join(sign if sign.isascii() else f"&#{ord(sign)};" for sign in low)
    as_hex = "".join(sign if sign.isascii() else f"&#x{ord(sign):x};" for sign in low)
    looks = {low, as_json, as_html, as_hex}
    return looks | {look.replace("/", "\\/") for look in looks}


def without_link(anchor: re.Match[str], cores: Collection[re.Pattern[str]]) -> str:
    attributes, words = (anchor[1], anchor[2]) if anchor[1] is not None else (anchor[3], anchor[4])
    return words if spans(attributes, cores) else anchor[0]


def spans(text: str, cores: Iterable[re.Pattern[str]]) -> list[tuple[int, int]]:
    """Where such addresses stand, with all that belongs to them, from first to last."""
    found = []
    for core in (match for one in cores for match in one.finditer(text)):
        front = text[max(0, core.start() - LONGEST_FRONT) : core.start()]
        front = front[len(front) - len(LAST_WORD.search(front)[0]) :]  # type: ignore[index]  # it matches nothing at all, too
        before = BEFORE.search(front)
        start = core.start() - (len(before[0]) if before else 0)
        if GOES_ON.match(text, core.end()) or goes_before(text[max(0, start - 3) : start]):
            continue
        after = AFTER.match(text, core.end())
        end = after.end() if after else core.end()
        while end > core.end() and text[end - 1] in ENDING:
            end -= 1
        found.append((start, end))
    return sorted(found)


def goes_before(front: str) -> bool:
    """Whether the host began earlier: “notx.org”. A percent sign or a backslash in front of letters ends a word."""
    if not front or not (front[-1].isalnum() or front[-1] in "-_"):
        return False
    return not (re.search(r"%[0-9a-fA-F]{2}$", front) or re.search(r"\\[nrt]$", front))
