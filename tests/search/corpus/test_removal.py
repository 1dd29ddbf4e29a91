from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command

from events.models import Organisation, Population, Topic
from kpknow.search.corpus.removal import remove_corpus
from kpknow.search.indexing import catch_up
from stories.models import Highlight, Story, Theme
from tests import builders as make
from tests.search.corpus.files import PLACES, a_story, loaded, written

pytestmark = pytest.mark.django_db


def rows() -> dict[str, list[object]]:
    """Every row of every table, but for what the database notes of its own changes."""
    return {
        model._meta.label: sorted(model._base_manager.values_list("pk", flat=True))
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in ("content.Touch", "content.ContentVersion")
    }


def removed(path: Path | None) -> str:
    return remove_corpus(path, read=lambda _bytes: None)


def test_removal_leaves_everything_as_it_was(tmp_path: Path) -> None:
    make.make_highlight(make.first_block(make.make_story(topics=("Tea",), people=("msm",))), make.make_theme())
    catch_up()
    before = rows()
    path = written(tmp_path, *PLACES, a_story("one"), a_story("two"))
    loaded(path)
    assert rows() != before

    said = removed(path)

    assert rows() == before
    assert said == "2 stories, 1 themes, 1 organisations, 1 events, 1 topics, 1 populations"
    assert removed(path) == "nothing"


def test_what_others_use_stays(tmp_path: Path) -> None:
    path = written(tmp_path, *PLACES, a_story())
    loaded(path)
    ours = make.make_story(topics=("Night outreach",), people=("river-people",))
    ours.organisations.add(Organisation.objects.get(slug="the-circle"))
    make.make_highlight(make.first_block(ours), Theme.objects.get(slug="trust"))

    said = removed(path)

    assert said == "1 stories, 1 events, 1 topics; 2 stayed, being in use"
    assert list(Story.objects.all()) == [ours]
    assert Topic.objects.filter(slug="night-outreach").exists()
    assert Population.objects.filter(slug="river-people").exists()

    ours.organisations.clear()
    Highlight.objects.all().delete()
    ours.topics.clear()
    ours.populations.clear()
    assert removed(None) == "1 themes, 1 organisations, 1 topics, 1 populations"


def test_a_story_somebody_built_on_stays(tmp_path: Path) -> None:
    path = written(tmp_path, *PLACES, a_story("one"), a_story("two"))
    loaded(path)
    one = Story.objects.get(slug="one")
    make.make_finding(make.make_theme(), Highlight.objects.get(block__story=one))

    assert removed(path) == "1 stories; 4 stayed, being in use"
    assert list(Story.objects.visible_to(AnonymousUser())) == [one]


def test_one_file_is_removed_and_the_other_stays(tmp_path: Path) -> None:
    first = written(tmp_path, *PLACES, a_story("one"))
    second = written(tmp_path, *PLACES, a_story("two"), name="second.jsonl")
    loaded(first)
    loaded(second)

    said = removed(first)

    assert [story.slug for story in Story.objects.all()] == ["two"]
    assert said == "1 stories; 3 stayed, being in use"


def test_the_command_removes_one_file_or_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = written(tmp_path, *PLACES, a_story("one"))
    loaded(path)

    call_command("load_corpus", "--remove")

    assert capsys.readouterr().out.startswith("Taken out: 1 stories, 1 themes")
    assert not Story.objects.exists()
