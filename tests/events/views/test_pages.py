"""Events' pages: what they show, to whom, and at a cost that does not grow with the rows."""

import json
import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from events.models import Event, Participation
from tests import builders as make

pytestmark = pytest.mark.django_db

LISTS = {
    # 1 count, 1 page and what its entries show, 2 for each filter that has any value, 1 for the plain ones
    "/events/": (lambda: make.make_event(), 10),
    "/organisations/": (lambda: make.make_organisation(), 8),
    "/resources/": (lambda: make.make_resource(), 6),
    "/programmes/": (lambda: make.make_programme(), 2),
    "/surveys/": (lambda: make.make_survey(), 1),
}


def text(path: str) -> str:
    return Client().get(path).content.decode()


@pytest.mark.parametrize("path", LISTS)
def test_a_list_costs_the_same_with_one_and_with_three(
    path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    build, most = LISTS[path]
    build()
    with django_assert_max_num_queries(most) as one:
        Client().get(path)

    build(), build()
    with django_assert_max_num_queries(most) as three:
        Client().get(path)

    assert len(one) == len(three)


def fill(event: Event) -> None:
    """One more of everything an event's page shows."""
    session = make.make_session(event)
    make.make_session_contribution(session)
    make.make_highlight(session, make.make_theme())
    make.make_participation(event)
    make.make_event(parent=event, kind="site_visit")
    make.make_story(event=event)
    make.make_synthesis(event=event)
    make.make_resource().events.add(event)
    make.make_survey().events.add(event)


EVENT_QUERIES = 22
"""The event; its programme, countries, people, tags, figures; participations; sessions and contributions; parts and
theirs (4); highlights and codings; voices a session; stories of the event with countries; syntheses; resources;
surveys. Visits share one query for their stories."""


def test_an_event_page_costs_the_same_with_one_and_with_three(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    event = make.make_event()
    fill(event)
    with django_assert_max_num_queries(EVENT_QUERIES) as one:
        Client().get(event.get_absolute_url())

    fill(event)
    fill(event)
    with django_assert_max_num_queries(EVENT_QUERIES) as three:
        Client().get(event.get_absolute_url())

    assert len(one) == len(three)


def test_years_not_recorded_stand_last_under_their_own_heading() -> None:
    make.make_event("Unknown", starts="XXXX-03")
    make.make_event("Known", starts="2015-05")

    headings = re.findall(r'<h3 class="year"[^>]*>([^<]+)<', text("/events/"))

    assert headings == ["2015", "Year not recorded"]


def test_a_site_visit_lives_on_its_event_s_page() -> None:
    event = make.make_event("Institute", slug="institute")
    make.make_event("The safe home", slug="safe-home", parent=event, kind="site_visit")

    response = Client().get("/events/safe-home/")

    assert (response.status_code, response["Location"]) == (302, "/events/institute/#v-safe-home")
    assert 'id="v-safe-home"' in text("/events/institute/")


def test_an_event_says_how_its_prompt_was_reframed() -> None:
    event = make.make_event()
    make.make_session(event, prompt="What do you need?", reframing="What do we need?")

    page = text(event.get_absolute_url())

    assert "What do you need?" in page
    assert "<mark>What do we need?</mark>" in page


def test_the_map_stands_beside_the_same_countries_in_words() -> None:
    event = make.make_event(code="KG")
    event.countries.set(["KG", "KE", "VN"])

    page = text(event.get_absolute_url())

    assert page.count("<circle") == 4  # three countries, and the dot of the brand
    assert re.findall(r'/places/(\w\w)/">([^<]+)</a>', page.split("Participants came from")[1])[:3] == [
        ("ke", "Kenya"),
        ("kg", "Kyrgyzstan"),
        ("vn", "Viet Nam"),
    ]


@pytest.mark.parametrize(("starts", "told"), [("2019-10-20", "2019-10-20"), ("2015-05", None), ("XXXX-03", None)])
def test_a_machine_is_told_a_date_only_where_the_day_is_known(starts: str, told: str | None) -> None:
    page = text(make.make_event(starts=starts).get_absolute_url())

    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', page)
    graph = json.loads(block[1])["@graph"]

    assert graph[0].get("startDate") == told
    assert graph[1]["@type"] == "BreadcrumbList"


def test_a_link_is_not_shown_where_the_shield_forbids_it() -> None:
    shown = make.make_organisation(website="https://shown.example")
    no_link = make.make_organisation(website="https://secret.example", shield="no_link", shield_reason="Asked.")

    assert "https://shown.example" in text(shown.get_absolute_url())
    assert "secret.example" not in text(no_link.get_absolute_url())


def test_a_speaker_without_consent_takes_the_session_out_of_sight() -> None:
    session = make.make_session(title="A private talk")
    make.make_session_contribution(session, make.make_consent(covers_words=False))

    assert "A private talk" not in text(session.event.get_absolute_url())


def test_a_speaker_who_did_not_agree_to_be_named_is_not() -> None:
    consent = make.make_consent(make.make_contributor("Zebulonia"), covers_name=False)
    session = make.make_session()
    make.make_session_contribution(session, consent)

    page = text(session.event.get_absolute_url())

    assert "Zebulonia" not in page
    assert "Name withheld (presenter)" in page


def test_a_survey_shows_every_share_with_its_base() -> None:
    question = make.make_question(shares={"Reflected": 55}, base=None, base_not_stated=True, base_words="32 took part")

    page = text(question.survey.get_absolute_url())

    assert "Base not stated in the source; 32 took part." in page
    assert "55%" in page
    assert "31%" in page  # the response rate of 32 of 102


def test_an_illegible_figure_is_said_and_draws_no_bar() -> None:
    question = make.make_question(shares={"Reflected": 55})
    question.options.create(order=2, label="Joined networks", note="not legible")

    rows = re.findall(r"<tr.*?</tr>", text(question.survey.get_absolute_url()), re.DOTALL)

    assert "not legible" in rows[-1]
    assert "<svg" not in rows[-1]


def test_a_group_under_five_is_not_broken_out() -> None:
    question = make.make_question(shares={"Hidden answer": 50}, base=4)

    page = text(question.survey.get_absolute_url())

    assert "Hidden answer" not in page


def test_unlisted_participations_stay_with_staff() -> None:
    participation = make.make_participation(make.make_event(), make.make_organisation("Quiet group"), is_listed=False)

    assert "Quiet group" not in text(participation.event.get_absolute_url())
    assert list(Participation.objects.filter(is_listed=True)) == []


def test_a_resource_says_its_cost_or_that_it_is_not_recorded() -> None:
    priced, unknown = make.make_resource(cost="75.00", currency="EUR"), make.make_resource()

    assert "75 EUR" in text(priced.get_absolute_url())
    assert "cost not recorded" in text(unknown.get_absolute_url())
