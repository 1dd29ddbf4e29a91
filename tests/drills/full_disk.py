"""A disk that fills up under the database: what is refused, what readers and staff see, and how it goes on."""

import subprocess
from pathlib import Path

from django.contrib.auth import get_user_model
from django.db import DatabaseError, connection
from django.test import Client, override_settings
from django.test.utils import setup_test_environment
from django.urls import reverse

from kpknow.content.models import Source
from kpknow.curation.purging.pages import write_files_anew
from tests.content.admin.forms import filled_form
from tests.drills import say
from tests.drills.damage import damages, database
from tests.drills.writers import write

SIZE = 24
"""MiB of the disk."""
PLAIN = {
    name: {"BACKEND": f"django.{kind}Storage"}
    for name, kind in (
        ("default", "core.files.storage.FileSystem"), ("staticfiles", "contrib.staticfiles.storage.StaticFiles"),
    )
}  # fmt: skip


def filled(folder: Path) -> list[str]:
    """A tmpfs of its own where we may make one: else it says that it was not done."""
    disk = folder / "disk"
    disk.mkdir()
    if not mounted(disk, SIZE):
        say("sqlite: a full disk: not done, we may not mount one here (root may)")
        return []
    was = database()
    try:
        write_files_anew()
        connection.close()
        (disk / "kpknow.sqlite3").write_bytes(was.read_bytes())
        connection.settings_dict["NAME"] = str(disk / "kpknow.sqlite3")
        with override_settings(STORAGES=PLAIN, PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
            return faults_on(disk)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = str(was)
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def mounted(disk: Path, size: int) -> bool:
    """Whether a tmpfs of so many MiB is there now: root may mount one."""
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}m", "tmpfs", str(disk)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def faults_on(disk: Path) -> list[str]:
    setup_test_environment()
    browser, page = Client(raise_request_exception=False), reverse("admin:content_source_add")
    browser.force_login(get_user_model()._default_manager.create_superuser("keeper", password="a long pass phrase"))  # type: ignore[attr-defined]
    form = filled_form(browser, page)
    ballast, acknowledged = disk / "ballast", []
    fill_up(ballast, leave=256 * 1024)
    try:
        for number in range(10_000):
            write(f"full-{number}")
            acknowledged.append(f"full-{number}")
    except DatabaseError as refused:
        words = str(refused)
    answer = browser.post(page, form | {"title": "Refused", "slug": "refused", "note": "a long word " * 20_000})
    read = Client(raise_request_exception=False).get("/sources/")
    ballast.unlink()
    again = browser.post(page, form | {"title": "Taken", "slug": "taken"})
    there = set(Source.objects.values_list("title", flat=True))
    faults = damages()
    lost = [title for title in acknowledged if title not in there]
    say(
        f"sqlite: a full disk (tmpfs of {SIZE} MiB): {len(acknowledged)} writes acknowledged, {len(lost)} lost,"
        f" then “{words}”; a form answered {answer.status_code}, a reader's page {read.status_code};"
        f" with room again the form answered {again.status_code}; {len(faults)} damages"
    )
    expected = {
        "acknowledged writes lost": not lost,
        f"the form was not refused in words ({answer.status_code})": answer.status_code == 503
        and b"Exit this page" in answer.content,
        "the refused form was kept": "Refused" not in there,
        "readers could not read": read.status_code == 200,
        "it did not go on": again.status_code == 302 and "Taken" in there,
    }
    return faults + [words for words, is_well in expected.items() if not is_well]


def fill_up(path: Path, *, leave: int) -> None:
    with path.open("wb") as ballast:
        try:
            while True:
                ballast.write(b"x" * 65536)
                ballast.flush()
        except OSError:
            pass
        ballast_size = path.stat().st_size
    with path.open("r+b") as ballast:
        ballast.truncate(ballast_size - leave)
