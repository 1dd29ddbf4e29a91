"""Every wrong value of the environment stops the start: one sentence each, all of them at once, and no traceback."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from kpknow.environment import Environment, WrongEnvironment
from kpknow.readers_paths import READERS_PATHS

PROGRAMS = {
    "a command": ["manage.py", "check"],
    "the site": ["-m", "gunicorn", "--config", "docs/deploy/gunicorn.conf.py", "--bind", "unix:{}", "kpknow.wsgi"],
}


def started(program: str, folder: Path, **given: str) -> subprocess.CompletedProcess[str]:
    env = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    words = [word.format(folder / "socket") for word in PROGRAMS[program]]
    return subprocess.run(
        [sys.executable, "-W", "ignore", *words],
        cwd=settings.ROOT, env=env | {"VAR_DIR": str(folder)} | given, capture_output=True, text=True, timeout=60,
        check=False,
    )  # fmt: skip


WRONG = {
    "SITE_ADDRESS": ("kpknow.example", "SITE_ADDRESS must look like https://kpknow.example, without a path."),
    "ONION_ADDRESS": ("http://x.onion/path", "ONION_ADDRESS must look like http://kpknow.example, without a path."),
    "CONTACT_ADDRESS": ("the desk", "CONTACT_ADDRESS is the e-mail address of a person or a desk."),
    "EXIT_URL": ("http://wikipedia.org", "EXIT_URL must look like https://kpknow.example."),
    "EXIT_URLS": ("ru", "EXIT_URLS must look like ru=https://site.example,fr=https://site.example."),
    "STAFF_PATH": ("quiet river", "STAFF_PATH is letters, digits and hyphens."),
    "PROXIES_IN_FRONT": ("-1", "PROXIES_IN_FRONT is a number from 0 to 9."),
    "DEBUG": ("perhaps", "DEBUG is on or off."),
    "SECRET_KEY_FILE": ("/proc/nowhere/key", "SECRET_KEY_FILE can be neither read nor made: FileNotFoundError."),
    "CONTACT_KEYS": ("short", "CONTACT_KEYS are 32 bytes each, url-safe base64, with commas between."),
    "CODERS_SEE_EACH_OTHER": ("2", "CODERS_SEE_EACH_OTHER is on or off."),
    "STATEMENT_SECONDS": ("9999999999", "STATEMENT_SECONDS is a number from 0 to 86400."),
    "DATABASE_URL": (
        "mysql://host/name",
        "DATABASE_URL must look like postgres://user:password@host/name or sqlite:////folder/file.",
    ),
    "REPLICA_URL": ("none", "REPLICA_URL and DATABASE_URL are both postgres://, or REPLICA_URL is empty."),
    "CACHE_URL": ("none", "CACHE_URL is redis://…, and needs docs/deploy/requirements-scale.txt installed."),
    "MEDIA_ATTEMPTS": ("0", "MEDIA_ATTEMPTS is a number from 1 to 10."),
    "MEDIA_BUCKET": (
        "site",
        "MEDIA_BUCKET, MEDIA_ENDPOINT, MEDIA_ACCESS_KEY, MEDIA_SECRET_KEY belong together, and MEDIA_ENDPOINT,"
        " MEDIA_ACCESS_KEY, MEDIA_SECRET_KEY is not set.",
    ),
    "SECOND_FACTOR": ("nobody", "SECOND_FACTOR is one of everyone, publishers, offered."),
    "BACKUP_RECIPIENTS": (
        "ssh-ed25519 AAAA",
        "BACKUP_RECIPIENTS is a list of public keys of age (age1…), with commas between.",
    ),
    "BACKUP_FOLDER": ("backups", "BACKUP_FOLDER is the whole path of a folder, from / on."),
    "BACKUP_DAYS": ("0", "BACKUP_DAYS is a number from 1 to 3650."),
    "REQUEST_LOG": ("somewhat", "REQUEST_LOG is on or off."),
    "METRICS_PORT": ("65536", "METRICS_PORT is a number from 0 to 65535."),
}


def test_all_that_is_wrong_is_said_at_once_and_nothing_else(tmp_path: Path) -> None:
    ended = started("a command", tmp_path, **{name: value for name, (value, _said) in WRONG.items()})

    assert ended.returncode == 3
    assert sorted(ended.stderr.splitlines()) == sorted(said for _value, said in WRONG.values())


def test_the_site_says_it_too_and_ends(tmp_path: Path) -> None:
    """What gunicorn itself adds depends on which of its workers ended first."""
    wrong = {name: WRONG[name] for name in ("DATABASE_URL", "METRICS_PORT")}

    ended = started("the site", tmp_path, **{name: value for name, (value, _said) in wrong.items()})

    assert ended.returncode != 0
    assert {said for _value, said in wrong.values()} <= set(ended.stderr.splitlines())
    assert "WrongEnvironment" not in ended.stderr


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    ended = started("a command", tmp_path, VAR_DIR=str(tmp_path / "file" / "var"))

    assert ended.stderr == "VAR_DIR names a folder that cannot be made: Not a directory.\n"


def first_words(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for one in patterns:
        if route := str(one.pattern).removeprefix("^"):
            yield route.partition("/")[0]
        elif isinstance(one, URLResolver):
            yield from first_words(one.url_patterns)


def test_staff_stand_in_front_of_no_page_of_readers() -> None:
    words = {word for word in first_words(get_resolver().url_patterns) if word and "<" not in word}

    assert words - {settings.STAFF_PATH.partition("/")[0]} | {"static"} == READERS_PATHS


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("stories", ["STAFF_PATH begins with stories, where readers' pages are."]),
        ("/themes/desk/", ["STAFF_PATH begins with themes, where readers' pages are."]),
        ("quiet river", ["STAFF_PATH is letters, digits and hyphens."]),
        ("stories-of-ours/desk", []),
    ],
)
def test_where_staff_may_stand(path: str, said: list[str]) -> None:
    env = Environment({"STAFF_PATH": path})

    kept = env.own_path("STAFF_PATH", "staff", taken=READERS_PATHS)

    assert env.wrong == said
    assert kept == ("staff/" if said else f"{path}/")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("postgres://user:word@10.0.0.2:5433/site", "site"),
        ("postgresql://user@host/site", "site"),
        ("postgres:////var/run/postgresql/site", "site"),
        ("sqlite:////folder/file.sqlite3", "/folder/file.sqlite3"),
    ],
)
def test_addresses_of_databases(url: str, name: str) -> None:
    env = Environment({"DATABASE_URL": url})

    assert env.database("DATABASE_URL", "sqlite:////other")["NAME"] == name
    assert env.wrong == []


@pytest.mark.parametrize(
    "url", ["postgres://", "postgres://host", "postgres://u:p@host:x/name", "name", "/folder/file"]
)
def test_what_names_no_database_is_refused(url: str) -> None:
    env = Environment({"DATABASE_URL": url})
    env.database("DATABASE_URL", "sqlite:////other")

    with pytest.raises(WrongEnvironment, match=r"^DATABASE_URL must look like postgres://"):
        env.stop_if_wrong()


@pytest.mark.parametrize(
    "url", ["https://[site", "https://site:99999", "https://si te", "https://", "//site", "javascript:x"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    env = Environment({"EXIT_URL": url})

    assert (
        env.address("EXIT_URL", "https://other.example", schemes=("https",), may_have_path=True)
        == "https://other.example"
    )
    assert env.wrong == ["EXIT_URL must look like https://kpknow.example."]


def test_an_empty_variable_is_one_that_is_not_set() -> None:
    env = Environment({"NAME": "  "})

    assert env.text("NAME", "default", like="x", said="x") == "default"
    assert env.number("NAME", 7, least=1, most=9) == 7
    assert env.switch("NAME", default=True) is True
    assert env.words("NAME", ["default"]) == ["default"]
    assert env.addresses("NAME") == {}
    env.stop_if_wrong()


def test_words_are_on_and_off_whatever_their_case() -> None:
    env = Environment({"A": "On", "B": "FALSE", "C": "1"})

    assert [env.switch(name, default=False) for name in "ABC"] == [True, False, True]
