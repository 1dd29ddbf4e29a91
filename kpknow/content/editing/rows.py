"""The rows of an inline as a browser sent them, and putting them into another order."""

import re
from dataclasses import dataclass
from typing import Any

from django.forms.formsets import DELETION_FIELD_NAME
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

Files = MultiValueDict[str, Any]


@dataclass(frozen=True)
class SentRow:
    """``key``: of the stored row it was; empty for a new one."""

    number: int
    key: str
    is_ticked_off: bool


def pattern(prefix: str) -> re.Pattern[str]:
    return re.compile(rf"{re.escape(prefix)}-(\d{{1,4}})-(.+)", re.DOTALL)


def sent_rows(formset: Any, data: QueryDict, files: Files) -> list[SentRow]:
    """In the order of their numbers; a row whose key was sent before counts as new."""
    row = pattern(formset.prefix)
    numbers = sorted({int(found[1]) for name in (*data, *files) if (found := row.match(name))})
    rows, seen = [], set()
    for number in numbers:
        start = f"{formset.prefix}-{number}-"
        key = data.get(f"{start}{formset.model._meta.pk.name}", "").strip()
        rows.append(SentRow(number, "" if key in seen else key, bool(data.get(f"{start}{DELETION_FIELD_NAME}"))))
        seen.add(key)
    return rows


def renumber(formset: Any, data: QueryDict, files: Files, numbers: list[int | None], initial: int) -> dict[str, str]:
    """Give the rows of these numbers the places 0, 1, 2…; None leaves a place empty. Others are dropped.

    ``initial``: how many of them are stored. Gives old prefix → new prefix.
    """
    prefix, row = formset.prefix, pattern(formset.prefix)
    for sent in (data, files):
        taken: dict[int, dict[str, list[Any]]] = {}
        for name in list(sent):
            if found := row.match(name):
                taken.setdefault(int(found[1]), {})[found[2]] = sent.pop(name)
        for place, number in enumerate(numbers):
            for ending, values in taken.get(number, {}).items() if number is not None else ():
                sent.setlist(f"{prefix}-{place}-{ending}", values)
    data[f"{prefix}-TOTAL_FORMS"], data[f"{prefix}-INITIAL_FORMS"] = str(len(numbers)), str(initial)
    return {f"{prefix}-{number}": f"{prefix}-{place}" for place, number in enumerate(numbers) if number is not None}
