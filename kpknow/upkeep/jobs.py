"""What the site does by the clock: one timer calls ``manage.py tick`` every few minutes, and this knows what is due.

Every job can be stopped at any moment and done again. With several nodes each job is one node's: it is claimed in the
database.
"""

import datetime as dt
import logging
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.db.models import Q
from django.utils import timezone

from kpknow.accounts.models import Invitation, SpentCode, StaffSession, Tries
from kpknow.content.history.chain import check_logs, seal_logs
from kpknow.curation.actions.importing import forget_old_files
from kpknow.curation.actions.purging import purge_all
from kpknow.curation.models import DraftLink, UnsavedWords
from kpknow.curation.models.unsaved_words import KEPT_FOR
from kpknow.search.indexing import catch_up
from kpknow.search.rebuilding import bring_up_to_date
from kpknow.search.similarity import compare_stories
from kpknow.upkeep.backups.keys import KeyMissing
from kpknow.upkeep.backups.snapshot import SnapshotFailed
from kpknow.upkeep.backups.taking import let_old_ones_go, nightly, take_backup
from kpknow.upkeep.backups.tombstones import NAME as TOMBSTONES
from kpknow.upkeep.backups.tombstones import write_tombstones
from kpknow.upkeep.models import JobRun
from kpknow.upkeep.unfinished import remove_left_behind

logger = logging.getLogger(__name__)

NIGHT, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
OFTEN = dt.timedelta(0)
PURGING = "purging"
GIVEN_UP = dt.timedelta(hours=6)
"""After which a job begun and not done is taken to have been killed."""


class Faulty(Exception):
    """A job looked and found what somebody must see to. Its words name no person."""


@dataclass(frozen=True)
class Job:
    """``act`` returns what came of it, in words, and raises Faulty where somebody must look."""

    name: str
    every: dt.timedelta
    act: Callable[[], str]


def follow_in_search() -> str:
    return f"{catch_up()} records indexed"


def compare_all_with_the_index() -> str:
    """After midnight UTC consents lapse, and what rests on others is found or lost."""
    return f"{bring_up_to_date()} records indexed, {compare_stories()} stories compared"


def forget_what_is_over() -> str:
    """Sessions, tries, codes, invitations, links and words nobody saved: what is not kept cannot be taken."""
    now, today = timezone.now(), timezone.now().date()
    counts = (
        StaffSession.objects.filter(expire_date__lt=now).delete()[0],
        Tries.objects.filter(day__lt=today).delete()[0] + SpentCode.objects.filter(day__lt=today).delete()[0],
        Invitation.objects.filter(expires_at__lt=now).delete()[0],
        DraftLink.objects.filter(ends_at__lt=now - NIGHT).delete()[0],
        UnsavedWords.objects.filter(saved_at__lt=now - KEPT_FOR).delete()[0],
    )
    forget_old_files()
    return f"{sum(counts)} rows forgotten"


def purge_what_nobody_may_see() -> str:
    """What was withdrawn a day ago, and files that belong to nothing, leave the disk."""
    remove_left_behind()
    was_left = JobRun.objects.filter(name=PURGING).exclude(failure="").exists()
    done = purge_all(was_left=was_left)
    if done.is_left:
        raise Faulty("words of what was purged are left in the database's files, for somebody read them all the time")
    told = f"{done.records} records, {done.places} places of people, {done.pictures} pictures"
    return f"{told} and {done.files} files purged"


def back_up() -> str:
    """To the folder the settings name. Without one somebody does it by hand, or not at all: the doctor says so."""
    if not settings.BACKUP_FOLDER:
        return "no folder is named"
    folder = folder_of_backups()
    try:
        target = nightly(folder)
        size = target.stat().st_size if target.exists() else take_backup(target)
    except (KeyMissing, SnapshotFailed) as refused:
        raise Faulty(str(refused)) from refused
    return f"{size / 1024**2:.1f} MB kept, {let_old_ones_go(folder, days=settings.BACKUP_DAYS)} old ones removed"


def note_what_was_taken_back() -> str:
    """Beside the backups, so that none of them brings it back."""
    if not settings.BACKUP_FOLDER:
        return "no folder is named"
    return f"{write_tombstones(folder_of_backups() / TOMBSTONES)} noted"


def folder_of_backups() -> Path:
    """Never made here: where a card or a disk is not mounted, backups would land beside what they are to save."""
    folder = Path(settings.BACKUP_FOLDER)
    if not folder.is_dir():
        raise Faulty(f"{folder} is not there: make it, or mount the disk it lies on")
    return folder


def check_the_history() -> str:
    seal_logs()
    if faults := check_logs():
        raise Faulty(f"{len(faults)} rows of the history are not as they were written: run manage.py check_history")
    return "nothing was altered or removed"


JOBS = (
    Job("search", OFTEN, follow_in_search),
    Job("forgetting", HOUR, forget_what_is_over),
    Job("search, all of it", NIGHT, compare_all_with_the_index),
    Job(PURGING, NIGHT, purge_what_nobody_may_see),
    Job("history", NIGHT, check_the_history),
    Job("tombstones", HOUR, note_what_was_taken_back),
    Job("backup", NIGHT, back_up),
)


def due(now: dt.datetime, only: Collection[str] = ()) -> Iterator[Job]:
    """Jobs whose time has come; those named in ``only`` at any time."""
    begun = dict(JobRun.objects.values_list("name", "begun_at"))
    for job in JOBS:
        if job.name in only or (not only and (job.name not in begun or is_over(begun[job.name], job.every, now))):
            yield job


def is_over(begun: dt.datetime, every: dt.timedelta, now: dt.datetime) -> bool:
    """Nightly jobs are due once a day (UTC), so that no run drifts later each night."""
    return begun.date() < now.date() if every >= NIGHT else now - begun >= every


def claimed(job: Job, now: dt.datetime) -> bool:
    """Whether it is ours to do: False while another process is at it."""
    long_ago = now - 2 * GIVEN_UP
    JobRun.objects.get_or_create(name=job.name, defaults={"begun_at": long_ago, "done_at": long_ago})
    nobody_at_it = Q(done_at__isnull=False) | Q(begun_at__lt=now - GIVEN_UP)
    return JobRun.objects.filter(nobody_at_it, name=job.name).update(begun_at=now, done_at=None) == 1


def do(job: Job) -> JobRun | None:
    """Its row afterwards; None where another process is at it. One that breaks keeps no other from its work."""
    now = timezone.now()
    if not claimed(job, now):
        return None
    outcome = failure = ""
    try:
        outcome = job.act()
    except Faulty as fault:
        failure = str(fault)
    except (DatabaseError, OSError) as broken:
        failure = type(broken).__name__
        logger.exception("the job “%s” broke", job.name)
    JobRun.objects.filter(name=job.name).update(done_at=timezone.now(), outcome=outcome[:200], failure=failure[:200])
    return JobRun.objects.get(name=job.name)
