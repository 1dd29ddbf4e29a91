"""The staff's own pages ask the database the same number of times for one of everything and for three."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kpknow.content.models import Status
from kpknow.curation.actions.overriding import ask_override
from tests import builders as make
from tests.curation.blocked import sensitive
from tests.curation.importing.sheets import checked, csv_file

pytestmark = pytest.mark.django_db


def asker() -> Any:
    accounts = get_user_model()._default_manager
    return accounts.filter(username="asker").first() or accounts.create_superuser(
        "asker", password="a long pass phrase"
    )


def full_draft(rows: int) -> Any:
    """A story with so many people, pictures, passages and findings of the safety check; one thing two may pass over."""
    body = "\n\n".join(f"Ring +254 712 004 4{row}8 tonight." for row in range(rows))
    story = make.make_story(body=body, status=Status.DRAFT, published_at=None)
    sensitive(story)
    for row in range(rows):
        make.make_contribution(story, make.make_consent(make.make_contributor(f"Amina {row}")))
        make.make_picture(story, alternative_text=f"Door {row}")
    for block in story.blocks.all():
        make.make_highlight(block, make.make_theme())
    story.refresh_from_db()
    return story


def the_step(rows: int) -> str:
    return reverse("admin:stories_story_publish", args=(full_draft(rows).pk,))


def asking_to_pass_over(rows: int) -> str:
    return reverse("admin:curation_override_ask", args=("stories.story", full_draft(rows).pk))


def an_override_asked_for(rows: int) -> str:
    story = make.make_story(status=Status.DRAFT, published_at=None)
    sensitive(story)
    story.refresh_from_db()
    for row in range(rows):
        make.make_contribution(story, make.make_consent(make.make_contributor(f"Amina {row}")))
    override = ask_override(story, by=asker(), reason="It was agreed with the group.")
    return reverse("admin:curation_override_change", args=(override.pk,))


def its_passages(rows: int) -> str:
    return reverse("admin:curation_passageanswer_of", args=("stories.story", full_draft(rows).pk))


def its_history(rows: int) -> str:
    return reverse("admin:stories_story_history", args=(full_draft(rows).pk,))


def rows_of_a_file(rows: int) -> str:
    names = [[f"Circle {row}", "community_led"] for row in range(rows)]
    batch = checked("organisations", csv_file(["name", "kind"], *names))
    return reverse("admin:curation_import_change", args=(batch.pk,))


def a_person(rows: int) -> str:
    person = make.make_contributor("Amina")
    for _ in range(rows):
        make.make_contribution(make.make_story(), make.make_consent(person))
    return reverse("admin:events_contributor_everything", args=(person.pk,))


def the_first_page(rows: int) -> str:
    for _ in range(rows):
        full_draft(1)
        make.make_comment(make.make_story())
    return reverse("admin:index")


PAGES = (
    *(the_step, asking_to_pass_over, an_override_asked_for, its_passages, its_history),
    *(rows_of_a_file, a_person, the_first_page),
)


def questions(staff: Client, address: str) -> list[str]:
    staff.get(address)
    with CaptureQueriesContext(connection) as asked:
        response = staff.get(address)
    assert response.status_code == 200, (address, response.status_code)
    return [question["sql"][:90] for question in asked.captured_queries]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.__name__)
def test_a_page_asks_no_more_for_three_than_for_one(page: Callable[[int], str], staff: Client) -> None:
    one = questions(staff, page(1))
    three = questions(staff, page(3))

    assert len(one) == len(three), sorted(set(three) - set(one))
