"""A theme across events, years and people: where its voices come from and which findings they speak to.

Rows stand in the order of time or of the vocabulary, never by size: what somebody wrote down says nothing of who has
more to say. Groups are counted in voices; a cell of one to four voices for one group in one year is not shown.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from events.models import Event, Population, Survey
from kpknow.content.models import User
from kpknow.safety.suppression import SMALLEST_GROUP
from stories.models import Finding, Story, Theme
from stories.reading.passages import Passage, coded_passages, evidence_passages

NOT_RECORDED = "not-recorded"
"""A year nobody recorded, in addresses; its row stands last."""
ALONE = "alone"
"""Stories that no event is recorded of, in addresses."""


@dataclass
class Row:
    """Where some voices come from. ``kind`` and ``value`` name it in the address of the list of those voices."""

    kind: str
    value: str
    label: str
    url: str = ""
    when: str = ""
    events: set[int] = field(default_factory=set)
    keys: list[int] = field(default_factory=list)
    """Primary keys of the voices counted."""
    findings: set[int] = field(default_factory=set)

    @property
    def voices(self) -> int:
        return len(self.keys)

    @property
    def numbers(self) -> str:
        """Numbers of the findings these voices speak for or against."""
        return ", ".join(map(str, sorted(self.findings)))


@dataclass(frozen=True)
class PeopleRow:
    """One group by year. A cell is a number of voices, None where there is none, or words for a small one."""

    population: Population
    cells: Sequence[int | str | None]


@dataclass(frozen=True)
class Comparison:
    places: Sequence[Row]
    years: Sequence[Row]
    people: Sequence[PeopleRow]
    findings: Sequence[Finding]

    def row(self, kind: str, value: str) -> Row | None:
        rows = (*self.places, *self.years)
        return next((row for row in rows if (row.kind, row.value) == (kind, value)), None)


@dataclass(frozen=True)
class Known:
    """What is known of the sources of some voices."""

    events: Mapping[int, Event]
    event_of_story: Mapping[int, int]
    year_of_story: Mapping[int, int]
    surveys: Mapping[int, Survey]


def comparison(theme: Theme, user: User) -> Comparison:
    """Ten queries at most, whatever there is."""
    findings = list(Finding.objects.visible_to(user).filter(theme=theme).order_by("order"))
    number_of = {finding.pk: number for number, finding in enumerate(findings, start=1)}
    spoken: defaultdict[int, set[int]] = defaultdict(set)
    passages: dict[int, Passage] = {}
    for passage in evidence_passages(theme, user):
        if passage.finding in number_of:
            spoken[passage.highlight].add(number_of[passage.finding])
        passages.setdefault(passage.highlight, passage)
    passages |= {passage.highlight: passage for passage in coded_passages(theme, user)}
    known = what_is_known(passages.values(), user)
    places: dict[tuple[str, str], Row] = {}
    years: dict[str, Row] = {}
    year_of: dict[int, str] = {}
    for key, passage in passages.items():
        place, event, year = placed(passage, known)
        year_of[key] = year
        in_year = Row("year", year, _("Year not recorded") if year == NOT_RECORDED else year)
        for row in (places.setdefault((place.kind, place.value), place), years.setdefault(year, in_year)):
            row.keys.append(key)
            row.findings |= spoken[key]
            row.events |= {event} if event else set()
    ordered = sorted(years.values(), key=lambda row: (row.value == NOT_RECORDED, row.value))
    people = people_rows(passages, year_of, [row.value for row in ordered])
    in_time = sorted(places.values(), key=lambda row: (place_year(row, year_of), row.label.casefold()))
    return Comparison(in_time, ordered, people, findings)


def place_year(row: Row, year_of: Mapping[int, str]) -> tuple[bool, bool, str]:
    """Events first, in time; then surveys and stories; within each, those of no recorded year last."""
    year = min(year_of[key] for key in row.keys)
    return row.kind != "event", year == NOT_RECORDED, year


def what_is_known(passages: Iterable[Passage], user: User) -> Known:
    """Three queries."""
    found = [passage.source for passage in passages]
    stories = {source.pk for source in found if isinstance(source, Story)}
    told = Story.objects.filter(pk__in=stories).annotate(gathering=Coalesce("event__parent", F("event")))
    rows = list(told.values_list("pk", "gathering", "dated_earliest"))
    keys = {source.pk for source in found if isinstance(source, Event)} | {event for _pk, event, _day in rows if event}
    surveys = Survey.objects.filter(pk__in={source.pk for source in found if isinstance(source, Survey)})
    events = Event.objects.visible_to(user).select_related("parent").defer("summary", "aims", "method", "afterwards")
    return Known(
        events.in_bulk(list(keys)),
        {pk: event for pk, event, _day in rows if event},
        {pk: day.year for pk, _event, day in rows if day},
        {survey.pk: survey for survey in surveys.only("slug", "title", "opened")},
    )


def placed(passage: Passage, known: Known) -> tuple[Row, int, str]:
    """The row of a voice, the event it belongs to (0: none that may be shown) and its year."""
    source = passage.source
    if isinstance(source, Survey):
        survey = known.surveys[source.pk]
        year = str(survey.opened.earliest.year) if survey.opened and survey.opened.earliest else NOT_RECORDED
        label = _("Survey: %(title)s") % {"title": survey.title}
        return Row("survey", survey.slug, label, survey.get_absolute_url()), 0, year
    event = None
    if isinstance(source, Event):
        event = known.events.get(source.pk)
    elif source is not None:
        event = known.events.get(known.event_of_story.get(source.pk, 0))
    if event:
        starts = event.starts_earliest
        row = Row("event", event.slug, event.title, event.get_absolute_url(), event.when)
        return row, event.pk, str(starts.year) if starts else NOT_RECORDED
    told = known.year_of_story.get(source.pk) if source else None
    return Row("story", ALONE, _("Stories not tied to an event")), 0, str(told or NOT_RECORDED)


def people_rows(
    passages: Mapping[int, Passage], year_of: Mapping[int, str], years: Sequence[str]
) -> Sequence[PeopleRow]:
    """Voices of each group by year: of whom the event, the story or the survey says it was about them. Four queries."""
    sources: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for key, passage in passages.items():
        if passage.source:
            sources[type(passage.source)._meta.label_lower, passage.source.pk].append(key)
    counts: defaultdict[tuple[int, str], int] = defaultdict(int)
    for label, pk, population in named_in(sources):
        for key in sources[label, pk]:
            counts[population, year_of[key]] += 1
    shown = Population.objects.filter(pk__in={population for population, _year in counts}).order_by("order", "name")
    return [
        PeopleRow(population, [cell(counts.get((population.pk, year), 0)) for year in years]) for population in shown
    ]


def named_in(sources: Iterable[tuple[str, int]]) -> list[tuple[str, int, int]]:
    """(kind of source, its key, population) of all that name populations: a query a kind."""
    keys: defaultdict[str, list[int]] = defaultdict(list)
    for label, pk in sources:
        keys[label].append(pk)
    parts = []
    for model, column in ((Story, "story"), (Event, "event"), (Survey, "survey")):
        through = model.populations.through.objects.filter(**{f"{column}__in": keys[model._meta.label_lower]})
        parts.append((model._meta.label_lower, through.values_list(column, "population")))
    return [(label, pk, population) for label, rows in parts for pk, population in rows]


def cell(voices: int) -> int | str | None:
    if not voices:
        return None
    return voices if voices >= SMALLEST_GROUP else _("fewer than %(n)s") % {"n": SMALLEST_GROUP}
