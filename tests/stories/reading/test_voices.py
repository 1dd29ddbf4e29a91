from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from stories.reading.voices import featured_highlight, themes_by_story
from tests import builders as make

pytestmark = pytest.mark.django_db

ANYONE = AnonymousUser()


def test_the_home_page_features_the_newest_short_voice_a_finding_rests_on() -> None:
    short = make.make_highlight(make.make_session(), text="We look after one another.")
    long = make.make_highlight(make.make_session(), text="word " * 60)
    make.make_finding(None, short, long)
    make.make_highlight(make.make_session(), text="Newer, but no finding rests on it.")

    assert featured_highlight() == short


def test_the_home_page_features_any_short_voice_rather_than_none_and_none_that_is_hidden() -> None:
    voice = make.make_highlight(make.make_session())
    make.make_highlight(make.make_session(), display="staff")

    assert featured_highlight() == voice
    voice.delete()
    assert featured_highlight() is None


@pytest.mark.parametrize("rows", [1, 3])
def test_themes_of_a_page_of_stories_take_one_query_and_the_most_voiced_comes_first(
    rows: int, django_assert_num_queries: Any
) -> None:
    stories = [make.make_story(body="One. Two.") for _ in range(rows)]
    often, once = make.make_theme("Often", order=2), make.make_theme("Once", order=1)
    draft = make.make_theme(status="draft")
    for story in stories:
        block = make.first_block(story)
        make.make_highlight(block, often, words="One")
        make.make_highlight(block, often, once, draft, words="Two")

    with django_assert_num_queries(1):
        found = themes_by_story(stories, ANYONE)

    assert found == {story.pk: [often, once] for story in stories}
