"""A disk that fills up under PostgreSQL: first there is no room for rows, then none for the log of writes.

For rows: the statement is refused and the server goes on. For the log: the server ends all that is going on (PANIC)
and reads its log again; without room for that either it stays down. Imported once the settings are known.
"""

import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import psycopg2
from django.contrib.auth import get_user_model
from django.db import DatabaseError, OperationalError, close_old_connections, connection
from django.test import Client, override_settings
from django.test.utils import setup_test_environment
from django.urls import reverse

from kpknow.content.models import Source
from tests.content.admin.forms import filled_form
from tests.drills import say
from tests.drills.clusters import PROGRAMS, Cluster
from tests.drills.damage import damages
from tests.drills.full_disk import PLAIN, fill_up, mounted
from tests.drills.writers import write

SIZE = 120
"""MiB of the disk."""
SMALL = "min_wal_size=2MB", "max_wal_size=8MB"
MOST = 5_000
"""Writes after which it is odd that the log is not full."""


def filled(folder: Path, site: Cluster) -> list[str]:
    """A server of its own with a copy of the site, on a tmpfs of its own where we may make one."""
    disk = folder / "small"
    disk.mkdir()
    if not mounted(disk, SIZE):
        say("postgresql: a full disk: not done, we may not mount one here (root may)")
        return []
    small, was = Cluster(disk, *SMALL), connection.settings_dict["PORT"]
    try:
        small.make("--wal-segsize=1")
        dump = subprocess.run([PROGRAMS / "pg_dump", site.address], check=True, capture_output=True)
        subprocess.run([PROGRAMS / "psql", "-q", small.address], check=True, input=dump.stdout, capture_output=True)
        connection.close()
        connection.settings_dict["PORT"] = small.port
        with override_settings(STORAGES=PLAIN, PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
            return faults_on(disk, small)
    finally:
        connection.close()
        connection.settings_dict["PORT"] = was
        small.remove()
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def faults_on(disk: Path, small: Cluster) -> list[str]:
    setup_test_environment()
    browser, page = Client(raise_request_exception=False), reverse("admin:content_source_add")
    browser.force_login(get_user_model()._default_manager.create_superuser("keeper", password="a long pass phrase"))  # type: ignore[attr-defined]
    form = filled_form(browser, page)
    long = form | {"title": "Refused", "slug": "refused", "note": "a long word " * 20_000}
    small.order("CHECKPOINT")
    ballast = disk / "ballast"
    fill_up(ballast, leave=256 * 1024)
    acknowledged, said = write_until_refused()
    for_rows = asked(browser, page, long), asked(Client(raise_request_exception=False), "/sources/")
    more, said_last = write_until_away()
    acknowledged += more
    for_log = asked(browser, page, long), asked(Client(raise_request_exception=False), "/sources/")
    came_back = small.is_up()
    ballast.unlink()
    if not small.is_up():
        small.start()
    wait_for(small)
    read = asked(Client(raise_request_exception=False), "/sources/")
    again = asked(browser, page, form | {"title": "Taken", "slug": "taken"})
    there = set(Source.objects.values_list("title", flat=True))
    faults, lost = damages(), [title for title in acknowledged if title not in there]
    say(
        f"postgresql: a full disk (tmpfs of {SIZE} MiB): {len(acknowledged)} writes acknowledged, {len(lost)} lost;"
        f" first “{said}”: a form answered {for_rows[0].status_code}, a reader's page"
        f" {for_rows[1].status_code}; at last “{said_last}”: {for_log[0].status_code} and"
        f" {for_log[1].status_code}; the server {'stayed' if came_back else 'stopped, and was started with room'}; then"
        f" {read.status_code}, and the form {again.status_code}; {len(faults)} damages"
    )
    expected = {
        "acknowledged writes lost": not lost,
        "a form was not refused in words": all(is_said(one) for one in (for_rows[0], for_log[0])),
        "a refused form was kept": "Refused" not in there,
        "a reader met a broken page": all(one.status_code == 200 or is_said(one) for one in (for_rows[1], for_log[1])),
        "it did not go on": (read.status_code, again.status_code) == (200, 302) and "Taken" in there,
    }
    return faults + [words for words, is_well in expected.items() if not is_well]


def asked(browser: Client, page: str, form: dict[str, Any] | None = None) -> Any:
    """As a server asks: a connection that broke is made anew at the next request."""
    close_old_connections()
    return browser.get(page) if form is None else browser.post(page, form)


def is_said(answer: Any) -> bool:
    return answer.status_code == 503 and b"Exit this page" in answer.content


def write_until_refused() -> tuple[list[str], str]:
    acknowledged: list[str] = []
    try:
        for number in range(MOST):
            write(f"full-{number}")
            acknowledged.append(f"full-{number}")
    except DatabaseError as refused:
        return acknowledged, first_line(refused)
    return acknowledged, "not refused"


def write_until_away() -> tuple[list[str], str]:
    """What is refused for want of room for rows still takes some of the log."""
    acknowledged: list[str] = []
    for number in range(MOST):
        try:
            write(f"fuller-{number}")
            acknowledged.append(f"fuller-{number}")
        except DatabaseError as refused:
            said = first_line(refused)
            try:
                connection.close_if_unusable_or_obsolete()
                connection.ensure_connection()
            except OperationalError:
                return acknowledged, said
    return acknowledged, "not full"


def first_line(refused: Exception) -> str:
    return str(refused).split("\n", maxsplit=1)[0]


def wait_for(small: Cluster) -> None:
    """It reads its log first."""
    for _try in range(300):
        with suppress(psycopg2.OperationalError):
            small.order("SELECT 1")
            return
        time.sleep(0.1)
