"""What may identify somebody stays out of readers' sight, whatever the route it comes by and whatever it is."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.models import Organisation, Session
from kpknow.content.actions import publishing
from kpknow.content.history.restoring import RestoreRefused, restore, take_back
from kpknow.content.models import Change, Record, Status
from kpknow.curation.actions.answering import SamePerson, agree, let_stay
from kpknow.curation.actions.draft_links import make_link
from kpknow.curation.actions.importing import bring_in
from kpknow.curation.actions.merging_organisations import merge_organisations, undo_organisation_merge
from kpknow.curation.actions.merging_themes import merge_themes
from kpknow.curation.actions.overriding import NotASecondPerson, ask_override, confirm_override
from kpknow.curation.actions.splitting_themes import Part, split_theme
from kpknow.curation.actions.undoing_import import undo_import
from kpknow.curation.checking import findings_for
from kpknow.curation.models import OrganisationMerge
from kpknow.curation.roles import Role
from stories.models import Story
from tests import builders as make
from tests.content.admin.forms import filled_form
from tests.curation.importing.sheets import checked, csv_file
from tests.curation.people import make_account, signed_in

pytestmark = pytest.mark.django_db

FLAGS = {
    "phone": "Ring +254 712 004 418 tonight.",
    "email": "Write to wambui.k@riverhouse.example today.",
    "handle": "Find me on Telegram: @river_nights.",
    "web_address": "My page is https://www.facebook.com/river.nights.7 now.",
    "coordinates": "The door is at -1.28633, 36.81722.",
    "street_address": "She lives at 48 Mbagathi Lane, flat 6.",
    "identity_number": "Her passport is A2204417.",
    "birth_date": "She was born on 15 April 1992.",
    "name": "The nurse was Beatrice Adhiambo.",
    "safe_house": "The safe house is behind the bakery in Kawangware.",
}
PHONE = FLAGS["phone"]


def public(record: Record) -> list[Any]:
    return list(type(record)._default_manager.visible_to(AnonymousUser()).filter(pk=record.pk))  # type: ignore[attr-defined]


def is_out_of_sight(record: Record) -> bool:
    return public(record) == [] and Client().get(record.get_absolute_url()).status_code in (404, 410)


# A draft that holds a passage: no way to publish it


def by_action(story: Story, account: Any, client: Client) -> None:
    with pytest.raises(publishing.NotReady):
        publishing.publish(story, by=account)


def by_button(story: Story, account: Any, client: Client) -> None:
    client.post(reverse("admin:stories_story_publish", args=(story.pk,)), {"post": "yes"})


def by_bulk(story: Story, account: Any, client: Client) -> None:
    chosen = {"action": "publish_selected", "_selected_action": story.pk, "post": "yes"}
    client.post(reverse("admin:stories_story_changelist"), chosen)


def by_form(story: Story, account: Any, client: Client) -> None:
    where = reverse("admin:stories_story_change", args=(story.pk,))
    client.post(where, filled_form(client, where, status="published", published_at="2026-01-01", _publish="1"))


def by_own_override(story: Story, account: Any, client: Client) -> None:
    asked = ask_override(story, by=account, reason="It is urgent.")
    with pytest.raises(NotASecondPerson):
        confirm_override(asked, by=account)
    by_button(story, account, client)


def by_own_answer(story: Story, account: Any, client: Client) -> None:
    for found in findings_for(story):
        answer = let_stay(story, field=found.text.field, words_hash=found.words_hash, reason="It is.", by=account)
        with pytest.raises(SamePerson):
            agree(answer, by=account)
    by_button(story, account, client)


def by_draft_link(story: Story, account: Any, client: Client) -> None:
    Client().get(reverse("draft", args=(make_link(story, by=account),)))


@pytest.mark.parametrize("kind", FLAGS)
@pytest.mark.parametrize(
    "route", [by_action, by_button, by_bulk, by_form, by_own_override, by_own_answer, by_draft_link]
)
def test_no_route_publishes_a_passage(route: Callable[..., None], kind: str) -> None:
    account = make_account(Role.ADMINISTRATOR)
    story = make.make_story(body=FLAGS[kind], status=Status.DRAFT, published_at=None)
    assert kind in {str(found.finding.kind) for found in findings_for(story)}

    route(story, account, signed_in(account))

    story.refresh_from_db()
    assert (story.status, is_out_of_sight(story)) == (Status.DRAFT, True)


# A public record that a passage would come into


def older_version(kind: str) -> tuple[Story, Change]:
    """A story that is public and clean now, and the version in which it was not."""
    story = make.make_story(body=FLAGS[kind], status=Status.DRAFT, published_at=None)
    before = Change.objects.of(story).order_by("-id")[0]
    story.body = "Nothing of the kind."
    story.save()
    publishing.publish(story, by=make_account(Role.ADMINISTRATOR))
    return story, before


@pytest.mark.parametrize("kind", FLAGS)
def test_no_older_version_brings_a_passage_back(kind: str) -> None:
    story, before = older_version(kind)

    with pytest.raises(RestoreRefused):
        restore(story, before, by=make_account(Role.ADMINISTRATOR))

    assert [one.body for one in public(story)] == ["Nothing of the kind."]


def test_no_older_version_of_a_row_brings_a_passage_back() -> None:
    session = make.make_session(make.make_event("The institute"), summary=PHONE)
    before = Change.objects.of(session).order_by("-id")[0]
    session.summary = "Quiet."
    session.save()

    with pytest.raises(RestoreRefused):
        restore(session, before, by=make_account(Role.ADMINISTRATOR))

    assert Session.objects.get().summary == "Quiet."


def test_taking_back_what_an_account_changed_brings_no_passage_back() -> None:
    editor = make_account(Role.EDITOR)
    story = make.make_story(body=PHONE, status=Status.DRAFT, published_at=None)
    where, since = reverse("admin:stories_story_change", args=(story.pk,)), timezone.now()
    signed_in(editor).post(where, filled_form(signed_in(editor), where, body="Nothing of the kind."))
    publishing.publish(story, by=make_account(Role.PUBLISHER))

    undone = take_back(editor, since, by=make_account(Role.ADMINISTRATOR))

    assert len(undone.refused) == 1
    assert [one.body for one in public(story)] == ["Nothing of the kind."]


def test_a_merge_takes_the_kept_one_out_of_sight_with_the_name_it_brings() -> None:
    merged = make.make_organisation("Lodge of Beatrice Adhiambo", status=Status.DRAFT)
    kept = make.make_organisation("Red River")
    assert public(kept) == [kept]

    merge_organisations(merged, kept, by=make_account(Role.PUBLISHER))

    kept.refresh_from_db()
    assert (kept.status, is_out_of_sight(kept)) == (Status.IN_REVIEW, True)


def test_a_merge_of_themes_takes_the_kept_one_out_of_sight_with_the_finding_it_brings() -> None:
    merged, kept = make.make_theme(status=Status.DRAFT), make.make_theme()
    make.make_finding(merged, make.make_highlight(), explanation=PHONE)

    merge_themes(merged, kept, by=make_account(Role.PUBLISHER))

    kept.refresh_from_db()
    assert (kept.status, is_out_of_sight(kept)) == (Status.IN_REVIEW, True)


def test_a_split_takes_the_theme_out_of_sight_that_a_finding_goes_to() -> None:
    source, target = make.make_theme(status=Status.DRAFT), make.make_theme()
    finding = make.make_finding(source, make.make_highlight(), explanation=PHONE)

    split_theme(source, Part([finding.pk], []), into=target, by=make_account(Role.PUBLISHER))

    target.refresh_from_db()
    assert (target.status, is_out_of_sight(target)) == (Status.IN_REVIEW, True)


def test_undoing_a_merge_publishes_no_passage() -> None:
    publisher = make_account(Role.PUBLISHER)
    merged, kept = make.make_organisation("Blue Rivers"), make.make_organisation("Red River")
    merge = merge_organisations(merged, kept, by=publisher)
    Organisation.objects.filter(pk=merged.pk).update(summary=PHONE)
    state = OrganisationMerge.objects.get().merged_state
    OrganisationMerge.objects.update(merged_state=state | {"summary": PHONE})

    undo_organisation_merge(merge, by=publisher)

    merged.refresh_from_db()
    assert (merged.status, is_out_of_sight(merged)) == (Status.IN_REVIEW, True)


@pytest.mark.parametrize("kind", FLAGS)
def test_a_file_brings_passages_in_as_drafts_that_cannot_be_published(kind: str) -> None:
    account = make_account(Role.ADMINISTRATOR)
    bring_in(
        checked(
            "organisations", csv_file(["name", "kind", "country", "summary"], ["Blue", "network", "Kenya", FLAGS[kind]])
        ),
        by=account,
    )

    brought = Organisation.objects.get()
    with pytest.raises(publishing.NotReady):
        publishing.publish(brought, by=account)

    assert (brought.status, is_out_of_sight(brought)) == (Status.DRAFT, True)


def test_undoing_an_import_brings_no_passage_back_into_public() -> None:
    """A session's words were taken out by a file while its event was a draft; the event is public now."""
    account = make_account(Role.ADMINISTRATOR)
    event = make.make_event("The institute", slug="institute", status=Status.DRAFT)
    make.make_session(event, title="Opening", summary=PHONE)
    batch = checked("sessions", csv_file(["event", "title", "summary"], ["institute", "Opening", "Quiet."]))
    bring_in(batch, by=account)
    publishing.publish(event, by=account)
    assert public(event) == [event]

    undo_import(batch, by=account)

    event.refresh_from_db()
    assert (Session.objects.get().summary, event.status, is_out_of_sight(event)) == (PHONE, Status.IN_REVIEW, True)
