"""Lists of the admin as tables."""

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.models import Contributor, Event, Organisation
from kpknow.content.models import Act, ActVerb
from kpknow.curation.exporting import has_table
from kpknow.curation.models import ConsentView
from tests import builders as make
from tests.content.admin.rows import BUILDERS
from tests.content.admin.test_every_admin import HOSTILE
from tests.curation.importing.sheets import checked, verdicts

pytestmark = pytest.mark.django_db

EXPORT = "/staff/curation/import/export/"
LISTS = [model for model in BUILDERS if has_table(model)]


def address(model: Any, form: str = "csv") -> str:
    return f"{EXPORT}{model._meta.app_label}/{model._meta.model_name}.{form}"


def content(response: Any) -> bytes:
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def rows(response: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content(response).decode("utf-8-sig"))))


def test_a_list_is_exported_under_its_filter_and_comes_back_the_same(staff: Client) -> None:
    make.make_organisation("Here", code="KE", acronym="=1+1")
    make.make_organisation("There", code="UG")
    page = staff.get("/staff/events/organisation/", {"country__code__exact": "KE", "o": "1"}).content.decode()
    link = f"{address(Organisation)}?country__code__exact=KE"
    assert f'href="{link}"' in page

    exported = content(staff.get(link))

    assert [row["name"] for row in csv.DictReader(io.StringIO(exported.decode("utf-8-sig")))] == ["Here"]
    assert verdicts(checked("organisations", exported)) == ["same"]
    assert Act.objects.get(verb=ActVerb.EXPORTED).note == "events.organisation 1 csv"


@pytest.mark.parametrize("model", LISTS, ids=lambda model: model._meta.label)
def test_every_list_is_exported_with_queries_that_do_not_grow(model: Any, staff: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            found = rows(staff.get(address(model)))
        assert len(found) == model.objects.count() + 1
        return len(queries)

    BUILDERS[model]()
    staff.get(address(model))
    one = cost()
    BUILDERS[model]()
    BUILDERS[model]()

    assert cost() == one


def test_cells_of_a_workbook_are_text_and_never_formulas(staff: Client) -> None:
    make.make_event("=HYPERLINK(1)", tagline="+1", series="@x", summary="-1")

    book = openpyxl.load_workbook(io.BytesIO(content(staff.get(address(Event, "xlsx")))))

    cells = [cell for row in book.active.iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert {"=HYPERLINK(1)", "+1", "@x", "-1"} <= {cell.value for cell in cells}


def test_nobody_exports_what_they_may_not_see(client: Client, django_user_model: Any) -> None:
    account = django_user_model.objects.create_user("reader", password="a long pass phrase", is_staff=True)
    client.force_login(account)
    make.make_consent(make.make_contributor("Amina", paper_kept_at="the safe"), given_on="2026-01-02")

    assert {client.get(address(model)).status_code for model in LISTS} == {403}
    assert Client().get(address(Event)).status_code == 302
    account.user_permissions.add(Permission.objects.get(codename="view_contributor"))
    person = rows(client.get(address(Contributor)))
    assert {"consent_given_on", "paper_kept_at"} & set(person[0]) == set()
    assert "the safe" not in str(person)


def test_an_author_exports_their_own_drafts_alone(client: Client, django_user_model: Any) -> None:
    account = django_user_model.objects.create_user("author", password="a long pass phrase", is_staff=True)
    account.groups.add(Group.objects.get(name="Author"))
    client.force_login(account)
    make.make_event("Theirs", status="draft")
    make.make_event("Mine", status="draft", made_by=account)

    exported = rows(client.get(address(Event)))

    assert [row[exported[0].index("title")] for row in exported[1:]] == ["Mine"]


def test_looking_at_consents_in_a_table_is_noted_as_a_look(staff: Client) -> None:
    make.make_consent(make.make_contributor())
    before = ConsentView.objects.count()

    content(staff.get(address(Contributor)))

    assert ConsentView.objects.count() == before + 1


def test_accounts_and_notes_of_the_staff_never_leave(staff: Client) -> None:
    others = [model for model in admin.site._registry if not has_table(model)]

    assert others
    assert {staff.get(address(model)).status_code for model in others} == {403}
    assert staff.get(f"{EXPORT}events/nothing.csv").status_code == 404
    assert staff.get(f"{EXPORT}events/event.pdf").status_code == 404


def test_nothing_typed_into_the_address_breaks_an_export(staff: Client) -> None:
    make.make_event()
    for value in HOSTILE:
        for name in ("q", "status", "country__code__exact", "id", "programme__id__exact", "no_such", "starts__isempty"):
            assert staff.get(address(Event), {name: value}).status_code in (200, 302), (name, value[:20])
