import re
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from events.models import Event
from kpknow.content.actions.publishing import withdraw
from tests import builders as make
from tests.events.full import full_event
from tests.events.views.pages import page, section, told, words

pytestmark = pytest.mark.django_db

EVENT_QUERIES = 15
"""The event with its programme; its countries; its people and tags; who took part; sessions, who led them; parts; the
figures of all; resources; surveys. From stories: voices and their themes, once for the whole page; stories with their
countries; syntheses. However many visits ask for their stories, they share those two."""


@pytest.mark.parametrize("rows", [1, 3])
def test_an_event_takes_the_same_queries_with_one_of_each_and_with_three(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    event = full_event(rows)

    with django_assert_num_queries(EVENT_QUERIES):
        response = client.get(event.get_absolute_url())

    assert [len(response.context[name]) for name in ("sessions", "parts", "resources", "surveys")] == [rows] * 4


def test_an_event_reads_in_its_order() -> None:
    html = page(full_event(1))

    headings = [words(one) for one in re.findall(r"<h2[^>]*>(.*?)</h2>", html.split("<footer")[0])]

    assert headings == [
        "What came out of it",
        "Sessions and visits",
        "Stories from it",
        "What participants made of it",
        "About this event",
        "What happened next",
        "Who took part",
        "Documents",
        "Asked again later",
        "Keep or cite",
    ]


def test_the_contents_name_only_what_is_there() -> None:
    full, bare = page(full_event(1)), page(make.make_event())

    for html in (full, bare):
        contents = re.search(r'<nav class="toc.*?</nav>', html, re.DOTALL)
        assert contents
        links = re.findall(r'href="#([^"]+)"', contents[0])
        assert [link for link in links if f'id="{link}"' not in html] == []
    assert links == ["h-get"]


def test_a_bare_event_has_no_empty_parts_and_says_what_is_not_known() -> None:
    html = page(make.make_event(code=None, starts=None))

    assert "place not recorded" in html
    assert "date not recorded" in html
    assert [html.split("<footer")[0].count(mark) for mark in ("<dl", "<figure", "<h2")] == [0, 0, 1]


def test_a_site_visit_lives_on_its_event_s_page() -> None:
    event = make.make_event("Institute", slug="institute")
    make.make_event("The safe home", slug="safe-home", parent=event, kind="site_visit", code="KG")

    response = Client().get("/events/safe-home/")
    visit = re.search(r'<li id="v-safe-home">(.*?)</li>', page(event), re.DOTALL)

    assert (response.status_code, response["Location"]) == (302, "/events/institute/#v-safe-home")
    assert visit
    assert "The safe home" in visit[1]
    assert "The address is never held on this site." in visit[1]


def test_a_part_shows_its_own_sessions_and_hosts() -> None:
    event = make.make_event()
    webinar = make.make_event(parent=event, kind="webinar", slug="webinar")
    make.make_session(event, title="The plenary")
    make.make_session(webinar, title="Making sense of data")
    make.make_participation(webinar, make.make_organisation("Our host"), role="host")

    html = page(event)
    part = html[html.index('id="v-webinar"') :]

    assert html.index("The plenary") < html.index('id="v-webinar"')
    assert "Making sense of data" in part
    assert "Host: Our host" in words(part)
    assert "Our host Host (webinar) Kenya" in words(section(html, "h-who"))


def test_an_event_says_how_its_prompt_was_reframed() -> None:
    event = make.make_event()
    make.make_session(event, prompt="What do you need?", reframing="What do we need?")

    html = page(event)

    assert "They were asked: What do you need? They made it: What do we need?" in words(html)
    assert "<mark>What do we need?</mark>" in html


def test_a_session_counts_its_voices() -> None:
    session = make.make_session()
    for _ in range(3):
        make.make_highlight(session)
    make.make_session(session.event, title="A quiet one")

    sessions = re.findall(r'<li id="s\d">(.*?)</li>', page(session.event), re.DOTALL)

    assert ["3 highlights" in one for one in sessions] == [True, False]


def test_the_map_stands_beside_the_same_countries_in_words() -> None:
    event = make.make_event(code="KG")
    event.countries.set(["KE", "VN"])

    figure = re.search(r'<figure class="map">(.*?)</figure>', page(event), re.DOTALL)

    assert figure
    assert len(re.findall("<circle", figure[1])) == 3
    assert figure[1].count('class="host"') == 1
    assert words(figure[1]) == "Held in Kyrgyzstan (ringed). Participants came from Kenya , Viet Nam ."


def test_an_online_event_is_held_in_no_country_s_page() -> None:
    html = page(make.make_event(code=None, mode="online"))

    assert "<span>online</span>" in html
    assert told(html)[0]["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"


@pytest.mark.parametrize(("starts", "day"), [("2019-10-20", "2019-10-20"), ("2015-05", None), ("XXXX-03", None)])
def test_a_machine_is_told_a_date_only_where_the_day_is_known(starts: str, day: str | None) -> None:
    event, way = told(page(make.make_event("A day", starts=starts)))

    assert event.get("startDate") == day
    assert [step["name"] for step in way["itemListElement"]] == ["Home", "Events", "A day"]


def test_a_machine_is_told_the_country_and_no_city() -> None:
    event = make.make_event(code="KG", city="Bishkek", place_precision="city")
    make.make_participation(event, make.make_organisation("Organiser one"), role="organiser")

    html = page(event)

    assert "Bishkek, Kyrgyzstan" in html
    assert told(html)[0]["location"] == {"@type": "Country", "name": "Kyrgyzstan"}
    assert told(html)[0]["organizer"] == [{"@type": "Organization", "name": "Organiser one"}]


def test_a_speaker_without_consent_takes_the_session_out_of_sight() -> None:
    session = make.make_session(title="A private talk")
    make.make_session_contribution(session, make.make_consent(covers_words=False))

    assert "A private talk" not in page(session.event)


def test_a_speaker_who_did_not_agree_to_be_named_is_not() -> None:
    consent = make.make_consent(make.make_contributor("Zebulonia"), covers_name=False)
    session = make.make_session()
    make.make_session_contribution(session, consent)

    html = page(session.event)

    assert "Zebulonia" not in html
    assert "Name withheld (presenter)" in words(html)


def test_who_took_part_is_listed_only_as_far_as_each_allows() -> None:
    event = make.make_event()
    make.make_participation(event, make.make_organisation("Quiet group"), is_listed=False)
    make.make_participation(event, make.make_organisation("Zebra raided", shield="hidden", shield_reason="Raided."))
    only_country = make.make_organisation("Zebra careful", shield="country_only", shield_reason="Asked.", code="UG")
    make.make_participation(event, only_country, note="Zebra noted")
    make.make_participation(event, make.make_organisation("Zoe's group"), role="presenter")

    html = page(event)

    assert "Quiet group" not in html
    assert "Zebra" not in html
    names = re.findall(r"<li><b>(.*?)</b>", section(html, "h-who"))
    assert [words(name) for name in names] == ["Zoe's group", "An organisation in Uganda"]
    assert "<a" not in names[1]


def test_an_event_of_a_withdrawn_parent_is_gone_too_and_names_nobody() -> None:
    event = make.make_event("Zebra institute")
    visit = make.make_event("Zebra home", parent=event, kind="site_visit")

    withdraw(event, by=AnonymousUser(), reason="Zebra asked.")
    answers = [Client().get(f"/events/{one.slug}/") for one in (event, visit)]

    assert [answer.status_code for answer in answers] == [410, 410]
    assert [answer["Cache-Control"] for answer in answers] == ["no-store", "no-store"]
    assert "Zebra" not in "".join(answer.content.decode() for answer in answers)


def test_an_old_address_leads_to_the_new() -> None:
    event = make.make_event(slug="old")
    event = Event.objects.get(pk=event.pk)
    event.slug = "new"
    event.save()

    response = Client().get("/events/old/")

    assert (response.status_code, response["Location"]) == (301, "/events/new/")


def test_a_source_staff_do_not_show_is_neither_cited_nor_linked_aside() -> None:
    shown = make.make_source("Shown", publisher="Zebra press")
    kept = make.make_source("Kept", publisher="Lemur press", is_listed=False)

    citing, silent = (page(make.make_event(source=source)) for source in (shown, kept))

    assert "Zebra press" in section(citing, "h-get")
    assert "Lemur press" not in silent
    assert kept.get_absolute_url() not in silent.split("<aside")[1]


def test_staff_see_a_draft_under_a_bar_that_leads_to_its_form(staff: Client) -> None:
    draft = make.make_event("A draft", status="draft")

    html = page(draft, staff)
    bar = re.search(r'<aside class="staff".*?</aside>', html, re.DOTALL)

    assert bar
    assert words(bar[0]) == "Draft Seen by staff only. Not on the public site. Edit"
    assert f"/staff/events/event/{draft.pk}/change/" in bar[0]
    assert Client().get(draft.get_absolute_url()).status_code == 404
    assert 'class="staff"' not in page(make.make_event(), staff)


def test_words_in_another_language_say_so() -> None:
    event = make.make_event("لقاء", language="ar", tagline="معا")

    html = page(event)

    assert '<h1 lang="ar" dir="rtl">لقاء</h1>' in html
    assert '<p class="lede" lang="ar" dir="rtl">معا</p>' in html


@pytest.mark.parametrize("method", ["post", "put", "delete", "trace", "options"])
def test_an_event_is_only_read(method: str, client: Client) -> None:
    assert getattr(client, method)(make.make_event().get_absolute_url()).status_code == 405


@pytest.mark.parametrize("slug", ["%00", "nothing-here", "'%22", "..", "a" * 400, "%F0%9F%98%80"])
def test_an_address_nobody_gave_is_not_found(slug: str, client: Client) -> None:
    assert client.get(f"/events/{slug}/").status_code == 404
