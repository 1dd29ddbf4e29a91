"""What the timer calls: each job in its time, once, and none hindered by another that breaks."""

import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from kpknow.accounts.models import StaffSession, Tries
from kpknow.curation.actions import purging as actions
from kpknow.upkeep import jobs
from kpknow.upkeep.models import JobRun

pytestmark = pytest.mark.django_db
NOON = "2026-11-21T12:00:00Z"


def names(found: Any) -> list[str]:
    return [job.name for job in found]


def test_everything_is_due_the_first_time_and_little_five_minutes_later(capsys: Any) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        call_command("tick")
        first = capsys.readouterr().out
        clock.shift(timedelta(minutes=5))
        soon = names(jobs.due(timezone.now()))
        clock.shift(timedelta(hours=1))
        later = names(jobs.due(timezone.now()))
        clock.shift(timedelta(hours=11))
        next_day = names(jobs.due(timezone.now()))

    assert [line.split(":")[0] for line in first.splitlines()] == [job.name for job in jobs.JOBS]
    assert soon == ["search"]
    assert later == ["search", "forgetting", "tombstones"]
    assert next_day == [job.name for job in jobs.JOBS]


def test_what_is_over_is_forgotten_and_what_is_not_stays() -> None:
    now = timezone.now()
    for key, end in (("old", -1), ("open", 1)):
        StaffSession.objects.create(session_key=key, session_data="", expire_date=now + timedelta(hours=end))
    Tries.objects.create(key="yesterday", day=now.date() - timedelta(days=1))
    Tries.objects.create(key="today", day=now.date())

    outcome = jobs.forget_what_is_over()

    assert outcome == "2 rows forgotten"
    assert [session.session_key for session in StaffSession.objects.all()] == ["open"]
    assert [one.key for one in Tries.objects.all()] == ["today"]


def test_files_that_belong_to_nothing_leave_the_disk() -> None:
    name = default_storage.save("pictures/left.png", ContentFile(b"x"))
    long_ago = timezone.now().timestamp() - 2 * 24 * 60 * 60
    os.utime(default_storage.path(name), (long_ago, long_ago))

    outcome = jobs.purge_what_nobody_may_see()

    assert outcome == "0 records, 0 places of people, 0 pictures and 1 files purged"
    assert not default_storage.exists(name)


def test_a_job_somebody_is_at_is_left_to_them_until_they_are_given_up() -> None:
    job = jobs.JOBS[0]
    now = timezone.now()
    JobRun.objects.create(name=job.name, begun_at=now, done_at=None)

    assert jobs.do(job) is None
    JobRun.objects.update(begun_at=now - jobs.GIVEN_UP - timedelta(seconds=1))
    assert jobs.do(job) == JobRun.objects.get(name=job.name)


def test_one_that_breaks_hinders_no_other_and_says_its_kind_alone(monkeypatch: Any, capsys: Any) -> None:
    def broken() -> str:
        raise OperationalError("zebrawort")

    first, *rest = jobs.JOBS
    monkeypatch.setattr(jobs, "JOBS", (replace(first, act=broken), *rest))

    with pytest.raises(CommandError, match="1 jobs did not end well"):
        call_command("tick")

    assert JobRun.objects.get(name=first.name).failure == "OperationalError"
    assert JobRun.objects.filter(failure="").count() == len(rest)
    assert "zebrawort" not in "".join(capsys.readouterr())


def test_what_a_killed_backup_or_copy_left_behind_goes_after_a_day(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    yesterday = timezone.now().timestamp() - 25 * 3600
    for name in ("unfinished/backup-old", "unfinished/copy-old", "unfinished/restore-new", "backup-by-hand"):
        (tmp_path / name / "site").mkdir(parents=True)
    for name in ("unfinished/backup-old", "unfinished/copy-old", "backup-by-hand"):
        os.utime(tmp_path / name, (yesterday, yesterday))

    jobs.purge_what_nobody_may_see()

    assert sorted(path.name for path in tmp_path.glob("*/*")) == ["restore-new", "site"]


def test_a_folder_of_backups_that_is_not_there_is_named_and_not_made(settings: Any, tmp_path: Path) -> None:
    settings.BACKUP_FOLDER = str(tmp_path / "card" / "backups")

    with pytest.raises(CommandError, match="2 jobs"):
        call_command("tick", only=["backup", "tombstones"])

    failures = JobRun.objects.values_list("failure", flat=True)
    assert set(failures) == {f"{tmp_path}/card/backups is not there: make it, or mount the disk it lies on"}
    assert not (tmp_path / "card").exists()


def test_a_database_without_tables_is_said_in_words() -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE content_contentversion RENAME TO elsewhere")
        with pytest.raises(CommandError, match="no tables yet"):
            call_command("tick")
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_what_a_purge_had_to_leave_is_said_and_done_again_until_it_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    (purging,) = (job for job in jobs.JOBS if job.name == jobs.PURGING)
    runs = iter([False, False, True])
    monkeypatch.setattr(actions, "write_files_anew", lambda: next(runs))
    monkeypatch.setattr(actions, "erased_lately", lambda: True)
    first = jobs.do(purging)
    monkeypatch.setattr(actions, "erased_lately", lambda: False)

    later = [jobs.do(purging), jobs.do(purging), jobs.do(purging)]

    assert ["are left" in run.failure for run in (first, *later) if run] == [True, True, False, False]
