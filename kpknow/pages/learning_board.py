"""What is recorded of one event at each stage of organisational learning, and at which stages nothing is.

The six stages, and that the first three happen up to and during an event and the last three only after it, are those of
the follow-up study of the two Learning and Sharing Events (its Figure 4), which takes them from D. Garvin, “Learning
Organisations” (Harvard Business Review, 2008) and B. Britton, “Learning for Change” (Swedish Mission Council, 2002).
What on this site counts for a stage is our choice, made in ``SESSIONS``, ``STORIES`` and ``board`` and nowhere else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.models import Event, LearningStage, Question, Resource, Session, SessionFormat, Survey
from kpknow.content.models import User
from kpknow.content.templatetags.kp import lines
from stories.models import Story, StoryKind, Synthesis

SESSIONS: Mapping[str, LearningStage] = {
    SessionFormat.CASE: LearningStage.CREATE,
    SessionFormat.PLENARY: LearningStage.ACQUIRE,
    SessionFormat.PANEL: LearningStage.ACQUIRE,
    SessionFormat.TRAINING: LearningStage.ACQUIRE,
    SessionFormat.MODULE: LearningStage.ACQUIRE,
    SessionFormat.ROTATING_GROUPS: LearningStage.INTERPRET,
    SessionFormat.SMALL_GROUPS: LearningStage.INTERPRET,
    SessionFormat.COUNTRY_GROUPS: LearningStage.INTERPRET,
    SessionFormat.SOLUTION_EXCHANGE: LearningStage.INTERPRET,
    SessionFormat.SYNTHESIS: LearningStage.INTERPRET,
}
"""Format of a session → the stage it served: telling one's own case creates, listening acquires, working through it
together interprets."""
STORIES: Mapping[str, LearningStage] = {
    StoryKind.CASE_STORY: LearningStage.CREATE,
    StoryKind.STORY_OF_CHANGE: LearningStage.APPLY,
    StoryKind.ARTICLE: LearningStage.TRANSFER,
    StoryKind.PODCAST: LearningStage.TRANSFER,
    StoryKind.VIDEO: LearningStage.TRANSFER,
}
"""Kind of story → its stage: a documented case, what was told to those who were not there, what changed."""
MEANING: Mapping[LearningStage, Any] = {
    LearningStage.CREATE: gettext_lazy("People put what they know from their own work into words."),
    LearningStage.ACQUIRE: gettext_lazy("They take in what others know."),
    LearningStage.INTERPRET: gettext_lazy("Together they make sense of it for their own places."),
    LearningStage.TRANSFER: gettext_lazy("They pass it on to those who were not there."),
    LearningStage.RETAIN: gettext_lazy("It stays, in people and in organisations."),
    LearningStage.APPLY: gettext_lazy("Something is done differently because of it."),
}
AFTERWARDS = (LearningStage.TRANSFER, LearningStage.RETAIN, LearningStage.APPLY)
MOST_SHOWN = 12
"""Records of one kind at one stage; how many more there are is said."""
MOST_BARS = 40
"""Rows of bar tables on one page; questions that do not fit are named with their base and lead to their survey."""


@dataclass(frozen=True)
class Recorded:
    """One record that counts for a stage. ``kind`` says what it is, ``url`` where it is read."""

    title: str
    url: str
    kind: str


@dataclass
class StageShown:
    stage: LearningStage
    records: list[Recorded] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)
    """What happened next, one line each."""
    tables: list[Question] = field(default_factory=list)
    named: list[Question] = field(default_factory=list)
    """Questions there was no room for."""

    @property
    def label(self) -> str:
        return str(self.stage.label)

    @property
    def meaning(self) -> str:
        return str(MEANING[self.stage])

    @property
    def is_after(self) -> bool:
        return self.stage in AFTERWARDS

    @property
    def shown(self) -> Sequence[Recorded]:
        return self.records[:MOST_SHOWN]

    @property
    def more(self) -> int:
        return max(len(self.records) - MOST_SHOWN, 0)

    @property
    def questions(self) -> int:
        return len(self.tables) + len(self.named)

    @property
    def in_short(self) -> str:
        """“3 records, 2 questions asked later”; empty where nothing is recorded."""
        words = []
        if found := len(self.records) + len(self.outcomes):
            words.append(ngettext("%(n)s record", "%(n)s records", found) % {"n": found})
        if asked := self.questions:
            words.append(ngettext("%(n)s question asked", "%(n)s questions asked", asked) % {"n": asked})
        return ", ".join(words)


@dataclass(frozen=True)
class Board:
    stages: Sequence[StageShown]
    without_format: int
    """Sessions whose format is not recorded: they count for no stage."""
    without_stage: int
    """Questions that no stage is recorded of."""
    shared: Sequence[str]
    """Surveys that asked people of other events too: their figures are not of this event alone."""


def board(event: Event, user: User) -> Board:
    """Everything of an event and of its site visits, as far as this reader may see it: seven queries."""
    stages = {stage: StageShown(stage) for stage in LearningStage}
    family = Event.objects.visible_to(user).filter(Q(pk=event.pk) | Q(parent=event))
    parts = [part for part in family.select_related("parent").order_by("starts_earliest", "pk") if part.pk != event.pk]
    without_format = add_sessions(stages, event, user)
    for part in parts:
        acquired = Recorded(part.title, part.get_absolute_url(), part.get_kind_display())
        stages[LearningStage.ACQUIRE].records.append(acquired)
    told = Story.objects.visible_to(user).filter(Q(event=event) | Q(event__parent=event))
    for story in told.latest_first().only("slug", "title", "kind"):
        recorded = Recorded(story.title, story.get_absolute_url(), story.get_kind_display())
        stages[STORIES[story.kind]].records.append(recorded)
    made = Synthesis.objects.visible_to(user).filter(Q(event=event) | Q(event__parent=event))
    for synthesis in made.order_by("title").only("slug", "title"):
        recorded = Recorded(synthesis.title, synthesis.get_absolute_url(), _("Synthesis"))
        stages[LearningStage.INTERPRET].records.append(recorded)
    left = Resource.objects.filter(events__in=family).values("pk")
    for resource in Resource.objects.visible_to(user).filter(pk__in=left).order_by("title"):
        recorded = Recorded(resource.title, resource.get_absolute_url(), resource.get_kind_display())
        stages[LearningStage.TRANSFER].records.append(recorded)
    for one in (event, *parts):
        stages[LearningStage.APPLY].outcomes += lines(one.afterwards)
    without_stage, shared = add_questions(stages, family, user)
    return Board(list(stages.values()), without_format, without_stage, shared)


def add_sessions(stages: Mapping[LearningStage, StageShown], event: Event, user: User) -> int:
    """One query; how many sessions have no recorded format."""
    sessions = Session.objects.visible_to(user).filter(Q(event=event) | Q(event__parent=event))
    without = 0
    for session in sessions.select_related("event__parent").order_by("event__parent", "event", "order"):
        if stage := SESSIONS.get(session.format):
            kind = _("Session: %(format)s") % {"format": session.get_format_display().lower()}
            stages[stage].records.append(Recorded(session.title, session.get_absolute_url(), kind))
        else:
            without += 1
    return without


def add_questions(
    stages: Mapping[LearningStage, StageShown], family: Iterable[Event], user: User
) -> tuple[int, Sequence[str]]:
    """Two queries; how many questions have no stage, and the surveys that asked people of other events too."""
    surveys = Survey.objects.filter(events__in=family).values("pk")
    asked = Question.objects.visible_to(user).filter(survey__in=surveys)
    covered = asked.annotate(events_covered=Count("survey__events", distinct=True))
    without, bars, shared = 0, MOST_BARS, {}
    for question in covered.for_bars().order_by("survey__title", "order"):
        if question.events_covered > 1:  # type: ignore[attr-defined]  # annotated above
            shared[question.survey.title] = True
        if not question.stage:
            without += 1
            continue
        shown, rows = stages[LearningStage(question.stage)], len(question.shown_options)
        fits = rows <= bars
        bars -= rows if fits else 0
        (shown.tables if fits else shown.named).append(question)
    return without, list(shared)
