"""The doctor names what is wrong, and how to mend it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection

from kpknow.upkeep import checkup
from kpknow.upkeep.models import JobRun
from tests import builders as make

pytestmark = pytest.mark.django_db


def words_of(check: Callable[[], checkup.Troubles]) -> list[str]:
    return [trouble.words for trouble in check()]


def test_a_site_that_nobody_can_administer_is_in_trouble() -> None:
    before = words_of(checkup.somebody_may_act)
    get_user_model()._default_manager.create_superuser("keeper", password="a long pass phrase")

    assert before == ["Nobody can administer the site."]
    assert words_of(checkup.somebody_may_act) == []


def test_jobs_never_done_and_jobs_that_broke_are_told_apart() -> None:
    first, second, *rest = checkup.JOBS
    call_command("tick", only=[first.name, second.name])
    JobRun.objects.filter(name=second.name).update(failure="OperationalError")

    found = words_of(checkup.jobs_are_done)

    assert found == [
        f"The job “{second.name}”: OperationalError.",
        *(f"The job “{job.name}” was never done." for job in rest),
    ]


def test_a_timer_that_never_ran_is_one_sentence() -> None:
    assert words_of(checkup.jobs_are_done) == ["No job was ever done: nothing is purged, backed up or forgotten."]


def test_a_site_without_tls_is_told_so_once(settings: Any) -> None:
    settings.SITE_ADDRESS, settings.BEHIND_TLS = "http://kpknow.example", False
    settings.SECURE_SSL_REDIRECT = settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = False
    settings.SECURE_HSTS_SECONDS = 0

    found = words_of(checkup.settings_are_safe)

    assert "SITE_ADDRESS is neither https:// nor an onion service." in found
    assert [words for words in found if "SECURE" in words] == []


def test_a_key_that_others_can_read_is_told(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    key = tmp_path / "secret-key"
    key.write_text("x")
    key.chmod(0o644)
    before = words_of(checkup.files_are_kept_close)
    key.chmod(0o600)

    assert before == [f"Others on this machine can read {key}."]
    assert words_of(checkup.files_are_kept_close) == []


def test_a_record_the_index_has_not_read_is_told() -> None:
    call_command("tick", only=["search"])
    make.make_story()

    assert words_of(checkup.search_follows) == ["Records that changed and are not indexed yet: 1."]
    call_command("tick", only=["search"])
    assert words_of(checkup.search_follows) == []


def test_a_full_disk_is_told(monkeypatch: Any) -> None:
    monkeypatch.setattr(checkup, "LEAST_FREE", 2**60)

    assert len(words_of(checkup.there_is_room)) == 1


def test_the_command_ends_with_1_where_something_is_grave(capsys: Any) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("doctor")

    assert ended.value.code == 1
    assert "! Nobody can administer the site.\n    manage.py create_staff" in capsys.readouterr().out


def test_a_log_of_writes_that_keeps_what_was_purged_is_told() -> None:
    """Of the one who may set it: our tests run as that."""
    said = []
    for recycles in ("on", "off"):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL wal_recycle = {recycles}")
        said.append(words_of(checkup.purged_words_leave_the_log))

    told = ["What is purged stays in PostgreSQL's log of writes for a while."]
    assert said == ([told, []] if connection.vendor == "postgresql" else [[], []])
