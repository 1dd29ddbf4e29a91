"""The last step: people, consents, source, drafts."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from events.models import Consent, Contributor
from kpknow.content.actions.publishing import publish
from kpknow.content.models import Source
from kpknow.curation.models import Manuscript
from stories.models import Story
from tests import builders as make
from tests.curation.documents.texts import TRANSCRIPT, bring_in, confirm, said_of, stories_page, text_page

pytestmark = pytest.mark.django_db

PEOPLE = ("teller", "speaker-0", "speaker-1")


@pytest.fixture
def ready(staff: Client) -> Manuscript:
    """The transcript of the circle with everybody confirmed and the comments of its page left out."""
    manuscript = bring_in(staff)
    return confirm(staff, manuscript, p1_what="out", p6_what="out", p7_what="out")


def answers(manuscript: Manuscript, **changes: Any) -> dict[str, Any]:
    """The last page filled in with people who are known already; ``changes`` as in said_of."""
    sent: dict[str, Any] = {"edition": manuscript.edition, "origin-source": make.make_source("The film").pk}
    for number, part in enumerate(manuscript.parts):
        sent |= {
            f"story-{number}-title": part[0].text,
            f"story-{number}-kind": "video",
            f"story-{number}-standfirst": "S.",
        }
    for person in PEOPLE:
        consent = make.make_consent(make.make_contributor(person))
        role = "teller" if person == "teller" else "speaker"
        sent |= {
            f"{person}-contributor": consent.contributor.pk,
            f"{person}-consent": consent.pk,
            f"{person}-role": role,
        }
        sent |= {f"{person}-new-naming": "unnamed"}
    sent |= {name.replace("__", "-"): value for name, value in changes.items()}
    return {name: value for name, value in sent.items() if value is not None}


NEW = {
    "speaker-1-contributor": "",
    "speaker-1-consent": "",
    "speaker-1-new-name": "Otieno",
    "speaker-1-new-naming": "first_name",
    "speaker-1-consent-basis": "written",
    "speaker-1-consent-covers_words": "on",
    "speaker-1-consent-covers_name": "on",
    "speaker-1-consent-for_web": "on",
}


def counts() -> tuple[int, ...]:
    return tuple(model._default_manager.count() for model in (Story, Contributor, Consent, Source))


def test_a_confirmed_text_becomes_a_draft_that_can_be_published(ready: Manuscript, staff: Client, curator: Any) -> None:
    response = staff.post(stories_page(ready), answers(ready))
    story = Story.objects.get()

    assert response["Location"] == reverse("admin:stories_story_change", args=(story.pk,))
    assert (story.status, story.title, story.slug) == (
        "draft",
        "The Story of Change: Baobab Circle",
        "the-story-of-change-baobab-circle",
    )
    assert str(story.source) == "The film"
    assert [(block.kind, block.speaker) for block in story.blocks.all()] == [
        ("turn", "Narrator"),
        ("turn", "speaker-0"),
        ("turn", "speaker-1"),
        ("turn", "speaker-0"),
    ]
    publish(story, by=curator)
    page = Client().get(story.get_absolute_url()).content.decode()
    assert "four hundred people" in page
    assert "Kudos" not in page


def test_the_words_go_from_the_manuscript_when_its_stories_are_saved(ready: Manuscript, staff: Client) -> None:
    staff.post(stories_page(ready), answers(ready))
    ready.refresh_from_db()

    assert (ready.passages_kept, ready.notes, ready.confirmed, ready.finished_at is None) == ([], [], [], False)
    assert staff.get(text_page(ready)).status_code == 404
    assert staff.post(stories_page(ready), {"edition": 1}).status_code == 404
    assert staff.get(reverse("admin:curation_manuscript_change", args=(ready.pk,))).status_code == 200


def test_somebody_new_is_recorded_with_their_consent(ready: Manuscript, staff: Client, curator: Any) -> None:
    staff.post(stories_page(ready), answers(ready) | NEW)

    consent = Consent.objects.get(contributor__name="Otieno")
    assert (consent.contributor.naming, consent.covers_words, consent.covers_photo, consent.recorded_by) == (
        "first_name",
        True,
        False,
        curator,
    )
    assert Story.objects.get().contributions.get(label="Otieno").consent == consent


def test_a_consent_may_be_recorded_later_and_until_then_nothing_is_shown(ready: Manuscript, staff: Client) -> None:
    staff.post(stories_page(ready), answers(ready) | {"speaker-1-consent": ""})
    story = Story.objects.get()

    assert story.contributions.get(label="Otieno").consent is None
    assert story.publication_blockers() != []


def test_a_new_source_is_kept_with_the_story(ready: Manuscript, staff: Client) -> None:
    sent = {"origin-source": "", "origin-page": "minute 2", "source-title": "A film", "source-url": "example.org/film"}

    staff.post(stories_page(ready), answers(ready) | sent)
    story = Story.objects.get()

    source = Source.objects.get(pk=story.source_id)
    assert (source.title, source.url, source.slug) == ("A film", "https://example.org/film", "a-film")
    assert not source.is_listed
    assert story.source_page == "minute 2"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"origin-source": ""}, "origin-source"),
        ({"source-title": "Another"}, "origin-source"),
        ({"story-0-title": ""}, "story-0-title"),
        ({"story-0-standfirst": "x" * 601}, "story-0-standfirst"),
        ({"speaker-0-contributor": "", "speaker-0-consent": ""}, "speaker-0-contributor"),
        ({"speaker-0-contributor": "9" * 40}, "speaker-0-contributor"),
        ({"speaker-0-contributor": "\x00"}, "speaker-0-contributor"),
        ({"speaker-0-role": "teller"}, "speaker-0-role"),
        ({"speaker-0-new-name": "Wanja"}, "speaker-0-contributor"),
        (NEW | {"speaker-1-consent-covers_words": "", "speaker-1-consent-covers_name": ""}, "covers_words"),
        (NEW | {"speaker-1-consent-basis": ""}, "speaker-1-consent-basis"),
        (
            NEW | {"speaker-1-consent-given_on": "2026-02-01", "speaker-1-consent-expires_on": "2026-01-01"},
            "expires_on",
        ),
        (NEW | {"speaker-1-new-name": "x" * 121}, "speaker-1-new-name"),
        (
            {
                "teller-contributor": "",
                "teller-consent": "",
                "teller-consent-basis": "written",
                "teller-consent-covers_words": "on",
            },
            "teller-contributor",
        ),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_saved(
    changes: dict[str, str], field: str, ready: Manuscript, staff: Client
) -> None:
    sent = answers(ready) | changes
    before = counts()

    response = staff.post(stories_page(ready), sent)

    wrong = [bound.html_name for form in response.context["sheet"].asked for bound in form if bound.errors]
    assert [name for name in wrong if name.endswith(field)]
    assert "Nothing was saved" in response.content.decode()
    assert counts() == before
    ready.refresh_from_db()
    assert ready.finished_at is None


def test_a_consent_of_somebody_else_is_refused(ready: Manuscript, staff: Client) -> None:
    sent = answers(ready)

    response = staff.post(stories_page(ready), sent | {"speaker-0-consent": sent["speaker-1-consent"]})

    assert "given by somebody else" in response.content.decode()


def test_two_labels_of_one_person_have_to_be_joined_first(ready: Manuscript, staff: Client) -> None:
    sent = answers(ready)
    twice = {f"speaker-1-{name}": sent[f"speaker-0-{name}"] for name in ("contributor", "consent")}

    response = staff.post(stories_page(ready), sent | twice)

    assert "This is also [Wanja]" in response.content.decode()
    assert Story.objects.count() == 0


def test_speakers_nobody_confirmed_send_back_to_the_text(staff: Client) -> None:
    manuscript = bring_in(staff)

    assert staff.get(stories_page(manuscript))["Location"] == text_page(manuscript).split("?")[0]
    response = staff.post(stories_page(manuscript), {})
    assert (response.status_code, Story.objects.count()) == (302, 0)


def test_one_text_becomes_several_stories_each_with_its_own_people(staff: Client) -> None:
    manuscript = bring_in(staff, f"{TRANSCRIPT}\n\n# A second story\n\n[Wanja] It rained.\n\n[Wanja] It grew.")
    confirm(staff, manuscript, p8_what="opening")

    staff.post(stories_page(manuscript), answers(manuscript))
    first, second = Story.objects.order_by("pk")

    assert sorted(first.contributions.values_list("label", flat=True)) == ["", "Otieno", "Wanja"]
    assert sorted(second.contributions.values_list("label", flat=True)) == ["", "Wanja"]
    assert [block.text for block in second.blocks.all()] == ["It rained.", "It grew."]
    manuscript.refresh_from_db()
    assert list(manuscript.stories.order_by("pk")) == [first, second]


def test_a_text_changed_meanwhile_is_not_saved(ready: Manuscript, staff: Client) -> None:
    sent = answers(ready)
    confirm(staff, ready)

    response = staff.post(stories_page(ready), sent)

    assert "Somebody else changed this text" in response.content.decode()
    assert Story.objects.count() == 0


def test_authors_see_the_texts_they_brought_in_and_strangers_none(staff: Client) -> None:
    manuscript = bring_in(staff)
    author: Any = get_user_model()._default_manager.create_user(username="author", is_staff=True)  # type: ignore[attr-defined]
    visitor = Client()
    visitor.force_login(author)
    listed = reverse("admin:curation_manuscript_changelist")

    assert visitor.get(listed).status_code == 403
    assert visitor.get(reverse("admin:curation_manuscript_bring_in")).status_code == 403
    author.user_permissions.add(Permission.objects.get(codename="add_story"))
    assert [visitor.get(page(manuscript)).status_code for page in (text_page, stories_page)] == [404, 404]
    assert b"Film about the circle" not in visitor.get(listed).content
    own = bring_in(visitor)
    assert visitor.get(text_page(own)).status_code == 200
    confirm(visitor, own)
    page = visitor.get(stories_page(own)).content.decode()
    assert "not in the list yet" not in page  # who may not record people or consents is not offered to


def test_what_is_thrown_away_is_gone(staff: Client) -> None:
    manuscript = bring_in(staff)
    address = reverse("admin:curation_manuscript_throw_away", args=(manuscript.pk,))

    assert staff.get(address).status_code == 200
    staff.post(address)

    assert list(Manuscript.objects.all()) == []


def test_pages_cost_the_same_for_a_short_text_and_a_long_one(staff: Client) -> None:
    """The session, the account, the manuscript; saving also locks, writes and leaves a word for the next page."""

    def cost(text: str) -> tuple[int, int]:
        manuscript = bring_in(staff, text)
        staff.get(text_page(manuscript))  # what the last save said is shown once
        with CaptureQueriesContext(connection) as reading:
            assert staff.get(text_page(manuscript)).status_code == 200
        with CaptureQueriesContext(connection) as writing:
            assert staff.post(text_page(manuscript), said_of(manuscript)).status_code == 302
        return len(reading), len(writing)

    assert cost("[Wanja] We began.") == cost("\n\n".join(f"[Voice {number % 9}] Yes." for number in range(40)))
