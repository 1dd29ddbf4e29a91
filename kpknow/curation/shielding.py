"""Where an organisation can be read of, and what each shield would take away: tried, not guessed."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from events.models import Event, Organisation, Participation, Programme, Resource, Shield
from kpknow.content.models import Record
from stories.models import Block, Story

NOBODY = AnonymousUser()
MOST_MENTIONS = 50


@dataclass(frozen=True)
class Page:
    """A public page, and the staff's form of what stands on it."""

    title: str
    address: str
    staff_address: str


@dataclass(frozen=True)
class ShieldPreview:
    """``before`` and ``after``: pages that name it. ``gone``: those of ``before`` nobody could open any more."""

    before: list[Page]
    after: list[Page]
    gone: list[Page]


def page_of(record: Record) -> Page:
    form = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=(record.pk,))
    return Page(str(record), record.get_absolute_url(), form)


def pages_naming(organisation: Organisation) -> list[Page]:
    """Its own page and every public record that carries it. Seven queries; none of texts, see mentions_of()."""
    named = Organisation.objects.visible_to(NOBODY).filter(pk=organisation.pk)
    return [page_of(record) for record in _carrying(organisation)] if named.exists() else []


def preview_shield(organisation: Organisation, shield: Shield) -> ShieldPreview:
    """What changing to this shield does, done inside a transaction that is taken back before anybody sees it."""
    with transaction.atomic():
        before = pages_naming(organisation)
        with transaction.atomic():
            Organisation.objects.filter(pk=organisation.pk).update(shield=shield, shield_reason="Tried.")
            after = pages_naming(organisation)
            open_still = {record.get_absolute_url() for record in _carrying(organisation)}
            transaction.set_rollback(True)
    return ShieldPreview(before, after, [page for page in before if page.address not in open_still])


def mentions_of(organisation: Organisation) -> list[Page]:
    """Public stories, events and resources whose own words name it or its website: a shield cannot take those out.

    At most MOST_MENTIONS of each kind. Reads the texts: for staff, once in a while.
    """
    words = [organisation.name, *organisation.names.values_list("name", flat=True)]
    if host := (urlsplit(organisation.website).hostname or "").removeprefix("www."):
        words.append(host)

    def said_in(*fields: str) -> Q:
        said = Q()
        for field in fields:
            for word in words:
                said |= Q(**{f"{field}__icontains": word})
        return said

    blocks = Block.objects.visible_to(NOBODY).filter(said_in("text")).values("story")
    stories = Story.objects.filter(Q(pk__in=blocks) | said_in("title", "standfirst", "in_short"))
    events = Event.objects.filter(said_in("title", "summary", "sessions__summary", "sessions__key_points"))
    resources = Resource.objects.filter(said_in("title", "summary"))
    found: list[Record] = []
    kinds: tuple[tuple[Any, Any], ...] = ((stories, Story), (events, Event), (resources, Resource))
    for records, model in kinds:
        visible = model.objects.visible_to(NOBODY).filter(pk__in=records.values("pk"))
        found += visible.order_by("pk")[:MOST_MENTIONS]
    return [page_of(record) for record in found]


def _carrying(organisation: Organisation) -> list[Record]:
    """Public records it belongs to, whether or not they may name it."""
    listed = Participation.objects.filter(organisation=organisation, is_listed=True).values("event")
    beside = Q(memberships__member=organisation) | Q(networks__network=organisation)
    own = Organisation.objects.visible_to(NOBODY).filter(Q(pk=organisation.pk) | beside).distinct()
    return [
        *own.order_by("name"),
        *Event.objects.visible_to(NOBODY).filter(pk__in=listed).select_related("parent").order_by("title"),
        *Story.objects.visible_to(NOBODY).filter(organisations=organisation).order_by("title"),
        *Programme.objects.visible_to(NOBODY).filter(programme_partners__organisation=organisation).distinct(),
        *Resource.objects.visible_to(NOBODY).filter(publishers=organisation).order_by("title"),
    ]
