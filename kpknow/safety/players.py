"""Outside players we may load on the page made for it, and on no other."""

import re
from urllib.parse import quote, urlsplit

PLAYERS = (
    (re.compile(r"https://(?:www\.)?youtube\.com/watch\?v=([\w-]{11})"), "https://www.youtube-nocookie.com/embed/{}"),
    (re.compile(r"https://youtu\.be/([\w-]{11})"), "https://www.youtube-nocookie.com/embed/{}"),
    (re.compile(r"https://vimeo\.com/(\d{5,12})"), "https://player.vimeo.com/video/{}?dnt=1"),
    (re.compile(r"(https://soundcloud\.com/[\w-]+/[\w-]+)"), "https://w.soundcloud.com/player/?url={}"),
)


def player_address(address: str) -> str:
    """The player for an address of a site we know, asking for as little tracking as it offers; else empty."""
    for known, player in PLAYERS:
        if match := known.fullmatch(address.strip()):
            return player.format(quote(match[1], safe=""))
    return ""


def origin(address: str) -> str:
    """Scheme and host, for the page's frame-src."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
