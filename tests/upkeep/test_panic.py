"""One command closes the site at once, in every process; nothing acknowledged is lost, nothing is written after it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connection
from django.test import Client

from kpknow import closing_settings
from kpknow.accounts.models import StaffSession
from kpknow.content.history.triggers import LOGS
from kpknow.content.models import Act, ContentVersion, Source
from kpknow.content.page_cache import PageCache
from kpknow.settings import ROOT
from kpknow.upkeep import checkup
from kpknow.upkeep.panic import open_site
from tests import builders as make
from tests.content.editing.test_at_once import shared_database

STAFF = "/staff/"


@pytest.fixture(autouse=True)
def opened_again(transactional_db: None) -> Iterator[None]:
    yield
    connection.close()  # PostgreSQL ended it where another process closed the site
    open_site()


def asked(application: Any, path: str, method: str = "GET", **environ: str) -> tuple[int, dict[str, str], str]:
    request = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "CONTENT_LENGTH": "0",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "HTTP_HOST": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
    }
    begun: list[Any] = []
    body = b"".join(application(request | environ, lambda status, headers, *_: begun.append((status, headers))))
    return int(begun[-1][0][:3]), dict(begun[-1][1]), body.decode("utf-8", "replace")


def test_readers_read_on_and_nothing_is_taken() -> None:
    story, reader = make.make_story(title="Still to be read", codes=()), Client()
    call_command("panic")

    page, form, entrance = reader.get(story.get_absolute_url()), reader.post("/removal/", {"x": "y"}), reader.get(STAFF)

    assert page.status_code == 200
    assert "Still to be read" in page.content.decode()
    for refused in (form, entrance, reader.get(f"{STAFF}account/login/"), reader.delete("/"), reader.post("/nowhere/")):
        assert (refused.status_code, refused["Cache-Control"]) == (503, "no-store")
        assert "Closed for now" in refused.content.decode()
        assert "data-exit" in refused.content.decode()
        assert refused.cookies == {}


def test_everybody_is_signed_out_and_stays_so(staff: Client) -> None:
    call_command("panic")
    ended = StaffSession.objects.count()
    call_command("panic", end=True)

    assert ended == 0
    assert staff.get(STAFF).status_code == 302  # to the entrance
    assert [(act.verb, act.note) for act in Act.objects.order_by("id")][-2:] == [
        ("closed", "reading"),
        ("opened", "open"),
    ]
    assert Act.objects.filter(seal="").count() == 0


@pytest.mark.parametrize("path", ["/", "/stories/", "/static/kp.css", STAFF, "/nowhere/", "/api/", "/robots.txt"])
def test_a_neutral_site_says_nothing_of_itself(path: str) -> None:
    cached = PageCache(get_wsgi_application())
    asked(cached, path), asked(cached, path)  # kept, where it may be
    call_command("panic", neutral=True)

    answers = [asked(cached, path), asked(cached, path, "POST"), asked(cached, path, HTTP_COOKIE="s=x")]
    outside = Client().get(path)
    call_command("panic", end=True)

    for status, headers, body in [*answers, (outside.status_code, dict(outside.headers), outside.content.decode())]:
        assert status == 503
        assert "This page is not available." in body
        said = f"{headers} {body}".lower()
        assert [word for word in ("kpknow", "hiv", "stories", "stylesheet", "onion", "cookie") if word in said] == []
    assert "not available" not in asked(cached, path)[2]


def test_a_page_kept_in_memory_is_read_on_in_a_closed_site_and_gone_in_a_neutral_one() -> None:
    cached = PageCache(get_wsgi_application())
    before = asked(cached, "/about/")
    call_command("panic")
    closed = asked(cached, "/about/")
    call_command("panic", neutral=True)
    neutral = asked(cached, "/about/")

    assert (before[0], closed[0], neutral[0]) == (200, 200, 503)


def test_a_site_that_lets_nobody_in_goes_on_so_while_its_database_is_away(monkeypatch: Any) -> None:
    call_command("panic", neutral=True)
    first = Client().get("/")
    monkeypatch.setattr("kpknow.upkeep.closed_door.door_now", away)

    assert (first.status_code, Client().get("/").status_code) == (503, 503)
    assert "This page is not available." in Client().get("/").content.decode()


def away() -> str:
    raise DatabaseError("away")


def test_the_doctor_and_the_proxy_are_told_and_no_job_is_done(capsys: Any) -> None:
    before = Client().get("/readyz").content
    call_command("panic", neutral=True)
    capsys.readouterr()
    call_command("tick")

    assert capsys.readouterr().out == "The site is closed: no job is done.\n"
    assert (before, Client().get("/readyz").content) == (b"ready\n", b"ready\nclosed\n")
    assert Client().get("/healthz").status_code == 200
    assert [(trouble.words, trouble.mend) for trouble in checkup.writing_is_open()] == [
        ("The site is closed: nothing is written, readers meet a neutral page.", "manage.py panic --end")
    ]


def test_writing_is_possible_again_in_every_connection() -> None:
    call_command("panic")
    call_command("panic", neutral=True)
    call_command("panic", end=True)

    assert Client().get("/").status_code == 200
    assert make.make_source().pk


def test_no_write_is_acknowledged_once_it_has_returned(tmp_path: Path) -> None:
    get_user_model()._default_manager.create_superuser(username="writer", password="a long pass phrase")  # type: ignore[attr-defined]
    database = shared_database(tmp_path)
    run: Any = {"cwd": ROOT, "env": os.environ | {"DATABASE_URL": database, "SECRET_KEY": "the same"}, "text": True}
    writers = [
        subprocess.Popen([sys.executable, "-m", "tests.upkeep.writer", route], stdout=subprocess.PIPE, **run)
        for route in ("form", "shell")
    ]
    begun = [writer.stdout.readline().strip() for writer in writers if writer.stdout]  # both are at it

    outside = {name: value for name, value in run["env"].items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run([sys.executable, "manage.py", "panic"], check=True, capture_output=True, **run | {"env": outside})
    after = titles_in(run)
    # with a time limit it would lose what readline() had read ahead
    said = [writer.communicate()[0].split("\n")[:-1] for writer in writers]

    assert begun == ["form 0", "shell 0"]
    assert said[0][-1] in {f"refused with {status}" for status in (400, 500, 503)}  # 400: the session went meanwhile
    assert said[1][-1].startswith("refused by")
    written = {*begun, *said[0][:-1], *said[1][:-1]}
    assert titles_in(run) == after  # nothing came after it
    assert written <= after  # and nothing acknowledged is missing


def titles_in(run: Any) -> set[str]:
    read = "from kpknow.content.models import Source; print(*Source.objects.values_list('title', flat=True), sep='\\n')"
    shell = [sys.executable, "manage.py", "shell", "--no-imports", "-c", read]
    told = subprocess.run(shell, check=True, capture_output=True, **run).stdout
    return set(told.split("\n")) - {""}


def test_nothing_outside_the_few_apps_that_close_the_site_hangs_on_what_closing_touches() -> None:
    few = {app.split(".")[-1] for app in closing_settings.INSTALLED_APPS}
    touched = (StaffSession, ContentVersion, *LOGS)

    hanging = {relation.related_model._meta.app_label for model in touched for relation in model._meta.related_objects}

    assert hanging <= few
    assert set(closing_settings.INSTALLED_APPS) < {*settings.INSTALLED_APPS}


def test_the_database_itself_refuses() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL: the connection that closed the site may write on; others are tried above")
    make.make_source()
    call_command("panic")

    for write in (
        lambda: Source.objects.create(title="late", slug="late"),
        lambda: Source.objects.update(title="late"),
        lambda: Source.objects.all().delete(),
        lambda: Act.objects.create(at="2026-01-01T00:00Z", verb="closed"),
    ):
        with pytest.raises(DatabaseError, match="closed"):
            write()
