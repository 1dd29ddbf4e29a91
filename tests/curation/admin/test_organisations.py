"""Merging organisations in the admin: find, see, confirm, undo."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kpknow.curation.models import DistinctOrganisations, OrganisationMerge
from tests import builders as make
from tests.content.admin.test_every_admin import HOSTILE

pytestmark = pytest.mark.django_db

LIST = "/staff/events/organisation/"
MERGE, DUPLICATES = f"{LIST}merge/", f"{LIST}duplicates/"


def said(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_a_merge_is_chosen_seen_done_and_undone(staff: Client) -> None:
    kept, merged = make.make_organisation("Blue River"), make.make_organisation("Blue Rivers")
    make.make_participation(make.make_event("An event"), merged)
    asked = {"merged": merged.pk, "into": kept.pk}

    assert "keep “Blue River”" in staff.get(DUPLICATES).content.decode()
    assert "Show what would change" in staff.get(MERGE, {"merged": merged.pk}).content.decode()
    preview = staff.get(MERGE, asked)
    assert [(kind, moved, doubles) for kind, moved, doubles, _shown in preview.context["changes"]] == [
        ("participations", 1, 0)
    ]
    done = staff.post(f"{MERGE}?merged={merged.pk}&into={kept.pk}", follow=True)
    assert said(done) == ["“Blue Rivers” became “Blue River”."]
    merge = OrganisationMerge.objects.get()
    undone = staff.post(f"/staff/curation/organisationmerge/{merge.pk}/undo/", follow=True)
    assert said(undone) == ["“Blue Rivers” stands for itself again."]


def test_a_pair_is_told_apart(staff: Client) -> None:
    pair = [make.make_organisation(name).pk for name in ("Blue River", "Blue Rivers")]

    response = staff.post(DUPLICATES, {"organisation": pair}, follow=True)

    assert said(response) == ["They are not offered any more."]
    assert DistinctOrganisations.objects.count() == 1
    assert response.context["pairs"] == []


def test_a_refused_merge_says_why_beside_the_field(staff: Client) -> None:
    one, other = make.make_organisation("One"), make.make_organisation("Two", shield="no_link", shield_reason="Asked.")

    response = staff.get(MERGE, {"merged": one.pk, "into": other.pk})

    assert response.context["form"].errors["into"][0].startswith("They are shielded differently")
    assert staff.post(f"{MERGE}?merged={one.pk}&into={other.pk}").status_code == 200
    assert OrganisationMerge.objects.count() == 0


def test_only_publishers_merge(client: Client, django_user_model: Any) -> None:
    account = django_user_model.objects.create_user("editor", password="a long pass phrase", is_staff=True)
    account.groups.add(Group.objects.get(name="Editor"))
    client.force_login(account)
    one, other = make.make_organisation(), make.make_organisation()

    assert client.get(DUPLICATES).status_code == 403
    assert client.post(f"{MERGE}?merged={one.pk}&into={other.pk}").status_code == 403
    account.groups.set([Group.objects.get(name="Publisher")])
    assert client.get(DUPLICATES).status_code == 200


def test_pages_cost_the_same_for_one_pair_and_for_three(staff: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            staff.get(DUPLICATES)
        return len(queries)

    def make_pair(words: str) -> None:
        for ending in ("", "s"):
            make.make_organisation(f"{words} Network{ending}")

    make_pair("Green Mountain")
    one = cost()
    make_pair("Yellow Valley")
    make_pair("Silver Ocean")

    assert cost() == one


def test_nothing_typed_into_these_addresses_breaks_them(staff: Client) -> None:
    one = make.make_organisation()
    for value in HOSTILE:
        assert staff.get(MERGE, {"merged": value}).status_code == 302
        assert staff.get(MERGE, {"merged": one.pk, "into": value}).status_code == 200
        assert staff.post(DUPLICATES, {"organisation": [value, one.pk]}).status_code == 302
