"""Passages without their words: enough to count them and to say where they come from, however many there are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from events.models import Event, Survey
from kpknow.content.models import User
from stories.models import Coding, Evidence, Highlight, Leaning, Side, Story, Theme

Source = Story | Event | Survey
EVENT, PARENT = "session__event", "session__event__parent"


@dataclass(frozen=True)
class Passage:
    """One highlight by its key. ``source`` carries its own key, address and title, nothing else."""

    highlight: int
    public_id: str
    source: Source | None
    finding: int = 0
    side: str = ""
    pole: str = ""
    """Of the tension it was read for."""

    @property
    def is_against(self) -> bool:
        return self.side == Side.CHALLENGES


def evidence_passages(theme: Theme, user: User) -> list[Passage]:
    """What this reader may see of what speaks for and against a theme's findings, in its order: one query."""
    evidence = Evidence.objects.filter(finding__theme=theme, highlight__in=Highlight.objects.visible_to(user))
    return read(theme, evidence.order_by("finding__order", "side", "order", "pk"), ("finding", "side"))


def coded_passages(theme: Theme, user: User) -> list[Passage]:
    """Every visible highlight coded to a theme, once however many coded it, as the list of voices has it: one query."""
    codings = Coding.objects.filter(theme=theme, highlight__in=Highlight.objects.visible_to(user))
    passages = read(theme, codings.order_by("highlight__order", "highlight"))
    return list({passage.highlight: passage for passage in passages}.values())


def read(theme: Theme, rows: QuerySet[Evidence] | QuerySet[Coding], more: tuple[str, ...] = ()) -> list[Passage]:
    """A site visit counts as the event it was part of."""
    named: dict[str, Any] = {
        "public_id": F("highlight__public_id"),
        "story_key": F("highlight__block__story"),
        "story_slug": F("highlight__block__story__slug"),
        "story_title": F("highlight__block__story__title"),
        **{
            f"event_{name}": Coalesce(f"highlight__{PARENT}{path}", f"highlight__{EVENT}{path}")
            for name, path in (("key", ""), ("slug", "__slug"), ("title", "__title"))
        },
        "survey_key": F("highlight__question__survey"),
        "survey_slug": F("highlight__question__survey__slug"),
        "survey_title": F("highlight__question__survey__title"),
        "answered": F("highlight__question__survey__answered"),
    }
    if theme.is_tension:
        leanings = Leaning.objects.filter(theme=theme, highlight=OuterRef("highlight"))
        named["pole_of"] = Subquery(leanings.values("pole")[:1])
    passages = []
    for row in rows.annotate(**named).values("highlight", *named, *more):
        where, side = row.get("finding", 0), row.get("side", "")
        pole = row.get("pole_of") or ""
        passages.append(Passage(row["highlight"], row["public_id"], source_in(row), where, side, pole))
    return passages


def source_in(row: Mapping[str, Any]) -> Source | None:
    """The record named in a row; its title is loaded, and what ``get_absolute_url`` needs."""
    if row["story_key"]:
        return Story(pk=row["story_key"], slug=row["story_slug"], title=row["story_title"])
    if row["event_key"]:
        return Event(pk=row["event_key"], slug=row["event_slug"], title=row["event_title"])
    if row["survey_key"]:
        survey = Survey(pk=row["survey_key"], slug=row["survey_slug"], title=row["survey_title"])
        survey.answered = row["answered"]
        return survey
    return None


def sources(passages: Iterable[Passage], surveys: Iterable[Survey] = ()) -> list[Source]:
    """Every story, event and survey once, in the order of first mention; no queries."""
    found = [passage.source for passage in passages if passage.source]
    return list(dict.fromkeys([*found, *surveys]))
