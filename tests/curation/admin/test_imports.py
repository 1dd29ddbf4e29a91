"""A spreadsheet in the admin: chosen, settled, looked at, brought in, undone."""

import io
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Organisation
from kpknow.curation.importing.tables import TABLES
from kpknow.curation.models import Import
from tests import builders as make
from tests.content.admin.test_every_admin import HOSTILE
from tests.curation.importing.sheets import checked, csv_file, workbook

pytestmark = pytest.mark.django_db

ADD = "/staff/curation/import/bring-in/"
KEYS = ["name", "kind"]


def upload(staff: Client, content: bytes, name: str = "rows.csv", kind: str = "organisations") -> Any:
    return staff.post(ADD, {"kind": kind, "file": SimpleUploadedFile(name, content)})


def address(batch: Import, page: str = "change") -> str:
    return reverse(f"admin:curation_import_{page}", args=(batch.pk,))


def said(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_a_file_goes_from_choosing_to_drafts_and_back(staff: Client) -> None:
    chosen = upload(
        staff, workbook(["Organisation", "Type", "Remarks"], ["One", "Network or coalition", "x"]), "x.xlsx"
    )
    batch = Import.objects.get()
    columns = staff.get(chosen.url)
    assert [field.initial for field in columns.context["form"].fields.values()] == ["name", "kind", ""]

    settled = staff.post(chosen.url, {"column-0": "name", "column-1": "kind", "column-2": ""})
    progress = staff.get(settled.url)
    rows = staff.get(settled.url)
    assert progress.templates[0].name == "admin/import_rows.html"  # a short file is checked at once
    assert [row["row"].title for row in rows.context["rows"]] == ["One"]
    assert Organisation.objects.count() == 0

    done = staff.post(address(batch), {"shown": "2", "chosen": "2", "act": "bring-in"}, follow=True)
    assert said(done) == ["1 row was brought in as a draft."]
    assert Organisation.objects.get().status == "draft"

    assert "1 row can be undone." in staff.get(address(batch, "undo")).content.decode()
    undone = staff.post(address(batch, "undo"), follow=True)
    assert said(undone) == ["1 row was undone."]
    assert Organisation.objects.count() == 0


def test_a_long_file_is_checked_a_piece_a_request(staff: Client) -> None:
    upload(staff, csv_file(KEYS, *([f"Organisation {n}", "network"] for n in range(1500))))
    batch = Import.objects.get()
    staff.post(address(batch, "columns"), {"column-0": "name", "column-1": "kind"})

    first, second = staff.get(address(batch)), staff.get(address(batch))

    assert (first.context["done"], first.context["total"]) == (1000, 1500)
    assert '<meta http-equiv="refresh" content="0">' in first.content.decode()
    assert second.context["tally"].new == 1500


def test_only_chosen_rows_come_in_and_none_is_no_import(staff: Client) -> None:
    batch = checked("organisations", csv_file(KEYS, *([name, "network"] for name in ("One", "Two", "Three"))))

    none = staff.post(address(batch), {"act": "none"}, follow=True)
    assert none.context["tally"].chosen == 0
    refused = staff.post(address(batch), {"shown": ["2", "3", "4"], "act": "bring-in"}, follow=True)
    assert said(refused) == ["No row is chosen. Nothing was brought in."]
    staff.post(address(batch), {"shown": ["2", "3", "4"], "chosen": ["2", "4"], "act": "bring-in"})

    assert sorted(Organisation.objects.values_list("name", flat=True)) == ["One", "Three"]


def test_a_faulty_row_is_corrected_beside_its_cell_or_in_a_file_of_faulty_rows(staff: Client) -> None:
    rows = csv_file(["Name", "Kind", "note"], ["One", "netwrok", "a"], ["Two", "network", "b"], ["Three", "", "=1+1"])
    upload(staff, rows)
    batch = Import.objects.get()
    staff.post(address(batch, "columns"), {"column-0": "name", "column-1": "kind"})
    staff.get(address(batch))

    page = staff.get(reverse("admin:curation_import_row", args=(batch.pk, 2)))
    assert "“netwrok” is not one of the values" in page.content.decode()
    again = staff.post(page.request["PATH_INFO"], {"name": "One", "kind": "netwerk"})
    assert "“netwerk” is not one of the values" in again.content.decode()
    staff.post(page.request["PATH_INFO"], {"name": "One", "kind": "network"})
    faulty = staff.get(f"/staff/curation/import/{batch.pk}/faulty.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(faulty.streaming_content))).active

    assert [row.verdict for row in batch.rows.order_by("number")] == ["new", "new", "error"]
    assert [[cell.value for cell in row] for row in sheet.rows] == [
        ["Name", "Kind", "note", "what is wrong"],
        ["Three", None, "=1+1", "Row 4: kind: This is needed for a new record."],
    ]
    assert {cell.data_type for row in sheet.rows for cell in row if cell.value} == {"s"}


def test_letters_and_separator_can_be_chosen_anew(staff: Client) -> None:
    upload(staff, csv_file(KEYS, ["Réseau", "network"], encoding="cp1252", separator=";"))
    batch = Import.objects.get()
    assert (batch.encoding, batch.separator) == ("cp1252", ";")

    staff.post(address(batch, "columns"), {"read": "again", "encoding": "cp1251", "separator": ";"})
    batch.refresh_from_db()
    refused = staff.post(
        address(batch, "columns"), {"read": "again", "encoding": "utf-8", "separator": ";"}, follow=True
    )

    assert batch.encoding == "cp1251"
    assert said(refused) == [
        "This file cannot be read as UTF-8. Choose other letters, or save it as “CSV UTF-8”.",
    ]


def test_the_same_headings_are_mapped_as_last_time(staff: Client) -> None:
    for _time in range(2):
        chosen = upload(staff, csv_file(["Wer", "Was"], ["One", "network"]))
        page = staff.get(chosen.url)
        staff.post(chosen.url, {"column-0": "name", "column-1": "kind"})

    assert [field.initial for field in page.context["form"].fields.values()] == ["name", "kind"]


def test_columns_are_settled_once_each_and_with_a_name(staff: Client) -> None:
    chosen = upload(staff, csv_file(["a", "b"], ["One", "network"]))

    twice = staff.post(chosen.url, {"column-0": "name", "column-1": "name"})
    nameless = staff.post(chosen.url, {"column-0": "kind", "column-1": ""})

    assert twice.context["form"].errors == {"column-1": ["“a” is name already. A column can be there once."]}
    assert "without it no row can be told from another" in nameless.content.decode()
    assert Import.objects.get().content


def test_files_that_cannot_be_read_are_refused_beside_the_field(staff: Client) -> None:
    response = upload(staff, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "x.xls")
    nothing = staff.post(ADD, {"kind": "organisations"})
    pasted = staff.post(ADD, {"kind": "organisations", "pasted": "name\tkind\nOne\tnetwork\n"})

    assert response.status_code == 400
    assert response.context["form"].errors["file"][0].startswith("This is an old (.xls) or locked file.")
    assert nothing.context["form"].errors["file"] == ["Choose a file, or paste rows below."]
    assert pasted.status_code == 302
    assert Import.objects.count() == 1


@pytest.mark.parametrize("kind", TABLES)
def test_templates_and_codebooks_name_every_column(kind: str, staff: Client) -> None:
    columns = [column.key for column in TABLES[kind].columns]
    as_csv = b"".join(staff.get(f"/staff/curation/import/template/{kind}.csv").streaming_content)
    as_xlsx = b"".join(staff.get(f"/staff/curation/import/template/{kind}.xlsx").streaming_content)
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx))
    page = staff.get(f"/staff/curation/import/codebook/{kind}/").content.decode()

    assert as_csv.decode("utf-8-sig").strip() == ",".join(f'"{key}"' for key in columns)
    assert [cell.value for cell in book[kind][1]] == columns
    assert [row[0].value for row in book["codebook"].iter_rows(min_row=2)] == columns
    assert [key for key in columns if f"<code>{key}</code>" not in page] == []


def test_only_those_who_may_add_and_change_the_records_bring_them_in(client: Client, django_user_model: Any) -> None:
    batch = checked("organisations", csv_file(KEYS, ["One", "network"]))
    staff = django_user_model.objects.create_user("editor", password="a long pass phrase", is_staff=True)
    client.force_login(staff)
    pages = [ADD, *(address(batch, page) for page in ("change", "columns", "undo")), "/staff/curation/import/"]
    pages += [f"/staff/curation/import/{batch.pk}/{end}" for end in ("rows/2/", "faulty.csv")]
    pages += [f"/staff/curation/import/{page}" for page in ("template/organisations.csv", "codebook/organisations/")]

    assert {client.get(page).status_code for page in pages} == {403}
    assert client.post(address(batch), {"act": "bring-in"}).status_code == 403
    for verb in ("view", "add", "change"):
        staff.user_permissions.add(Permission.objects.get(codename=f"{verb}_organisation"))
    assert {client.get(page).status_code for page in pages} <= {200, 302}


def test_nothing_sent_to_these_pages_breaks_them(staff: Client) -> None:
    batch = checked("organisations", csv_file(KEYS, ["One", "netwrok"], ["Two", "network"]))
    row = reverse("admin:curation_import_row", args=(batch.pk, 2))
    chosen = upload(staff, csv_file(KEYS, ["One", "network"]))
    for value in HOSTILE:
        if len(value) > 50_000:
            continue
        for name in ("show", "page"):
            assert staff.get(address(batch), {name: value}).status_code == 200
        for act in (value, f"same:{value}:{value}", f"same:3:{value}"):
            assert staff.post(address(batch), {"act": act, "shown": value, "chosen": value}).status_code == 302
        assert staff.post(row, {"name": value, "kind": value}).status_code in (200, 302)
        assert staff.post(chosen.url, {"column-0": value, "column-1": value}).status_code == 400
        assert (
            staff.post(chosen.url, {"read": "x", "encoding": value, "separator": value, "sheet": value}).status_code
            < 500
        )
        assert staff.post(ADD, {"kind": value, "pasted": value}).status_code in (302, 400)


def test_the_page_of_rows_costs_the_same_for_one_row_and_for_three(staff: Client) -> None:
    make.make_organisation("Blue River Network", status="draft")

    def cost(count: int) -> int:
        batch = checked("organisations", csv_file(KEYS, *([f"Blue River Networks {n}"] for n in range(count))))
        with CaptureQueriesContext(connection) as queries:
            staff.get(address(batch))
        return len(queries)

    assert cost(1) == cost(3)
