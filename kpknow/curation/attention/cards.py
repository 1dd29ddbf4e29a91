"""The cards of the staff's first page."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib import admin
from django.db.models import Count, Window
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext_lazy as _

from kpknow.curation.attention import needs
from kpknow.curation.attention.needs import Need
from kpknow.curation.coding.texts import CODE

SHOWN = 3
"""Records a card names: those that wait longest."""


@dataclass(frozen=True)
class Card:
    title: Any
    hint: Any
    needs: tuple[Need, ...]
    is_urgent: bool = False


@dataclass(frozen=True)
class Line:
    words: str
    address: str
    since: date | None


@dataclass(frozen=True)
class Listing:
    """The list with everything of one need."""

    words: str
    address: str
    count: int


@dataclass
class Waiting:
    """What one person may see of one card."""

    card: Card
    count: int = 0
    lines: list[Line] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)


CARDS = [
    Card(
        _("Consent to renew"),
        _("What a consent no longer covers is hidden by itself, on the day it ends."),
        (needs.RENEW,),
        is_urgent=True,
    ),
    Card(_("Asked to take down"), _("Hide first, talk afterwards."), (needs.ASKED,), is_urgent=True),
    Card(_("In review"), _("Somebody finished and waits for you."), needs.IN_REVIEW),
    Card(_("Comments to read"), _("Nobody sees them before you did."), (needs.UNREAD,)),
    Card(_("Not yet coded"), _("Public, and no passage is marked."), (needs.UNCODED,)),
    Card(
        _("Events with no follow-up"),
        _("Over for half a year, without a survey, report or story."),
        (needs.NO_FOLLOW_UP,),
    ),
    Card(
        _("Evidence to re-link"),
        _("Its words were edited away, it is hidden or its consent has ended; readers do not see it."),
        (needs.ORPHANS, needs.UNSEEN),
    ),
    Card(_("Translations behind"), _("The original was edited after they were saved."), (needs.BEHIND,)),
    Card(_("Gaps in records"), _("People, place or year are missing, or a picture’s description."), needs.GAPS),
]


def waiting_for(request: HttpRequest) -> list[Waiting]:
    """The cards of this person's lists, empty ones too. One query for each list they may open, whatever is in it."""
    found = [waiting_on(card, request) for card in CARDS]
    return [one for one in found if one is not None]


def waiting_on(card: Card, request: HttpRequest) -> Waiting | None:
    """None for who may open none of its lists."""
    waiting, may_see = Waiting(card), False
    for need in card.needs:
        model_admin: Any = admin.site.get_model_admin(need.model)
        if not model_admin.has_view_or_change_permission(request):
            continue
        may_see = True
        rows = need.rule(model_admin.get_queryset(request)).annotate(waiting=Window(Count("pk")))
        oldest = list(rows.select_related(*related_of(model_admin)).order_by(need.since, "pk")[:SHOWN])
        count = oldest[0].waiting if oldest else 0
        waiting.count += count
        waiting.lines += [line_of(record, need, model_admin, request) for record in oldest]
        if count or len(card.needs) == 1:
            waiting.listings.append(listing_of(need, count))
    waiting.lines = sorted(waiting.lines, key=lambda line: line.since or date.max)[:SHOWN]
    return waiting if may_see else None


def related_of(model_admin: Any) -> tuple[str, ...]:
    related = model_admin.list_select_related
    return tuple(related) if isinstance(related, list | tuple) else ()


def line_of(record: Any, need: Need, model_admin: Any, request: HttpRequest) -> Line:
    since = getattr(record, need.since)
    day = since.date() if hasattr(since, "date") else since
    address = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
    if need.page and request.user.has_perm(CODE):
        address = need.page(record)
    words = Truncator(model_admin.choice_words(record)).chars(60)
    return Line(words, address, day if isinstance(day, date) else None)


def listing_of(need: Need, count: int) -> Listing:
    address = reverse(f"admin:{need.model._meta.app_label}_{need.model._meta.model_name}_changelist")
    return Listing(capfirst(str(need.model._meta.verbose_name_plural)), f"{address}?{need.query}", count)
