"""The way from a form to its page tells nobody an address of a record they may not see."""

from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from events.models import Consent
from kpknow.curation.roles import Role
from tests import builders as make
from tests.curation.people import make_account, signed_in

pytestmark = pytest.mark.django_db


def asked(account: Any, record: Any) -> tuple[int, str]:
    kind = ContentType.objects.get_for_model(record)
    response = signed_in(account).get(reverse("admin:view_on_site", args=(kind.pk, record.pk)))
    return response.status_code, response.get("Location", "")


def test_an_address_is_told_to_those_who_may_see_the_record() -> None:
    draft, public = make.make_story("Zebulon", slug="zebulon", status="draft"), make.make_story(slug="public")
    author, editor = make_account(Role.AUTHOR), make_account(Role.EDITOR)

    assert asked(author, draft) == (404, "")
    assert asked(editor, draft) == (302, "/stories/zebulon/")
    assert asked(author, public) == (404, "")
    draft.made_by = author
    draft.save()
    assert asked(author, draft) == (302, "/stories/zebulon/")


def test_what_has_no_page_has_no_way_there(curator: Any) -> None:
    withdrawn, unlisted = make.make_story(status="withdrawn"), make.make_source(is_listed=False)
    consent: Consent = make.make_consent()

    assert [asked(curator, record)[0] for record in (withdrawn, unlisted, consent)] == [404, 404, 404]


@pytest.mark.parametrize("kind", ["0", "9" * 30, "x", "-1", "²"])
@pytest.mark.parametrize("key", ["0", "9" * 30, "x", "%00"])
def test_nonsense_is_answered_with_404(kind: str, key: str, staff: Any) -> None:
    story = ContentType.objects.get(app_label="stories", model="story").pk

    for one in (kind, story):
        assert staff.get(f"{reverse('admin:index')}r/{one}/{key}/").status_code == 404
