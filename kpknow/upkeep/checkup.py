"""What is wrong with this installation, in words, and how to mend it: for somebody who keeps the site part-time."""

import datetime as dt
import shutil
import stat
from collections.abc import Callable
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.checks import run_checks
from django.db import Error, connection
from django.db.models import Q
from django.utils import timezone

from kpknow.content.models import Door
from kpknow.content.version import door_now
from kpknow.curation.purging.pages import log_may_go
from kpknow.curation.roles import Role
from kpknow.search.indexing import stale_records
from kpknow.upkeep.bucket_checkup import bucket_is_private_and_forgets, no_files_are_left_behind
from kpknow.upkeep.jobs import JOBS
from kpknow.upkeep.models import JobRun
from kpknow.upkeep.readiness import hindrances
from kpknow.upkeep.trouble import Trouble, Troubles

OF_TLS = ("security.W004", "security.W008", "security.W012", "security.W016")
"""Django's warnings that all follow from an address without TLS: one sentence of ours says that."""
OLDEST_POSTGRESQL = 150000
LEAST_FREE = 2 * 1024**3
"""Bytes: below that, a backup no longer fits beside what there is."""
MOST = 1000
"""Records counted one by one."""
LATE = 3
"""Periods after which a job that was not done is called late."""


def settings_are_safe() -> Troubles:
    """Django's own checks and ours, those for a server included."""
    for found in run_checks(include_deployment_checks=True):
        if found.id not in OF_TLS or settings.BEHIND_TLS:
            yield Trouble(found.msg, found.hint or "See the settings in README.md.", is_grave=found.is_serious())


def readers_may_come() -> Troubles:
    for words in hindrances():
        yield Trouble(words, "Until then /readyz answers 503 and no reader is sent here.")


def writing_is_open() -> Troubles:
    """Somebody decided it: worth a word, for it is easily forgotten."""
    if (door := door_now()) != Door.OPEN:
        readers = "readers meet a neutral page" if door == Door.NEUTRAL else "readers go on reading"
        yield Trouble(f"The site is closed: nothing is written, {readers}.", "manage.py panic --end", is_grave=False)


def the_database_is_recent() -> Troubles:
    if connection.vendor == "postgresql":
        connection.ensure_connection()
        version = connection.pg_version  # type: ignore[attr-defined]  # PostgreSQL's alone
        if version < OLDEST_POSTGRESQL:
            yield Trouble(f"PostgreSQL is version {version // 10000}.", "kpknow is tested on 15: upgrade the server.")


def purged_words_leave_the_log() -> Troubles:
    """Of writes: else they stand in PostgreSQL's own files until those are written over."""
    if connection.vendor == "postgresql" and not all(log_may_go()):
        words = "What is purged stays in PostgreSQL's log of writes for a while."
        yield Trouble(words, "The commands of docs/deploy.md, under “The database”.", is_grave=False)


def clocks_agree() -> Troubles:
    """Consents end by the day, sessions by the minute."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT now()")
            apart = abs(cursor.fetchone()[0] - timezone.now())
        if apart > dt.timedelta(minutes=1):
            yield Trouble(f"The clocks of this machine and of the database are {apart} apart.", "Turn on time sync.")


def there_is_room() -> Troubles:
    free = shutil.disk_usage(settings.VAR).free
    if free < LEAST_FREE:
        yield Trouble(f"{free / 1024**3:.1f} GB are free where {settings.VAR} lies.", "Make room, or enlarge the disk.")


def files_are_kept_close() -> Troubles:
    key = Path(settings.VAR) / "secret-key"
    if key.exists() and stat.S_IMODE(key.stat().st_mode) & 0o077:
        yield Trouble(f"Others on this machine can read {key}.", f"chmod 600 {key}")
    for folder in (settings.VAR, settings.MEDIA_ROOT):
        if Path(folder).exists() and stat.S_IMODE(Path(folder).stat().st_mode) & 0o002:
            yield Trouble(f"Anybody on this machine can write into {folder}.", f"chmod o-w {folder}")


def backups_are_made() -> Troubles:
    """Where nobody named a folder, nobody will miss the site before it is gone."""
    if not (settings.BACKUP_FOLDER and settings.BACKUP_RECIPIENTS):
        yield Trouble("No backup is made by itself.", "BACKUP_RECIPIENTS and BACKUP_FOLDER: docs/handover.md", False)


def the_design_is_there() -> Troubles:
    try:
        staticfiles_storage.url("kp.css")
    except ValueError:
        yield Trouble("The files of the design were not collected.", "manage.py collectstatic --noinput")


def somebody_may_act() -> Troubles:
    """A take-down that nobody may carry out helps no one."""
    accounts = get_user_model()._default_manager.filter(is_active=True, is_staff=True)
    if not accounts.filter(Q(is_superuser=True) | Q(groups__name=Role.ADMINISTRATOR)).exists():
        yield Trouble("Nobody can administer the site.", "manage.py create_staff, or createsuperuser")


def search_follows() -> Troubles:
    if behind := sum(1 for _record in islice(stale_records(), MOST)):
        yield Trouble(
            f"Records that changed and are not indexed yet: {behind}{' or more' if behind == MOST else ''}.",
            "manage.py tick --only search",
            is_grave=False,
        )


def jobs_are_done() -> Troubles:
    runs, now, mend = JobRun.objects.in_bulk(), timezone.now(), "Does the timer run? systemctl status kpknow-tick.timer"
    if not runs:
        yield Trouble("No job was ever done: nothing is purged, backed up or forgotten.", mend, is_grave=False)
        return
    for job in JOBS:
        run = runs.get(job.name)
        if run is None:
            yield Trouble(f"The job “{job.name}” was never done.", mend, is_grave=False)
        elif run.failure:
            yield Trouble(f"The job “{job.name}”: {run.failure}.", f"manage.py tick --only '{job.name}'")
        elif now - run.begun_at > LATE * max(job.every, dt.timedelta(hours=1)):
            yield Trouble(f"The job “{job.name}” was last begun {run.begun_at:%d %B %Y, %H:%M} UTC.", mend)


CHECKS: tuple[Callable[[], Troubles], ...] = (
    settings_are_safe,
    readers_may_come,
    writing_is_open,
    the_database_is_recent,
    purged_words_leave_the_log,
    clocks_agree,
    there_is_room,
    files_are_kept_close,
    bucket_is_private_and_forgets,
    no_files_are_left_behind,
    backups_are_made,
    the_design_is_there,
    somebody_may_act,
    search_follows,
    jobs_are_done,
)


def troubles() -> Troubles:
    """All of them, the rest also where the database is away."""
    for check in CHECKS:
        try:
            yield from check()
        except Error:
            continue  # that the database does not answer is said already
