"""The chain: what was altered or removed behind our back is named."""

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import CommandError, call_command
from django.db import Error, connection, transaction

from kpknow.content.history.acts import record_act
from kpknow.content.history.chain import as_ranges, check_logs, seal_logs
from kpknow.content.history.triggers import LOGS, guard, unguard
from kpknow.content.models import Act, ActVerb, Change
from tests import builders as make

pytestmark = pytest.mark.django_db


def in_sql(statement: str, *values: Any) -> None:
    """By somebody who took the guards away first."""
    with connection.cursor() as cursor:
        unguard(connection, cursor)
        cursor.execute(statement, values)
        for log in LOGS:
            guard(connection, cursor, log)


def middle_row() -> Change:
    for number in range(4):
        make.make_source(title=f"Source {number}")
    seal_logs()
    assert check_logs() == []
    return Change.objects.order_by("id")[1]


def test_an_untouched_history_is_whole() -> None:
    middle_row()
    out = StringIO()

    call_command("check_history", stdout=out)

    assert "Nothing was altered or removed." in out.getvalue()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("after", '{"title": "Never was"}'),
        ("after", None),
        ("verb", "removed"),
        ("account", 7),
        ("record_key", "77"),
        ("route", "import"),
        ("at", "2020-01-01 00:00:00+00:00"),
        ("digest", "0" * 64),
    ],
)
def test_an_altered_row_is_named_and_no_other(column: str, value: Any) -> None:
    row = middle_row()

    in_sql(f"UPDATE content_change SET {column} = %s WHERE id = %s", value, row.pk)  # noqa: S608  # named above

    assert [fault.key for fault in check_logs()] == [row.pk]
    with pytest.raises(CommandError):
        call_command("check_history", stderr=StringIO())


def test_a_removed_row_is_named_wherever_it_stood() -> None:
    row = middle_row()
    last = Change.objects.order_by("id").last()
    assert last is not None

    in_sql("DELETE FROM content_change WHERE id IN (%s, %s)", row.pk, last.pk)

    assert [fault.place for fault in check_logs()] == [row.place, last.place]


def test_a_row_taken_out_of_the_chain_is_named() -> None:
    row = middle_row()

    in_sql("UPDATE content_change SET place = NULL, seal = '' WHERE id = %s", row.pk)

    assert row.place in [fault.place for fault in check_logs()]


def test_content_emptied_without_an_act_is_named() -> None:
    row = middle_row()

    in_sql("UPDATE content_change SET after = NULL, salt = '', is_erased = %s WHERE id = %s", True, row.pk)

    assert [fault.key for fault in check_logs()] == [row.pk]


def test_a_chain_written_anew_no_longer_has_the_seal_that_was_noted() -> None:
    middle_row()
    known = Change.objects.order_by("place").values_list("seal", flat=True)[2]
    assert check_logs(known) == []

    in_sql("UPDATE content_change SET place = NULL, seal = ''")
    in_sql("DELETE FROM content_chainhead WHERE log = 'content.change'")
    seal_logs()

    assert check_logs() == []
    assert len(check_logs(known)) == 1


@pytest.mark.parametrize("table", ["content_change", "content_act"])
@pytest.mark.parametrize("is_sealed", [True, False])
def test_no_log_lets_itself_be_rewritten(table: str, is_sealed: bool) -> None:
    make.make_source()
    record_act(ActVerb.EXPORTED, by=AnonymousUser())
    if is_sealed:
        seal_logs()
    log: Any = Act if table == "content_act" else Change
    before = list(log.objects.values("id", "verb", "at"))

    for words in ("DELETE FROM {}", "UPDATE {} SET verb = 'removed'", "UPDATE {} SET at = NULL"):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(words.format(table))

    assert list(log.objects.values("id", "verb", "at")) == before


def test_who_did_it_cannot_be_changed_once_sealed() -> None:
    row = middle_row()

    for column in ("account", "act", "place"):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE content_change SET {column} = 5000 WHERE id = %s", [row.pk])  # noqa: S608  # as above


def test_ranges_say_every_place() -> None:
    assert as_ranges([9, 3, 4, 5]) == "3-5 9"
