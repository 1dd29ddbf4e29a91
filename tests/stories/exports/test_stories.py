"""What files say of stories, and what they must not."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from events.actions.consents import withdraw_consent
from events.models import Consent
from kpknow.content.actions.publishing import withdraw
from tests import builders as make
from tests.exports.reading import body, references, same, table, titles

pytestmark = pytest.mark.django_db


def test_a_story_is_told_in_full() -> None:
    source = make.make_source("The account", publisher="AFEW")
    event, programme = make.make_event("The institute"), make.make_programme("A programme")
    story = make.make_story(
        "A film",
        kind="video",
        dated="2019-10-20",
        topics=("Safety", "Care"),
        people=("msm",),
        event=event,
        programme=programme,
        organisations=(make.make_organisation("A group"),),
        source=source,
        speakers={"Ann": make.make_consent(make.make_contributor("Ann Chosen"))},
        body="[Ann] We met.",
        published_at="2026-01-05T13:37:11Z",
    )
    make.make_highlight(make.first_block(story), make.make_theme("Courage"))

    (row,), (cited,) = table(Client().get("/data/stories.csv")), references(Client().get("/data/stories.ris"))

    assert row == {
        "address": f"http://testserver{story.get_absolute_url()}",
        "title": "A film",
        "kind": "Video and transcript",
        "date": "20 October 2019",
        "date_edtf": "2019-10-20",
        "language": "en",
        "standfirst": "What changed, and how.",
        "people": str(make.population("msm")),
        "countries": "Kenya",
        "tags": "Care; Safety",
        "themes": "Courage",
        "programme": "A programme",
        "event": "The institute",
        "organisations": "A group",
        "told_by": "Ann Chosen; The group",
        "source": "The account",
        "published_on": "2026-01-05",
    }
    assert (cited["TY"], cited["AU"], cited["PB"], cited["T2"]) == (
        *("VIDEO", ["Ann Chosen", "The group"], "AFEW", "The institute"),
    )
    assert (cited["DA"], cited["KW"]) == ("2019/10/20/", [row["people"], "Care", "Safety", "Courage", "Kenya"])


def test_only_what_may_leave_the_site_leaves_it(staff: Client) -> None:
    make.make_story("May leave"), make.make_story("Draft", status="draft")
    make.make_story("Web only", consent=make.make_consent(for_exports=False))
    make.make_story("Ended", consent=make.make_consent(expires_on=date.fromisoformat("2020-01-01")))
    hidden = make.make_organisation("Hidden", shield="hidden", shield_reason="Raided.")
    make.make_story("About them", organisations=(hidden,))

    for reader in (Client(), staff):
        assert titles("stories", reader) == same("May leave")
        assert titles("stories?place=ke", reader) == same("May leave")


@pytest.mark.parametrize("how", ["withdrawn story", "withdrawn consent", "lapsed consent"])
def test_what_is_taken_back_is_gone_at_the_next_request(how: str) -> None:
    consent = make.make_consent()
    story = make.make_story("Taken back", consent=consent, topics=("Care",))
    make.make_story("Stays", topics=("Care",))
    before = titles("stories?tag=care")["csv"]

    if how == "withdrawn story":
        withdraw(story, by=AnonymousUser(), reason="Asked to.")
    elif how == "withdrawn consent":
        withdraw_consent(consent, by=AnonymousUser())
    else:
        Consent.objects.filter(pk=consent.pk).update(expires_on=date.fromisoformat("2020-01-01"))

    assert sorted(before) == ["Stays", "Taken back"]
    assert titles("stories?tag=care") == same("Stays")
    assert titles("stories") == same("Stays")


def test_nobody_is_named_without_consent_to_that(client: Client) -> None:
    silent = make.make_consent(make.make_contributor("Zebulonia"), covers_name=False)
    web_only = make.make_consent(make.make_contributor("Quokkaria"), for_exports=False)
    lapsed = make.make_consent(make.make_contributor("Wombatine"), expires_on=date.fromisoformat("2020-01-01"))
    speakers = {"A": silent, "B": web_only, "C": lapsed}
    make.make_story("Told", speakers=speakers, body="[A] One.\n\n[B] Two.\n\n[C] Three.")

    files = [body(client.get(f"/data/stories.{form}")).decode() for form in ("csv", "ris")]

    assert [name for name in ("Zebulonia", "Quokkaria", "Wombatine") if any(name in file for file in files)] == []
    assert all("The group" in file for file in files)


def test_what_belongs_to_a_story_leaves_only_if_it_may(client: Client) -> None:
    shielded = make.make_organisation("Quokka", shield="country_only", shield_reason="Asked.")
    hosted = make.make_event("Hosted by wombat")
    make.make_participation(hosted, shielded, role="host")
    voice = make.make_consent(for_exports=False)
    story = make.make_story(
        "Told",
        event=hosted,
        programme=make.make_programme("Draft wombat", status="draft"),
        source=make.make_source("Internal wombat", is_listed=False, publisher="wombat"),
        speakers={"A": voice},
        body="[A] Words.",
    )
    make.make_highlight(make.first_block(story), make.make_theme("Theme of wombat"))

    (row,) = table(client.get("/data/stories.csv"))
    cited = body(client.get("/data/stories.ris")).decode()

    assert (row["event"], row["programme"], row["source"], row["themes"]) == ("", "", "", "")
    assert "wombat" not in cited
    assert "Words." not in cited
