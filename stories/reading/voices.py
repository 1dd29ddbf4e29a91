"""Highlights with everything a page says about them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, Prefetch, Q, QuerySet, Value, Window
from django.db.models.functions import Coalesce, Length, NullIf, RowNumber

from events.models import Event, Survey
from kpknow.content.models import User
from kpknow.content.prepared import Prepared, PreparedRecords
from stories.models import Coding, Evidence, Finding, Highlight, Story, Theme
from stories.models.highlight import HighlightQuerySet
from stories.reading.voice_catalogue import VOICES

NOBODY = AnonymousUser()
FIRST_VOICES = 2
"""Voices under each question of a survey; the rest have a page of their own."""
SHORT = 180
"""Characters: the longest voice the home page sets in large type."""
LATEST = 200
"""Voices among which the home page looks for a short one."""


def visible_codings(user: User) -> "Prefetch[str]":
    """Prefetch of a highlight's codings to themes this reader may see, as ``shown_codings``; each theme once."""
    themes = Theme.objects.visible_to(user)
    codings = Coding.objects.once().filter(theme__in=themes).select_related("theme")
    codings = codings.order_by("theme__order", "theme__name")
    return Prefetch("codings", queryset=codings, to_attr="shown_codings")


def evidence_for(finding: Finding, user: User) -> "QuerySet[Evidence]":
    """What this reader may see of what speaks for and against a claim, with its words: two queries when read."""
    evidence = Evidence.objects.filter(finding=finding, highlight__in=Highlight.objects.visible_to(user))
    return evidence.prefetch_related(Prefetch("highlight", queryset=Highlight.objects.for_page()))


def evidence_of(highlight: Highlight, user: User) -> list[Evidence]:
    """The findings a voice speaks for or against, as far as this reader may see them: one query."""
    evidence = Evidence.objects.filter(
        highlight=highlight,
        finding__in=Finding.objects.visible_to(user),
        finding__theme__in=Theme.objects.visible_to(user),
    )
    return list(evidence.select_related("finding__theme").order_by("finding__theme__order", "finding__order"))


def of_event(event: Event, user: User) -> HighlightQuerySet:
    """Visible highlights of an event's sessions and of those of its site visits."""
    return Highlight.objects.visible_to(user).filter(Q(session__event=event) | Q(session__event__parent=event))


def voices_of_event(event: Event, user: User) -> list[Highlight]:
    """What came out of an event, in the order of its sessions, site visits last: two queries."""
    visits_last = F("session__event__parent").asc(nulls_first=True)
    highlights = of_event(event, user).for_page().prefetch_related(visible_codings(user))
    return list(highlights.order_by(visits_last, "session__event", "session__order", "order", "pk"))


@dataclass
class QuestionVoices:
    """The first voices of a question, and how many there are in all."""

    total: int
    shown: list[Highlight] = field(default_factory=list)


def voices_by_question(survey: Survey, user: User) -> Mapping[int, QuestionVoices]:
    """The first two visible highlights of each question of a survey, however many there are: two queries."""
    highlights = (
        Highlight.objects.visible_to(user)
        .filter(question__survey=survey)
        .annotate(
            place=Window(RowNumber(), partition_by=F("question"), order_by=("order", "pk")),
            total=Window(Count("pk"), partition_by=F("question")),
        )
        .filter(place__lte=FIRST_VOICES)
        .for_page()
        .prefetch_related(visible_codings(user))
    )
    found: dict[int, QuestionVoices] = {}
    for highlight in highlights.order_by("order", "pk"):
        total: int = highlight.total  # type: ignore[attr-defined]  # annotated above
        found.setdefault(highlight.question_id or 0, QuestionVoices(total)).shown.append(highlight)
    return found


IN_STORY = PreparedRecords(
    Highlight,
    lambda story: Highlight.objects.visible_to(NOBODY).filter(block__story=story[0]).order_by("start", "pk"),
)
CODED_IN_STORY = Prepared(
    lambda story: (
        Coding.objects.once()
        .filter(
            theme__in=Theme.objects.visible_to(NOBODY), highlight__in=Highlight.objects.filter(block__story=story[0])
        )
        .order_by("theme__order", "theme__name")
        .values_list("highlight", "theme", "theme__slug", "theme__name")
    )
)


def voices_by_block(story: Story, user: User) -> Mapping[int, Sequence[Highlight]]:
    """Visible highlights of each block of a story, by block: two queries."""
    found: dict[int, list[Highlight]] = {}
    for highlight in voices_of_story(story.pk, user):
        found.setdefault(highlight.block_id or 0, []).append(highlight)
    return found


def voices_of_story(story: int, user: User) -> Iterable[Highlight]:
    """Each with its themes in ``shown_codings``."""
    if not isinstance(user, AnonymousUser):
        visible = Highlight.objects.visible_to(user).filter(block__story=story)
        return visible.prefetch_related(visible_codings(user)).order_by("start", "pk")
    highlights = {highlight.pk: highlight for highlight in IN_STORY.records(story)}
    for highlight in highlights.values():
        highlight.shown_codings = []
    for pk, theme, slug, name in CODED_IN_STORY.rows([story]) if highlights else ():
        if pk in highlights:
            coding = Coding(highlight_id=pk, theme=Theme(pk=theme, slug=slug, name=name))
            highlights[pk].shown_codings.append(coding)
    return highlights.values()


def themes_by_story(stories: Sequence[Story], user: User) -> Mapping[int, Sequence[Theme]]:
    """Themes the visible highlights of these stories are coded to, the most voiced first: one query."""
    rows = (
        Coding.objects.filter(
            theme__in=Theme.objects.visible_to(user),
            highlight__in=Highlight.objects.visible_to(user).filter(block__story__in=[story.pk for story in stories]),
        )
        .values("highlight__block__story", "theme", "theme__slug", "theme__name")
        .annotate(voices=Count("highlight", distinct=True))
        .order_by("-voices", "theme__order", "theme__name")
    )
    found: dict[int, list[Theme]] = {}
    for row in rows:
        theme = Theme(pk=row["theme"], slug=row["theme__slug"], name=row["theme__name"])
        found.setdefault(row["highlight__block__story"], []).append(theme)
    return found


def featured_highlight() -> Highlight | None:
    """One short voice for the home page, of those strangers may hear: the newest that a finding rests on, else the
    newest of all. Looked for among the latest of each: three queries at most, however many voices there are.
    """
    heard = VOICES.now()
    words = Coalesce(NullIf("text", Value("")), "exact")
    short = (
        Highlight.objects.visible_to(NOBODY)
        .for_page()
        .alias(length=Length(words))
        .filter(length__lte=SHORT)
        .order_by("-pk")
    )
    rested_on = Evidence.objects.order_by("-highlight").values_list("highlight", flat=True)[:LATEST]
    found = [pk for pk in rested_on if pk in heard.shown_pks]
    return short.filter(pk__in=found).first() or short.filter(pk__in=list(heard.shown_pks[-LATEST:])).first()
