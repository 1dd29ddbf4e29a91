"""Two hundred saves of one record by two processes: every word of both is there in the end."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.urls import reverse

from kpknow.settings import ROOT
from tests.builders import make_source

EACH = 100


def shared_database(tmp_path: Path) -> str:
    """The address of the test's database as other processes reach it; SQLite's lies in memory and is copied out."""
    if connection.vendor == "sqlite":
        path = tmp_path / "shared.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(path)])
        return f"sqlite:///{path}"
    at = connection.settings_dict
    return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{at['NAME']}"


def note_in(database: str, key: int) -> str:
    read = f"from kpknow.content.models import Source; print(Source.objects.get(pk={key}).note)"
    shell = [sys.executable, "manage.py", "shell", "--no-imports", "-c", read]
    environment = os.environ | {"DATABASE_URL": database}
    return subprocess.run(shell, cwd=ROOT, env=environment, check=True, capture_output=True, text=True).stdout


@pytest.mark.django_db(transaction=True)
def test_two_hundred_saves_at_once_lose_nothing(tmp_path: Path) -> None:
    source = make_source()
    page = reverse("admin:content_source_change", args=(source.pk,))
    for letter in "ab":
        get_user_model()._default_manager.create_superuser(username=f"saver-{letter}", password="a long pass phrase")  # type: ignore[attr-defined]
    database = shared_database(tmp_path)
    environment = os.environ | {"DATABASE_URL": database, "SECRET_KEY": "the same for both"}

    def saver(letter: str) -> Any:
        run = [sys.executable, "-m", "tests.content.editing.saver", page, "note", letter, str(EACH)]
        return subprocess.Popen(
            run, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )

    savers = [saver(letter) for letter in "ab"]
    said = [one.communicate(timeout=300) for one in savers]

    assert [one.returncode for one in savers] == [0, 0], said
    assert sum(int(out) for out, _errors in said) > 0  # they did meet
    marks = note_in(database, source.pk).split()
    assert sorted(mark for mark in marks if mark[0] in "ab" and mark[1:].isdigit()) == sorted(
        f"{letter}{number}" for letter in "ab" for number in range(EACH)
    )
