"""Publishing and withdrawing, the only ways a record's status changes."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from events.models import Organisation, Programme
from kpknow.content.models import FormerAddress, Status
from tests.builders import make_event, make_organisation, make_programme, make_source, make_story
from tests.content.admin.forms import errors, filled_form

pytestmark = pytest.mark.django_db


def said(response: Any) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def status(record: Any) -> str:
    return str(type(record).objects.get(pk=record.pk).status)


def test_a_new_record_is_a_draft(staff: Client) -> None:
    form = filled_form(
        staff, reverse("admin:events_programme_add"), name="The bridge", slug="the-bridge", status="published"
    )

    staff.post(reverse("admin:events_programme_add"), form)

    assert [programme.status for programme in Programme.objects.all()] == [Status.DRAFT]


def test_saving_never_changes_the_status(staff: Client) -> None:
    programme = make_programme("The bridge")
    address = reverse("admin:events_programme_change", args=(programme.pk,))

    staff.post(address, filled_form(staff, address, summary="More.", status="withdrawn", _save="1"))

    programme.refresh_from_db()
    assert (programme.summary, programme.status) == ("More.", Status.PUBLISHED)


def test_a_new_slug_leads_on_from_the_old_one(staff: Client) -> None:
    programme = make_programme(slug="bridge")
    address = reverse("admin:events_programme_change", args=(programme.pk,))

    staff.post(address, filled_form(staff, address, slug="the-bridge"))

    assert list(FormerAddress.objects.values_list("slug", "current_slug")) == [("bridge", "the-bridge")]


def test_the_publish_button_asks_first_and_publishes_by_post_only(staff: Client, curator: Any) -> None:
    draft = make_programme("The bridge", status=Status.DRAFT)
    address = reverse("admin:events_programme_publish", args=(draft.pk,))

    assert staff.get(address).context["records"] == [draft]
    assert status(draft) == Status.DRAFT
    response = staff.post(address)

    assert status(draft) == Status.PUBLISHED
    assert said(response) == ["1 record is now public."]
    assert [(entry.user, entry.change_message) for entry in LogEntry.objects.all()] == [(curator, "Published.")]


def test_what_is_missing_is_said_one_by_one_with_the_records_name(staff: Client) -> None:
    story = make_story("The circle", status=Status.DRAFT)
    story.contributions.all().delete()
    nowhere = make_organisation("The group", code=None, status=Status.DRAFT)
    Organisation.objects.filter(pk=nowhere.pk).update(is_global=False)

    one = staff.post(reverse("admin:stories_story_publish", args=(story.pk,)))
    other = staff.post(reverse("admin:events_organisation_publish", args=(nowhere.pk,)))

    blocker = "Name an author or teller, with a consent that covers the words on this site."
    assert said(one) == [f"“The circle” is not published: {blocker}"]
    assert said(other)[-1] == "“The group” is not published: Give its country, or tick “works in many countries”."
    assert (status(story), status(nowhere)) == (Status.DRAFT, Status.DRAFT)


def test_publishing_many_counts_what_it_did(staff: Client) -> None:
    drafts = [make_programme(f"Draft {n}", status=Status.DRAFT) for n in range(2)]
    public = make_programme("Public")
    chosen = {"action": "publish_selected", "_selected_action": [one.pk for one in (*drafts, public)]}

    asked = staff.post(reverse("admin:events_programme_changelist"), chosen)
    response = staff.post(reverse("admin:events_programme_changelist"), chosen | {"post": "yes"})

    assert (sorted(map(str, asked.context["records"])), asked.context["unfit"]) == (["Draft 0", "Draft 1"], [public])
    assert [status(draft) for draft in drafts] == [Status.PUBLISHED, Status.PUBLISHED]
    assert said(response) == [
        "2 records are now public.",
        "1 was left as it is: that step does not start from where it stands.",
    ]


def test_withdrawing_asks_for_a_reason(staff: Client) -> None:
    programme = make_programme("The bridge")
    address = reverse("admin:events_programme_withdraw", args=(programme.pk,))

    asked = staff.get(address)
    refused = staff.post(address, {"reason": "   "})

    assert "<li>The bridge</li>" in asked.content.decode()
    assert refused.context["form"].errors == {"reason": ["This field is required."]}
    assert 'class="errorlist"' in refused.content.decode()
    assert status(programme) == Status.PUBLISHED


def test_withdrawing_keeps_the_reason_with_the_record(staff: Client) -> None:
    programme = make_programme("The bridge")

    response = staff.post(reverse("admin:events_programme_withdraw", args=(programme.pk,)), {"reason": "They asked."})

    programme.refresh_from_db()
    assert (programme.status, programme.withdrawal_reason) == (Status.WITHDRAWN, "They asked.")
    assert said(response) == ["1 record is withdrawn."]
    assert "They asked." not in "".join(LogEntry.objects.values_list("change_message", flat=True))


def test_withdrawing_many_lists_them_first_and_leaves_withdrawn_ones_their_reason(staff: Client) -> None:
    two = [make_programme(f"Public {n}") for n in range(2)]
    gone = make_programme("Gone", status=Status.WITHDRAWN)
    chosen = {"action": "withdraw_selected", "_selected_action": [one.pk for one in (*two, gone)]}
    address = reverse("admin:events_programme_changelist")

    asked = staff.post(address, chosen)
    done = staff.post(address, chosen | {"post": "yes", "reason": "They asked."})

    assert [str(record) for record in asked.context["records"]] == ["Public 0", "Public 1"]
    assert said(done)[0] == "2 records are withdrawn."
    gone.refresh_from_db()
    assert gone.withdrawal_reason == "Asked to."


def test_a_withdrawn_record_becomes_a_draft_before_it_is_published_again(staff: Client) -> None:
    programme = make_programme("The bridge", status=Status.WITHDRAWN)
    page = staff.get(reverse("admin:events_programme_change", args=(programme.pk,)))

    assert page.context["has_absolute_url"] is False
    assert [str(tool.label) for tool in page.context["staff_tools"]] == ["Make it a draft again"]
    staff.post(reverse("admin:events_programme_publish", args=(programme.pk,)))
    assert status(programme) == Status.WITHDRAWN
    staff.post(reverse("admin:events_programme_redraft", args=(programme.pk,)))
    assert status(programme) == Status.DRAFT
    staff.post(reverse("admin:events_programme_publish", args=(programme.pk,)))

    assert status(programme) == Status.PUBLISHED


def test_who_may_only_look_may_show_it_to_somebody_and_gets_no_further(client: Client) -> None:
    reader = get_user_model()._default_manager.create_user("reader", password="a long pass phrase", is_staff=True)  # type: ignore[attr-defined]
    reader.user_permissions.add(Permission.objects.get(codename="view_programme"))
    client.force_login(reader)
    programme = make_programme(status=Status.DRAFT)

    page = client.get(reverse("admin:events_programme_change", args=(programme.pk,)))
    refused = [
        client.post(reverse(f"admin:events_programme_{verb}", args=(programme.pk,)), {"reason": "No."}).status_code
        for verb in ("publish", "withdraw")
    ]

    assert [str(tool.label) for tool in page.context["staff_tools"]] == ["Show to somebody"]
    assert refused == [403, 403]
    assert status(programme) == Status.DRAFT


def test_a_site_visit_is_seen_inside_its_event(staff: Client) -> None:
    visit = make_event("The visit", parent=make_event(slug="institute"), slug="visit")
    page = staff.get(reverse("admin:events_event_change", args=(visit.pk,)))

    response = staff.get(page.context["absolute_url"])

    assert response.url.endswith("/events/institute/#v-visit")


def test_the_next_check_comes_after_the_last_one(staff: Client) -> None:
    programme = make_programme()
    address = reverse("admin:events_programme_change", args=(programme.pk,))

    response = staff.post(address, filled_form(staff, address, checked_on="2026-02-01", next_check_on="2026-01-01"))

    assert errors(response, "next_check_on") == ["The next check comes after the last one."]


def test_a_source_that_is_not_listed_has_no_page_to_view(staff: Client) -> None:
    hidden, shown = make_source(is_listed=False), make_source(is_listed=True)
    pages = [staff.get(reverse("admin:content_source_change", args=(one.pk,))) for one in (hidden, shown)]

    assert [page.context["has_absolute_url"] for page in pages] == [False, True]
