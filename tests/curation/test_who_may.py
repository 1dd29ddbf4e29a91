"""Buttons that would be refused are not offered, and a refusal says who may."""

import pytest
from django.urls import reverse

from kpknow.content.models import Status
from kpknow.curation.roles import Role
from stories.models import Story
from tests import builders as make
from tests.content.admin.forms import filled_form
from tests.curation.people import make_account, signed_in

pytestmark = pytest.mark.django_db
ADD = "admin:stories_story_add"


def change(story: Story) -> str:
    return reverse("admin:stories_story_change", args=(story.pk,))


def test_an_author_saves_a_draft_and_sends_it_with_one_button() -> None:
    author = make_account(Role.AUTHOR)
    client = signed_in(author)
    form = filled_form(client, reverse(ADD), title="The circle", slug="the-circle", kind="article", standfirst="How.")

    client.post(reverse(ADD), form | {"_send": "1"})

    story = Story.objects.get()
    assert (story.status, story.sent_by, story.made_by) == (Status.IN_REVIEW, author, author)


def test_a_form_with_a_fault_is_neither_saved_nor_sent() -> None:
    story = make.make_story(title="The circle", status=Status.DRAFT)
    client = signed_in(make_account(Role.EDITOR))
    form = filled_form(client, change(story), title="", standfirst="Other words.")

    client.post(change(story), form | {"_send": "1"})

    story.refresh_from_db()
    assert (story.status, story.title, story.standfirst == "Other words.") == (Status.DRAFT, "The circle", False)


@pytest.mark.parametrize(
    ("role", "status", "offered"),
    [
        (Role.EDITOR, Status.DRAFT, True),
        (Role.PUBLISHER, Status.DRAFT, True),
        (Role.EDITOR, Status.IN_REVIEW, False),
        (Role.PUBLISHER, Status.PUBLISHED, False),
    ],
)
def test_sending_is_offered_with_saving_where_it_can_be_done(role: Role, status: Status, offered: bool) -> None:
    story = make.make_story(status=status)

    page = signed_in(make_account(role)).get(change(story)).content.decode()

    assert ('name="_send"' in page) is offered


def test_what_is_public_stays_so_whoever_asks_to_send_it() -> None:
    story = make.make_story()
    client = signed_in(make_account(Role.EDITOR))

    client.post(change(story), filled_form(client, change(story)) | {"_send": "1"})

    story.refresh_from_db()
    assert story.status == Status.PUBLISHED


def test_an_author_is_offered_nothing_for_what_they_sent() -> None:
    author = make_account(Role.AUTHOR)
    story = make.make_story(status=Status.IN_REVIEW, made_by=author, standfirst="Ring +254 712 345 678 at night.")

    page = signed_in(author).get(change(story)).content.decode()

    assert "+254 712 345 678</mark>" in page
    offered = ['name="_send"', 'name="_save"', ">Say why they may stay<", "/preview/", "/publish/", "/withdraw/"]
    assert [words for words in offered if words in page] == []


@pytest.mark.parametrize(
    ("role", "page", "roles"),
    [
        (Role.AUTHOR, "admin:events_consent_changelist", ["Publisher", "Administrator"]),
        (Role.EDITOR, "admin:events_consent_add", ["Publisher", "Administrator"]),
        (Role.MODERATOR, "admin:stories_theme_changelist", ["Editor", "Publisher", "Administrator"]),
        (Role.AUTHOR, "admin:auth_user_changelist", ["Administrator"]),
    ],
)
def test_a_refusal_names_the_roles_the_page_is_for(role: Role, page: str, roles: list[str]) -> None:
    response = signed_in(make_account(role)).get(reverse(page))

    assert (response.status_code, response.context["roles"]) == (403, roles)


def test_an_editor_who_would_publish_is_told_who_does() -> None:
    story = make.make_story(status=Status.DRAFT)

    response = signed_in(make_account(Role.EDITOR)).get(reverse("admin:stories_story_publish", args=(story.pk,)))

    assert (response.status_code, response.context["roles"]) == (403, ["Publisher", "Administrator"])
