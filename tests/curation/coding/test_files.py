import csv
import io
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kpknow.content.models import Act, ActVerb, Status
from kpknow.curation.roles import Role
from kpknow.exports.qdc import Code, qdc, read_qdc
from stories.models import Display, HighlightState, Theme
from tests import builders as make
from tests.curation.coding.coders import account, code, make_coder, passage
from tests.curation.people import make_account, signed_in

pytestmark = pytest.mark.django_db

GUID = "5a7e4a1c-0a0f-4b59-9c43-0a4c2f4f6d10"
ADD = "/staff/coding/codebook/add/"


def file_of(client: Client, name: str, form: str) -> bytes:
    return b"".join(client.get(reverse("curation:coding_file", args=(name, form))).streaming_content)  # type: ignore[attr-defined]


def table(client: Client, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file_of(client, name, "csv").decode("utf-8-sig"))))


def send(client: Client, content: bytes, name: str = "book.qdc") -> Any:
    return client.post(ADD, {"file": SimpleUploadedFile(name, content)})


def test_a_codebook_leaves_with_what_coders_go_by() -> None:
    coder = make_coder()
    theme = make.make_theme("=Who leads", meaning="Who decides.", include="Boards.", example="“We chose her.”")
    make.make_theme("Gone", status=Status.WITHDRAWN)

    [row] = table(coder, "codebook")
    sheet = openpyxl.load_workbook(io.BytesIO(file_of(coder, "codebook", "xlsx"))).active
    [told] = read_qdc(file_of(coder, "codebook", "qdc"))

    assert (row["guid"], row["theme"], row["definition"], row["include"]) == (
        str(theme.guid),
        "'=Who leads",
        "Who decides.",
        "Boards.",
    )
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][:2] == [str(theme.guid), "=Who leads"]
    assert (told.guid, told.name) == (str(theme.guid), "=Who leads")
    assert told.description == "Who decides.\nInclude: Boards.\nExample: “We chose her.”"
    assert Act.objects.filter(verb=ActVerb.EXPORTED).count() == 3


def test_passages_leave_as_far_as_consent_lets_them() -> None:
    coder, theme = make_coder(), make.make_theme("Who leads")
    story = make.make_story(body="We began. It was hard.")
    code(coder, story, passage(make.first_block(story), theme))
    silent = make.make_consent(for_exports=False)
    make.make_highlight(make.first_block(make.make_story(consent=silent, body="Only on the web.")), theme)
    make.make_highlight(make.first_block(make.make_story(body="Staff alone.")), theme, display=Display.STAFF)
    make.make_highlight(make.first_block(make.make_story(body="Lost.")), theme, state=HighlightState.ORPHAN)

    [row] = table(coder, "highlights")

    assert (row["marked words"], row["theme"], row["from"], row["to"]) == ("We began.", "Who leads", "0", "9")
    assert (row["source"], row["kind of source"], row["passage"]) == (story.title, "story", "1")
    assert file_of(coder, "highlights", "xlsx")[:2] == b"PK"


def test_a_table_of_passages_costs_the_same_however_long() -> None:
    coder, costs = make_coder(), []
    for rows in (1, 2):
        for _row in range(rows):
            make.make_highlight(None, make.make_theme(), make.make_theme())
        file_of(coder, "highlights", "csv")
        with CaptureQueriesContext(connection) as asked:
            file_of(coder, "highlights", "csv")
        costs.append(len(asked))

    assert costs[0] == costs[1]
    assert costs[0] <= 9


def test_a_codebook_is_compared_before_anything_is_added() -> None:
    coder = make_coder()
    same = make.make_theme("Who leads", meaning="Who decides.")
    other = make.make_theme("Care", meaning="Care as a way to act.")
    book = qdc(
        [
            Code(str(same.guid), "Who leads", "Who decides."),
            Code("", "care", "Care at home.\nExclude: Clinics."),
            Code(GUID, "Money ends", "What ends.\n\nInclude: Grants.\nExample: It stopped."),
            Code("", "Money ends", "Twice."),
            Code("", "", "Nameless."),
        ],
        "elsewhere",
    )

    shown = send(coder, book)

    assert shown.status_code == 200
    assert [(one.name, one.is_new, bool(one.wrong), len(one.differences)) for one in shown.context["entries"]] == [
        ("Who leads", False, False, 0),
        ("care", False, False, 3),
        ("Money ends", True, False, 0),
        ("Money ends", False, True, 0),
        ("", False, True, 0),
    ]
    assert Theme.objects.count() == 2
    coder.post(ADD, {"confirmed": shown.context["confirmed"]})
    coder.post(ADD, {"confirmed": shown.context["confirmed"]})

    added = Theme.objects.get(name="Money ends")
    assert (added.status, added.guid, added.made_by_id) == (Status.DRAFT, UUID(GUID), account(coder))
    assert (added.meaning, added.include, added.example) == ("What ends.", "Grants.", "It stopped.")
    assert Theme.objects.count() == 3
    other.refresh_from_db()
    assert other.meaning == "Care as a way to act."


def test_our_own_codebook_comes_back_the_same() -> None:
    coder = make_coder()
    make.make_theme("Who leads", definition="Long.\nIn lines.", include="Boards,\nchairs.", exclude="'=1+1")

    for form in ("qdc", "csv", "xlsx"):
        entries = send(coder, file_of(coder, "codebook", form), f"book.{form}").context["entries"]
        assert [(one.theme is not None, one.differences, one.wrong) for one in entries] == [(True, [], [])]


def test_a_long_definition_is_kept_whole_and_cut_for_its_line() -> None:
    coder = make_coder()
    csv_file = 'name,description\n"Trust","' + "Word " * 100 + '"\n'

    shown = send(coder, csv_file.encode(), "book.csv")
    coder.post(ADD, {"confirmed": shown.context["confirmed"]})

    theme = Theme.objects.get(name="Trust")
    assert (len(theme.meaning), theme.meaning[-1], theme.definition) == (200, "…", ("Word " * 100).strip())


@pytest.mark.parametrize(
    ("name", "content"),
    {
        "nothing.qdc": b" ",
        "bomb.qdc": b'<!DOCTYPE x [<!ENTITY a "b">]><CodeBook>&a;</CodeBook>',
        "table.csv": b"colour,size\nred,3\n",
        "none.csv": b"theme,definition\n",
        "zip.xlsx": b"PK\x03\x04broken",
        "many.csv": b"theme\n" + b"\n".join(b"Theme %d" % number for number in range(600)),
    }.items(),
)
def test_what_is_no_codebook_is_refused_with_words(name: str, content: bytes) -> None:
    shown = send(make_coder(), content, name)

    assert shown.status_code == 422
    assert shown.context["form"].errors["file"]
    assert not Theme.objects.exists()


def test_what_was_not_shown_is_not_added() -> None:
    coder = make_coder()

    assert coder.post(ADD, {"confirmed": "forged"}).headers["Location"] == ADD
    assert coder.post(ADD, {}).status_code == 422
    assert not Theme.objects.exists()


def test_files_and_their_page_are_for_those_who_code() -> None:
    pages = ["/staff/coding/", ADD, *(f"/staff/coding/files/codebook.{form}" for form in ("csv", "xlsx", "qdc"))]
    coder = make_coder()

    assert [coder.get(page).status_code for page in pages] == [200] * 5
    assert [signed_in(make_account(Role.MODERATOR)).get(page).status_code for page in pages] == [403] * 5
    assert [coder.get(f"/staff/coding/files/{name}").status_code for name in ("x.csv", "codebook.exe")] == [404] * 2


def test_forms_lead_to_the_text_and_cards_to_what_waits() -> None:
    coder = make_coder()
    story, session = make.make_story(), make.make_session(summary="Notes.")
    lost = make.make_highlight(make.first_block(make.make_story()), state=HighlightState.ORPHAN)

    pages = [
        coder.get(reverse(f"admin:{name}_change", args=(key,))).content.decode()
        for name, key in (("stories_story", story.pk), ("events_session", session.pk), ("stories_highlight", lost.pk))
    ]
    finding = make.make_finding(make.make_theme(), lost)
    for name, key in (("stories_finding", finding.pk), ("stories_theme", finding.theme.pk)):
        assert (
            f'href="/staff/coding/relink/{lost.pk}/"'
            in coder.get(reverse(f"admin:{name}_change", args=(key,))).content.decode()
        )
    first = coder.get("/staff/").content.decode()

    ways = [
        f"/staff/coding/story/{story.pk}/",
        f"/staff/coding/session/{session.pk}/",
        f"/staff/coding/relink/{lost.pk}/",
    ]
    assert [f'href="{way}"' in page for way, page in zip(ways, pages, strict=True)] == [True] * 3
    assert f'href="{ways[0]}"' in first
    assert f'href="{ways[2]}"' in first
