from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from events.actions.consents import withdraw_consent
from tests import builders as make

pytestmark = pytest.mark.django_db

PAGE_QUERIES = 3
"""The voice with its source, its themes, the findings it is evidence for."""


@pytest.mark.parametrize("rows", [1, 3])
def test_page_takes_the_same_queries_for_one_theme_and_for_three(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    themes = [make.make_theme() for _ in range(rows)]
    voice = make.make_highlight(None, *themes)
    for theme in themes:
        make.make_finding(theme, voice)

    with django_assert_num_queries(PAGE_QUERIES):
        response = client.get(voice.get_absolute_url())

    assert len(response.context["evidence"]) == rows


def test_a_voice_leads_back_to_its_words_in_the_story_and_stays_out_of_search_engines(client: Client) -> None:
    story = make.make_story(body="We were afraid. We came all the same.")
    voice = make.make_highlight(make.first_block(story), words="We came all the same.", display="quote_unnamed")

    page = client.get(voice.get_absolute_url()).content.decode()

    assert f'href="{story.get_absolute_url()}#{voice.anchor}"' in page
    assert f'id="{voice.anchor}"' in client.get(story.get_absolute_url()).content.decode()
    assert f'We were afraid. <mark id="{voice.anchor}">We came all the same.</mark>' in page
    assert "Quoted, without a name" in page
    assert '<meta name="robots" content="noindex">' in page


def test_a_voice_leads_back_to_its_session_its_visit_or_its_question(client: Client) -> None:
    event = make.make_event(slug="institute")
    session = make.make_session(event, order=2)
    visit = make.make_session(make.make_event(slug="visit", parent=event))
    question = make.make_question(make.make_survey(slug="follow-up"), order=3)

    pages = [
        client.get(make.make_highlight(one).get_absolute_url()).content.decode() for one in (session, visit, question)
    ]

    addresses = ("/events/institute/#s2", "/events/institute/#v-visit", "/surveys/follow-up/#q3")
    for page, address in zip(pages, addresses, strict=True):
        assert f'href="{address}"' in page


def test_a_voice_that_may_not_be_shown_is_not_found(client: Client) -> None:
    consent = make.make_consent()
    voices = [
        make.make_highlight(make.make_session(), consent=consent),
        make.make_highlight(display="staff"),
        make.make_highlight(state="orphan"),
    ]
    withdraw_consent(consent, by=AnonymousUser())

    assert [client.get(voice.get_absolute_url()).status_code for voice in voices] == [404, 404, 404]
    assert client.get("/highlights/nothing-here/").status_code == 404


def test_themes_and_findings_readers_may_not_see_are_not_named(client: Client) -> None:
    draft = make.make_theme("Secret theme", status="draft")
    voice = make.make_highlight(None, draft)
    make.make_finding(draft, voice, claim="Secret claim")

    assert "Secret" not in client.get(voice.get_absolute_url()).content.decode()
