"""A question written out before says what asking it anew says."""

from collections.abc import Sequence

import pytest
import time_machine
from django.db import connection, transaction

from kpknow.content.prepared import FEW, Prepared, PreparedRecords
from stories.models import Story
from tests import builders as make

pytestmark = pytest.mark.django_db


def titles_of(prepared: Prepared, keys: Sequence[int | str]) -> list[str]:
    return sorted(title for (title,) in prepared.rows(keys))


def test_it_finds_those_it_is_asked_for_and_no_others() -> None:
    one, other, _third = (make.make_story(title) for title in ("One, 100 % of it", "Other", "Third"))
    few = Prepared(lambda pks: Story.objects.filter(pk__in=pks, title__contains="O").values_list("title"), FEW)

    assert titles_of(few, [one.pk]) == ["One, 100 % of it"]
    assert titles_of(few, [one.pk, other.pk]) == ["One, 100 % of it", "Other"]
    assert titles_of(few, []) == []


@pytest.mark.parametrize("slug", ["plain", "a-' OR 1=1 --", "$1", "%s", "привет"])
def test_an_address_is_only_ever_a_key(slug: str) -> None:
    make.make_story("Another")
    mine = make.make_story("Mine")
    Story.objects.filter(pk=mine.pk).update(slug=slug)
    by_slug = PreparedRecords(Story, lambda slugs: Story.objects.filter(slug__in=slugs), by_text=True)

    assert [story.title for story in by_slug.records(slug)] == ["Mine"]


def test_a_text_is_never_used_on_another_day() -> None:
    story = make.make_story()
    days = Prepared(lambda pks: Story.objects.filter(pk__in=pks).values_list("title"))
    with time_machine.travel("2026-11-21T23:59:59Z", tick=False):
        days.rows([story.pk])
        before = days._text()
    with time_machine.travel("2026-11-22T00:00:00Z", tick=False):
        days.rows([story.pk])
        after = days._text()

    assert after.day > before.day


def test_it_answers_after_a_rollback_and_on_a_fresh_connection() -> None:
    story = make.make_story("Kept")
    prepared = Prepared(lambda pks: Story.objects.filter(pk__in=pks).values_list("title"))

    with transaction.atomic():
        prepared.rows([story.pk])
        transaction.set_rollback(True)
    again = titles_of(prepared, [story.pk])
    if connection.vendor == "postgresql":
        connection.kept_plans = (None, frozenset())  # as a connection just opened has it
        with connection.cursor() as cursor:
            cursor.execute("DEALLOCATE ALL")

    assert again == titles_of(prepared, [story.pk]) == ["Kept"]
