"""What makes a record wait for somebody, one rule each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import DateField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.admin.consents import needing_attention
from events.models import Consent, Event, Organisation, PlacePrecision, Programme, Resource, Survey
from kpknow.content.models import Status
from kpknow.curation.actions.removal_requests import ANSWERED
from kpknow.curation.models import RemovalRequest
from stories.models import (
    Block,
    Comment,
    Evidence,
    Finding,
    Highlight,
    HighlightState,
    Media,
    MediaKind,
    Moderation,
    Story,
    Synthesis,
    Theme,
)

FOLLOW_UP_AFTER = timedelta(days=183)
"""Half a year after an event somebody should have asked what came of it."""

Rows = QuerySet[Any]


@dataclass(frozen=True)
class Need:
    """``rule`` narrows rows of ``model`` to those that wait; ``query`` is what its list is asked with.

    ``since`` names the field that says how long; the longest waiting come first. ``page`` is where it is done, for
    whoever may code; else a record’s own form.
    """

    model: Any
    words: Any
    query: str
    rule: Callable[[Rows], Rows]
    since: str
    page: Callable[[Any], str] | None = None


def today() -> date:
    return timezone.now().date()


def consents(rows: Rows) -> Rows:
    return rows.filter(needing_attention(today())["any"])


def asked(rows: Rows) -> Rows:
    return rows.exclude(state__in=ANSWERED)


def in_review(rows: Rows) -> Rows:
    return rows.filter(status=Status.IN_REVIEW)


def unread(rows: Rows) -> Rows:
    return rows.filter(moderation=Moderation.PENDING)


def orphans(rows: Rows) -> Rows:
    return rows.filter(state=HighlightState.ORPHAN)


def unseen_evidence(rows: Rows) -> Rows:
    """Findings with evidence that no reader can see any more: edited away, hidden, or its consent has ended."""
    seen = Highlight.objects.visible_to(AnonymousUser()).filter(pk=OuterRef("highlight"))
    unseen = Evidence.objects.filter(~Exists(seen), finding=OuterRef("pk"))
    return rows.filter(Exists(unseen)).exclude(theme__status=Status.WITHDRAWN)


def uncoded(rows: Rows) -> Rows:
    """Public stories with a text of which no passage is marked."""
    marked = Highlight.objects.filter(block__isnull=False).values("block__story")  # once for all, not for each story
    texts = Block.objects.filter(story=OuterRef("pk"))
    return rows.filter(Exists(texts), status=Status.PUBLISHED).exclude(pk__in=marked)


def without_follow_up(rows: Rows) -> Rows:
    """Public events that ended half a year ago, without a survey, a report or a story; parts belong to their whole."""
    stands = ~Q(status=Status.WITHDRAWN)
    surveyed = Survey.objects.filter(stands, events=OuterRef("pk"))
    reported = Resource.objects.filter(stands, events=OuterRef("pk"))
    told = Story.objects.filter(stands, Q(event=OuterRef("pk")) | Q(event__parent=OuterRef("pk")))
    ended: Rows = rows.alias(over=Coalesce("ends_latest", "starts_latest", output_field=DateField()))
    return ended.filter(
        ~Exists(surveyed),
        ~Exists(reported),
        ~Exists(told),
        status=Status.PUBLISHED,
        parent__isnull=True,
        over__lt=today() - FOLLOW_UP_AFTER,
    )


def behind(rows: Rows) -> Rows:
    """Translations whose original was edited after they were last saved."""
    return rows.exclude(status=Status.WITHDRAWN).filter(
        ~Q(translated_hash=""),
        ~Q(translation_of__words_hash=F("translated_hash")),
        translation_of__isnull=False,
    )


def stories_with_gaps(rows: Rows) -> Rows:
    people = Story.populations.through.objects.filter(story=OuterRef("pk"))
    places = Story.countries.through.objects.filter(story=OuterRef("pk"))
    gaps = ~Exists(people) | ~Exists(places) | Q(dated_earliest__isnull=True)
    return rows.exclude(status=Status.WITHDRAWN).filter(gaps)


def events_with_gaps(rows: Rows) -> Rows:
    people = Event.populations.through.objects.filter(event=OuterRef("pk"))
    placeless = Q(country__isnull=True) & ~Q(place_precision=PlacePrecision.HIDDEN)
    gaps = ~Exists(people) | placeless | Q(starts_earliest__isnull=True)
    return rows.exclude(status=Status.WITHDRAWN).filter(gaps)


def undescribed(rows: Rows) -> Rows:
    return rows.filter(kind=MediaKind.IMAGE, alternative_text="").exclude(story__status=Status.WITHDRAWN)


def coding_page(story: Story) -> str:
    return reverse("curation:code", args=("story", story.pk))


def relinking_page(highlight: Highlight) -> str:
    """Its form where nothing says which text its words were in."""
    if highlight.exact and (highlight.block_id or highlight.was_in_id or highlight.session_id):
        return reverse("curation:relink", args=(highlight.pk,))
    return reverse("admin:stories_highlight_change", args=(highlight.pk,))


RENEW = Need(Consent, _("Consents"), "attention=any", consents, "recorded_at")
ASKED = Need(RemovalRequest, _("Requests"), "state=open", asked, "received_at")
IN_REVIEW = tuple(
    Need(model, model._meta.verbose_name_plural, f"status__exact={Status.IN_REVIEW}", in_review, "sent_at")
    for model in (Story, Event, Theme, Synthesis, Organisation, Programme, Resource, Survey)
)
UNREAD = Need(Comment, _("Comments"), f"moderation={Moderation.PENDING}", unread, "received_at")
UNCODED = Need(Story, _("Not yet coded"), "needs=coding", uncoded, "published_at", coding_page)
NO_FOLLOW_UP = Need(Event, _("No follow-up after half a year"), "needs=follow-up", without_follow_up, "ends_latest")
ORPHANS = Need(
    Highlight, _("Highlights"), f"state__exact={HighlightState.ORPHAN}", orphans, "created_at", relinking_page
)
UNSEEN = Need(Finding, _("Evidence that readers cannot see"), "needs=evidence", unseen_evidence, "pk")
BEHIND = Need(Story, _("Translation behind its original"), "needs=translating", behind, "changed_at")
GAPS = (
    Need(Story, _("Without people, place or year"), "needs=facts", stories_with_gaps, "changed_at"),
    Need(Event, _("Without people, place or year"), "needs=facts", events_with_gaps, "changed_at"),
    Need(Media, _("Pictures without alternative text"), "needs=description", undescribed, "pk"),
)

FILTERED = (UNCODED, NO_FOLLOW_UP, UNSEEN, BEHIND, *GAPS)
"""Those that have no filter of their own yet: NeedsFilter offers them."""
