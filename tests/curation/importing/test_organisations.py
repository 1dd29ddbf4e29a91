"""From a file to drafts and back, on the simplest kind."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from events.models import Organisation, Topic
from kpknow.content.models import Status
from kpknow.curation.actions.importing import (
    BroughtInBefore,
    NotAsShown,
    NothingChosen,
    bring_in,
    check_some,
    correct_row,
    say_same,
    settle_columns,
    take_file,
)
from kpknow.curation.actions.undoing_import import NotBroughtIn, undo_import
from kpknow.curation.importing.tables import TABLES
from kpknow.curation.models import Import, ImportedRow
from tests import builders as make
from tests.curation.importing.sheets import NOBODY, checked, csv_file, faults, verdicts

pytestmark = pytest.mark.django_db

KEYS = ["name", "kind"]
HEADINGS = ["name", "kind", "country", "populations", "founded", "summary"]
BLUE = ["Blue River Network", "network", "Kenya", "sex-workers; MSM", "about 2009", "Peer support."]
CHECK_QUERIES = 12
"""The rows, how many, the file's keys, rows before, countries and people with their terms, organisations and former
slugs, records, locks, one upsert."""


def test_a_row_becomes_a_draft_with_all_its_columns() -> None:
    batch = checked("organisations", csv_file(HEADINGS, BLUE))

    assert verdicts(batch) == ["new"]
    assert bring_in(batch, by=NOBODY) == 1
    made = Organisation.objects.get()
    assert (made.name, made.slug, made.status) == ("Blue River Network", "blue-river-network", Status.DRAFT)
    assert (made.kind, made.country_id, str(made.founded), made.summary) == ("network", "KE", "2009~", "Peer support.")
    assert sorted(made.populations.values_list("slug", flat=True)) == ["msm", "sex-workers"]


def test_the_same_file_twice_changes_nothing() -> None:
    bring_in(checked("organisations", csv_file(HEADINGS, BLUE)), by=NOBODY)

    again = checked("organisations", csv_file(HEADINGS, BLUE))

    assert verdicts(again) == ["same"]
    with pytest.raises(NothingChosen):
        bring_in(again, by=NOBODY)
    assert Organisation.objects.count() == 1


def test_a_difference_is_shown_field_by_field_and_empty_cells_change_nothing() -> None:
    bring_in(checked("organisations", csv_file(HEADINGS, BLUE)), by=NOBODY)

    batch = checked("organisations", csv_file(HEADINGS, ["Blue River Network", "network", "Uganda", "", "", "(empty)"]))

    assert batch.rows.get().changes == {"country": ["Kenya", "Uganda"], "summary": ["Peer support.", ""]}
    bring_in(batch, by=NOBODY)
    changed = Organisation.objects.get()
    assert (changed.country_id, changed.summary, changed.populations.count()) == ("UG", "", 2)


def test_every_fault_stands_at_its_cell() -> None:
    make.make_topic("PrEP")
    before = Topic.objects.count()
    batch = checked(
        "organisations",
        csv_file(
            [*HEADINGS, "city", "website"],
            ["", "network"],
            ["Two", "netwrok"],
            ["Three", "network", "Kenyaa"],
            ["Four", "network", "Kenya", "sex workers; nobody", "03/04/2019"],
            ["Five", "network", "", "", "", "", "Nairobi"],
            ["Six", "network", "Kenya", "", "", "", "12 Main Road", "javascript:alert(1)"],
            ["x" * 300, "network"],
        ),
    )

    found = faults(batch)
    assert {number: sorted(errors) for number, errors in found.items()} == {
        2: ["name"],
        3: ["kind"],
        4: ["country"],
        5: ["founded", "populations"],
        6: ["country"],
        7: ["city", "website"],
        8: ["name"],
    }
    assert found[4]["country"] == "“Kenyaa” is not known here. Did you mean Kenya?"
    assert found[6]["country"] == "A city needs its country."
    assert Topic.objects.count() == before


def test_rows_that_mean_the_same_are_both_in_error() -> None:
    batch = checked("organisations", csv_file(KEYS, ["One", "network"], ["ONE", "network"], ["Two", "network"]))

    assert verdicts(batch) == ["error", "error", "new"]
    assert faults(batch)[2] == {"": "Row 3 means the same. Take one of them out, or tell them apart."}


def test_a_row_finds_its_record_by_slug_former_slug_or_name_however_written() -> None:
    record = make.make_organisation("Réseau des mères", status="draft", slug="meres")
    record.slug = "reseau"
    record.save()

    batch = checked(
        "organisations",
        csv_file(["slug", "name", "acronym"], ["meres", "", "RM"], ["", "reseau des meres", ""], ["new-one", "", ""]),
    )

    assert list(batch.rows.order_by("number").values_list("record", flat=True)) == [record.pk, record.pk, None]
    assert faults(batch)[3][""] == "Row 2 means the same record. Take one of them out."


def test_published_records_are_not_changed_by_a_file_and_unchanged_ones_are_the_same() -> None:
    make.make_organisation("Shown", code="KE")
    make.make_organisation("Gone", status="withdrawn")
    batch = checked("organisations", csv_file(["name", "acronym"], ["Shown", "S"], ["Gone", "G"]))

    assert verdicts(batch) == ["error", "error"]
    assert "is no draft (published)" in faults(batch)[2][""]
    assert verdicts(checked("organisations", csv_file(["name", "country"], ["Shown", "KE"]))) == ["same"]


def test_what_was_edited_by_hand_since_is_kept_and_reported() -> None:
    bring_in(checked("organisations", csv_file(HEADINGS, BLUE)), by=NOBODY)
    Organisation.objects.update(summary="Ours.")

    batch = checked("organisations", csv_file(HEADINGS, [*BLUE[:2], "Uganda", *BLUE[3:]]))

    assert batch.rows.get().changes == {"country": ["Kenya", "Uganda"]}
    assert batch.rows.get().kept == {"summary": ["Ours.", "Peer support."]}
    bring_in(batch, by=NOBODY)
    assert Organisation.objects.values_list("summary", "country").get() == ("Ours.", "UG")


def test_new_names_like_known_ones_are_offered_and_not_chosen() -> None:
    there = make.make_organisation("Blue River Network", status="draft")
    rows = csv_file(
        ["name", "kind", "acronym"], ["Network Blue Rivr", "network", "BRN"], ["Quite Different", "network", ""]
    )
    batch = checked("organisations", rows)

    assert batch.rows.get(number=2).alike == [[there.pk, "Blue River Network"]]
    assert list(batch.rows.order_by("number").values_list("is_chosen", flat=True)) == [False, True]

    say_same(batch, 2, there.pk)
    assert (batch.rows.get(number=2).verdict, batch.rows.get(number=2).record) == ("changed", there.pk)
    say_same(batch, 2, 0)
    assert batch.rows.get(number=2).verdict == "new"
    say_same(batch, 3, there.pk)
    assert batch.rows.get(number=3).verdict == "new"


def test_a_corrected_row_is_checked_again_with_those_it_stood_in_the_way_of() -> None:
    batch = checked("organisations", csv_file(KEYS, ["One", "network"], ["One", "network"], ["Two", "oops"]))

    correct_row(batch, 3, {"name": "Another", "kind": "network"})
    correct_row(batch, 4, {"name": "Two", "kind": "donor"})
    check_some(batch)

    assert verdicts(batch) == ["new", "new", "new"]
    assert bring_in(batch, by=NOBODY) == 3


def test_nothing_is_brought_in_where_one_row_would_do_something_else_than_was_shown() -> None:
    batch = checked("organisations", csv_file(["name", "kind"], ["One", "network"], ["Two", "network"]))
    make.make_organisation("Two")

    with pytest.raises(NotAsShown) as refused:
        bring_in(batch, by=NOBODY)

    assert refused.value.number == 3
    assert Organisation.objects.count() == 1


def test_nothing_is_brought_in_where_the_database_refuses_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = checked("organisations", csv_file(["name", "kind"], ["One", "network"], ["Two", "network"]))
    monkeypatch.setattr("kpknow.curation.importing.vocabulary.Roll.free_slug", lambda *_: "the-same")

    with pytest.raises(IntegrityError), transaction.atomic():
        bring_in(batch, by=NOBODY)

    assert (Organisation.objects.count(), Import.objects.get().imported_at) == (0, None)


def test_a_batch_is_brought_in_once_and_undone_once() -> None:
    batch = checked("organisations", csv_file(HEADINGS, BLUE))
    bring_in(batch, by=NOBODY)

    with pytest.raises(BroughtInBefore):
        bring_in(batch, by=NOBODY)
    assert undo_import(batch, by=NOBODY) == (1, {})
    assert Organisation.objects.count() == 0
    with pytest.raises(NotBroughtIn):
        undo_import(batch, by=NOBODY)


def test_undoing_gives_back_the_words_that_stood_there() -> None:
    record = make.make_organisation("One", status="draft", acronym="O")
    record.populations.add(make.population())
    batch = checked("organisations", csv_file(["name", "acronym", "people", "city"], ["One", "1", "pwid", "Nairobi"]))
    bring_in(batch, by=NOBODY)
    record.refresh_from_db()
    assert (record.acronym, record.city) == ("1", "Nairobi")

    undo_import(batch, by=NOBODY)

    record.refresh_from_db()
    assert (record.acronym, record.city) == ("O", "")
    assert list(record.populations.all()) == [make.population()]


def test_undoing_keeps_what_somebody_built_upon_and_says_why() -> None:
    rows = [
        ["Edited", "network"],
        ["Used", "network"],
        ["Published", "network"],
        ["Later", "network"],
        ["Free", "network"],
    ]
    batch = checked("organisations", csv_file(["name", "kind"], *rows))
    bring_in(batch, by=NOBODY)
    Organisation.objects.filter(name="Edited").update(summary="Ours.")
    make.make_participation(make.make_event(), Organisation.objects.get(name="Used"))
    Organisation.objects.filter(name="Published").update(status="in_review")
    later = checked("organisations", csv_file(["name", "acronym"], ["Later", "L"]))
    bring_in(later, by=NOBODY)

    count, kept = undo_import(batch, by=NOBODY)

    assert count == 1
    assert kept == {
        2: "It was edited since: summary.",
        3: "It is used since: 1 participations.",
        4: "It is no draft any more (in review).",
        5: f"Import {later.pk} changed it since: undo that first.",
    }
    assert sorted(Organisation.objects.values_list("name", flat=True)) == ["Edited", "Later", "Published", "Used"]
    assert undo_import(later, by=NOBODY) == (1, {})
    assert undo_import(batch, by=NOBODY)[0] == 1


def test_checking_costs_the_same_queries_for_ten_rows_and_a_hundred() -> None:
    def cost(count: int) -> int:
        rows = [[f"{name} {count} {number}", *BLUE[1:]] for number, name in enumerate(["One", "Two"] * (count // 2))]
        batch = take_file(TABLES["organisations"], csv_file(HEADINGS, *rows), "x.csv", by=NOBODY)
        settle_columns(batch, dict(enumerate(HEADINGS)))
        with CaptureQueriesContext(connection) as queries:
            check_some(batch)
        assert set(verdicts(batch)) == {"new"}
        return len(queries)

    assert cost(10) <= CHECK_QUERIES + 4
    upserts = 2 if connection.vendor == "sqlite" else 0  # it takes 999 values in one statement
    assert cost(100) <= cost(10) + upserts


def test_undoing_costs_the_same_queries_for_ten_rows_and_a_hundred() -> None:
    def cost(count: int) -> int:
        rows = [[f"One {count} {number}", *BLUE[1:]] for number in range(count)]
        batch = checked("organisations", csv_file(HEADINGS, *rows))
        batch.rows.update(is_chosen=True)
        bring_in(batch, by=NOBODY)
        with CaptureQueriesContext(connection) as queries:
            undo_import(batch, by=NOBODY)
        return len(queries)

    few, many = cost(10), cost(100)

    assert many <= few + 12  # SQLite takes 999 values in one statement, and deletes a hundred at once


def test_old_files_are_forgotten() -> None:
    old = checked("organisations", csv_file(["name", "kind"], ["One", "network"], ["Two", "oops"]))
    done = checked("organisations", csv_file(["name", "kind"], ["Three", "network"], ["Four", "oops"]))
    bring_in(done, by=NOBODY)
    Import.objects.update(uploaded_at="2026-01-01T00:00:00Z")

    take_file(TABLES["organisations"], csv_file(["name", "kind"], ["Five", "network"]), "x.csv", by=NOBODY)

    assert not Import.objects.filter(pk=old.pk).exists()
    assert list(ImportedRow.objects.filter(batch=done).values_list("cells", flat=True)) == [[], []]
