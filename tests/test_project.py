"""The promises of the whole house."""

import re
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib import admin
from django.core.management import call_command
from django.db import connection
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse

ROOT = Path(settings.ROOT)
OURS = ("kpknow", "events", "stories")
LONGEST = 300
TOP_LEVEL = {
    *("manage.py", "kpknow", "events", "stories", "templates", "static", "tests", "docs"),
    *("requirements.txt", "requirements-dev.txt", "README.md", "Makefile", "pyproject.toml", "CHANGELOG.md", "LICENSE"),
}


def sources(suffix: str = ".py") -> list[Path]:
    folders = (*OURS, "tests", "templates", "static")
    return [
        path for folder in folders for path in (ROOT / folder).rglob(f"*{suffix}") if "migrations" not in path.parts
    ]


@pytest.mark.django_db
def test_migrations_agree_with_models() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_top_level_is_fixed() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    top = {line.split("/")[0] for line in tracked.splitlines() if not line.startswith(".")}

    assert top <= TOP_LEVEL


@pytest.mark.parametrize("path", sources(".html"), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_template_compiles_and_carries_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text()

    get_template(str(path.relative_to(ROOT / "templates")))

    assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\bsrc=)", text)
    assert "|safe" not in text


def test_no_file_is_too_long() -> None:
    long = {
        str(path.relative_to(ROOT)): length
        for path in sources()
        if (length := len(path.read_text().splitlines())) > LONGEST
    }

    assert long == {}


def test_views_reach_records_through_visible_to_only() -> None:
    """A rule copied is a rule forgotten: views never ask for all, a status or a raw key."""
    bad = re.compile(r"\.objects\.(?!visible_to|for_page)\w+|status=")
    views = [path for app in ("events", "stories", "kpknow/pages") for path in (ROOT / app / "views").glob("*.py")]
    known = ("FormerAddress", 'select_related("contributor"')

    found = [
        f"{path.name}: {line.strip()}"
        for path in views
        for line in path.read_text().splitlines()
        if bad.search(line) and not any(word in line for word in known) and "status=4" not in line
    ]

    assert found == []


def test_layers_hold() -> None:
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout


def test_lower_apps_name_no_upper_ones() -> None:
    """import-linter cannot see strings: an event must not reach up to stories by a relation's name."""
    upward = re.compile(r"""["'](stories|highlights|syntheses|findings)(__\w+)?["']""")
    found = [str(path) for path in (ROOT / "events").rglob("*.py") if upward.search(path.read_text())]

    assert found == []


@pytest.mark.django_db
@pytest.mark.parametrize("model", list(admin.site._registry), ids=lambda model: model._meta.label)
@pytest.mark.parametrize("page", ["changelist", "add"])
def test_every_admin_page_opens(model: type, page: str, staff: Client) -> None:
    response = staff.get(reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}"))

    assert response.status_code in (200, 403)


@pytest.mark.django_db
def test_the_database_keeps_and_forgets_as_it_should() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            pragmas = {
                name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("synchronous", "secure_delete", "foreign_keys")
            }
        assert pragmas == {"synchronous": 2, "secure_delete": 1, "foreign_keys": 1}
    else:
        assert connection.Database.__name__ == "psycopg2"


def test_every_direct_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    named = [*project["dependencies"], *chain.from_iterable(project["optional-dependencies"].values())]
    reasons = (ROOT / "docs" / "dependencies.md").read_text()

    missing = [name for line in named if f"`{(name := re.split(r'[=[]', line)[0])}`" not in reasons]

    assert missing == []


def test_every_pinned_package_has_a_hash() -> None:
    for file in ("requirements.txt", "requirements-dev.txt", "docs/deploy/requirements-scale.txt"):
        packages = re.findall(r"^(\S+==\S+)((?: \\\n    --hash=\S+)*)", (ROOT / file).read_text(), re.MULTILINE)

        assert packages
        assert [name for name, hashes in packages if not hashes] == []


def test_style_and_script_stay_small() -> None:
    sizes = {name: len(brotli.compress((ROOT / "static" / name).read_bytes())) for name in ("kp.css", "exit.js")}

    assert sizes["kp.css"] <= 10_000
    assert sizes["exit.js"] <= 1_500
