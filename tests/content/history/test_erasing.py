"""What a person said leaves the history with them, and the chain holds."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse

from events.actions.consents import withdraw_consent
from kpknow.content.history.chain import check_logs
from kpknow.content.history.erasing import erase_from_history
from kpknow.content.history.restoring import RestoreRefused, restore
from kpknow.content.models import Act, Change
from stories.models import Story, StoryContribution
from tests import builders as make

pytestmark = pytest.mark.django_db


def everything() -> str:
    return " ".join(f"{before} {after}" for before, after in Change.objects.values_list("before", "after"))


def test_a_person_is_erased_wherever_they_spoke() -> None:
    person = make.make_contributor(name="Marigold")
    consent = make.make_consent(person)
    story = make.make_story(body="A canary sang.", consent=consent)
    make.make_highlight(block=make.first_block(story), exact="canary sang")
    Story.objects.filter(pk=story.pk).update(body="Another canary sang.")
    bystander = make.make_story(body="A wren sang.")
    content_type = ContentType.objects.get_for_model(person)
    LogEntry.objects.create(
        user_id=make_account(),
        content_type=content_type,
        object_id=str(person.pk),
        object_repr="Marigold",
        action_flag=1,
    )

    count = erase_from_history(person, by=None)

    assert count > 0
    assert "canary" not in everything()
    assert "Marigold" not in everything()
    assert "wren" in everything()
    assert list(LogEntry.objects.values_list("object_repr", flat=True)) == [""]
    assert check_logs() == []
    assert Act.objects.latest("id").verb == "erased"
    assert bystander.pk != story.pk


def make_account() -> int:
    return int(get_user_model()._default_manager.create_user(username="x", password="x").pk)  # type: ignore[attr-defined]


def test_somebody_taken_out_of_a_story_before_is_found_too() -> None:
    person = make.make_contributor()
    story = make.make_story(body="A canary sang.", consent=make.make_consent(person))
    Story.objects.filter(pk=story.pk).update(body="Silence.")
    story.blocks.all().delete()
    StoryContribution.objects.filter(story=story).delete()

    erase_from_history(person, by=None)

    assert "canary" not in everything()


def test_erasing_twice_is_erasing_once() -> None:
    source = make.make_source()

    assert erase_from_history(source, by=None) == 1
    assert erase_from_history(source, by=None) == 0
    assert check_logs() == []


def test_what_was_erased_cannot_be_restored() -> None:
    source = make.make_source(title="One")
    version = Change.objects.of(source)[0]
    type(source).objects.filter(pk=source.pk).update(title="Two")
    erase_from_history(source, by=None)

    with pytest.raises(RestoreRefused):
        restore(source, version, by=source)


@pytest.mark.parametrize("is_taken_out", [False, True])
def test_the_history_keeps_words_to_itself_while_a_consent_does_not_hold(
    is_taken_out: bool, staff: Client, curator: object
) -> None:
    consent = make.make_consent()
    story = make.make_story(title="The birds", body="A canary sang.", consent=consent)
    highlight = make.make_highlight(block=make.first_block(story), exact="canary sang")
    Story.objects.filter(pk=story.pk).update(body="Another canary sang.")
    pages = []
    for record in (story, highlight):
        name = f"admin:{record._meta.app_label}_{record._meta.model_name}"
        pages.append(reverse(f"{name}_history", args=(record.pk,)))
        pages += [reverse(f"{name}_version", args=(record.pk, one.pk)) for one in Change.objects.of(record)]
    assert "canary" in "".join(staff.get(page).content.decode() for page in pages)
    if is_taken_out:
        highlight.delete()
        pages = [page for page in pages if "highlight" not in page]
        story.blocks.all().delete()
        story.contributions.all().delete()

    withdraw_consent(consent, by=curator)  # type: ignore[arg-type]

    assert "canary" not in "".join(staff.get(page).content.decode() for page in pages)
