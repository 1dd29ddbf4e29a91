"""What a record needs before it may be published, beside the button that saves it."""

from collections.abc import Container
from typing import NamedTuple

from kpknow.content.actions import publishing
from kpknow.content.models import Record


class Missing(NamedTuple):
    """``anchor``: the field on this page, or the group of rows, where it is answered."""

    words: str
    anchor: str
    is_passed: bool


class Line(NamedTuple):
    words: str
    missing: list[Missing]

    @property
    def is_done(self) -> bool:
        return all(one.is_passed for one in self.missing)


class Checklist(NamedTuple):
    lines: list[Line]

    @property
    def is_done(self) -> bool:
        return all(line.is_done for line in self.lines)


def checklist(record: Record, fields: Container[str]) -> Checklist:
    """Of what is saved. ``fields`` are those of the page's form; anything else is the prefix of its rows."""
    passed = publishing.passed_over(record)
    return Checklist(
        [
            Line(
                line.words,
                [
                    Missing(one.words, anchor(one.field, fields), not one.is_final and one.words in passed)
                    for one in line.blockers
                ],
            )
            for line in publishing.requirements_of(record)
        ]
    )


def anchor(field: str, fields: Container[str]) -> str:
    if not field:
        return ""
    return f"id_{field}" if field in fields else f"{field}-group"
