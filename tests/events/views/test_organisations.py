import re
from typing import Any

import pytest
from django.test import Client

from events.views.organisations import MOST
from tests import builders as make
from tests.events.full import full_organisation
from tests.events.views.pages import page, section, told, words

pytestmark = pytest.mark.django_db

LIST_QUERIES = 3
"""The content version; the page, its populations. Facets and counts are bitmaps."""
ORGANISATION_QUERIES = 10
"""The organisation; its populations, names; networks, members; participations; programme roles; resources. From
stories: its stories with their countries."""


def names(query: str = "") -> list[str]:
    return [one.name for one in Client().get(f"/organisations/{query}").context["listing"].page]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_takes_the_same_queries_for_one_organisation_and_for_three(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        one = make.make_organisation()
        one.populations.set([make.population()])
        make.make_programme().programme_partners.create(organisation=one, role="lead")

    client.get("/organisations/")
    with django_assert_num_queries(LIST_QUERIES):
        response = client.get("/organisations/")

    assert response.context["listing"].count == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_an_organisation_takes_the_same_queries_with_one_of_each_and_with_three(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    found = full_organisation(rows)

    with django_assert_num_queries(ORGANISATION_QUERIES):
        response = client.get(found.get_absolute_url())

    parts = ("members", "networks", "programme_roles", "resources")
    assert [len(response.context[name]) for name in parts] == [rows] * 4
    assert len(response.context["attendances"]) == 2 * rows


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?place=ke", ["A", "B"]),
        ("?place=not-recorded", ["C"]),
        ("?kind=network", ["C"]),
        ("?people=msm", ["A"]),
        ("?programme=gaps", ["B"]),
        ("?programme=not-recorded", ["A", "C"]),
    ],
)
def test_filters_narrow_the_list(query: str, expected: list[str]) -> None:
    make.make_organisation("A").populations.set([make.population("msm")])
    partner = make.make_organisation("B")
    make.make_programme("Gaps", slug="gaps").programme_partners.create(organisation=partner, role="lead")
    make.make_organisation("C", code=None, kind="network")

    assert names(query) == expected


def test_a_quiet_country_is_no_filter_for_organisations() -> None:
    kenya = make.country("KE")
    kenya.is_quiet = True
    kenya.save()
    make.make_organisation("Loud", code="UG")
    make.make_organisation("Quiet", code="KE")

    response = Client().get("/organisations/?place=ke")

    place = response.context["listing"].facets[0]
    assert [choice.value for choice in place.choices] == ["ug"]
    assert response.context["listing"].notices


def test_an_organisation_tells_what_it_is_and_where_it_belongs() -> None:
    found = make.make_organisation("Circle", summary="Mutual support.", acronym="CI", founded=make.a_date("1997"))
    found.names.create(name="Кружок", kind="local", language="ru")
    found.names.create(name="Old circle", kind="former")
    found.networks.create(network=make.make_organisation("Coalition"), starts=make.a_date("2015"))
    event = make.make_event("Meeting")
    make.make_participation(event, found, role="presenter")
    make.make_participation(event, found, role="participant")
    make.make_programme("Gaps").programme_partners.create(organisation=found, role="implementer")

    html = page(found)

    assert "Circle (CI)" in words(html)
    assert "since 1997" in html
    assert words(section(html, "h-do")) == "What they do Mutual support."
    assert words(section(html, "h-ne")) == "Member of Coalition since 2015"
    assert words(section(html, "h-ev")) == "Events Meeting Participant, Presenter 2019"
    assert words(section(html, "h-pr")) == "Programmes Gaps Implementer"
    assert '<dd lang="ru"><bdi>Кружок</bdi></dd>' in html
    assert told(html)[0]["alternateName"] == ["CI", "Old circle", "Кружок"]


def test_an_address_of_its_own_is_shown_only_where_the_shield_allows_it() -> None:
    shown = make.make_organisation(website="https://shown.example/")
    no_link = make.make_organisation(website="https://secret.example/", shield="no_link", shield_reason="Asked.")

    link = re.search(r'<a href="https://shown.example/"[^>]*>', page(shown))

    assert link
    assert link[0].endswith('rel="noreferrer nofollow external">')
    assert told(page(shown))[0]["url"] == "https://shown.example/"
    assert "secret.example" not in page(no_link)


@pytest.mark.parametrize("shield", ["hidden", "country_only"])
def test_a_shielded_organisation_has_no_page_and_is_in_nobody_else_s(shield: str) -> None:
    secret = make.make_organisation("Zebra group", shield=shield, shield_reason="Raided.")
    other = make.make_organisation("Other")
    other.memberships.create(member=secret)
    other.networks.create(network=secret)
    programme = make.make_programme()
    programme.programme_partners.create(organisation=secret, role="lead")

    answer = Client().get(secret.get_absolute_url())

    assert answer.status_code == 410
    pages = [answer.content.decode(), page(other), page(programme), page("/organisations/")]
    assert "Zebra" not in "".join(pages)


def test_events_are_told_newest_first_and_only_those_readers_may_see() -> None:
    found = make.make_organisation()
    for title, fields in (
        ("Undated", {"starts": None}),
        ("Old", {"starts": "2014"}),
        ("New", {"starts": "2019"}),
        ("Draft", {"status": "draft"}),
    ):
        make.make_participation(make.make_event(title, **fields), found)
    make.make_participation(make.make_event("Unlisted"), found, is_listed=False)

    shown = re.findall(r"<li><b>(.*?)</b>", section(page(found), "h-ev"))

    assert [words(one) for one in shown] == ["New", "Old", "Undated"]


def test_a_page_shows_so_many_rows_and_no_more() -> None:
    network = make.make_organisation()
    for _ in range(MOST + 1):
        network.memberships.create(member=make.make_organisation())

    assert section(page(network), "h-me").count("<li>") == MOST


def test_a_bare_organisation_has_no_empty_box_beside_it() -> None:
    html = page(make.make_organisation(code=None))

    assert "many countries" in html
    assert "<aside" not in html


def test_an_unregistered_group_is_shown_by_name_and_country_only() -> None:
    group = make.make_organisation(
        "A new group", city="Mombasa", website="https://secret.example", registration="unregistered"
    )

    page = Client().get(group.get_absolute_url()).content.decode()

    assert "A new group" in page
    assert "Kenya" in page
    assert "Mombasa" not in page
    assert "secret.example" not in page
