from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import RequestContext, Template
from django.test import RequestFactory

from events.actions.consents import withdraw_consent
from events.models import Event
from tests import builders as make

pytestmark = pytest.mark.django_db


def render(source: str, **values: Any) -> str:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    return Template("{% load story_links %}" + source).render(RequestContext(request, values)).strip()


def family() -> tuple[Event, Event]:
    event = make.make_event("The institute", slug="institute")
    return event, make.make_event("The visit", slug="visit", parent=event)


def test_what_came_out_of_an_event_links_every_voice_to_its_session_and_its_themes() -> None:
    event, visit = family()
    voice = make.make_highlight(make.make_session(event), make.make_theme("Care"), text="Care <comes> first.")
    make.make_highlight(make.make_session(visit), text="Seen on the visit.")
    make.make_highlight(make.make_session(event), text="Hidden.", display="staff")

    section = render("{% highlights_of_event event %}", event=event)

    assert "What came out of it" in section
    assert f'<li id="{voice.anchor}">' in section
    assert "Care &lt;comes&gt; first." in section
    assert 'href="/events/institute/#s1"' in section
    assert 'href="/events/institute/#v-visit"' in section
    assert ">Care</a>" in section
    assert section.index("first.") < section.index("Seen on the visit.")
    assert "Hidden." not in section


@pytest.mark.parametrize(
    "tag", ["highlights_of_event event", "stories_from event", "syntheses_of event", "stories_about organisation"]
)
def test_nothing_to_show_is_nothing_at_all(tag: str) -> None:
    make.make_story("Draft", event=(event := make.make_event()), status="draft")
    make.make_synthesis(event=event, status="draft")

    assert render(f"{{% {tag} %}}", event=event, organisation=make.make_organisation()) == ""


def test_stories_of_an_event_and_of_its_visits_stand_apart_and_take_two_queries(django_assert_num_queries: Any) -> None:
    event, visit = family()
    make.make_story("From the event", event=event)
    make.make_story("From the visit", event=visit)

    with django_assert_num_queries(2):
        page = render("{% stories_from event %}|{% stories_from visit %}", event=event, visit=visit)

    of_event, of_visit = page.split("|")
    assert ("From the event" in of_event, "From the visit" in of_event) == (True, False)
    assert ("From the event" in of_visit, "From the visit" in of_visit) == (False, True)


def test_stories_of_an_organisation_and_of_a_programme_are_the_visible_ones() -> None:
    organisation, programme = make.make_organisation(), make.make_programme()
    make.make_story("Shown", organisations=(organisation,), programme=programme)
    make.make_story("Draft", organisations=(organisation,), programme=programme, status="draft")

    for tag in ("stories_about organisation", "stories_of_programme programme"):
        section = render(f"{{% {tag} %}}", organisation=organisation, programme=programme)
        assert ("Shown" in section, "Draft" in section) == (True, False)


def test_a_long_list_of_a_programmes_stories_leads_to_the_rest() -> None:
    programme = make.make_programme(slug="bridging")
    for _ in range(13):
        make.make_story(programme=programme)

    section = render("{% stories_of_programme programme %}", programme=programme)

    assert section.count("<li ") == 12
    assert 'href="/stories/?programme=bridging"' in section


def test_syntheses_of_an_event_are_named_with_those_who_made_them() -> None:
    event = make.make_event()
    make.make_synthesis("The forecast", event=event, authors="A group that put itself forward")

    section = render("{% syntheses_of event %}", event=event)

    assert "The forecast" in section
    assert "A group that put itself forward" in section


@pytest.mark.parametrize("rows", [1, 3])
def test_voices_of_sessions_take_the_queries_of_the_voices(rows: int, django_assert_num_queries: Any) -> None:
    event, visit = family()
    sessions = [make.make_session(parent) for parent in (event, visit) for _ in range(rows)]
    for session in sessions:
        make.make_highlight(session)
        make.make_highlight(session)
        make.make_highlight(session, display="staff")

    with django_assert_num_queries(2):
        counts = render("{% session_voices event as voices %}{{ voices }}", event=event)

    assert counts == str({session.pk: 2 for session in sessions})


@pytest.mark.parametrize("rows", [1, 3])
def test_the_first_voices_of_a_surveys_questions_take_two_queries(rows: int, django_assert_num_queries: Any) -> None:
    survey, theme = make.make_survey(), make.make_theme("Care")
    for _ in range(rows):
        question = make.make_question(survey)
        for text in ("One.", "Two.", "Three."):
            make.make_highlight(question, theme, text=text)
        make.make_highlight(question, text="Hidden.", display="staff")

    with django_assert_num_queries(2):
        words = render(
            "{% voices_of_survey survey as voices %}{% for question, found in voices.items %}{{ found.total }}: "
            "{% for one in found.shown %}{{ one.shown_text }} {% for coding in one.shown_codings %}{{ coding.theme }}"
            "{% endfor %}; {% endfor %}{% endfor %}",
            survey=survey,
        )

    assert words == ("3: One. Care; Two. Care; " * rows).strip()


def test_a_withdrawn_voice_is_gone_from_the_event_at_once() -> None:
    event, consent = make.make_event(), make.make_consent()
    session = make.make_session(event)
    make.make_highlight(session, text="Zebra words.", consent=consent)
    before = render("{% highlights_of_event event %}", event=event)

    withdraw_consent(consent, by=AnonymousUser())

    assert "Zebra words." in before
    assert render("{% highlights_of_event event %}", event=event) == ""
    assert render("{% session_voices event as voices %}{{ voices }}", event=event) == "{}"
