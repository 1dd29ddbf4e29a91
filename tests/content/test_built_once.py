import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from events.models import Event, Session
from kpknow.content.models import DraftReader, Status, Use
from stories.models import Block, Finding, Highlight, Story
from tests import builders as make

pytestmark = pytest.mark.django_db
KINDS = [Event, Session, Story, Block, Highlight, Finding]
STRANGER = AnonymousUser()


def anew(records: QuerySet[Any], use: Use, on: dt.date) -> str:
    """The question as it is put together without anything kept."""
    return str(type(records).visible_to.__wrapped__(records, STRANGER, use, on).query)  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_kept_is_what_would_be_built_however_it_was_used(kind: Any) -> None:
    today = timezone.now().date()
    for use in (Use.WEB, Use.EXPORTS):
        kept = kind.objects.visible_to(STRANGER, use)
        list(kept.filter(pk=7).exclude(pk=8).order_by("-pk")[:3])
        list(kind.objects.filter(pk__in=kept))
        list(kind.objects.filter(~Exists(kept.filter(pk=OuterRef("pk")))))
        assert (kept.count(), kept.exists()) == (0, False)

        assert str(kind.objects.visible_to(STRANGER, use).query) == anew(kind.objects.all(), use, today)
        assert str(kept.query) == anew(kind.objects.all(), use, today)


@pytest.mark.parametrize("kind", KINDS)
def test_each_day_has_its_own_question(kind: Any) -> None:
    days = [timezone.now().date() + dt.timedelta(days=ahead) for ahead in (0, 1, 400)]

    assert [str(kind.objects.visible_to(STRANGER, Use.WEB, day).query) for day in days] == [
        anew(kind.objects.all(), Use.WEB, day) for day in days
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_records_already_chosen_stay_chosen(kind: Any) -> None:
    kind.objects.visible_to(STRANGER)  # kept from here on

    for chosen in (
        *(kind.objects.filter(pk=7), kind.objects.exclude(pk=7), kind.objects.order_by("-pk"), kind.objects.distinct()),
        *(kind.objects.values("pk"), kind.objects.only("pk"), kind.objects.select_related(), kind.objects.reverse()),
    ):
        assert str(chosen.visible_to(STRANGER).query) == anew(chosen, Use.WEB, timezone.now().date())
    assert list(kind.objects.none().visible_to(STRANGER)) == []


def test_staff_are_never_handed_what_is_kept_for_strangers(curator: Any) -> None:
    story = make.make_story(status=Status.DRAFT)
    asked = [STRANGER, curator, STRANGER, DraftReader(story), STRANGER]

    assert [list(Story.objects.visible_to(user)) for user in asked] == [[], [story], [], [story], []]
