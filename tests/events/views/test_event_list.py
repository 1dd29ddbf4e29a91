import re
from typing import Any

import pytest
from django.test import Client

from tests import builders as make
from tests.events.full import full_event
from tests.events.views.pages import page, told

pytestmark = pytest.mark.django_db

LIST_QUERIES = 2
"""The content version; the page with country, programme and parent. Facets and counts are bitmaps."""


def titles(query: str = "", client: Client | None = None) -> list[str]:
    return [event.title for event in (client or Client()).get(f"/events/{query}").context["listing"].page]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_for_one_event_and_for_three(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        full_event(1)

    client.get("/events/")
    with django_assert_num_queries(LIST_QUERIES):
        response = client.get("/events/")

    assert response.context["listing"].count == 2 * rows  # each with its visit


def test_the_list_is_grouped_by_year_and_what_has_none_stands_last() -> None:
    for title, starts in (
        ("Unknown", "XXXX-03"),
        ("Old", "2015-05"),
        ("New", "2018~"),
        ("None", None),
        ("Also", "2015"),
    ):
        make.make_event(title, starts=starts)

    html = page("/events/")

    assert re.findall(r'<h3 class="year"[^>]*>([^<]+)<', html) == ["2018", "2015", "Year not recorded"]
    assert titles() == ["New", "Old", "Also", "None", "Unknown"]


def test_what_has_no_year_stays_last_across_pages() -> None:
    for n in range(20):
        make.make_event(f"Dated {n:02}", starts="2015")
    make.make_event("Undated", starts="XXXX-03")

    first, second = page("/events/"), page("/events/?page=2")

    assert "Year not recorded" not in first
    assert re.findall(r'<h3 class="year"[^>]*>([^<]+)<', second) == ["Year not recorded"]
    assert "(page 2 of 2)" in re.findall("<title>(.*?)</title>", second)[0]


def test_oldest_first_keeps_the_unknown_last_and_titles_need_no_years() -> None:
    make.make_event("C", starts="2015")
    make.make_event("B", starts=None)
    make.make_event("A", starts="2018")

    assert titles("?sort=oldest") == ["C", "A", "B"]
    assert titles("?sort=title") == ["A", "B", "C"]
    assert 'class="year"' not in page("/events/?sort=title")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?kind=convening", ["Meeting"]),
        ("?kind=site-visit", ["Visit"]),
        ("?kind=convening&kind=site-visit", ["Meeting", "Visit"]),
        ("?place=kg", ["Meeting", "Visit"]),
        ("?place=not-recorded", ["Online"]),
        ("?people=msm", ["Meeting"]),
        ("?programme=gaps", ["Meeting"]),
        ("?year=2018", ["Meeting"]),
        ("?kind=webinar&place=kg", []),
    ],
)
def test_filters_narrow_the_list(query: str, expected: list[str]) -> None:
    meeting = make.make_event("Meeting", code="KG", starts="2018", programme=make.make_programme("Gaps", slug="gaps"))
    meeting.populations.set([make.population("msm")])
    make.make_event("Visit", code="KG", starts=None, kind="site_visit", parent=meeting)
    make.make_event("Online", code=None, starts="2017", kind="webinar", mode="online")

    assert titles(query) == expected


def test_a_place_is_where_it_was_held_not_where_people_came_from() -> None:
    make.make_event("Held", code="KG").countries.set(["KE"])

    facet = next(one for one in Client().get("/events/").context["listing"].facets if one.name == "place")

    assert [(choice.value, choice.label) for choice in facet.choices] == [("kg", "Kyrgyzstan")]


def test_a_programme_that_is_not_public_is_no_filter() -> None:
    make.make_event(programme=make.make_programme("Zebra programme", status="draft"))

    assert "Zebra" not in page("/events/")


def test_a_part_leads_to_its_place_on_its_event_s_page() -> None:
    event = make.make_event("Institute", slug="institute")
    make.make_event("Visit", slug="visit", parent=event, kind="site_visit")

    html = page("/events/?kind=site-visit")

    assert '<a href="/events/institute/#v-visit">Visit</a>' in html
    assert "part of Institute" in html


def test_the_list_leads_to_its_feed_and_tells_its_way() -> None:
    html = page("/events/")

    assert '<link rel="alternate" type="application/atom+xml" title="Events" href="/feeds/events.atom">' in html
    assert [step["name"] for step in told(html)[0]["itemListElement"]] == ["Home", "Events"]


def test_more_than_one_filter_is_not_indexed() -> None:
    make.make_event(code="KG")

    assert "noindex" not in page("/events/?place=kg")
    assert '<meta name="robots" content="noindex,follow">' in page("/events/?kind=convening&place=kg")


def test_the_list_shows_staff_what_it_shows_everybody(staff: Client) -> None:
    make.make_event("Public")
    make.make_event("Draft", status="draft")

    assert titles() == titles(client=staff) == ["Public"]


@pytest.mark.parametrize("path", ["/events/", "/organisations/", "/programmes/", "/resources/", "/surveys/"])
def test_an_empty_list_says_so(path: str) -> None:
    assert "Nothing published yet." in page(path)


@pytest.mark.parametrize("path", ["/events/", "/organisations/", "/programmes/", "/resources/", "/surveys/"])
@pytest.mark.parametrize(
    "query",
    ["page=abc", "page=999999", "page=-1", "page=%00", "kind=%00", "place=%27%22", "people=zz", "sort=%00", "q"],
)
def test_what_means_nothing_is_left_out_with_a_message(path: str, query: str) -> None:
    make.make_event(), make.make_organisation(), make.make_programme(), make.make_resource(), make.make_survey()

    html = page(f"{path}?{query}")

    assert 'class="msg"' in html
    assert "\x00" not in html


@pytest.mark.parametrize("path", ["/events/", "/organisations/", "/resources/"])
def test_seven_filters_are_refused(path: str) -> None:
    values = ["KE", "UG", "TZ", "ZA", "ZM", "ZW", "BW"]
    for code in values:
        make.make_event(code=code), make.make_organisation(code=code), make.make_resource(languages=code.lower())

    name = "language" if path == "/resources/" else "place"
    query = "&".join(f"{name}={code.lower()}" for code in sorted(values))

    assert Client().get(f"{path}?{query}").status_code == 400
