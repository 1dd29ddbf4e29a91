"""What is exported and brought in again changes nothing, whatever the kind and the format."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.models import Consent, Contributor, Event, Participation, Resource, Session
from kpknow.curation.actions.importing import bring_in
from kpknow.curation.actions.undoing_import import undo_import
from kpknow.curation.importing.files import file_chunks
from kpknow.curation.importing.table import Table
from kpknow.curation.importing.tables import TABLES
from kpknow.curation.importing.vocabulary import Vocabulary
from stories.models import Block, Story
from tests import builders as make
from tests.curation.importing.sheets import NOBODY, checked, csv_file, faults, verdicts

pytestmark = pytest.mark.django_db

FORMULAS = (
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "=cmd|' /C calc'!A0",
    "'=1",
    "\t=1",
    "a;=b",
    "_x0041_",
    "＝1",
    '="x"',
    "<&>",
)
ODD = "; ".join(FORMULAS) + "\n=2\n\n- point\r\n'-x \u00e9\u0301 😀 \u202eabc"


def one_of_each() -> None:
    """Records with something odd in every text, and published ones among drafts."""
    organisation = make.make_organisation("=HYPERLINK(1)", summary=ODD, acronym="+A", status="draft", city="Nairobi")
    organisation.populations.add(make.population())
    make.make_organisation("Réseau; “x”", code=None, founded="2018~")
    event = make.make_event("@Event", status="draft", starts="2019-10", summary=ODD, parent=make.make_event())
    event.topics.add(make.make_topic("PrEP"))
    event.countries.add(make.country("UG"), make.country("KE"))
    make.make_session(event, title="-Session", summary=ODD)
    make.make_participation(event, organisation)
    resource = make.make_resource("=Resource", status="draft", cost="12.50", currency="EUR", summary=ODD)
    resource.publishers.add(organisation)
    make.make_story("=Story", status="draft", issue=ODD, standfirst="=1\n+2")
    person = make.make_contributor("=Amina", role="-x", organisation=organisation)
    make.make_consent(person, given_on="2026-01-02", for_exports=False)
    make.make_contributor("Nobody")


def exported(table: Table, form: str) -> bytes:
    rows = table.rows(table.model.objects.order_by("pk"), Vocabulary())
    return b"".join(file_chunks(form, table.kind, [column.key for column in table.columns], rows))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", TABLES)
def test_an_export_comes_back_as_the_same(kind: str, form: str) -> None:
    one_of_each()
    table = TABLES[kind]

    batch = checked(kind, exported(table, form), f"x.{form}")

    assert faults(batch) == {}
    assert set(verdicts(batch)) == {"same"}, [row.changes for row in batch.rows.all()]
    assert len(verdicts(batch)) == table.model.objects.count()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", ["organisations", "events", "resources", "stories"])
def test_an_export_makes_the_same_records_anew(kind: str, form: str) -> None:
    """In an empty site: the same words in every column."""
    one_of_each()
    table = TABLES[kind]
    records = table.model.objects.filter(status="draft")
    rows = list(table.rows(records.order_by("pk"), Vocabulary()))
    keys = [column.key for column in table.columns]
    content = b"".join(file_chunks(form, kind, keys, [[f"x-{row[0]}", f"x {row[1]}", *row[2:]] for row in rows]))

    batch = checked(kind, content, f"x.{form}")
    batch.rows.update(is_chosen=True)
    assert faults(batch) == {}
    bring_in(batch, by=NOBODY)

    made = table.model.objects.filter(pk__in=batch.rows.values("record"))
    assert [row[2:] for row in table.rows(made.order_by("pk"), Vocabulary())] == [row[2:] for row in rows]


ROWS: dict[str, tuple[Any, Any]] = {
    "organisations": (["name", "kind"], lambda n: [f"Body {n}", "network"]),
    "events": (["title", "kind", "starts", "topics"], lambda n: [f"Event {n}", "training", "May 2019", "PrEP"]),
    "sessions": (["event", "title"], lambda n: ["an-event", f"Session {n}"]),
    "participation": (["event", "organisation", "role"], lambda n: ["An event", f"body-{n}", "Participant"]),
    "contributors": (
        ["name", "naming", "consent_basis", "consent_covers", "consent_for"],
        lambda n: [f"Person {n}", "pseudonym", "written", "words; name", "web"],
    ),
    "stories": (
        ["title", "kind", "standfirst", "body"],
        lambda n: [f"Story {n}", "article", "In short.", "One.\n\nTwo."],
    ),
    "resources": (["title", "kind", "cost", "currency"], lambda n: [f"Resource {n}", "report", "12,5", "EUR"]),
}


@pytest.mark.parametrize("kind", TABLES)
def test_every_kind_comes_in_and_goes_again_with_queries_that_do_not_grow(kind: str) -> None:
    make.make_topic("PrEP")
    make.make_event("An event", slug="an-event", status="draft")
    for number in range(60):
        make.make_organisation(f"Member {number}", slug=f"body-{number}", status="draft")
    headings, row = ROWS[kind]
    model = TABLES[kind].model
    before = model.objects.count()

    def cost(numbers: range) -> int:
        with CaptureQueriesContext(connection) as queries:
            batch = checked(kind, csv_file(headings, *(row(number) for number in numbers)))
        assert (faults(batch), set(verdicts(batch))) == ({}, {"new"})
        batch.rows.update(is_chosen=True)
        assert bring_in(batch, by=NOBODY) == len(numbers)
        assert model.objects.count() == before + len(numbers)
        assert set(verdicts(checked(kind, csv_file(headings, *(row(number) for number in numbers))))) == {"same"}
        assert undo_import(batch, by=NOBODY) == (len(numbers), {})
        assert model.objects.count() == before
        return len(queries)

    few, many = cost(range(5)), cost(range(5, 55))

    assert many <= few + 2  # SQLite takes 999 values in one statement


def test_a_contributor_comes_with_the_consent_the_row_gives_and_no_file_changes_it() -> None:
    headings, row = ROWS["contributors"]
    bring_in(checked("contributors", csv_file(headings, row(1))), by=NOBODY)
    consent = Consent.objects.get()
    assert (consent.contributor.name, consent.basis) == ("Person 1", "written")
    assert (consent.covers_words, consent.covers_name, consent.covers_photo) == (True, True, False)
    assert (consent.for_web, consent.for_exports) == (True, False)

    more = checked("contributors", csv_file(headings, [*row(1)[:3], "words; name; photo", "web"]))
    nothing = checked("contributors", csv_file(headings, ["New", "pseudonym", "written", "", ""]))
    nameless = checked("contributors", csv_file(headings, ["Other", "pseudonym", "", "words", "web"]))

    assert faults(more)[2] == {
        "": "A file gives consent for new people only. Record or renew it on this person’s own page."
    }
    assert faults(nothing)[2] == {"consent_covers": "Tick at least one thing the consent covers."}
    assert faults(nameless)[2] == {"consent_basis": "Say how they agreed."}
    assert Contributor.objects.count() == 1


def test_parts_of_a_published_event_are_not_changed_by_a_file() -> None:
    make.make_event("Shown", slug="shown")
    make.make_organisation("Member")

    sessions = checked("sessions", csv_file(["event", "title"], ["shown", "One"]))
    members = checked("participation", csv_file(["event", "organisation", "role"], ["shown", "Member", "host"]))

    assert "Its event is no draft (published)" in faults(sessions)[2][""]
    assert "Its event is no draft (published)" in faults(members)[2][""]
    assert (Session.objects.count(), Participation.objects.count()) == (0, 0)


def test_stories_become_blocks_and_unknown_speakers_stand_at_their_cell() -> None:
    headings, row = ROWS["stories"]
    spoken = [*row(2)[:3], "[Amina] I said it."]
    batch = checked("stories", csv_file(headings, row(1), spoken))

    assert list(faults(batch)[3]) == ["body"]
    bring_in(batch, by=NOBODY)
    assert list(Block.objects.values_list("text", flat=True)) == ["One.", "Two."]
    assert Story.objects.get().status == "draft"


def test_events_follow_the_rules_of_their_form() -> None:
    inner = make.make_event("Inner", slug="inner", status="draft", parent=make.make_event("Outer"))
    keys = ["title", "kind", "starts", "ends", "city", "country", "place_precision", "parent"]
    rows = (
        ["One", "training", "2019-05", "2018"],
        ["Two", "training", "", "", "Nairobi", "Kenya", "country"],
        ["Three", "training", "", "", "", "Kenya", "hidden"],
        ["Four", "site_visit", "", "", "", "", "", inner.slug],
    )

    batch = checked("events", csv_file(keys, *rows))

    assert {number: list(found) for number, found in faults(batch).items()} == {
        2: ["ends"],
        3: ["city"],
        4: ["country"],
        5: ["parent"],
    }
    assert (Event.objects.count(), Resource.objects.count()) == (2, 0)
