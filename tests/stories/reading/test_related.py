from typing import Any

import pytest

from stories.models import Story, Theme
from stories.reading.related import read_next
from stories.reading.story_facets import STORIES
from tests import builders as make

pytestmark = pytest.mark.django_db


def asked(story: Story, versions: tuple[Story, ...] = ()) -> list[tuple[str, str, str]]:
    others = [version.pk for version in versions]
    return [(one.story.title, one.kind, one.shared) for one in read_next(story, others, STORIES.now())]


def on(theme: Theme, title: str, **fields: Any) -> Story:
    story = make.make_story(title, **{"codes": ("UG",)} | fields)
    make.make_highlight(make.first_block(story), theme)
    return story


def test_a_shared_theme_comes_before_shared_people_and_those_before_a_shared_place() -> None:
    theme = make.make_theme("Care")
    story = on(theme, "This", codes=("KE",), people=("msm",))
    make.make_story("Same place", codes=("KE",), dated="2025")
    make.make_story("Same people", codes=("TZ",), people=("msm",), dated="2024")
    on(theme, "Same theme", dated="2001")
    make.make_story("Nothing shared", codes=("ZA",))

    assert asked(story) == [
        ("Same theme", "Theme", "Care"),
        ("Same people", "People", "Gay men and other men who have sex with men"),
        ("Same place", "Place", "Kenya"),
    ]


def test_the_newest_come_first_and_three_are_enough() -> None:
    story = make.make_story("This")
    for year in ("2011", "2014", "2012", "2013"):
        make.make_story(year, dated=year)

    assert [title for title, _kind, _shared in asked(story)] == ["2014", "2013", "2012"]


def test_a_hidden_voice_and_a_hidden_story_are_not_what_is_shared() -> None:
    theme = make.make_theme("Care")
    story = on(theme, "This", codes=())
    other = make.make_story("Other", codes=())
    make.make_highlight(make.first_block(other), theme, display="staff")
    on(theme, "Draft", status="draft")

    assert asked(story) == []


def test_the_same_story_in_another_language_is_not_the_next_one() -> None:
    story = make.make_story()
    version = make.make_story("Version", translation_of=story, language="fr")

    assert asked(story, versions=(version,)) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_it_takes_one_query(rows: int, django_assert_num_queries: Any) -> None:
    theme = make.make_theme()
    story = on(theme, "This")
    for n in range(rows):
        on(theme, f"Other {n}")
    snapshot = STORIES.now()
    read_next(story, [], snapshot)

    with django_assert_num_queries(1):
        found = read_next(story, [], snapshot)

    assert len(found) == rows
