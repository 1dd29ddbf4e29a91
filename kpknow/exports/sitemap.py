"""Sitemaps for search engines (sitemaps.org protocol 0.9): an index of sections, each a list of addresses."""

import datetime as dt
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape

XML = "application/xml; charset=utf-8"
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST = 10_000
"""Addresses of one section; the protocol takes 50,000, a crawler on a bad line would rather have less at once."""
AT_ONCE = 500
"""Addresses sent at once."""

Listed = tuple[str, dt.date | None]
"""An absolute address and the day it last changed, where that is told."""


def index_chunks(sections: Iterable[Listed]) -> Iterator[bytes]:
    return chunks("sitemapindex", "sitemap", sections)


def section_chunks(addresses: Iterable[Listed]) -> Iterator[bytes]:
    return chunks("urlset", "url", addresses)


def chunks(root: str, entry: str, listed: Iterable[Listed]) -> Iterator[bytes]:
    """The file a piece at a time."""
    held = [f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{NAMESPACE}">\n']
    for address, day in listed:
        changed = f"<lastmod>{day.isoformat()}</lastmod>" if day else ""
        held.append(f"<{entry}><loc>{escape(address)}</loc>{changed}</{entry}>\n")
        if len(held) >= AT_ONCE:
            yield "".join(held).encode()
            held.clear()
    yield "".join([*held, f"</{root}>\n"]).encode()
