"""References for Zotero, EndNote, Mendeley and their like, in the format of Research Information Systems.

Tags after the specification of 2011 (“RIS Format Specifications”, ISI ResearchSoft). Types used here: ELEC (web page),
SOUND, VIDEO, CONF (a gathering), RPRT (report), DATA (a survey), SLIDE, GEN (anything else).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kpknow.content.partial_dates import PartialDate
from kpknow.exports.writable import writable

LINE = "\r\n"
MOST_AT_ONCE = 200
"""References sent at once."""


@dataclass(frozen=True)
class Reference:
    """One record to cite. ``kind`` is a RIS type; ``series`` is what it belongs to; what is empty is left out."""

    kind: str
    title: str
    address: str
    authors: Sequence[str] = ()
    date: PartialDate | None = None
    abstract: str = ""
    keywords: Sequence[str] = ()
    language: str = ""
    publisher: str = ""
    place: str = ""
    series: str = ""
    note: str = ""


def ris_date(date: PartialDate) -> str:
    """YYYY/MM/DD/other: all three strokes always, parts that are not known empty, a season or “about” as other."""
    is_month = date.month is not None and date.month <= 12
    month = f"{date.month:02}" if is_month else ""
    day = f"{date.day:02}" if date.day else ""
    is_plain = not date.about and (is_month or date.month is None)
    other = "" if is_plain else date.words
    return f"{date.year:04}/{month}/{day}/{other}"


def tags_of(reference: Reference) -> Iterator[tuple[str, str]]:
    """(tag, value) in the order of the specification: the type first, the end last."""
    yield "TY", reference.kind
    yield "TI", reference.title
    for author in reference.authors:
        yield "AU", author
    if reference.date and reference.date.year is not None:
        yield "PY", f"{reference.date.year:04}"
        yield "DA", ris_date(reference.date)
    yield "T2", reference.series
    yield "AB", reference.abstract
    for keyword in reference.keywords:
        yield "KW", keyword
    yield "CY", reference.place
    yield "PB", reference.publisher
    yield "LA", reference.language
    yield "N1", reference.note
    yield "UR", reference.address


def ris_text(reference: Reference) -> str:
    """One reference, each value on one line."""
    lines = [f"{tag}  - {value}" for tag, words in tags_of(reference) if (value := " ".join(writable(words).split()))]
    return LINE.join([*lines, "ER  - ", "", ""])


def ris_chunks(references: Iterable[Reference]) -> Iterator[bytes]:
    """The file a piece at a time."""
    held: list[str] = []
    for reference in references:
        held.append(ris_text(reference))
        if len(held) == MOST_AT_ONCE:
            yield "".join(held).encode()
            held.clear()
    yield "".join(held).encode()
