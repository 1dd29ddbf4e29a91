"""References as CSL-JSON (Citation Style Language, schema 1.0.2): what Zotero, Pandoc and citeproc read."""

import json
from typing import Any

from kpknow.exports.ris import Reference
from kpknow.exports.writable import writable

CONTENT_TYPE = "application/vnd.citationstyles.csl+json"
KINDS = {
    "RPRT": "report",
    "DATA": "dataset",
    "CONF": "event",
    "SOUND": "broadcast",
    "VIDEO": "motion_picture",
    "SLIDE": "speech",
}


def csl_text(reference: Reference, key: str) -> str:
    return json.dumps([csl_entry(reference, key)], ensure_ascii=False, indent=1)


def csl_entry(reference: Reference, key: str) -> dict[str, Any]:
    """Authors are groups and roles here, so their names are literal; what is empty is left out."""
    told = {
        "id": key,
        "type": KINDS.get(reference.kind, "webpage"),
        "title": plain(reference.title),
        "author": [{"literal": plain(author)} for author in reference.authors],
        "issued": date_parts(reference),
        "publisher": plain(reference.publisher or "kpknow"),
        "container-title": plain(reference.series),
        "abstract": plain(reference.abstract),
        "language": reference.language,
        "note": plain(reference.note),
        "URL": reference.address,
    }
    return {name: value for name, value in told.items() if value}


def date_parts(reference: Reference) -> dict[str, Any]:
    date = reference.date
    if not date or date.year is None:
        return {}
    parts = [date.year]
    if date.month and date.month <= 12:
        parts.append(date.month)
        if date.day:
            parts.append(date.day)
    return {"date-parts": [parts]} | ({"circa": True} if date.about else {})


def plain(text: str) -> str:
    return " ".join(writable(text).encode("utf-8", "replace").decode().split())
