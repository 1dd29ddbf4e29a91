"""The queue of readers' comments."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from stories.models import Comment, Moderation
from tests.builders import make_comment, make_story

pytestmark = pytest.mark.django_db

QUEUE = "admin:stories_comment_changelist"


def test_the_queue_opens_on_what_waits(staff: Client) -> None:
    story = make_story()
    waiting = make_comment(story, moderation=Moderation.PENDING)
    accepted = make_comment(story, moderation=Moderation.ACCEPTED)
    rejected = make_comment(story, moderation=Moderation.REJECTED)

    shown = {
        choice: set(staff.get(reverse(QUEUE), {"moderation": choice} if choice else {}).context["cl"].result_list)
        for choice in ("", "accepted", "rejected", "all", "no-such")
    }

    assert shown == {
        "": {waiting},
        "accepted": {accepted},
        "rejected": {rejected},
        "all": {waiting, accepted, rejected},
        "no-such": set(),
    }


def test_the_filter_says_what_is_shown(staff: Client) -> None:
    cl = staff.get(reverse(QUEUE)).context["cl"]

    choices = [(str(one["display"]), bool(one["selected"])) for one in cl.filter_specs[0].choices(cl)]

    assert choices == [("Waiting", True), ("Accepted", False), ("Rejected", False), ("All", False)]


def test_comments_are_accepted_and_rejected_from_the_list(staff: Client) -> None:
    story = make_story()
    good = [make_comment(story, "Thank you.", moderation=Moderation.PENDING) for _ in range(2)]
    bad = make_comment(story, "Spam.", moderation=Moderation.PENDING)

    first = staff.post(reverse(QUEUE), {"action": "accept_selected", "_selected_action": [one.pk for one in good]})
    second = staff.post(reverse(QUEUE), {"action": "reject_selected", "_selected_action": [bad.pk]})

    assert list(Comment.objects.order_by("pk").values_list("moderation", flat=True)) == ["accepted"] * 2 + ["rejected"]
    said = [str(one) for response in (first, second) for one in get_messages(response.wsgi_request)]
    assert {"2 comments are accepted.", "1 comment is rejected."} <= set(said)


def test_an_accepted_comment_can_be_taken_back_from_its_page(staff: Client) -> None:
    comment = make_comment(make_story())
    page = staff.get(reverse("admin:stories_comment_change", args=(comment.pk,)))

    (reject,) = page.context["staff_tools"]
    assert staff.get(reject.address).status_code == 405
    staff.post(reject.address)

    comment.refresh_from_db()
    assert (str(reject.label), comment.moderation) == ("Reject", Moderation.REJECTED)


def test_nobody_writes_or_edits_a_comment_here(staff: Client) -> None:
    comment = make_comment(make_story(), "Thank you.")

    added = staff.post(reverse("admin:stories_comment_add"), {"text": "Mine."})
    edited = staff.post(reverse("admin:stories_comment_change", args=(comment.pk,)), {"text": "Other words."})

    assert (added.status_code, edited.status_code) == (403, 403)
    assert [one.text for one in Comment.objects.all()] == ["Thank you."]


def test_who_may_only_look_cannot_decide(client: Client) -> None:
    reader = get_user_model()._default_manager.create_user("reader", password="a long pass phrase", is_staff=True)  # type: ignore[attr-defined]
    reader.user_permissions.add(Permission.objects.get(codename="view_comment"))
    client.force_login(reader)
    comment = make_comment(make_story(), moderation=Moderation.PENDING)

    for decision in ("accept", "reject", "no-such"):
        assert client.post(reverse("admin:stories_comment_decide", args=(comment.pk, decision))).status_code == 403
    client.post(reverse(QUEUE), {"action": "accept_selected", "_selected_action": [comment.pk]})

    comment.refresh_from_db()
    assert comment.moderation == Moderation.PENDING


def test_markup_in_a_comment_is_shown_as_text(staff: Client) -> None:
    make_comment(make_story(), "<script>alert(1)</script>", moderation=Moderation.PENDING)

    html = staff.get(reverse(QUEUE)).content.decode()

    assert "<script>alert(1)</script>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
