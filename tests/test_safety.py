"""The promise to people: what they did not agree to is nowhere; what they take back is gone at the next request."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from events.actions.consents import withdraw_consent, withdraw_everything
from events.models import Consent
from kpknow.content.actions.publishing import withdraw
from kpknow.content.models import Record, Status
from kpknow.curation.actions.receipts import hide_everything
from kpknow.search.indexing import catch_up
from stories.actions.versions import freeze_version
from stories.models import Story
from tests import builders as make
from tests.accounts.browsers import ENTRANCE
from tests.walk import walk, where

pytestmark = pytest.mark.django_db

NAME, WORDS, PICTURE = "Zebulonia", "quokka-words", "quokka-picture"


@pytest.fixture
def spoken() -> Consent:
    """One person in every place a person can be: turn, highlight, evidence, session, picture, film, podcast."""
    person = make.make_contributor(NAME, role="peer educator")
    consent = make.make_consent(person)
    theme = make.make_theme("Care")
    event = make.make_event("The institute")
    session = make.make_session(event, title="A talk", summary=f"She spoke of {WORDS}.", key_points=WORDS)
    make.make_session_contribution(session, consent)
    story = make.make_story(
        "The film",
        kind="video",
        event=event,
        speakers={"Zeb": consent},
        topics=("Safety",),
        people=("msm",),
        body=f"[Narrator] It began in a courtyard.\n\n[Zeb] We said {WORDS} together.",
    )
    turn = story.blocks.get(text__contains=WORDS)
    voice = make.make_highlight(turn, theme, display="quote_named", consent=consent)
    told = make.make_highlight(session, theme, text=f"Told: {WORDS}", consent=consent, voice=NAME)
    make.make_finding(theme, voice, told, claim=f"What {WORDS} means")
    freeze_version(theme, by=AnonymousUser())
    contribution = story.contributions.get(label="Zeb")
    make.make_media(story, contribution, title=f"Film with {NAME}")
    make.make_picture(story, contribution, title=PICTURE, alternative_text=PICTURE)
    whole = make.make_contributor(f"{NAME} whole")
    make.make_story(f"All {WORDS}", standfirst=WORDS, consent=make.make_consent(whole), body=WORDS)
    catch_up()
    return consent


def test_what_is_agreed_is_shown(spoken: Consent) -> None:
    answers = walk()

    assert len(where(WORDS, answers)) > 6
    assert where(NAME, answers)
    assert any(address.startswith("/pictures/") for address in answers)
    assert "/search/?q=quokka" in where(WORDS, answers)


@pytest.mark.parametrize(
    "ended", ["withdrawn", "expired", "words only taken back", "everything at once", "hidden by the person"]
)
def test_a_person_who_takes_back_is_nowhere_at_the_next_request(
    spoken: Consent, ended: str, curator: object, settings: object
) -> None:
    before = walk()
    pictures = [address for address in before if address.startswith("/pictures/")]

    for consent in Consent.objects.filter(contributor__name__startswith=NAME):
        if ended == "withdrawn":
            withdraw_consent(consent, by=AnonymousUser())
        elif ended == "everything at once":
            withdraw_everything(consent.contributor, by=AnonymousUser(), reason="Asked to.")
        elif ended == "hidden by the person":
            hide_everything(consent.contributor)
        else:
            Consent.objects.filter(pk=consent.pk).update(
                **{"expires_on": timezone.now().date() - timedelta(days=1)}
                if ended == "expired"
                else {"for_web": False, "for_exports": False}
            )
    after = walk(starts=before, gone=before)

    assert where(WORDS, after) == []
    assert where(NAME, after) == []
    assert where(PICTURE, after) == []
    assert [Client().get(address).status_code for address in pictures] == [404] * len(pictures)


def test_a_withdrawn_story_answers_410_and_names_nobody(spoken: Consent) -> None:
    story = Story.objects.get(title="The film")
    address = story.get_absolute_url()

    withdraw(story, by=AnonymousUser(), reason="She asked us to.")
    response = Client().get(address)

    assert response.status_code == 410
    assert response["Cache-Control"] == "no-store"
    assert where("The film", {address: response.content.decode()}) == []
    assert where("She asked", walk()) == []


def test_feeds_need_consent_for_exports() -> None:
    consent = make.make_consent(for_exports=False)
    story = make.make_story("Only on the web", consent=consent)

    answers = walk()

    assert story.get_absolute_url() in where("Only on the web", answers)
    assert "/feeds/stories.atom" not in where("Only on the web", answers)


MARK = "wombat-mark"
BUILDERS: dict[str, Callable[..., Record]] = {
    "story": lambda **f: make.make_story(f"Story {MARK}", standfirst=MARK, topics=("Safety",), people=("msm",), **f),
    "event": lambda **f: make.make_event(f"Event {MARK}", summary=MARK, **f),
    "organisation": lambda **f: make.make_organisation(f"Organisation {MARK}", summary=MARK, **f),
    "programme": lambda **f: make.make_programme(f"Programme {MARK}", summary=MARK, **f),
    "resource": lambda **f: make.make_resource(f"Resource {MARK}", summary=MARK, **f),
    "survey": lambda **f: make.make_survey(f"Survey {MARK}", summary=MARK, **f),
    "theme": lambda **f: make.make_theme(f"Theme {MARK}", summary=MARK, **f),
    "synthesis": lambda **f: make.make_synthesis(f"Synthesis {MARK}", summary=MARK, **f),
}


@pytest.mark.parametrize("kind", BUILDERS)
@pytest.mark.parametrize("status", [Status.DRAFT, Status.IN_REVIEW, Status.WITHDRAWN])
def test_what_is_not_published_is_nowhere(kind: str, status: Status) -> None:
    hidden = BUILDERS[kind](status=status)
    catch_up()

    answers = walk()
    direct = Client().get(hidden.get_absolute_url())

    assert where(MARK, answers) == []
    assert direct.status_code == (410 if status == Status.WITHDRAWN else 404)
    assert MARK not in direct.content.decode()


@pytest.mark.parametrize("kind", BUILDERS)
def test_what_is_published_is_found_by_links_alone(kind: str) -> None:
    shown = BUILDERS[kind]()

    answers = walk(starts=["/"])

    assert shown.get_absolute_url() in where(MARK, answers)


def test_a_hidden_organisation_is_nowhere_and_a_country_only_one_has_no_name() -> None:
    event = make.make_event("A meeting", code="UG")
    hidden = make.make_organisation(f"Hidden {MARK}", code="UG", shield="hidden", shield_reason="Raided.")
    country_only = make.make_organisation(f"Quiet {MARK}", code="UG", shield="country_only", shield_reason="Asked.")
    programme = make.make_programme("A programme")
    for organisation in (hidden, country_only):
        make.make_participation(event, organisation)
        programme.programme_partners.create(organisation=organisation, role="implementer")
        make.make_story(f"Story of {MARK}", organisations=(organisation,))
        make.make_resource(f"Report of {MARK}").publishers.add(organisation)
        make.make_event(f"Hosted by {MARK}").participations.create(
            organisation=organisation, role="host", is_listed=True
        )
    catch_up()

    answers = walk()

    assert where(MARK, answers) == []
    assert where("An organisation in Uganda", answers) == [event.get_absolute_url()]


def test_an_organisation_not_listed_publicly_is_not_listed() -> None:
    event = make.make_event()
    organisation = make.make_organisation("Plain name")
    make.make_participation(event, organisation, is_listed=False)

    answers = walk()

    assert where("Plain name", {event.get_absolute_url(): answers[event.get_absolute_url()]}) == []


def test_reading_sets_no_cookie_and_loads_nothing_from_elsewhere(spoken: Consent) -> None:
    loads = ('src="http', "url(http", "@import", "<iframe")

    for address, answer in walk().items():
        assert "set-cookie" not in answer.casefold(), address
        if not address.endswith("/play/"):
            assert not [load for load in loads if load in answer], address


def test_every_answer_carries_the_headers(spoken: Consent) -> None:
    asked = [*walk(), "/nothing-here/", "/static/nothing.css"]

    for address in asked:
        response = Client().get(address)
        list(response)
        assert response["Referrer-Policy"] == "same-origin", address
        assert response["X-Content-Type-Options"] == "nosniff", address
        assert response["X-Frame-Options"] == "DENY", address
        assert response["Cache-Control"] == "no-store", address
        assert response["Cross-Origin-Resource-Policy"] == "same-origin", address
        assert "default-src 'none'" in response["Content-Security-Policy"], address
        assert "unsafe" not in response["Content-Security-Policy"], address


KNOWN_PATTERNS = {
    "pages:home", "pages:places", "pages:place", "pages:people", "pages:population", "pages:tags", "pages:tag",
    "pages:sources", "pages:source", "pages:about", "pages:method", "pages:safety", "pages:consent",
    "pages:accessibility", "pages:licence", "events:events", "events:event", "events:organisations",
    "events:organisation", "events:programmes", "events:programme", "events:resources", "events:resource",
    "events:resource_file",
    "events:surveys", "events:survey", "events:survey_csv", "events:question_figures", "events:question_csv",
    "events:question_svg", "events:question_png",
    "events:events_feed", "stories:stories", "stories:story", "stories:play",
    "stories:picture", "stories:themes", "stories:theme", "stories:syntheses", "stories:synthesis",
    "stories:highlight", "stories:theme_voices", "stories:question_voices", "stories:stories_feed",
    "stories:themes_feed", "stories:syntheses_feed", "events:organisations_feed", "events:resources_feed",
    "stories:stories_csv", "stories:stories_ris", "stories:themes_csv", "stories:themes_ris", "stories:syntheses_csv",
    "stories:syntheses_ris", "events:events_csv", "events:events_ris", "events:organisations_csv",
    "events:organisations_ris", "events:resources_csv", "events:resources_ris", "robots", "healthz", "readyz",
    "sitemap",
    "sitemap_section", "search:search", "opensearch", "pages:my_story", "pages:removal", *ENTRANCE,
    "curation:keep_words", "curation:bring_back", "curation:throw_away", "curation:make_draft_link", "draft",
    "draft_picture",
    "stories:comment", "packs:new", "packs:pack",
    "stories:finding_voices", "stories:theme_evidence", "stories:theme_figures",
    "stories:theme_version", "stories:theme_versions", "stories:version_figures", "pages:learning",
    "stories:compare", "stories:voices_among", "pages:evidence", "pages:evidence_csv", "pages:evidence_voices",
    "pages:evidence_records", "pages:gaps", "pages:gaps_csv", "pages:gap_records",
    "curation:code", "curation:code_block", "curation:propose_theme", "curation:agreement",
    "curation:relink", "curation:coding", "curation:bring_codebook", "curation:coding_file",
}  # fmt: skip


def test_every_address_of_the_site_is_known_to_these_tests() -> None:
    """A new kind of page has to be thought of here: can it show what should not be shown?"""
    found: set[str] = set()

    def collect(patterns: list[object], prefix: str) -> None:
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                if pattern.app_name == "admin":
                    continue
                collect(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else prefix)
            else:
                found.add(f"{prefix}{pattern.name}")

    collect(get_resolver().url_patterns, "")

    assert found == KNOWN_PATTERNS
