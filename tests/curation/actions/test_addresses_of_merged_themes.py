"""Whatever led to a theme that was merged leads on, and nothing comes to mean another text."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from kpknow.content.models import FormerAddress
from kpknow.curation.actions.merging_themes import edits_since_merge, merge_themes, undo_theme_merge
from stories.actions.versions import freeze_version
from stories.models import Theme
from tests import builders as make
from tests.curation.two_themes import make_two_themes

pytestmark = pytest.mark.django_db

NOBODY = AnonymousUser()


@pytest.fixture
def two() -> tuple[Theme, Theme]:
    return make_two_themes()


@pytest.mark.parametrize(
    ("path", "leads_to"),
    [
        ("/themes/courage/", "/themes/pride/#main"),
        ("/themes/courage/voices/", "/themes/pride/voices/"),
        ("/themes/courage/versions/", "/themes/pride/versions/"),
        ("/themes/courage/compare/", "/themes/pride/compare/"),
        ("/themes/courage/voices/year/2019/", "/themes/pride/voices/year/2019/"),
        ("/themes/courage/findings/1/", "/themes/pride/findings/2/"),
        ("/themes/courage/findings/2/", "/themes/pride/findings/3/"),
        ("/themes/courage/evidence.csv", "/themes/pride/evidence.csv"),
        ("/themes/courage/figures.csv", "/themes/pride/figures.csv"),
        ("/packs/new/?of=theme:courage", "/packs/new/?of=theme%3Apride"),
        ("/themes/bravery/", "/themes/courage/"),
    ],
)
def test_every_address_of_the_merged_theme_leads_on(
    path: str, leads_to: str, two: tuple[Theme, Theme], client: Client
) -> None:
    FormerAddress.objects.create(kind="stories.theme", slug="bravery", current_slug="courage")
    merge_themes(*two, by=NOBODY)

    response = client.get(path)

    assert (response.status_code, response["Location"]) == (301, leads_to)
    assert client.get(path, follow=True).status_code == 200


def test_lists_filtered_by_the_merged_theme_are_those_of_the_kept_one(two: tuple[Theme, Theme], client: Client) -> None:
    FormerAddress.objects.create(kind="stories.theme", slug="bravery", current_slug="courage")
    merge_themes(*two, by=NOBODY)

    for slug in ("courage", "bravery"):
        assert client.get(f"/stories/?theme={slug}")["Location"] == "/stories/?theme=pride"


def test_a_cited_version_stays_what_was_cited(two: tuple[Theme, Theme], client: Client) -> None:
    merged, kept = two
    freeze_version(kept, by=NOBODY)
    merge_themes(merged, kept, by=NOBODY)

    page = client.get("/themes/courage/v1/")
    versions = client.get("/themes/pride/versions/")

    assert page.status_code == 200
    assert [finding.claim for finding in page.context["shown"].findings] == ["Practice changed", "Courage is learned"]
    assert "has become part of" in page.content.decode()
    assert client.get("/themes/courage/v1/figures.csv").status_code == 200
    assert client.get("/themes/courage/v9/").status_code == 404
    assert [version.get_absolute_url() for version in versions.context["merged"]] == ["/themes/courage/v1/"]


def test_a_version_goes_with_the_theme_that_holds_its_findings(two: tuple[Theme, Theme], client: Client) -> None:
    merged, kept = two
    merge_themes(merged, kept, by=NOBODY)

    Theme.objects.filter(pk=kept.pk).update(status="withdrawn", withdrawn_at=kept.published_at, withdrawal_reason="–")

    assert client.get("/themes/courage/v1/").status_code == 410


def test_merging_twice_leads_to_the_last(two: tuple[Theme, Theme], client: Client) -> None:
    merged, kept = two
    first = merge_themes(merged, kept, by=NOBODY)
    second = merge_themes(kept, make.make_theme("Dignity", slug="dignity"), by=NOBODY)

    assert client.get("/themes/courage/findings/2/", follow=True).redirect_chain[-1][0] == "/themes/dignity/findings/3/"
    assert client.get("/themes/courage/v1/").context["theme"].slug == "dignity"
    assert edits_since_merge(first) != []

    undo_theme_merge(second, by=NOBODY)

    assert edits_since_merge(first) == []
    assert client.get("/themes/courage/v1/").context["theme"].slug == "pride"
