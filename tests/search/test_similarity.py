"""Stories with the same rare words are found together, as long as both may be read."""

from datetime import date
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.test import Client

from kpknow.content.actions.publishing import withdraw
from kpknow.search.models import SimilarStory
from kpknow.search.similarity import compare_stories, similar_to
from stories.models import Story
from tests import builders as make

pytestmark = pytest.mark.django_db

NOBODY = AnonymousUser()
RARE = "The quinoa cooperative kept its ledger in a lockbox."
OTHERS = 44


def index() -> None:
    call_command("index_search", stdout=StringIO())


def fill() -> None:
    """Stories enough to know which words are rare."""
    for n in range(OTHERS):
        make.make_story(f"Filler {n}", body="Something else went on.", codes=())


@pytest.fixture
def pair() -> tuple[Story, Story]:
    fill()
    one = make.make_story("One", body=f"{RARE} Zebulonia came.", codes=(), people=("msm",))
    other = make.make_story("Other", body=f"Zebulonia said so. {RARE}", codes=("UG",))
    index()
    return one, other


def titles(story: Story) -> list[str]:
    return [one.title for one in similar_to(story.pk)]


def test_stories_with_the_same_rare_words_are_similar_and_the_words_are_said(pair: tuple[Story, Story]) -> None:
    [similar] = similar_to(pair[0].pk)

    assert (similar.title, similar.url) == ("Other", pair[1].get_absolute_url())
    assert set(similar.words.split(", ")) < {"quinoa", "cooperative", "kept", "ledger", "lockbox"}


def test_common_words_and_names_make_no_story_similar(pair: tuple[Story, Story]) -> None:
    filler = Story.objects.get(title="Filler 3")

    assert titles(filler) == []
    assert not SimilarStory.objects.filter(words__icontains="zebulonia").exists()


def test_where_stories_are_few_no_word_is_called_rare() -> None:
    story = make.make_story("One", body=RARE)
    make.make_story("Other", body=RARE)
    index()

    assert titles(story) == []


def test_the_page_says_why(pair: tuple[Story, Story]) -> None:
    page = Client().get(pair[0].get_absolute_url()).content.decode()

    assert f'<a href="{pair[1].get_absolute_url()}" lang="en">Other</a>' in page
    assert "Same words:" in page


def test_a_withdrawn_or_changed_story_is_similar_to_none_at_once(pair: tuple[Story, Story]) -> None:
    one, other = pair
    Story.objects.filter(pk=other.pk).update(standfirst="Changed.")
    changed = titles(one)
    index()
    again = titles(one)

    withdraw(other, by=NOBODY, reason="Asked")

    assert (changed, again, titles(one), titles(other)) == ([], ["Other"], [], [])


def test_words_of_a_withdrawn_story_are_gone_after_the_night(pair: tuple[Story, Story]) -> None:
    withdraw(pair[1], by=NOBODY, reason="Asked")

    index()

    assert SimilarStory.objects.count() == 0


def test_a_pair_ends_with_the_first_consent_in_it() -> None:
    fill()
    ada = make.make_consent(make.make_contributor("Ada"), expires_on=date(2027, 3, 1))
    one = make.make_story("One", body=RARE, codes=())
    make.make_story("Other", body=f"[Narrator] Oats.\n\n[Ada] {RARE}", codes=(), speakers={"Ada": ada})
    index()

    with time_machine.travel("2027-03-01T23:59:59Z", tick=False):
        on_its_last_day = titles(one)
    with time_machine.travel("2027-03-02T00:00:00Z", tick=False):
        after = titles(one)

    assert (on_its_last_day, after) == (["Other"], [])


def test_only_what_changed_and_what_it_is_near_to_is_compared_again(pair: tuple[Story, Story]) -> None:
    nothing = compare_stories()
    Story.objects.filter(title="Filler 3").update(standfirst="Changed.")
    index()
    Story.objects.filter(pk=pair[0].pk).update(standfirst="Changed.")
    make.make_story("Third", body=RARE, codes=())
    call_command("index_search", stdout=(said := StringIO()))

    assert nothing == 0
    assert "compared 3 stories" in said.getvalue()
    assert titles(pair[1]) == ["Third", "One"]


@pytest.mark.parametrize("rows", [1, 3])
def test_similar_stories_are_one_query_for_one_and_for_three(rows: int, django_assert_num_queries: Any) -> None:
    fill()
    story = make.make_story("One", body=RARE, codes=())
    for n in range(rows):
        make.make_story(f"Other {n}", body=RARE, codes=())
    index()
    similar_to(story.pk)

    with django_assert_num_queries(2):  # and the content version, as always inside a transaction
        found = similar_to(story.pk)

    assert len(found) == rows
