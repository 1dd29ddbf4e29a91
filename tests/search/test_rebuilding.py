"""The index follows what is saved, and can be brought up to what is there."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from kpknow.search.indexing import catch_up_quietly, size
from kpknow.search.models import IndexState, SearchDoc
from stories.models import Story
from tests import builders as make


def headings() -> list[str]:
    return sorted(SearchDoc.objects.values_list("heading", flat=True))


@pytest.mark.django_db(transaction=True)
def test_a_save_is_indexed_with_its_commit() -> None:
    with transaction.atomic():
        story = make.make_story("Quinoa", codes=())
        before = size()
    after = headings()
    story.delete()

    assert (before, after, headings()) == (0, ["Quinoa"], [])


@pytest.mark.django_db(transaction=True)
def test_what_belongs_to_a_record_is_indexed_with_it() -> None:
    story = make.make_story("Quinoa", codes=())
    organisation = make.make_organisation("Hidden house", code=None, shield="hidden", shield_reason="Raids")

    story.organisations.add(organisation)

    assert headings() == []


@pytest.mark.django_db
def test_a_transaction_catches_up_once(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as planned:
        for n in range(3):
            make.make_story(f"Story {n}", people=("msm",))

    assert planned == [catch_up_quietly]


@pytest.mark.django_db
def test_the_command_indexes_what_nobody_noted() -> None:
    make.make_story("Quinoa")
    make.make_story("Oats", status="draft")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM content_touch")
    said = StringIO()

    call_command("index_search", stdout=said)

    assert headings() == ["Quinoa"]
    assert said.getvalue().endswith("1 documents can be found.\n")


@pytest.mark.django_db
def test_the_command_reads_everything_again_when_asked() -> None:
    make.make_story("Quinoa")
    call_command("index_search", stdout=StringIO())
    SearchDoc.objects.update(title="otherwise", heading="Otherwise")
    SearchDoc.objects.create(id=(1 << 27) + 999_999, owner=999_999, heading="Long gone", number=1)

    call_command("index_search", "--anew", stdout=StringIO())

    assert headings() == ["Quinoa"]


@pytest.mark.django_db
def test_an_index_that_cannot_be_written_breaks_no_save(caplog: pytest.LogCaptureFixture) -> None:
    make.make_story("Quinoa")
    IndexState.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE search_indexstate")

    with transaction.atomic():
        catch_up_quietly()

    assert [record.message for record in caplog.records] == ["the search index did not catch up"]
    assert Story.objects.count() == 1
