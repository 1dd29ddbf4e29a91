"""Which addresses are asked, what is remembered, and where curators find it."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from events.models import Registration, Shield
from kpknow.content.models import Status
from kpknow.curation.links.asking import Answer
from kpknow.curation.links.checking import addresses, check_links
from kpknow.curation.models import LinkCheck, Outcome
from tests import builders as make

pytestmark = [pytest.mark.django_db]


def gone(address: str) -> Answer:
    return Answer(Outcome.GONE, 404)


def there(address: str) -> Answer:
    return Answer(Outcome.THERE, 200)


def test_only_what_readers_can_follow_is_asked() -> None:
    make.make_source(url="https://listed.example/")
    make.make_source(url="https://unlisted.example/", is_listed=False)
    make.make_resource(url="https://public.example/")
    make.make_resource(url="https://draft.example/", status=Status.DRAFT)
    make.make_organisation(website="https://open.example/")
    make.make_organisation(website="https://shielded.example/", shield=Shield.NO_LINK, shield_reason="Raided.")
    make.make_organisation(website="https://unregistered.example/", registration=Registration.UNREGISTERED)

    assert addresses() == {"https://listed.example/", "https://public.example/", "https://open.example/"}


def test_answers_are_remembered_and_failures_counted() -> None:
    wanted = ["https://one.example/", "https://one.example/b", "https://two.example/"]

    list(check_links(wanted, ask_one=gone, pause=0))
    list(check_links(wanted, ask_one=gone, pause=0))
    assert set(LinkCheck.objects.values_list("address", "outcome", "status", "failures")) == {
        (address, "gone", 404, 2) for address in wanted
    }
    list(check_links(wanted[:1], ask_one=there, pause=0))

    assert list(LinkCheck.objects.values_list("address", "outcome", "failures")) == [(wanted[0], "there", 0)]


def test_dead_addresses_are_found_beside_their_records(staff: Client) -> None:
    dead, alive = make.make_source(url="https://dead.example/"), make.make_source(url="https://alive.example/")
    make.make_source(url="")
    fresh = make.make_source(url="https://fresh.example/")
    list(check_links([dead.url], ask_one=gone, pause=0))
    LinkCheck.objects.create(address=alive.url, outcome=Outcome.THERE, checked_at="2026-01-01T00:00Z")

    def found(value: str) -> list[object]:
        page = staff.get(reverse("admin:content_source_changelist"), {"address_answer": value})
        return list(page.context["cl"].queryset)

    assert found("dead") == [dead]
    assert found("unasked") == [fresh]
    assert found("moved") == []
    assert len(found("no such")) == 4
    assert LinkCheck.objects.get(address=dead.url).failures == 1


def test_the_command_only_lists_when_told_to() -> None:
    make.make_source(url="https://listed.example/")
    out = StringIO()

    call_command("check_links", "--list", stdout=out)

    assert out.getvalue().strip() == "https://listed.example/"
    assert LinkCheck.objects.count() == 0


@pytest.mark.parametrize("model", ["content_source", "events_resource", "events_organisation"])
def test_every_list_with_addresses_has_the_filter(model: str, staff: Client) -> None:
    for value in ("dead", "moved", "closed", "unasked", "\x00", "9" * 40):
        assert staff.get(reverse(f"admin:{model}_changelist"), {"address_answer": value}).status_code < 500
