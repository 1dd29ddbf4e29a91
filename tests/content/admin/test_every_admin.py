"""What holds on every staff page, whatever the record."""

from itertools import cycle, islice
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib import admin
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kpknow.content.admin import RecordAdmin, StaffAdmin
from kpknow.content.models import Record
from tests.builders import make_event, make_story
from tests.content.admin.forms import filled_form
from tests.content.admin.rows import BUILDERS, SHIPPED

pytestmark = pytest.mark.django_db

OURS = list(admin.site._registry)
HUGE = "9" * 40
ENDINGS = ("", "__in", "__gte", "__year", "__isempty", "__isnull", "__regex")
HOSTILE = (HUGE, "-1", "\x00", "x", "é'\"<b>", "1e400", "٣", "[", "99999-12-31", "a" * 60_000, "ab " * 2_000)


def page(model: Any, name: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def named(model: Any) -> str:
    return str(model._meta.label)


def row_of(model: Any) -> Any:
    return BUILDERS[model]() if model in BUILDERS else model.objects.first()


def test_every_record_has_its_row_here() -> None:
    assert {*BUILDERS, *SHIPPED} == set(OURS)


@pytest.mark.parametrize("model", OURS, ids=named)
def test_every_admin_stands_on_ours(model: Any) -> None:
    model_admin: Any = admin.site.get_model_admin(model)

    assert isinstance(model_admin, RecordAdmin if issubclass(model, Record) else StaffAdmin)
    assert model_admin.search_fields
    assert model_admin.show_facets == admin.ShowFacets.ALLOW


def test_taggits_own_tags_are_out_of_sight() -> None:
    assert [model for model in admin.site._registry if model._meta.app_label == "taggit"] == []


@pytest.mark.parametrize("model", OURS, ids=named)
def test_every_relation_is_chosen_by_typing(model: Any, staff: Client, rf: Any, curator: Any) -> None:
    """Or from the few that belong to this very record: who appears in a story's pictures, a theme's findings."""
    from_the_record_itself = {"stories.Media.appearing", "stories.Recommendation.findings"}
    request = rf.get("/")
    request.user = curator
    model_admin = admin.site.get_model_admin(model)

    loose = []
    for fields in (model_admin, *model_admin.get_inline_instances(request)):
        if not fields.has_add_permission(request, *[None] * hasattr(fields, "get_formset")):
            continue
        formset: Any = fields.get_formset(request) if hasattr(fields, "get_formset") else None
        form = formset.form if formset else fields.get_form(request)
        chosen = {*fields.get_autocomplete_fields(request), formset.fk.name if formset else ""}
        relations = {field.name for field in form._meta.model._meta.get_fields() if field.is_relation}
        for name in relations & {*form.base_fields}:
            label = f"{form._meta.model._meta.label}.{name}"
            if name not in chosen and label not in from_the_record_itself:
                loose.append(label)

    assert loose == []


@pytest.mark.parametrize("model", BUILDERS, ids=named)
def test_lists_cost_the_same_for_one_row_and_for_three(model: Any, staff: Client) -> None:
    def cost(facets: bool = False) -> int:
        with CaptureQueriesContext(connection) as queries:
            response = staff.get(page(model, "changelist"), {"_facets": "True"} if facets else {})
        assert response.status_code == 200
        assert response.context["cl"].result_count >= 1
        return len(queries)

    BUILDERS[model]()
    staff.get(page(model, "changelist"))  # content types are remembered from here on
    one = cost()
    BUILDERS[model]()
    BUILDERS[model]()
    three = cost()
    three_counted = cost(facets=True)
    BUILDERS[model]()

    assert three == one
    assert cost(facets=True) == three_counted  # a filter with a single choice is not shown, so one row says nothing


@pytest.mark.parametrize("model", OURS, ids=named)
def test_every_page_of_a_row_opens(model: Any, staff: Client) -> None:
    row = row_of(model)

    assert staff.get(page(model, "change", row.pk)).status_code == 200
    assert staff.get(page(model, "history", row.pk), follow=True).status_code == 200
    assert staff.get(page(model, "delete", row.pk)).status_code in (200, 403)


@pytest.mark.parametrize("model", OURS, ids=named)
def test_what_is_saved_unchanged_stays_as_it_is(model: Any, staff: Client) -> None:
    """Open and save: nothing is lost, nothing is refused, wherever a row may be changed at all."""
    row = row_of(model)
    before = model.objects.filter(pk=row.pk).values().get()
    response = staff.get(page(model, "change", row.pk))
    if not response.context["has_change_permission"]:
        assert staff.post(page(model, "change", row.pk)).status_code == 403
        return

    response = staff.post(page(model, "change", row.pk), filled_form(staff, page(model, "change", row.pk)))

    assert response.status_code == 302, response.context["errors"]
    after = model.objects.filter(pk=row.pk).values().get()
    assert {name for name in before if before[name] != after[name]} <= {"changed_at"}


@pytest.mark.parametrize("model", [model for model in OURS if issubclass(model, Record)], ids=named)
def test_records_are_never_deleted(model: Any, staff: Client) -> None:
    record = row_of(model)

    response = staff.post(page(model, "delete", record.pk), {"post": "yes"})
    staff.post(page(model, "changelist"), {"action": "delete_selected", "_selected_action": record.pk, "post": "yes"})

    assert response.status_code == 403
    assert model.objects.filter(pk=record.pk).exists()


# Bad input


@pytest.mark.parametrize("model", OURS, ids=named)
def test_nothing_typed_into_an_address_breaks_a_page(model: Any, staff: Client) -> None:
    """Each value as a search and as a key, each filter with one of them; all pairs were tried once, by hand."""
    row_of(model)
    fields = [field.name for field in model._meta.fields]
    own = ("p", "o", "all", "e", "state", "moderation", "_facets", "_changelist_filters", "_popup")
    asked = [*own, *(f"{name}{ending}" for name in fields for ending in ENDINGS)]
    values = cycle(value for value in HOSTILE if len(value) < 100)

    for value in HOSTILE:
        assert staff.get(page(model, "changelist"), {"q": value}).status_code < 500
        assert staff.get(page(model, "change", quote(value[:200]))).status_code < 500
        assert staff.get(page(model, "add"), dict.fromkeys(fields, value[:100])).status_code < 500
    for name, value in zip(asked, values, strict=False):
        assert staff.get(page(model, "changelist"), {name: value}).status_code < 500, (name, value)


@pytest.mark.parametrize("model", OURS, ids=named)
def test_nothing_sent_to_a_form_breaks_it(model: Any, staff: Client) -> None:
    """Every field gets every value, each round another; each field alone was tried once, by hand."""
    if staff.get(page(model, "add")).status_code == 403:
        return
    empty = filled_form(staff, page(model, "add"))
    prefixes = [name.removesuffix("-TOTAL_FORMS") for name in empty if name.endswith("TOTAL_FORMS")]
    in_rows = ("id", "order", "consent", "tag", "value", "label", "dated_year", "starts_year", "findings", "appearing")
    rows = {f"{prefix}-0-{name}": "" for prefix in prefixes for name in in_rows}
    one_row_each = {f"{prefix}-TOTAL_FORMS": "1" for prefix in prefixes}
    names = [name for name in (*empty, *rows) if "_FORMS" not in name]

    for start in range(len(HOSTILE)):
        values = islice(cycle(HOSTILE), start, None)
        sent = empty | one_row_each | dict(zip(names, values, strict=False))
        assert staff.post(page(model, "add"), sent).status_code < 500, start
    for value in HOSTILE:
        counts = {f"{prefix}-{count}": value for prefix in prefixes for count in ("TOTAL_FORMS", "INITIAL_FORMS")}
        assert staff.post(page(model, "add"), empty | counts).status_code < 500, value[:20]


@pytest.mark.parametrize("model", OURS, ids=named)
def test_nothing_sent_with_an_action_breaks_a_list(model: Any, staff: Client) -> None:
    for action in ("publish_selected", "withdraw_selected", "accept_selected", "delete_selected", "no_such"):
        for value in HOSTILE:
            chosen = {"action": action, "_selected_action": value, "reason": "Asked to.", "post": "yes", "index": value}
            assert staff.post(page(model, "changelist"), chosen).status_code < 500


def test_choices_answer_whatever_is_asked(staff: Client) -> None:
    make_story()
    asked = {"app_label": "stories", "model_name": "story", "field_name": "event"}

    for value in HOSTILE:
        assert staff.get(reverse("admin:choices"), asked | {"term": value}).status_code == 200
        for name in ("app_label", "model_name", "field_name", "page"):
            assert staff.get(reverse("admin:choices"), asked | {name: value}).status_code in (403, 404)


def test_choices_are_for_staff_only(client: Client) -> None:
    asked = {"app_label": "stories", "model_name": "story", "field_name": "event", "term": ""}

    assert client.get(reverse("admin:choices"), asked).status_code == 302


def test_choices_come_in_the_words_of_their_admin(staff: Client) -> None:
    make_event("The circle", starts="2019")
    asked = {"app_label": "stories", "model_name": "story", "field_name": "event", "term": "circle"}

    found = staff.get(reverse("admin:choices"), asked).json()["results"]

    assert [one["text"] for one in found] == ["The circle, 2019"]


def test_relations_of_a_form_are_fields_that_staff_can_name(staff: Client) -> None:
    """A row of a table has no label of its own: the cell carries its column's name."""
    make_story()
    html = staff.get(page(make_story().__class__, "add")).content.decode()

    assert 'aria-label="Consent"' in html
    assert 'aria-label="Date: Year"' in html or 'aria-label="date: Year"' in html


def test_every_key_is_a_number_or_short_text() -> None:
    """possible_keys() knows these two kinds."""
    kinds = (models.BigAutoField, models.CharField, models.AutoField)

    assert [model for model in OURS if not isinstance(model._meta.pk, kinds)] == []


@pytest.mark.parametrize("asked", [("published_at__year", "99999"), ("id__in", f"1,{HUGE}"), ("starts__gte", "x")])
def test_a_filter_no_database_can_answer_leads_back_to_the_list(asked: tuple[str, str], staff: Client) -> None:
    make_event("The circle")

    response = staff.get(reverse("admin:events_event_changelist"), dict([asked]))

    assert response.status_code in (200, 302)
    assert "The circle" in staff.get(reverse("admin:events_event_changelist")).content.decode()


def test_patterns_are_no_filters(staff: Client) -> None:
    assert staff.get(reverse("admin:events_event_changelist"), {"slug__regex": "["}).status_code == 400


def test_a_number_of_rows_alone_makes_none(staff: Client) -> None:
    event = make_event()
    address = page(type(event), "change", event.pk)
    form = filled_form(staff, address)

    few = staff.post(address, form | {"sessions-TOTAL_FORMS": "1999"})
    many = staff.post(address, form | {"sessions-TOTAL_FORMS": HUGE})

    assert (few.status_code, many.status_code) == (302, 200)
    assert "Please submit at most" in many.content.decode()
    assert len(many.content) < 200_000
