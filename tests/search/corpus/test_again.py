"""Loading once more: nothing, or just what changed."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from events.models import Topic
from kpknow.content.actions.publishing import withdraw
from kpknow.content.version import current_version
from stories.models import Highlight, Story, Theme
from tests.search.corpus.files import PLACES, a_story, loaded, written

pytestmark = pytest.mark.django_db
ANYONE = AnonymousUser()


def test_loading_again_changes_nothing(tmp_path: Path) -> None:
    path = written(tmp_path, *PLACES, a_story("one"), a_story("two"))
    loaded(path)
    before = current_version().number

    tally, refusals = loaded(path)

    assert (str(tally), refusals) == ("0 added, 0 updated, 6 unchanged, 0 refused", {})
    assert current_version().number == before


def test_a_changed_line_updates_its_record_alone(tmp_path: Path) -> None:
    loaded(written(tmp_path, *PLACES, a_story("one"), a_story("two")))
    story = Story.objects.get(slug="one")
    kept = story.blocks.get(text="tea").number
    other = Story.objects.get(slug="two").changed_at
    changed = a_story(
        *("one",), title="New title", body="tea\n\nMore of it.", tags=["tea", "milk"], country="UG", populations=["msm"]
    )

    tally, refusals = loaded(written(tmp_path, *PLACES, changed, a_story("two")))

    story.refresh_from_db()
    assert (str(tally), refusals) == ("0 added, 1 updated, 5 unchanged, 0 refused", {})
    assert (story.title, [country.code for country in story.countries.all()]) == ("New title", ["UG"])
    assert sorted(topic.slug for topic in story.topics.all()) == ["milk", "tea"]
    assert [(block.number, block.text) for block in story.blocks.order_by("order")] == [
        *((kept, "tea"), (6, "More of it.")),
    ]
    assert [voice.block.text for voice in Highlight.objects.visible_to(ANYONE).filter(block__story=story)] == ["tea"]
    assert Story.objects.get(slug="two").changed_at == other


def test_a_story_leaves_a_theme_when_its_line_does(tmp_path: Path) -> None:
    more = {"kind": "theme", "slug": "care", "name": "Care"}
    loaded(written(tmp_path, *PLACES, more, a_story()))

    loaded(written(tmp_path, *PLACES, more, a_story(themes=["care"])))
    assert list(Theme.objects.filter(highlights__isnull=False).values_list("slug", flat=True)) == ["care"]

    loaded(written(tmp_path, *PLACES, more, a_story(themes=[])))
    assert Highlight.objects.count() == 0


def test_changed_names_of_what_stories_lead_to(tmp_path: Path) -> None:
    loaded(written(tmp_path, *PLACES))
    renamed = [one | {"name": f"{one['name']} anew"} for one in PLACES]

    tally, refusals = loaded(written(tmp_path, *renamed))

    assert (str(tally), refusals) == ("0 added, 4 updated, 0 unchanged, 0 refused", {})
    assert (Theme.objects.get().name, Topic.objects.get(slug="night-outreach").name) == (
        *("Trust anew", "Night outreach anew"),
    )


def test_the_last_of_two_lines_for_one_slug_holds(tmp_path: Path) -> None:
    first, last = a_story(title="First"), a_story(title="Last")

    tally, refusals = loaded(written(tmp_path, *PLACES, first, last))

    assert (tally.counts["added"], tally.counts["updated"], refusals) == (5, 1, {})
    assert Story.objects.get().title == "Last"


def test_what_was_withdrawn_is_not_brought_back(tmp_path: Path, curator: Any) -> None:
    loaded(written(tmp_path, *PLACES, a_story()))
    withdraw(Story.objects.get(), by=curator, reason="Asked to.")

    again, _refusals = loaded(written(tmp_path, *PLACES, a_story()))
    changed, refusals = loaded(written(tmp_path, *PLACES, a_story(title="New title")))

    assert (again.counts["unchanged"], changed.counts["updated"]) == (5, 0)
    assert refusals == {5: "“one” was withdrawn and stays so"}
    assert not Story.objects.visible_to(ANYONE).exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="one database of its own, made in a second")
def test_killed_in_the_middle_it_goes_on_from_there(tmp_path: Path) -> None:
    path = written(tmp_path, *PLACES, *(a_story(f"story-{number}") for number in range(3_000)))
    environment = os.environ | {"VAR_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/base.sqlite3"}

    def manage(*words: str) -> list[str]:
        return [sys.executable, str(settings.ROOT / "manage.py"), *words]

    subprocess.run(manage("migrate", "--verbosity", "0"), env=environment, check=True)
    with subprocess.Popen(manage("load_corpus", str(path)), env=environment, stdout=subprocess.PIPE) as loading:
        while stories_in(tmp_path) == 0 and loading.poll() is None:
            time.sleep(0.02)
        loading.send_signal(signal.SIGKILL)
    there = stories_in(tmp_path)
    done = subprocess.run(manage("load_corpus", str(path)), env=environment, check=True, capture_output=True, text=True)

    assert 0 < there < 3_000
    assert there % 500 == 0
    assert done.stdout == f"Loaded {path}: {3_000 - there:,} added, 0 updated, {there + 4:,} unchanged, 0 refused.\n"
    assert stories_in(tmp_path) == 3_000


def stories_in(folder: Path) -> int:
    import sqlite3  # noqa: PLC0415  # only here do we look past Django

    with sqlite3.connect(folder / "base.sqlite3") as base:
        return int(base.execute("SELECT count(*) FROM stories_story").fetchone()[0])
