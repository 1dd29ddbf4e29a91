"""What was taken back, kept outside the backups, so that none of them brings it back: kinds, keys and dates, no words.

One line each, in JSON. Whoever reads them learns that story 12 was withdrawn on a day, and nothing of the story.
"""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from events.models import Consent, Organisation
from events.models.organisation import Shield
from kpknow.content.models import Act, ActVerb, Record, Status
from kpknow.upkeep.backups.snapshot import origin
from stories.models import Comment, ThemeVersion
from stories.models.comment import Moderation

NAME = "tombstones.jsonl"
"""Beside the backups."""


MOMENTS, DAYS, WORDS = {"withdrawn_at", "held_at"}, {"shielded_on"}, {"status", "moderation", "shield"}
"""Fields that hide, by what stands in them."""


class Unreadable(Exception):
    """A file of tombstones with the number of its first wrong line."""


@dataclass(frozen=True)
class Tombstone:
    """``fields`` are what hides the row; with ``is_erased`` its history goes, with ``is_gone`` the row as well."""

    origin: str
    kind: str
    key: int
    fields: dict[str, Any] = field(default_factory=dict, hash=False)
    is_erased: bool = False
    is_gone: bool = False


def standing_tombstones() -> Iterator[Tombstone]:
    """Of the database as it is now."""
    first = origin()
    for model in record_kinds():
        label = model._meta.label_lower
        withdrawn = Act.objects.filter(verb=ActVerb.WITHDREW, about_kind=label, note="").values_list(
            "about_key", flat=True
        )
        once = [int(key) for key in withdrawn if key.isdecimal()]
        hidden = models.Q(status=Status.WITHDRAWN) | models.Q(pk__in=once) & ~models.Q(status=Status.PUBLISHED)
        for key, at in model._base_manager.filter(hidden).values_list("pk", "withdrawn_at"):
            yield Tombstone(
                first, label, key, {"status": Status.WITHDRAWN.value, "withdrawn_at": told(at or timezone.now())}
            )
    for rows, names in hiding():
        for key, *values in rows.values_list("pk", *names):
            fields = {name: told(value) for name, value in zip(names, values, strict=True) if value is not None}
            yield Tombstone(first, rows.model._meta.label_lower, key, fields)
    for kind, text in Act.objects.filter(verb=ActVerb.ERASED).values_list("about_kind", "about_key").distinct():
        if text.isdecimal() and (erased := model_of(kind)):
            is_gone = not erased._base_manager.filter(pk=int(text)).exists()
            yield Tombstone(first, kind, int(text), is_erased=True, is_gone=is_gone)


def record_kinds() -> list[type[Record]]:
    return [model for model in apps.get_models() if issubclass(model, Record)]


def hiding() -> Iterator[tuple[models.QuerySet[Any], tuple[str, ...]]]:
    """Rows of other kinds that are hidden now, with the fields that hide them."""
    yield Consent.objects.filter(withdrawn_at__isnull=False), ("withdrawn_at",)
    yield Consent.objects.filter(withdrawn_at__isnull=True, held_at__isnull=False), ("held_at",)
    yield ThemeVersion.objects.filter(withdrawn_at__isnull=False), ("withdrawn_at",)
    yield Comment.objects.filter(moderation=Moderation.REJECTED), ("moderation",)
    yield Organisation.objects.exclude(shield=Shield.NONE), ("shield", "shielded_on")


def told(value: Any) -> str:
    return value if isinstance(value, str) else str(value.isoformat())


def model_of(kind: str) -> type[models.Model] | None:
    try:
        return apps.get_model(kind)
    except (LookupError, ValueError):
        return None  # a kind of an earlier release


def write_tombstones(path: Path) -> int:
    """All that stand, and those the file holds of rows this database does not know; how many.

    What is public again here has none: somebody decided it.
    """
    standing = {identity(one): one for one in standing_tombstones()}
    first = origin()
    for one in read_tombstones(path):
        model = model_of(one.kind)
        is_ours = one.origin in ("", first) and model is not None
        if not (is_ours and one.fields and model and model._base_manager.filter(pk=one.key).exists()):
            standing.setdefault(identity(one), one)
    unfinished = path.with_name(f"{path.name}.unfinished")
    unfinished.touch(mode=0o600)
    unfinished.write_text("".join(json.dumps(asdict(one)) + "\n" for one in standing.values()))
    unfinished.replace(path)
    return len(standing)


def identity(one: Tombstone) -> tuple[str, str, int, bool]:
    return one.origin, one.kind, one.key, one.is_erased


def read_tombstones(path: Path) -> list[Tombstone]:
    """None where there is no file. Raises Unreadable, and nothing is taken from it."""
    found = []
    for number, line in enumerate(path.read_text(errors="replace").splitlines() if path.exists() else (), start=1):
        try:
            one = Tombstone(**json.loads(line))
            for name, value in one.fields.items():
                value_of(name, value)
            if not (isinstance(one.key, int) and 0 < one.key < 2**63 and isinstance(one.kind, str)):
                raise ValueError(one.key)
        except (ValueError, TypeError, AttributeError) as wrong:
            raise Unreadable(f"Line {number} of {path} is no tombstone.") from wrong
        found.append(one)
    return found


def value_of(name: str, value: object) -> Any:
    """As the field takes it. Raises ValueError for a field that hides nothing."""
    if name in MOMENTS:
        return dt.datetime.fromisoformat(str(value))
    if name in DAYS:
        return dt.date.fromisoformat(str(value))
    if name in WORDS:
        return str(value)
    raise ValueError(name)
