"""What speaks for each pole of a tension, counted as the strength of a finding is: never voices alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce

from kpknow.content.models import Use, User
from stories.models import Leaning, Pole, Theme
from stories.reading.passages import Passage
from stories.reading.strength import Breadth, Origins


@dataclass(frozen=True)
class ShownPole:
    """``voices``: passages this reader may see, each once, however many findings rest on it."""

    name: str
    pole: Pole
    voices: int
    breadth: Breadth


def with_poles(theme: Theme, rows: Any, highlight: str = "highlight") -> Any:
    """Rows of a queryset, each with ``pole``: of a tension, the name of the one its highlight speaks for, or empty."""
    if not theme.is_tension:
        return rows.annotate(pole=Value(""))
    name = Case(When(pole=Pole.ONE, then=Value(theme.pole_one)), default=Value(theme.pole_two))
    leanings = Leaning.objects.filter(theme=theme, highlight=OuterRef(highlight)).annotate(name=name)
    return rows.annotate(pole=Coalesce(Subquery(leanings.values("name")[:1]), Value("")))


def poles_of(theme: Theme, passages: Iterable[Passage], user: User, use: Use = Use.WEB) -> list[ShownPole]:
    """Both poles of a tension, in their order, of what this reader may see: one query. Nothing else has any."""
    if not theme.is_tension:
        return []
    leaning = {passage.highlight: passage.pole for passage in passages if passage.pole}
    origins = Origins(set(leaning), set(), user, use)
    shown = []
    for pole in Pole:
        voices = [key for key, leans in leaning.items() if leans == pole]
        breadth = Breadth()
        for voice in voices:
            origins.count(voice, breadth)
        shown.append(ShownPole(theme.pole_name(pole), pole, len(voices), breadth))
    return shown
