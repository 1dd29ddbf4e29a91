"""A copy that was cut off goes on where nothing changed, and else leaves nothing of what was there."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from kpknow.content.actions.publishing import withdraw
from kpknow.settings import ROOT
from kpknow.upkeep.copies.folder import MANIFEST, UNFINISHED, CopyFolder
from kpknow.upkeep.copies.so_far import JOURNAL, Asked, SoFar
from kpknow.upkeep.copies.writing import export_site
from tests import builders as make
from tests.content.editing.test_at_once import shared_database

ENOUGH = 15
"""Lines of the journal: some pages are there, and most are not."""


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def killed_in_the_middle(copy: Path, settings: Any) -> None:
    told = {"DATABASE_URL": shared_database(copy.parent), "VAR_DIR": str(copy.parent)}
    told |= {"SITE_ADDRESS": settings.SITE_ADDRESS, "EXIT_URL": settings.EXIT_URL, "SECRET_KEY": "of a test"}
    command = [sys.executable, "-m", "tests.upkeep.copies.writer", str(copy)]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | told, stderr=subprocess.PIPE, text=True) as writing:
        journal = copy / JOURNAL
        while not journal.exists() or journal.read_bytes().count(b"\n") < ENOUGH:
            assert writing.poll() is None, writing.stderr and writing.stderr.read()
        writing.send_signal(signal.SIGKILL)
    assert (copy / UNFINISHED).exists()
    assert not (copy / MANIFEST).exists()


@pytest.mark.django_db(transaction=True)
def test_a_run_killed_in_the_middle_goes_on_and_after_a_withdrawal_starts_anew(copy: Path, settings: Any) -> None:
    stories = [make.make_story(f"MarkOf{number}", codes=()) for number in range(6)]
    killed_in_the_middle(copy, settings)
    after, whole, said = shutil.copytree(copy, copy.with_name("after")), copy.with_name("whole"), list[str]()

    export_site(copy, say=said.append)
    export_site(whole, say=said.append)
    withdraw(stories[0], by=AnonymousUser(), reason="They asked.")
    export_site(after, say=said.append)

    assert files_in(copy) == files_in(whole)
    assert [words.partition(":")[0] for words in said] == [
        "The last run was cut off",
        "Something changed since the last run was cut off",
    ]
    written = b"".join(files_in(after).values())
    assert b"MarkOf1" in written
    assert b"MarkOf0" not in written
    assert stories[0].slug.encode() not in written


def test_what_is_not_as_it_was_left_or_lies_elsewhere_is_asked_for_again(tmp_path: Path) -> None:
    folder = CopyFolder(tmp_path / "copy")
    laid = folder.lay_down("pages-as-asked/about/index.html", [b"<h1>About</h1>"])
    about = Asked("/about/", "about/index.html", "pages-as-asked/about/index.html", **laid)
    (tmp_path / "secret").write_text("x")
    outside = Asked("/x/", "../secret", "../secret", laid["sha256"])
    cut = Asked("/y/", "y.csv", "y.csv", "0" * 64)
    before = SoFar(folder.root, "state")
    before.begin()
    for one in (about, outside, cut, Asked("/gone/", "")):
        before.note(one)
    with (folder.root / JOURNAL).open("a") as journal:
        journal.write('{"address": "/cut')

    again, other = SoFar(folder.root, "state"), SoFar(folder.root, "another")

    assert list(again.asked) == ["/about/", "/gone/"]
    assert (again.was_other, other.was_other, list(other.asked)) == (False, True, [])
    assert about.is_for("about/index.html")
    assert not about.is_for("index.html")
    CopyFolder(folder.root, again.paths)
    assert sorted(files_in(folder.root)) == sorted([UNFINISHED, JOURNAL, about.path])
    CopyFolder(folder.root, other.paths)
    assert sorted(files_in(folder.root)) == sorted([UNFINISHED, JOURNAL])
