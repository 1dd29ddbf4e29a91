from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from stories.actions.blocks import read_blocks
from stories.models import Highlight, HighlightState, Story
from tests import builders as make
from tests.curation.coding.coders import address, make_coder

pytestmark = pytest.mark.django_db

BODY = "The law keeps people away from care.\n\nQuinces smell sweet in autumn."


def lost(body: str = BODY, words: str = "keeps people away from care", after: str = "") -> Highlight:
    story = make.make_story(body=body)
    voice = make.make_highlight(make.first_block(story), words=words)
    edit(story, after or "Quinces smell sweet in autumn.\n\nIt is the law that keeps most people away from the care.")
    voice.refresh_from_db()
    return voice


def edit(story: Story, body: str) -> None:
    story.body = body
    read_blocks(story)


def relink(voice: Highlight) -> str:
    return reverse("curation:relink", args=(voice.pk,))


def test_lost_words_are_offered_where_they_may_stand_now_and_linked_by_a_person() -> None:
    voice, coder = lost(), make_coder()
    theme = make.make_theme("Law")
    make.make_finding(theme, voice, claim="Law keeps people away")
    assert voice.state != HighlightState.CONFIRMED

    page = coder.get(relink(voice))
    [best, *_rest] = page.context["offers"]
    done = coder.post(relink(voice), {"place": best[0].value})
    voice.refresh_from_db()

    assert "Law: Law keeps people away" in page.content.decode()
    assert best[0].words == "It is the law that keeps most people away from the care."
    assert (voice.state, voice.is_placed, voice.exact, voice.was_in) == ("confirmed", True, best[0].words, None)
    assert done.headers["Location"].startswith(address(voice.block.story))
    assert list(Highlight.objects.visible_to(AnonymousUser())) == [voice]
    assert coder.get(relink(voice)).status_code == 404


def test_their_very_words_are_offered_before_anything_like_them() -> None:
    voice = lost(words="people", after="Quinces smell sweet in autumn.\n\nSome people came, other people left.")

    offered = make_coder().get(relink(voice)).context["offers"]

    assert [(one.words, one.likeness) for one, _before, _after in offered] == [("people", 100), ("people", 100)]


def test_a_place_that_is_none_changes_nothing() -> None:
    voice, coder = lost(), make_coder()
    [best, *_rest] = coder.get(relink(voice)).context["offers"]
    block = best[0].block
    edit(voice.was_in or voice.block.story, "Quite other words stand here now, all of them new.")

    for place in (best[0].value, "", "1:2", f"{block.key}:9:3:{block.text_hash[:16]}", "\x00:1:2:x", "9" * 300):
        coder.post(relink(voice), {"place": place})
    voice.refresh_from_db()

    assert voice.state != HighlightState.CONFIRMED
    assert coder.get("/staff/coding/relink/99999999999999999999999/").status_code == 404


def test_words_given_a_new_place_are_under_the_consent_of_whoever_speaks_there() -> None:
    ada, ben = make.make_consent(make.make_contributor("Ada")), make.make_consent(make.make_contributor("Ben"))
    story = make.make_story(body="[Ada] We began in the rain.\n\n[Ben] Yes.", speakers={"Ada": ada, "Ben": ben})
    voice = make.make_highlight(make.first_block(story), consent=ada, display="quote_named")
    edit(story, "[Ben] So. We began in the rain. Yes. And then it went on for many years, in any weather.")
    coder = make_coder()
    [best, *_rest] = coder.get(relink(voice)).context["offers"]

    coder.post(relink(voice), {"place": best[0].value})
    voice.refresh_from_db()

    assert (voice.exact, voice.consent, voice.state) == ("We began in the rain.", ben, "confirmed")


def test_the_page_costs_the_same_however_many_places_are_offered(django_assert_max_num_queries: Any) -> None:
    voice, coder = lost(), make_coder()
    coder.get(relink(voice))

    with django_assert_max_num_queries(14):
        coder.get(relink(voice))
