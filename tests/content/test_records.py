from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.test import Client

from events.models import EventFigure, Organisation, Programme
from kpknow.content.actions import publishing
from kpknow.content.actions.publishing import (
    Blocker,
    NotReady,
    ReasonMissing,
    WrongStatus,
    make_draft_again,
    publish,
    send_back,
    send_for_review,
    withdraw,
)
from kpknow.content.models import FormerAddress, Status
from stories.models import Story
from tests import builders as make

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def test_old_slugs_lead_on_for_ever() -> None:
    story = make.make_story(slug="first")
    for slug in ("second", "third"):
        story = Story.objects.get(pk=story.pk)
        story.slug = slug
        story.save()

    answers = [Client().get(f"/stories/{slug}/") for slug in ("first", "second")]

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [(301, "/stories/third/")] * 2
    assert FormerAddress.objects.count() == 2


def test_a_slug_taken_back_leads_nowhere_else() -> None:
    story = make.make_story(slug="first")
    for slug in ("second", "first"):
        story.slug = slug
        story.save()

    assert Client().get("/stories/first/").status_code == 200
    assert list(FormerAddress.objects.values_list("slug", "current_slug")) == [("second", "first")]


def test_publishing_says_what_is_missing_and_changes_nothing() -> None:
    organisation = make.make_organisation(code=None, status=Status.DRAFT)
    Organisation.objects.filter(pk=organisation.pk).update(is_global=False)
    organisation.refresh_from_db()

    with pytest.raises(NotReady) as refused:
        publish(organisation, by=NOBODY)

    assert [*map(str, refused.value.blockers)] == ["Give its country, or tick “works in many countries”."]
    assert Organisation.objects.get(pk=organisation.pk).status == Status.DRAFT


def test_a_story_without_a_consenting_teller_is_not_published() -> None:
    story = make.make_story(status=Status.DRAFT, consent=make.make_consent(covers_words=False))

    with pytest.raises(NotReady) as refused:
        publish(story, by=NOBODY)

    assert [*map(str, refused.value.blockers)] == ["Amina: no consent covers the words on this site today."]


def test_what_upper_apps_ask_is_asked_with_what_the_record_lacks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "checks", [])
    publishing.add_check(lambda record: [Blocker("Answer its findings.", "summary")])
    programme = make.make_programme(status=Status.DRAFT)

    with pytest.raises(NotReady) as refused:
        publish(programme, by=NOBODY)

    assert refused.value.blockers == [Blocker("Answer its findings.", "summary")]
    assert Programme.objects.get(pk=programme.pk).status == Status.DRAFT


def test_a_check_is_asked_once_however_often_it_is_added(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publishing, "checks", [])

    def check(record: object) -> list[Blocker]:
        return [Blocker("Answer its findings.")]

    publishing.add_check(check)
    publishing.add_check(check)

    assert publishing.blockers_of(make.make_programme(status=Status.DRAFT)) == [Blocker("Answer its findings.")]


def test_a_draft_goes_to_review_and_comes_back_with_words() -> None:
    programme = make.make_programme(status=Status.DRAFT)

    send_for_review(programme, by=NOBODY)
    sent = programme.sent_at
    send_back(programme, by=NOBODY, words=" Say who paid. ")

    stored = Programme.objects.get(pk=programme.pk)
    assert (stored.status, stored.sent_at, stored.returned_words) == (Status.DRAFT, sent, "Say who paid.")


def test_sending_back_needs_words() -> None:
    programme = make.make_programme(status=Status.IN_REVIEW)

    with pytest.raises(ReasonMissing):
        send_back(programme, by=NOBODY, words=" ")


@pytest.mark.parametrize(
    ("step", "status"),
    [(send_for_review, Status.IN_REVIEW), (send_for_review, Status.PUBLISHED), (make_draft_again, Status.DRAFT)],
)
def test_a_step_starts_only_from_its_own_status(step: Any, status: Status) -> None:
    programme = make.make_programme(status=status)

    with pytest.raises(WrongStatus):
        step(programme, by=NOBODY)

    assert Programme.objects.get(pk=programme.pk).status == status


def test_a_step_writes_over_nothing_that_was_saved_meanwhile() -> None:
    programme = make.make_programme(status=Status.DRAFT)
    stale = Programme.objects.get(pk=programme.pk)
    Programme.objects.filter(pk=programme.pk).update(summary="Saved meanwhile.")

    send_for_review(stale, by=NOBODY)
    publish(stale, by=NOBODY)

    assert Programme.objects.get(pk=programme.pk).summary == "Saved meanwhile."


def test_a_withdrawn_record_is_a_draft_again_without_its_reason() -> None:
    programme = make.make_programme()
    withdraw(programme, by=NOBODY, reason="Asked.")

    make_draft_again(programme, by=NOBODY)

    stored = Programme.objects.get(pk=programme.pk)
    assert (stored.status, stored.withdrawn_at, stored.withdrawal_reason) == (Status.DRAFT, None, "")


def test_withdrawing_needs_a_reason() -> None:
    story = make.make_story()

    with pytest.raises(ReasonMissing):
        withdraw(story, by=NOBODY, reason="  ")

    assert Story.objects.get(pk=story.pk).status == Status.PUBLISHED


def test_publishing_again_keeps_the_first_date() -> None:
    story = make.make_story()
    first = story.published_at

    withdraw(story, by=NOBODY, reason="Asked.")
    publish(story, by=NOBODY)

    assert Story.objects.get(pk=story.pk).published_at == first


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "share", "value": 50},
        {"kind": "share", "value": 101, "base": 32},
        {"kind": "share", "value": 50, "base": 32, "base_not_stated": True},
    ],
)
def test_the_database_refuses_a_share_without_one_base(values: dict[str, object]) -> None:
    event = make.make_event()

    with pytest.raises(IntegrityError), transaction.atomic():
        EventFigure.objects.create(event=event, label="said so", **values)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"value": 4000, "qualifier": "at_least"}, "4,000+"),
        ({"value": 24, "qualifier": "nearly"}, "~24"),
        ({"value": 31, "base": 32}, "31 of 32"),
        ({"kind": "share", "value": 88, "base": 32}, "88%"),
        ({"kind": "year", "value": 1997}, "1997"),
    ],
)
def test_a_figure_in_words(values: dict[str, object], words: str) -> None:
    assert EventFigure(label="x", **values).value_words == words


def test_a_draft_is_previewed_by_staff_and_by_nobody_else(staff: Client) -> None:
    story = make.make_story("Secret draft", status=Status.DRAFT)

    seen, not_seen = staff.get(story.get_absolute_url()), Client().get(story.get_absolute_url())

    assert "Seen by staff only" in seen.content.decode()
    assert not_seen.status_code == 404
