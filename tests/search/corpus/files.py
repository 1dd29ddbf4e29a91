"""Corpora of a few lines, and what loading them says."""

import json
from pathlib import Path
from typing import Any

from kpknow.search.corpus.loading import load_corpus
from kpknow.search.corpus.tally import Tally

PLACES: tuple[dict[str, Any], ...] = (
    {"kind": "theme", "slug": "trust", "name": "Trust"},
    {"kind": "tag", "slug": "night-outreach", "name": "Night outreach"},
    {"kind": "organisation", "slug": "the-circle", "name": "The Circle", "country": "KE"},
    {"kind": "event", "slug": "first-meeting", "name": "First meeting", "date": "2019-10-20"},
)
BODY = "## How it began\n\nWe met at night, *all* of us.\nThen we stayed.\n\n- tea\n- talk\n\n[Narrator] It grew."


def a_story(slug: str = "one", /, **fields: Any) -> dict[str, Any]:
    return {
        "kind": "story",
        "id": 7,
        "slug": slug,
        "title": f"Story {slug}",
        "language": "en",
        "summary": "What changed, and how.",
        "body": BODY,
        "published": "2024-05-01T10:30:00+03:00",
        "country": "KE",
        "populations": ["sex-workers", "river-people"],
        "tags": ["night-outreach", "tea"],
        "themes": ["trust"],
        "organisations": ["the-circle"],
        "event": "first-meeting",
    } | fields


def written(folder: Path, *lines: Any, name: str = "corpus.jsonl") -> Path:
    """A file of these lines; bytes stand as they are."""
    path = folder / name
    raw = (one if isinstance(one, bytes) else json.dumps(one, ensure_ascii=False).encode() for one in lines)
    path.write_bytes(b"\n".join(raw) + b"\n")
    return path


def loaded(path: Path) -> tuple[Tally, dict[int, str]]:
    """How many were loaded, and the reasons for refusing by number."""
    refusals: dict[int, str] = {}
    tally = load_corpus(path, complain=refusals.__setitem__, read=lambda _bytes: None)
    return tally, refusals
