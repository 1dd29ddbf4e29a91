from xml.etree import ElementTree

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kpknow.exports.sitemap import NAMESPACE
from stories.models import Story
from tests import builders as make

pytestmark = pytest.mark.django_db


def read(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200, address
    return b"".join(response.streaming_content).decode()


def listed(text: str) -> list[tuple[str, str]]:
    """Path and day of each entry of a sitemap or of the index; the file must be what the protocol says."""
    root = ElementTree.fromstring(text)  # noqa: S314  our own answer
    assert root.tag in (f"{{{NAMESPACE}}}urlset", f"{{{NAMESPACE}}}sitemapindex")
    found = [[child.text or "" for child in entry] for entry in root]
    assert all(address.startswith("http://testserver/") for address, *_day in found)
    return [(address.removeprefix("http://testserver"), "".join(day)) for address, *day in found]


def sitemap_addresses() -> list[str]:
    return [address for section, _day in listed(read("/sitemap.xml")) for address, _changed in listed(read(section))]


def test_the_sitemap_holds_what_a_stranger_may_see_and_nothing_else() -> None:
    shown, hidden = make.make_story(topics=("Zines",)), make.make_story(status="draft", topics=("Posters",))
    lapsed = make.make_story(consent=make.make_consent(expires_on=make.day("2020-01-01")))
    visit = make.make_event(parent=make.make_event(), kind="site_visit")

    addresses = sitemap_addresses()

    assert shown.get_absolute_url() in addresses
    assert {"/tags/zines/", "/places/ke/"} <= set(addresses)
    unseen = [hidden.get_absolute_url(), lapsed.get_absolute_url(), visit.get_absolute_url(), "/tags/posters/"]
    assert [address for address in addresses if address in unseen] == []
    assert len(addresses) == len(set(addresses))
    assert {Client().get(address).status_code for address in addresses} == {200}


def test_a_section_is_a_stretch_of_keys_and_the_index_says_when_it_changed() -> None:
    first = make.make_story()
    last = make.make_story(pk=20_001 + first.pk)
    make.make_story(pk=10_001 + first.pk, status="draft")
    Story.objects.filter(pk=first.pk).update(changed_at="2026-01-05T23:10Z")
    Story.objects.filter(pk=last.pk).update(changed_at="2026-02-06T01:10Z")

    stories = [entry for entry in listed(read("/sitemap.xml")) if "stories" in entry[0]]

    assert stories == [("/sitemap-stories-1.xml", "2026-01-05"), ("/sitemap-stories-3.xml", "2026-02-06")]
    assert listed(read("/sitemap-stories-3.xml")) == [(last.get_absolute_url(), "2026-02-06")]
    assert "T" not in read("/sitemap-stories-1.xml").split("<loc>")[1].split("<lastmod>")[1].split("<")[0]


@pytest.mark.parametrize(
    "address",
    [
        *("/sitemap-stories-2.xml", "/sitemap-stories-0.xml", f"/sitemap-stories-{'9' * 40}.xml"),
        *("/sitemap-nonsense-1.xml", "/sitemap-pages-2.xml", "/sitemap-stories-%00.xml"),
    ],
)
def test_there_is_no_such_section(address: str) -> None:
    make.make_story()

    assert Client().get(address).status_code == 404


@pytest.mark.parametrize(("address", "queries"), [("/sitemap.xml", 9), ("/sitemap-stories-1.xml", 3)])
@pytest.mark.parametrize("rows", [1, 3])
def test_a_sitemap_takes_the_same_queries_for_one_record_and_for_three(
    address: str, queries: int, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """The content version; one a kind of record. A section: whether it holds anything, and what."""
    for _ in range(rows):
        make.make_story(), make.make_event()

    with django_assert_num_queries(queries):
        read(address)


def test_a_sitemap_is_not_sent_again_while_nothing_changed() -> None:
    make.make_story()
    for address in ("/sitemap.xml", "/sitemap-stories-1.xml"):
        etag = Client().get(address)["ETag"]
        same = Client().get(address, headers={"If-None-Match": etag})
        make.make_story()
        after = Client().get(address, headers={"If-None-Match": etag})

        assert (same.status_code, after.status_code) == (304, 200)


def test_robots_leads_to_the_sitemap_of_this_very_host() -> None:
    robots = Client().get("/robots.txt").content.decode()

    assert "Sitemap: http://testserver/sitemap.xml" in robots


@pytest.mark.parametrize("feed", ["stories", "events", "themes"])
def test_a_feed_is_not_sent_again_while_it_says_the_same(feed: str) -> None:
    make.make_story(), make.make_event(), make.make_theme()
    first = Client().get(f"/feeds/{feed}.atom")

    again = Client().get(f"/feeds/{feed}.atom", headers={"If-None-Match": first["ETag"]})

    assert first["Content-Type"].startswith("application/atom+xml")
    assert (again.status_code, again.content) == (304, b"")


def test_the_site_works_under_any_of_its_names(settings: object) -> None:
    settings.ALLOWED_HOSTS = ["abc.onion"]
    make.make_story()

    page = Client(headers={"Host": "abc.onion"}).get("/stories/").content.decode()

    assert 'href="http://abc.onion/stories/"' in page
    assert "127.0.0.1" not in page
