from typing import Any

import pytest
from django.test import Client

from tests import builders as make
from tests.events.full import full_resource
from tests.events.views.pages import page, section, told, words

pytestmark = pytest.mark.django_db

LIST_QUERIES = 3
"""The content version; the page, its publishers. Facets and counts are bitmaps."""
RESOURCE_QUERIES = 4
"""The resource with its programme; its tags; publishers; events."""


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_for_one_resource_and_for_three(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        full_resource(1)

    client.get("/resources/")
    with django_assert_num_queries(LIST_QUERIES):
        response = client.get("/resources/")

    assert response.context["listing"].count == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_a_resource_takes_the_same_queries_with_one_of_each_and_with_three(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    found = full_resource(rows)

    with django_assert_num_queries(RESOURCE_QUERIES):
        response = client.get(found.get_absolute_url())

    assert len(response.context["publishers"]) == rows
    assert len(response.context["events"]) == 2 * rows


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?kind=course", ["Course"]),
        ("?language=ru", ["Both", "Course"]),
        ("?language=en", ["Both"]),
        ("?language=not-recorded", ["Unknown"]),
        ("?language=en&language=not-recorded", ["Both", "Unknown"]),
        ("?language=r", ["Both", "Course", "Prefix", "Unknown"]),
    ],
)
def test_filters_narrow_the_list(query: str, expected: list[str]) -> None:
    make.make_resource("Both", languages="en ru")
    make.make_resource("Course", languages="ru", kind="course")
    make.make_resource("Unknown", languages="")
    make.make_resource("Prefix", languages="run")

    listing = Client().get(f"/resources/{query}").context["listing"]

    assert [one.title for one in listing.page] == expected


def test_languages_are_offered_in_their_own_words() -> None:
    make.make_resource(languages="ru en")
    make.make_resource(languages="fr")

    facet = Client().get("/resources/").context["listing"].facets[1]

    assert [choice.label for choice in facet.choices] == ["English", "Français", "Русский"]


def test_what_is_not_known_is_said() -> None:
    get_it = words(section(page(make.make_resource()), "h-have"))

    assert get_it == (
        "How to get it Address not recorded in our copy of the source Cost cost not recorded "
        "Languages not recorded Issued date not recorded"
    )


def test_a_resource_tells_how_to_get_it() -> None:
    found = make.make_resource(
        cost="75.00", currency="EUR", languages="en ru", issued=make.a_date("2015"), pages=40, url="https://x.example/r"
    )

    html = page(found)

    assert words(section(html, "h-have")) == (
        "How to get it Address https://x.example/r (another site) Cost 75 EUR Languages English, Русский "
        "Issued 2015 Pages 40"
    )
    assert 'rel="noreferrer nofollow external"' in html


def test_a_course_is_told_to_machines_as_one() -> None:
    course, report = (
        make.make_resource(kind="course", languages="ru"),
        make.make_resource(issued=make.a_date("2015-05")),
    )
    for one in (course, report):
        one.publishers.add(make.make_organisation(f"Maker of {one.kind}"))

    courses, reports = told(page(course))[0], told(page(report))[0]

    assert (courses["@type"], courses["inLanguage"]) == ("Course", ["ru"])
    assert courses["provider"] == [{"@type": "Organization", "name": "Maker of course"}]
    assert (reports["@type"], reports["datePublished"]) == ("CreativeWork", "2015-05")
    assert reports["publisher"] == [{"@type": "Organization", "name": "Maker of report"}]


def test_a_programme_that_is_not_public_is_not_named() -> None:
    draft = make.make_programme("Zebra programme", status="draft")

    found = make.make_resource(programme=draft)
    event = make.make_event(programme=draft)
    survey = make.make_survey(programme=draft)

    shown = [page(found), page(event), page(survey), page("/events/"), page("/resources/"), page("/surveys/")]
    assert "Zebra" not in "".join(shown)


def test_a_resource_of_a_shielded_publisher_is_not_shown() -> None:
    found = make.make_resource("Zebra report")
    found.publishers.add(make.make_organisation(shield="country_only", shield_reason="Asked."))

    assert Client().get(found.get_absolute_url()).status_code == 410
    assert "Zebra" not in page("/resources/")
