"""Nothing gets past the checklist: every way to publish × everything that stands in the way."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from kpknow.content.actions import publishing
from kpknow.content.actions.publishing import NotReady, ReasonMissing
from kpknow.content.history.restoring import restore
from kpknow.content.models import Act, ActVerb, Change, Status
from kpknow.curation.actions.overriding import (
    AskedBefore,
    ChangedSince,
    DecidedBefore,
    NotASecondPerson,
    NothingToPassOver,
    ask_override,
    confirm_override,
    refuse_override,
)
from kpknow.curation.models import Override
from kpknow.curation.roles import Role
from stories.models import Story
from tests import builders as make
from tests.content.admin.forms import filled_form
from tests.curation.blocked import (
    BLOCKED,
    FINAL,
    make_blocked,
    sensitive,
    sensitive_without_note,
)
from tests.curation.people import make_account, signed_in

pytestmark = pytest.mark.django_db


def by_action(story: Story, client: Client, account: Any) -> None:
    with pytest.raises(NotReady):
        publishing.publish(story, by=account)


def by_button(story: Story, client: Client, account: Any) -> None:
    client.post(reverse("admin:stories_story_publish", args=(story.pk,)), {"post": "yes"})


def by_bulk(story: Story, client: Client, account: Any) -> None:
    chosen = {"action": "publish_selected", "_selected_action": story.pk, "post": "yes"}
    client.post(reverse("admin:stories_story_changelist"), chosen)


def by_form(story: Story, client: Client, account: Any) -> None:
    where = reverse("admin:stories_story_change", args=(story.pk,))
    client.post(where, filled_form(client, where, status="published", published_at="2026-01-01", _publish="1"))


def by_self_approval(story: Story, client: Client, account: Any) -> None:
    """Ask, agree to it oneself, publish."""
    client.post(reverse("admin:curation_override_ask", args=("stories.story", story.pk)), {"reason": "It is urgent."})
    for override in Override.objects.all():
        client.post(reverse("admin:curation_override_confirm", args=(override.pk,)))
    by_button(story, client, account)


ROUTES = [by_action, by_button, by_bulk, by_form, by_self_approval]


@pytest.fixture(autouse=True)
def own_checks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "checks", [*publishing.checks])


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("block", BLOCKED)
def test_nobody_alone_gets_past(block: Callable[[Story], None], route: Callable[..., None]) -> None:
    account = make_account(Role.ADMINISTRATOR)
    story = make_blocked(block)

    route(story, signed_in(account), account)

    story.refresh_from_db()
    assert (story.status, list(Story.objects.visible_to(AnonymousUser()))) == (Status.DRAFT, [])


@pytest.mark.parametrize("block", [block for block in BLOCKED if block not in FINAL])
def test_two_people_get_past_and_both_are_kept(block: Callable[[Story], None]) -> None:
    one, other = make_account(Role.PUBLISHER), make_account(Role.PUBLISHER)
    story = make_blocked(block)

    asked = ask_override(story, by=one, reason=" It is urgent. ")
    confirm_override(asked, by=other)
    publishing.publish(story, by=one)

    kept = Override.objects.get()
    assert (kept.asked_by, kept.decided_by, kept.reason, kept.decision) == (one, other, "It is urgent.", "confirmed")
    assert kept.blockers != []
    assert list(Act.objects.filter(verb=ActVerb.OVERRODE).values_list("account", "note")) == [
        (other.pk, f"override {kept.pk}")
    ]
    assert Story.objects.get(pk=story.pk).status == Status.PUBLISHED


@pytest.mark.parametrize("block", FINAL)
def test_nobody_passes_over_consent(block: Callable[[Story], None]) -> None:
    story = make_blocked(block)

    with pytest.raises(NotReady):
        ask_override(story, by=make_account(Role.PUBLISHER), reason="It is urgent.")

    assert Override.objects.count() == 0


def test_who_asked_or_made_the_record_cannot_agree() -> None:
    maker, asker = make_account(Role.PUBLISHER), make_account(Role.PUBLISHER)
    asked = ask_override(make_blocked(sensitive, made_by=maker), by=asker, reason="It is urgent.")

    for person in (maker, asker):
        with pytest.raises(NotASecondPerson):
            confirm_override(asked, by=person)


def test_the_database_refuses_a_self_approval_too() -> None:
    asked = ask_override(make_blocked(sensitive), by=make_account(Role.PUBLISHER), reason="It is urgent.")

    with pytest.raises(IntegrityError), transaction.atomic():
        Override.objects.filter(pk=asked.pk).update(
            decision="confirmed", decided_by=asked.asked_by, decided_at=asked.asked_at
        )


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.EDITOR, Role.MODERATOR])
def test_only_those_who_publish_ask_and_agree(role: Role) -> None:
    story, account = make_blocked(sensitive), make_account(role)

    with pytest.raises(PermissionDenied):
        ask_override(story, by=account, reason="It is urgent.")
    asked = ask_override(story, by=make_account(Role.PUBLISHER), reason="It is urgent.")
    for decide in (confirm_override, refuse_override):
        with pytest.raises(PermissionDenied):
            decide(asked, by=account)


def test_an_override_is_asked_once_with_a_reason_and_for_something() -> None:
    account = make_account(Role.PUBLISHER)
    story = make_blocked(sensitive)

    with pytest.raises(ReasonMissing):
        ask_override(story, by=account, reason=" ")
    with pytest.raises(NothingToPassOver):
        ask_override(make.make_story(status=Status.DRAFT), by=account, reason="It is urgent.")
    ask_override(story, by=account, reason="It is urgent.")
    with pytest.raises(AskedBefore):
        ask_override(story, by=account, reason="It is urgent.")


def change_text(story: Story) -> None:
    story.body = "Other words."
    story.save()


def change_figure(story: Story) -> None:
    story.figures.create(label="people", value=3)


@pytest.mark.parametrize("change", [change_text, change_figure])
def test_what_was_agreed_to_ends_with_any_change(change: Callable[[Story], None]) -> None:
    one, other = make_account(Role.PUBLISHER), make_account(Role.PUBLISHER)
    before, after = make_blocked(sensitive), make_blocked(sensitive)
    waiting = ask_override(before, by=one, reason="It is urgent.")
    confirm_override(ask_override(after, by=one, reason="It is urgent."), by=other)

    change(Story.objects.get(pk=before.pk))
    change(Story.objects.get(pk=after.pk))

    with pytest.raises(ChangedSince):
        confirm_override(waiting, by=other)
    with pytest.raises(NotReady):
        publishing.publish(after, by=one)


def test_what_was_agreed_to_ends_when_it_is_withdrawn() -> None:
    one, other = make_account(Role.PUBLISHER), make_account(Role.PUBLISHER)
    story = make_blocked(sensitive)
    confirm_override(ask_override(story, by=one, reason="It is urgent."), by=other)
    publishing.publish(story, by=one)
    publishing.withdraw(story, by=one, reason="Asked.")
    publishing.make_draft_again(story, by=one)

    with pytest.raises(NotReady):
        publishing.publish(story, by=one)


def test_a_decision_stands() -> None:
    one, other = make_account(Role.PUBLISHER), make_account(Role.PUBLISHER)
    asked = ask_override(make_blocked(sensitive), by=one, reason="It is urgent.")
    refuse_override(asked, by=one)

    with pytest.raises(DecidedBefore):
        confirm_override(asked, by=other)


def test_once_sensitive_always_sensitive() -> None:
    editor = signed_in(make_account(Role.PUBLISHER))
    story = make_blocked(sensitive)
    where = reverse("admin:stories_story_change", args=(story.pk,))

    saved = editor.post(where, filled_form(editor, where, is_sensitive=None))

    assert saved.status_code == 302
    assert Story.objects.get(pk=story.pk).is_sensitive


def test_no_older_version_makes_a_story_less_sensitive() -> None:
    publisher = signed_in(make_account(Role.PUBLISHER))
    story = make.make_story(status=Status.DRAFT)
    where = reverse("admin:stories_story_change", args=(story.pk,))
    first = Change.objects.of(story).order_by("-id").first()
    publisher.post(where, filled_form(publisher, where, is_sensitive="on", standfirst="Other words."))

    restore(Story.objects.get(pk=story.pk), first, by=make_account(Role.PUBLISHER))

    restored = Story.objects.get(pk=story.pk)
    assert (restored.standfirst, restored.is_sensitive) == ("What changed, and how.", True)


# What is public already


def test_an_edit_that_leaves_something_missing_takes_a_public_story_back_to_review() -> None:
    """Also where another form than the story's own is saved."""
    publishing.add_check(
        lambda record: [publishing.Blocker("Answer it.")] if record.media.filter(caption="Ring me.").exists() else []
    )
    editor = make_account(Role.EDITOR)
    story = make.make_story(status=Status.PUBLISHED)
    where = reverse("admin:stories_media_change", args=(make.make_media(story).pk,))

    saved = signed_in(editor).post(where, filled_form(signed_in(editor), where, caption="Ring me."))

    story.refresh_from_db()
    assert (saved.status_code, story.status, story.sent_by) == (302, Status.IN_REVIEW, editor)
    assert list(Story.objects.visible_to(AnonymousUser())) == []


def test_a_public_sensitive_story_is_read_by_two_again_after_each_edit_and_not_after_none() -> None:
    one, other = make_account(Role.PUBLISHER), make_account(Role.PUBLISHER)
    story = make_blocked(sensitive)
    confirm_override(ask_override(story, by=one, reason="It is urgent."), by=other)
    publishing.publish(story, by=one)
    where, client = reverse("admin:stories_story_change", args=(story.pk,)), signed_in(one)

    client.post(where, filled_form(client, where))
    untouched = Story.objects.get(pk=story.pk).status
    client.post(where, filled_form(client, where, standfirst="Other words."))

    assert (untouched, Story.objects.get(pk=story.pk).status) == (Status.PUBLISHED, Status.IN_REVIEW)


def test_the_checklist_stands_beside_save_and_leads_to_the_field() -> None:
    client = signed_in(make_account(Role.PUBLISHER))
    story = make_blocked(sensitive_without_note)

    page = client.get(reverse("admin:stories_story_change", args=(story.pk,))).content.decode()

    assert '<a href="#id_content_note">Say in a content note what a reader should know before reading.</a>' in page
    assert '<a href="#id_is_sensitive">It is sensitive: a second person has to agree to it.</a>' in page
    assert page.index('class="checklist"') < page.index('class="submit-row"')


def test_the_pages_ask_and_agree() -> None:
    one, other = make_account(Role.PUBLISHER), make_account(Role.PUBLISHER)
    story = make_blocked(sensitive)
    ask = reverse("admin:curation_override_ask", args=("stories.story", story.pk))

    asked = signed_in(one).get(ask)
    empty = signed_in(one).post(ask, {"reason": " "})
    signed_in(one).post(ask, {"reason": "It is urgent."})
    override = Override.objects.get()
    shown = signed_in(other).get(reverse("admin:curation_override_change", args=(override.pk,)))
    signed_in(other).post(reverse("admin:curation_override_confirm", args=(override.pk,)))
    signed_in(one).post(reverse("admin:stories_story_publish", args=(story.pk,)))

    assert [str(blocker) for blocker in asked.context["blockers"]] == override.blockers
    assert empty.context["form"].errors == {"reason": ["This field is required."]}
    assert [str(tool.label) for tool in shown.context["staff_tools"]] == ["Agree", "Refuse"]
    assert Story.objects.get(pk=story.pk).status == Status.PUBLISHED
