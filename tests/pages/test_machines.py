import re

import pytest
from django.test import Client

from tests import builders as make

pytestmark = pytest.mark.django_db


def sitemap_addresses() -> list[str]:
    sections = re.findall(r"<loc>([^<]+)</loc>", Client().get("/sitemap.xml").content.decode())
    pages = [Client().get(section).content.decode() for section in sections]
    return [address for page in pages for address in re.findall(r"<loc>http://testserver([^<]+)</loc>", page)]


def test_the_sitemap_holds_what_a_stranger_may_see_and_nothing_else() -> None:
    shown, hidden = make.make_story(), make.make_story(status="draft")
    visit = make.make_event(parent=make.make_event(), kind="site_visit")

    addresses = sitemap_addresses()

    assert shown.get_absolute_url() in addresses
    assert hidden.get_absolute_url() not in addresses
    assert visit.get_absolute_url() not in addresses
    assert {Client().get(address).status_code for address in addresses} == {200}


def test_robots_leads_to_the_sitemap_of_this_very_host() -> None:
    robots = Client().get("/robots.txt").content.decode()

    assert "Sitemap: http://testserver/sitemap.xml" in robots


def test_healthz_answers() -> None:
    assert Client().get("/healthz").content == b"ok\n"


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
