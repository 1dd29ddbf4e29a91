"""The page where passages are answered, the panel above a form, and what happens to a public record."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kpknow.content.models import Status
from kpknow.curation.checking import findings_for
from kpknow.curation.models import PassageAnswer
from tests import builders as make
from tests.content.admin.forms import filled_form

pytestmark = pytest.mark.django_db
PHONE = "+254 712 004 418"


def signed_in(name: str, role: str) -> Client:
    account = User.objects.create_user(name, password="a long pass phrase", is_staff=True)
    account.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(account)
    return client


def draft(body: str = f"Ring {PHONE} tonight.") -> Any:
    return make.make_story("The night line", body=body, status=Status.DRAFT, published_at=None)


def page_of(story: Any) -> str:
    return reverse("admin:curation_passageanswer_of", args=("stories.story", story.pk))


def passage(story: Any) -> dict[str, str]:
    (found,) = findings_for(story)
    return {"field": found.text.field, "words_hash": found.words_hash}


def test_one_answers_another_agrees_and_the_story_can_be_published() -> None:
    story, editor, publisher = draft(), signed_in("editor", "Editor"), signed_in("publisher", "Publisher")

    editor.post(page_of(story), passage(story) | {"reason": "The public hotline."})
    self_agreed = editor.post(page_of(story), passage(story) | {"agree": "yes"}, follow=True)
    waiting = [one.is_open for one in findings_for(story)]
    publisher.post(page_of(story), passage(story) | {"agree": "yes"})

    assert "Somebody else has to agree" in self_agreed.content.decode()
    assert (waiting, [one.is_open for one in findings_for(story)]) == ([True], [False])


def test_an_author_cannot_agree() -> None:
    author = signed_in("author", "Author")
    story = draft()
    type(story).objects.filter(pk=story.pk).update(made_by=User.objects.get(username="author"))
    signed_in("editor", "Editor").post(page_of(story), passage(story) | {"reason": "Public."})

    response = author.post(page_of(story), passage(story) | {"agree": "yes"})

    assert response.status_code == 403
    assert [one.is_open for one in findings_for(story)] == [True]


@pytest.mark.parametrize("role", ["Moderator", "Author"])
def test_others_see_no_passages(role: str) -> None:
    assert signed_in("other", role).get(page_of(draft())).status_code in (403, 404)


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"field": "body", "words_hash": "x", "reason": "y"},
        {"field": "\x00", "words_hash": "0" * 64, "reason": "y"},
        {"field": "body", "words_hash": "0" * 64, "reason": "\x00"},
        {"field": "body", "words_hash": "0" * 64, "reason": "y" * 10_000},
        {"field": "body", "words_hash": "0" * 64, "reason": "y"},
        {"field": "body", "words_hash": "0" * 64, "agree": "yes"},
    ],
)
def test_wrong_input_is_answered_with_words(sent: dict[str, str], staff: Client) -> None:
    response = staff.post(page_of(draft()), sent, follow=True)

    assert response.status_code == 200
    assert PassageAnswer.objects.count() == 0


@pytest.mark.parametrize(
    "address", ["stories.nothing/1", "auth.user/1", "x/1", "stories.story/99", "stories.story/" + "9" * 30]
)
def test_other_addresses_answer_404(address: str, staff: Client) -> None:
    kind, key = address.split("/")

    assert staff.get(reverse("admin:curation_passageanswer_of", args=(kind, int(key)))).status_code == 404


def test_the_panel_shows_the_passage_and_leads_to_its_field(staff: Client) -> None:
    story = draft()

    shown = staff.get(reverse("admin:stories_story_change", args=(story.pk,))).content.decode()

    assert f"<mark>{PHONE}</mark>" in shown
    assert f'href="{reverse("admin:stories_story_change", args=(story.pk,))}#id_body"' in shown
    assert page_of(story) in shown


def test_a_public_story_leaves_the_site_at_the_save_that_brings_a_passage_in(staff: Client) -> None:
    story = make.make_story("The night line", body="It rang all night.")
    change = reverse("admin:stories_story_change", args=(story.pk,))
    form = filled_form(staff, change, body=f"Ring {PHONE} tonight.")

    response = staff.post(change, form, follow=True)

    story.refresh_from_db()
    assert (story.status, PHONE in story.body) == (Status.IN_REVIEW, True)
    assert "readers do not see it for now" in response.content.decode()
    assert Client().get(story.get_absolute_url()).status_code == 410


def test_a_public_story_leaves_when_a_row_with_a_page_of_its_own_changes(staff: Client) -> None:
    session = make.make_session(make.make_event("The institute"), summary="Quiet.")
    change = reverse("admin:events_session_change", args=(session.pk,))

    staff.post(change, filled_form(staff, change, summary=f"Ring {PHONE}."))

    session.event.refresh_from_db()
    assert session.event.status == Status.IN_REVIEW


def test_a_public_story_stays_at_a_harmless_save(staff: Client) -> None:
    story = make.make_story("The night line", body="It rang all night.")
    change = reverse("admin:stories_story_change", args=(story.pk,))

    staff.post(change, filled_form(staff, change, body="It rang until dawn."))

    story.refresh_from_db()
    assert (story.status, story.body) == (Status.PUBLISHED, "It rang until dawn.")


def test_queries_of_the_page_do_not_grow_with_passages(staff: Client) -> None:
    def count(story: Any) -> int:
        with CaptureQueriesContext(connection) as asked:
            staff.get(page_of(story))
        return len(asked)

    count(draft())

    assert count(draft(f"{PHONE}\n\n+254 712 004 419\n\n+254 712 004 420")) == count(draft()) <= 20
