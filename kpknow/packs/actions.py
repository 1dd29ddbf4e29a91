"""Remembering what went into a pack."""

from collections.abc import Collection
from typing import Any

from kpknow.exports.deck import Deck
from kpknow.packs.choices import Choice
from kpknow.packs.gathering.subjects import key_of
from kpknow.packs.models import Pack
from kpknow.packs.models.pack import SubjectKind
from kpknow.packs.parts import fingerprint, mark, parts_of

MOST_WHOLE, MOST_CHOSEN = 20_000, 5_000
"""Packs remembered; beyond, the oldest is forgotten. Those of a reader's own choice never push out whole ones."""


def remember_pack(choice: Choice, deck: Deck) -> Pack:
    """The pack of this choice (``deck`` narrowed to it) as things stand; the same one while nothing changed.

    So asking again writes nothing, in whichever language, for whichever audience and in whichever format.
    """
    told: dict[str, Any] = {
        "subject": choice.subject.value,
        "subject_key": key_of(choice),
        "query": choice.query,
        "points": marks(choice.points),
        "figures": marks(choice.figures),
        "parts": parts_of(deck),
    }
    pack, is_new = Pack.objects.get_or_create(fingerprint=fingerprint(told), defaults=told)
    if is_new:
        forget_oldest(is_chosen=is_chosen(choice))
    return pack


def marks(keys: Collection[str] | None) -> list[str] | None:
    return None if keys is None else sorted(mark(key) for key in keys)


def is_chosen(choice: Choice) -> bool:
    return choice.subject == SubjectKind.STORIES or choice.points is not None or choice.figures is not None


def forget_oldest(*, is_chosen: bool) -> None:
    packs = Pack.objects.all()
    whole = packs.filter(points__isnull=True, figures__isnull=True).exclude(subject=SubjectKind.STORIES)
    kind = packs.exclude(pk__in=whole.values("pk")) if is_chosen else whole
    most = MOST_CHOSEN if is_chosen else MOST_WHOLE
    if oldest := kind.order_by("-pk").values_list("pk", flat=True)[most : most + 1].first():
        kind.filter(pk__lte=oldest).delete()
