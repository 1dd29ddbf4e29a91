import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kpknow.content.models.former_address import remember_slug
from tests import builders as make

pytestmark = pytest.mark.django_db

TAG_QUERIES = 12
"""Three content versions; the topic, its terms, related topics; stories with event and countries; events; resources
with publishers; themes."""
INDEX_QUERIES = 4
"""Three content versions, the topics."""


def fill() -> None:
    story = make.make_story(topics=("Safety", "Care"))
    make.make_highlight(make.first_block(story), make.make_theme())
    for record in (make.make_event(), make.make_resource()):
        record.topics.add(make.make_topic("Safety"))


@pytest.mark.parametrize(("address", "queries"), [("/tags/safety/", TAG_QUERIES), ("/tags/", INDEX_QUERIES)])
@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_of_tags_takes_the_same_queries_for_one_and_for_three(
    address: str, queries: int, rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        fill()
    client.get(address)

    with django_assert_num_queries(queries):
        response = client.get(address)

    assert response.status_code == 200


def shelves(client: Client) -> dict[str, int]:
    return {shelf.title: shelf.count for shelf in client.get("/tags/safety/").context["shelves"]}


def test_a_tag_leads_to_every_kind_that_carries_it(client: Client) -> None:
    fill()
    make.make_story(topics=("Care",)), make.make_event(), make.make_resource()

    assert shelves(client) == {"Stories": 1, "Events": 1, "Resources": 1, "Themes": 1}


def test_a_tag_counts_only_what_a_stranger_may_see(client: Client, staff: Client) -> None:
    lapsed = make.make_consent(expires_on=date.fromisoformat("2020-01-01"))
    make.make_story(topics=("Safety", "Care"), status="draft")
    make.make_story(topics=("Safety", "Care"), consent=lapsed)
    shown = make.make_story(topics=("Safety",))

    for reader in (client, staff):
        response = reader.get("/tags/safety/")
        assert [record for shelf in response.context["shelves"] for record in shelf.records] == [shown]
        assert response.context["related"] == []
        assert [(topic.name, topic.records) for topic in reader.get("/tags/").context["concepts"]] == [("Safety", 1)]


def test_more_than_five_lead_to_the_whole_list(client: Client) -> None:
    for n in range(6):
        make.make_story(f"Story {n}", dated=f"201{n}", topics=("Safety",))
        make.make_event().topics.add(make.make_topic("Safety"))

    html = client.get("/tags/safety/").content.decode()

    assert re.findall(r">Story (\d)</a>", html) == ["5", "4", "3", "2", "1"]
    assert re.findall(r'href="(/\w+/\?tag=safety)"', html) == ["/stories/?tag=safety", "/events/?tag=safety"]
    assert client.get("/stories/?tag=safety").context["listing"].count == 6
    assert client.get("/events/?tag=safety").context["listing"].count == 6


def test_related_tags_are_counted_over_all_kinds(client: Client) -> None:
    make.make_story(topics=("Safety", "Care")), make.make_story(topics=("Safety", "Care", "Law"))
    make.make_event().topics.add(make.make_topic("Safety"), make.make_topic("Law"), make.make_topic("Care"))
    make.make_story(topics=("Law", "Elsewhere"))

    related = client.get("/tags/safety/").context["related"]

    assert [(one.topic.name, one.shared) for one in related] == [("Care", 3), ("Law", 2)]


def test_the_index_counts_records_of_all_kinds(client: Client) -> None:
    fill()

    found = client.get("/tags/").context["concepts"]

    assert [(topic.name, topic.records) for topic in found] == [("Care", 1), ("Safety", 3)]


def test_an_old_address_leads_to_the_tag(client: Client) -> None:
    make.make_topic("Safety")
    remember_slug("events.topic", "security", "safety")

    response = client.get("/tags/security/")

    assert (response.status_code, response["Location"]) == (301, "/tags/safety/")
    assert client.get("/tags/never/").status_code == 404


def test_a_tag_in_another_script_has_its_page(client: Client) -> None:
    topic = make.make_topic("Безопасность")
    for _ in range(6):
        make.make_story(topics=("Безопасность",))

    response = client.get(reverse("pages:tag", args=(topic.slug,)))

    assert response.context["shelves"][0].count == 6
    assert client.get(response.context["shelves"][0].all_url).context["listing"].count == 6
