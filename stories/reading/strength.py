"""How far apart the voices stand that a finding rests on, and the state that suggests. Never the number of voices.

Counted live, of what the reader may see, for what supports a finding and for what challenges it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BigIntegerField, CharField, F, Q, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from events.models import Event, Organisation, Question, Survey
from kpknow.content.models import Use, User
from kpknow.safety.suppression import SMALLEST_GROUP
from stories.models import FindingState, Highlight, Side
from stories.reading.passages import Passage

SEVERAL = 2
"""The smallest number that is more than one: nothing counts as heard again until it was heard somewhere else."""

STATE_RULES = (
    (
        FindingState.CONTESTED,
        _(
            "Something speaks against it from at least two organisations or two events, or from at least half as many"
            " as speak for it."
        ),
    ),
    (
        FindingState.SUPPORTED,
        _(
            "It was heard from at least two organisations or at two events, and in at least two countries or from at"
            " least two populations."
        ),
    ),
    (FindingState.THIN, _("Everything else: true where it was said, and not yet heard elsewhere.")),
)
"""The rule of ``suggested_state`` in the words staff and readers see, in the order it is asked."""

WHY = _(
    "Two voices of one group at one event may tell one experience twice, so voices are not counted; organisations and"
    " events are. Two is the smallest number that says a thing was heard again, somewhere else."
)


@dataclass
class Breadth:
    """Distinct organisations, events, countries and populations on one side of a finding; keys, never shown."""

    organisations: set[Any] = field(default_factory=set)
    events: set[Any] = field(default_factory=set)
    countries: set[Any] = field(default_factory=set)
    populations: set[Any] = field(default_factory=set)
    is_there: bool = False
    """Whether anything speaks on this side, its origin recorded or not."""

    @property
    def origins(self) -> int:
        """At how many places it was heard at least: an organisation may have spoken at one of the events."""
        return max(len(self.organisations), len(self.events), int(self.is_there))

    @property
    def reaches_far(self) -> bool:
        return len(self.countries) >= SEVERAL or len(self.populations) >= SEVERAL

    @property
    def words(self) -> str:
        """“2 organisations, 3 events, 1 country, 2 populations”; what nothing is recorded of is left out."""
        organisations, events = len(self.organisations), len(self.events)
        countries, populations = len(self.countries), len(self.populations)
        parts = (
            (organisations, ngettext("%(n)d organisation", "%(n)d organisations", organisations)),
            (events, ngettext("%(n)d event", "%(n)d events", events)),
            (countries, ngettext("%(n)d country", "%(n)d countries", countries)),
            (populations, ngettext("%(n)d population", "%(n)d populations", populations)),
        )
        return ", ".join(words % {"n": count} for count, words in parts if count)


@dataclass
class Strength:
    """Both sides of one finding."""

    supports: Breadth = field(default_factory=Breadth)
    challenges: Breadth = field(default_factory=Breadth)

    @property
    def suggested_state(self) -> FindingState:
        """See STATE_RULES. What rests on nothing is thin."""
        against, support = self.challenges.origins, self.supports.origins
        if against >= SEVERAL or (against and against * 2 >= support):
            return FindingState.CONTESTED
        if support >= SEVERAL and self.supports.reaches_far:
            return FindingState.SUPPORTED
        return FindingState.THIN

    def of(self, side: str) -> Breadth:
        return self.supports if side == Side.SUPPORTS else self.challenges


def strengths(
    passages: Iterable[Passage], figures: Mapping[int, Sequence[Question]], user: User, use: Use = Use.WEB
) -> Mapping[int, Strength]:
    """The strength of each finding that something visible stands under, by key: one query.

    ``passages`` and ``figures`` are what this reader may see of the evidence, and of the questions of each finding.
    A voice counts with the organisations its story is about and that of whoever agreed to be quoted, with the event it
    was said or told at (a site visit counts as its event), and with their countries and populations. An answer to a
    survey is anonymous: it counts with the survey's event or population where that has only one. A figure counts with
    all its survey covers, where its base is known and no smaller than five.
    """
    passages = list(passages)
    based = {
        finding: {one.survey_id for one in questions if one.base is not None and one.base >= SMALLEST_GROUP}
        for finding, questions in figures.items()
    }
    origins = Origins({one.highlight for one in passages}, set().union(*based.values()), user, use)
    found: dict[int, Strength] = defaultdict(Strength)
    for passage in passages:
        origins.count(passage.highlight, found[passage.finding].of(passage.side))
    for finding, surveys in based.items():
        for survey in surveys:
            origins.count_figure(survey, found[finding].supports)
    return found


class Origins:
    """What is recorded of where some voices and surveys come from, as far as the reader may see it."""

    def __init__(self, voices: set[int], surveys: set[int], user: User, use: Use) -> None:
        self.of: dict[tuple[str, int], set[str]] = defaultdict(set)
        """(“event”, key of the voice) → keys of its events, as text; the same for all others."""
        if voices or surveys:
            for relation, owner, value in relations(voices, surveys, user, use):
                self.of[relation, owner].add(value)

    def count(self, voice: int, breadth: Breadth) -> None:
        breadth.is_there = True
        breadth.organisations |= self.of["organisation", voice]
        breadth.events |= self.of["event", voice]
        breadth.countries |= self.of["country", voice]
        breadth.populations |= self.of["population", voice]
        for survey in map(int, self.of["survey", voice]):
            events, populations = self.of["survey event", survey], self.of["survey population", survey]
            if len(events) == 1:
                self.count_event(int(*events), breadth)
            if len(populations) == 1:
                breadth.populations |= populations

    def count_figure(self, survey: int, breadth: Breadth) -> None:
        breadth.is_there = True
        for event in self.of["survey event", survey]:
            self.count_event(int(event), breadth)
        breadth.populations |= self.of["survey population", survey]

    def count_event(self, event: int, breadth: Breadth) -> None:
        breadth.events |= self.of["whole of event", event]
        breadth.countries |= self.of["country of event", event]
        breadth.populations |= self.of["population of event", event]


def relations(voices: set[int], surveys: set[int], user: User, use: Use) -> Any:
    """Rows of (relation, owner, value as text): one query. Only of events and organisations this reader may see.

    All events of a survey are named, for whether it has only one may not depend on who asks; what is known of one is
    not.
    """
    heard = Highlight.objects.filter(pk__in=voices)
    named = Organisation.objects.visible_to(user, use).order_by().values("pk")
    seen = Event.objects.visible_to(user, use)
    asked = Q(survey__in=surveys) | Q(survey__questions__highlights__in=heard.order_by().values("pk"))
    asked_at = Survey.events.through.objects.filter(asked)
    covered = seen.filter(pk__in=asked_at.order_by().values("event"))
    story, event = "block__story", "session__event"
    told_at = heard.filter(**{f"{story}__event__in": seen.order_by().values("pk")})
    parts: list[tuple[str, Any, str, Any]] = [
        ("organisation", heard.filter(**{f"{story}__organisations__in": named}), "pk", F(f"{story}__organisations")),
        (
            "organisation",
            heard.filter(consent__contributor__organisation__in=named),
            "pk",
            F("consent__contributor__organisation"),
        ),
        ("event", told_at, "pk", Coalesce(f"{story}__event__parent", f"{story}__event")),
        ("event", heard.filter(session__isnull=False), "pk", Coalesce(f"{event}__parent", event)),
        ("survey", heard.filter(question__isnull=False), "pk", F("question__survey")),
        *(
            (name, heard.filter(**{f"{path}__isnull": False}), "pk", F(path))
            for name, path in (
                ("country", f"{story}__countries"),
                ("country", f"{event}__country"),
                ("population", f"{story}__populations"),
                ("population", f"{event}__populations"),
            )
        ),
        ("survey event", asked_at, "survey", F("event")),
        ("survey population", Survey.populations.through.objects.filter(asked), "survey", F("population")),
        ("whole of event", covered, "pk", Coalesce("parent", "pk")),
        ("country of event", covered.filter(country__isnull=False), "pk", F("country")),
        ("population of event", covered.filter(populations__isnull=False), "pk", F("populations")),
    ]
    queries: list[Any] = [
        rows.order_by()
        .annotate(
            relation=Value(name, CharField()),
            belongs_to=Cast(owner, BigIntegerField()),
            related=Cast(value, CharField()),
        )
        .values_list("relation", "belongs_to", "related")
        for name, rows, owner, value in parts
    ]
    return queries[0].union(*queries[1:])
