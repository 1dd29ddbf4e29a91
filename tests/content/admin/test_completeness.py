"""How much is recorded of what a kind should hold, and what its choices mean, where somebody fills in the form."""

from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Organisation
from kpknow.content import codebook
from kpknow.content.completeness import RECORDED, lacking, with_completeness
from kpknow.content.models import Record
from tests import builders as make

pytestmark = pytest.mark.django_db
KINDS = [model for model in apps.get_models() if issubclass(model, Record)]


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__name__)
def test_every_kind_says_what_it_should_hold(model: Any) -> None:
    assert model.wanted
    assert len({one.field for one in model.wanted}) == len(model.wanted)
    assert list(with_completeness(model._default_manager.all())) == []


def test_the_form_and_the_list_count_the_same_and_name_what_lacks() -> None:
    bare = make.make_organisation(code=None, summary="")
    full = make.make_organisation(code="KE", summary="They keep a safe home.", source=make.make_source())
    full.populations.add(make.population())

    counted = dict(with_completeness(Organisation.objects.all()).values_list("pk", RECORDED))

    assert [one.field for one in lacking(full)] == ["founded", "website"]
    for record in (bare, full):
        assert counted[record.pk] == len(Organisation.wanted) - len(lacking(record))


def test_what_is_empty_on_purpose_lacks_nothing() -> None:
    hidden = make.make_event(code=None, place_precision="hidden")
    shielded = make.make_organisation(shield="hidden", shield_reason="Raids.", website="")

    assert "country" not in {one.field for one in lacking(hidden)}
    assert "website" not in {one.field for one in lacking(shielded)}


def test_a_form_says_how_much_is_there_and_why_the_rest_matters(staff: Client) -> None:
    event = make.make_event(aims="")

    page = staff.get(reverse("admin:events_event_change", args=(event.pk,))).content.decode()

    assert f"Recorded: {len(event.wanted) - len(lacking(event))} of {len(event.wanted)}" in page
    assert "What it was for, before what it led to." in page


@pytest.mark.parametrize("kind", ["events_event", "events_organisation", "stories_story"])
def test_a_list_shows_it_in_no_query_more(kind: str, staff: Client) -> None:
    maker = {"events_event": make.make_event, "events_organisation": make.make_organisation}.get(kind, make.make_story)
    address, counts = reverse(f"admin:{kind}_changelist"), []
    for rows in (1, 2):
        for _ in range(rows):
            maker()
        staff.get(address)
        with CaptureQueriesContext(connection) as asked:
            page = staff.get(address).content.decode()
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert page.count('class="field-completeness"') == 3


def test_a_choice_is_explained_where_it_is_made(staff: Client) -> None:
    page = staff.get(reverse("admin:events_event_add")).content.decode()

    assert '<details class="codebook">' in page
    assert "Of public gatherings in a hall alone, never of a service." in page


def test_every_entry_belongs_to_a_field() -> None:
    for label, name in codebook.entries:
        assert apps.get_model(label)._meta.get_field(name)
