"""Where an organisation can be read of, and what each shield would take away: tried, not guessed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse

from events.models import (
    Country,
    Event,
    Organisation,
    Participation,
    Population,
    Programme,
    Resource,
    Shield,
    Survey,
)
from kpknow.content.models import Source
from kpknow.content.partial_dates import PartialDateField
from kpknow.curation.checking.texts import NOT_PUBLIC, ROWS
from kpknow.safety.withheld_sites import site_of, spellings
from stories.models import Block, Story, Synthesis, Theme

NOBODY = AnonymousUser()
MOST_MENTIONS = 50
RECORDS: tuple[Any, ...] = (Story, Event, Organisation, Programme, Resource, Survey, Theme, Synthesis)
BESIDES: tuple[Any, ...] = (Source, Population, Country)
"""What readers can open and staff do not publish."""
UNREAD = NOT_PUBLIC | {"body", "paper_kept_at"}
"""A story's text is read as its blocks, which its readers see."""


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


def page_of(record: Any) -> Page:
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
    """Public records of every kind whose own words name it or its website: a shield cannot take names out of those.

    At most MOST_MENTIONS of each kind. Reads the texts, one query a kind: for staff, once in a while.
    """
    words = [organisation.name, *organisation.names.values_list("name", flat=True)]
    words += spellings(site) if (site := site_of(organisation.website)) else ()
    found: list[Page] = []
    for model in (*RECORDS, *BESIDES):
        label = model._meta.label_lower
        speaking = said_in(model, words)
        for row, way_back, _prefix in ROWS.get(label, ()):
            speaking |= Q(pk__in=row._default_manager.filter(said_in(row, words)).order_by().values(way_back))
        if model is Story:
            speaking |= Q(pk__in=blocks_saying(words))
        visible = model.objects.visible_to(NOBODY).filter(speaking)
        if model is Organisation:
            visible = visible.exclude(pk=organisation.pk)
        found += [page_of(record) for record in visible.order_by("pk")[:MOST_MENTIONS]]
    return found


def blocks_saying(words: Sequence[str]) -> Any:
    """Keys of stories of which a turn that can be read says so."""
    return Block.objects.visible_to(NOBODY).filter(said_in(Block, words)).values("story")


def said_in(model: Any, words: Sequence[str]) -> Q:
    """Whether any text of a row that readers see has one of the words."""
    said = Q(pk__in=[])
    for field in model._meta.concrete_fields:
        if field.name in UNREAD or field.choices or isinstance(field, (PartialDateField, models.FileField)):
            continue
        if isinstance(field, (models.CharField, models.TextField)):
            for word in words:
                said |= Q(**{f"{field.name}__icontains": word})
    return said


def _carrying(organisation: Organisation) -> list[Any]:
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
