"""References for LaTeX and its like (BibTeX; UTF-8, as biber reads it)."""

import re
import unicodedata
from collections.abc import Iterator

from kpknow.exports.ris import Reference
from kpknow.exports.writable import writable

CONTENT_TYPE = "application/x-bibtex; charset=utf-8"
KINDS = {"RPRT": "techreport", "CONF": "misc"}
SPECIAL = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
}


def bibtex_text(reference: Reference) -> str:
    """One entry; its key is made of the year and the first words of the title."""
    lines = [f"  {name} = {{{value}}}," for name, value in fields(reference) if value]
    return "\n".join([f"@{KINDS.get(reference.kind, 'misc')}{{{key(reference)},", *lines, "}", ""])


def fields(reference: Reference) -> Iterator[tuple[str, str]]:
    yield "title", f"{{{escaped(reference.title)}}}"
    yield "author", " and ".join(f"{{{escaped(author)}}}" for author in reference.authors)
    if reference.date and reference.date.year is not None:
        yield "year", f"{reference.date.year:04}"
    if reference.kind == "RPRT":
        yield "institution", escaped(reference.publisher or "kpknow")
    else:
        yield "publisher", escaped(reference.publisher or "kpknow")
    yield "howpublished", escaped(reference.series)
    yield "language", escaped(reference.language)
    yield "abstract", escaped(reference.abstract)
    yield "note", escaped(reference.note)
    yield "url", re.sub(r"[{}\\\s]", "", reference.address)


def escaped(text: str) -> str:
    return "".join(SPECIAL.get(sign, sign) for sign in " ".join(writable(text).split()))


def key(reference: Reference) -> str:
    plain = unicodedata.normalize("NFKD", reference.title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)[:3]
    year = str(reference.date.year) if reference.date and reference.date.year is not None else ""
    return "-".join(["kpknow", *words, *([year] if year else [])])
