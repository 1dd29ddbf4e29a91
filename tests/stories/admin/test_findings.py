"""The form of a finding says what it rests on, and whether that suggests another state than the chosen one."""

import pytest
from django.test import Client
from django.urls import reverse

from tests import builders as make

pytestmark = pytest.mark.django_db


def test_the_form_says_what_is_suggested_and_whether_the_choice_differs(staff: Client) -> None:
    voices = [
        make.make_highlight(make.first_block(make.make_story(codes=(code,), organisations=(make.make_organisation(),))))
        for code in ("KE", "UG")
    ]
    finding = make.make_finding(None, *voices, state="supported")
    address = reverse("admin:stories_finding_change", args=(finding.pk,))

    agreeing = staff.get(address).content.decode()
    type(finding).objects.update(state="thin")
    differing = staff.get(address).content.decode()

    assert "For it: 2 organisations, 2 countries." in agreeing
    assert "You chose" not in agreeing
    assert "This suggests: <b>Supported</b>." in differing
    assert "You chose “Thin”" in differing
    assert staff.get(reverse("admin:stories_finding_add")).status_code == 200
