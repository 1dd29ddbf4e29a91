"""The queue of readers' comments."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from stories.models import Comment, Moderation
from tests.builders import country, make_comment, make_story
from tests.content.admin.forms import errors, filled_form

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

    reject, _hide_all = page.context["staff_tools"]
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


def test_what_could_lead_to_a_person_is_named_and_not_accepted(staff: Client) -> None:
    comment = make_comment(make_story(), "Write to zeb@example.org", moderation=Moderation.PENDING)

    response = staff.post(reverse("admin:stories_comment_decide", args=(comment.pk, "accept")))

    comment.refresh_from_db()
    said = [str(one) for one in get_messages(response.wsgi_request)]
    assert comment.moderation == Moderation.PENDING
    assert len(said) == 1
    assert "zeb@example.org" in said[0]


def test_one_click_hides_all_comments_of_the_story(staff: Client) -> None:
    story, other = make_story(takes_comments=True), make_story()
    comments = [make_comment(story), make_comment(story, moderation=Moderation.PENDING)]
    kept = make_comment(other)
    address = reverse("admin:stories_comment_hide_all", args=(comments[0].pk,))

    tools = staff.get(reverse("admin:stories_comment_change", args=(comments[0].pk,))).context["staff_tools"]
    looked = staff.get(address).status_code
    staff.post(address)

    story.refresh_from_db()
    assert address in [tool.address for tool in tools]
    assert looked == 405
    assert list(Comment.objects.filter(moderation=Moderation.ACCEPTED)) == [kept]
    assert story.takes_comments is False


def test_a_story_of_a_quiet_country_cannot_be_opened_to_comments(staff: Client) -> None:
    country("UG").__class__.objects.filter(code="UG").update(is_quiet=True)
    story = make_story(codes=("UG",))
    address = reverse("admin:stories_story_change", args=(story.pk,))

    response = staff.post(address, filled_form(staff, address, takes_comments="on"))

    assert errors(response, "takes_comments") == ["Uganda is a quiet country: no comments are asked for."]
