"""The first page: what waits, for whom, and that each number is the number of its list."""

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from kpknow.content.models import Status
from kpknow.curation.attention.cards import CARDS
from kpknow.curation.attention.filters import NeedsFilter
from kpknow.curation.models import RemovalRequest
from stories.actions.blocks import read_blocks
from stories.models import Media, Moderation, Story
from tests import builders as make

pytestmark = pytest.mark.django_db
WHOLE = {"people": ("msm",), "codes": ("KE",), "dated": "2019"}


def cards(client: Client) -> dict[str, Any]:
    return {str(one.card.title): one for one in client.get(reverse("admin:index")).context["cards"]}


def counts(client: Client) -> dict[str, int]:
    return {title: waiting.count for title, waiting in cards(client).items() if waiting.count}


def old_consent() -> None:
    make.make_consent(basis="published_source")


def translation() -> Story:
    original = make.make_story("Original", **WHOLE, body="First words.")
    translated = make.make_story("Traduction", **WHOLE, body="Premiers mots.", translation_of=original)
    read_blocks(original)
    read_blocks(translated)
    return original


def edited_translation() -> None:
    original = translation()
    original.body = "Other words."
    original.save()
    read_blocks(original)


def orphan() -> None:
    highlight = make.make_highlight()
    type(highlight).objects.filter(pk=highlight.pk).update(block=None, state="orphan")


def unseen_evidence() -> None:
    make.make_finding(None, make.make_highlight(make.make_session(), display="staff"))
    make.make_finding(None, make.make_highlight(make.make_session()))
    make.make_finding(make.make_theme(status="withdrawn"), make.make_highlight(make.make_session(), display="staff"))


def picture() -> None:
    written = BytesIO()
    Image.new("RGB", (8, 8), "white").save(written, "WEBP")
    media = Media(story=make.make_story(**WHOLE, body=""), kind="image", title="A picture")
    media.image.save("a.webp", ContentFile(written.getvalue(), name="a.webp"))


MAKERS: dict[str, list[Callable[[], Any]]] = {
    "Consent to renew": [old_consent],
    "Asked to take down": [lambda: RemovalRequest.objects.create(words="Wrong.", code_hash=str(next(make.numbers)))],
    "In review": [
        lambda: make.make_story(**WHOLE, status=Status.IN_REVIEW),
        lambda: make.make_theme(status=Status.IN_REVIEW),
        lambda: make.make_organisation(status=Status.IN_REVIEW),
    ],
    "Comments to read": [lambda: make.make_comment(make.make_story(**WHOLE), moderation=Moderation.PENDING)],
    "Not yet coded": [lambda: make.make_story(**WHOLE, body="Words nobody marked.")],
    "Events with no follow-up": [lambda: make.make_event(starts="2019", ends="2019")],
    "Evidence to re-link": [orphan, unseen_evidence],
    "Translations behind": [edited_translation],
    "Gaps in records": [
        lambda: make.make_story(dated="2019", codes=("KE",), body=""),
        lambda: make.make_event(starts=""),
        picture,
    ],
}


@pytest.mark.parametrize("title", MAKERS)
def test_each_number_is_the_number_of_its_list(title: str, staff: Client) -> None:
    for maker in MAKERS[title]:
        maker()

    waiting = cards(staff)[title]
    listed = [staff.get(one.address).context["cl"].result_count for one in waiting.listings]

    assert waiting.count >= len(MAKERS[title])
    assert listed == [one.count for one in waiting.listings]
    assert sum(listed) == waiting.count
    assert len(waiting.lines) == min(3, waiting.count)
    assert {staff.get(line.address).status_code for line in waiting.lines} == {200}


def test_every_card_is_tried_here() -> None:
    assert [str(card.title) for card in CARDS] == list(MAKERS)


def test_the_page_costs_the_same_for_one_and_for_many(staff: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            staff.get(reverse("admin:index"))
        return len(queries)

    cost()  # content types are remembered from here on
    none = cost()
    for makers in MAKERS.values():
        for maker in makers:
            maker()
    one = cost()
    for makers in MAKERS.values():
        for maker in [*makers, *makers]:
            maker()

    assert (one, cost()) == (none, none)


def test_empty_cards_stay_and_say_so(staff: Client) -> None:
    html = staff.get(reverse("admin:index")).content.decode()

    assert html.count("Nothing waiting") == len(CARDS)
    assert html.count('class="need done"') == len(CARDS)


def test_people_see_only_the_cards_of_their_lists() -> None:
    for makers in MAKERS.values():
        for maker in makers:
            maker()
    seen = {}
    for role in ("Author", "Editor", "Publisher", "Moderator"):
        account = User.objects.create_user(role, password="a long pass phrase", is_staff=True)
        account.groups.add(Group.objects.get(name=role))
        client = Client()
        client.force_login(account)
        seen[role] = set(cards(client))

    assert "Consent to renew" in seen["Publisher"]
    assert "Consent to renew" not in seen["Author"] | seen["Editor"] | seen["Moderator"]
    assert seen["Moderator"] == {"Comments to read"}
    assert "Comments to read" not in seen["Author"] | seen["Editor"]
    assert "Asked to take down" not in seen["Author"] | seen["Editor"]


def test_an_author_is_told_of_own_drafts_alone() -> None:
    account = User.objects.create_user("author", password="a long pass phrase", is_staff=True)
    account.groups.add(Group.objects.get(name="Author"))
    make.make_story("Of somebody else", dated="2019", status="draft")
    own = make.make_story("My own", dated="2019", status="draft")
    Story.objects.filter(pk=own.pk).update(made_by=account)
    client = Client()
    client.force_login(account)

    waiting = cards(client)["Gaps in records"]

    assert [line.words for line in waiting.lines] == ["My own"]
    assert "Of somebody else" not in client.get(reverse("admin:index")).content.decode()


def test_the_longest_waiting_come_first(staff: Client) -> None:
    for days in (1, 9, 4, 2):
        story = make.make_story(f"{days} days", **WHOLE, status=Status.IN_REVIEW)
        Story.objects.filter(pk=story.pk).update(sent_at=timezone.now() - timedelta(days=days))

    assert [line.words for line in cards(staff)["In review"].lines] == ["9 days", "4 days", "2 days"]


@pytest.mark.parametrize("asked", ["survey", "report", "story", "story of a part"])
def test_an_event_somebody_followed_up_waits_no_longer(asked: str, staff: Client) -> None:
    event = make.make_event(starts="2019")
    assert counts(staff)["Events with no follow-up"] == 1
    if asked == "survey":
        make.make_survey().events.add(event)
    elif asked == "report":
        make.make_resource().events.add(event)
    elif asked == "story":
        make.make_story(event=event, **WHOLE)
    else:
        make.make_story(event=make.make_event(starts="2019", parent=event), **WHOLE)

    assert "Events with no follow-up" not in counts(staff)


def test_a_translation_is_behind_until_it_is_saved_again(staff: Client) -> None:
    original = translation()
    assert "Translations behind" not in counts(staff)

    original.standfirst = "Another beginning."
    original.save()
    read_blocks(original)
    assert counts(staff)["Translations behind"] == 1

    read_blocks(Story.objects.get(title="Traduction"))
    assert "Translations behind" not in counts(staff)


def test_the_filter_stands_on_its_lists_once(staff: Client) -> None:
    for model in admin.site._registry:
        filters = admin.site.get_model_admin(model).list_filter
        assert list(filters).count(NeedsFilter) == (model._meta.label in NEEDY)
    assert staff.get(reverse("admin:stories_story_changelist"), {"needs": "nonsense"}).status_code == 200


NEEDY = {"stories.Story", "events.Event", "stories.Media", "stories.Finding"}


@pytest.mark.parametrize(
    ("group", "words"),
    [
        ("Author", ["Bring in a text", "Add a story", "Add an event"]),
        ("Editor", ["Bring in a text", "Bring in a spreadsheet", "Add a story", "Add an event"]),
        ("Moderator", []),
    ],
)
def test_the_first_page_begins_with_what_this_role_may_start(group: str, words: list[str]) -> None:
    account = User.objects.create_user(f"starts-{group}", password="a long pass phrase", is_staff=True)
    account.groups.set(Group.objects.filter(name=group))
    client = Client()
    client.force_login(account)

    page = client.get(reverse("admin:index")).content.decode()

    offered = ["Bring in a text", "Bring in a spreadsheet", "Add a story", "Add an event"]
    assert [one for one in offered if f">{one}</a>" in page] == words


def test_the_page_of_one_group_of_lists_has_no_cards(staff: Client) -> None:
    page = staff.get(reverse("admin:app_list", args=("stories",))).content.decode()

    assert [words for words in ('class="need', ">Bring in a text</a>") if words in page] == []
