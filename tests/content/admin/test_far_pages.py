"""Pages far down a list of the admin."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kpknow.content.admin.far_pages import FarPages
from stories.models import Story
from tests import builders as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("number", [1, 2, 3])
def test_every_page_has_its_rows_in_the_order_of_the_list(number: int) -> None:
    for title in "Edcba":
        make.make_story(title)

    page = FarPages(Story.objects.order_by("-title"), 2).page(number)

    assert [story.title for story in page] == ["d", "c", "b", "a", "E"][2 * number - 2 : 2 * number]


@pytest.mark.parametrize("rows", [3, 9])
def test_a_far_page_asks_which_rows_these_are_and_loads_no_others(rows: int) -> None:
    for _number in range(rows):
        make.make_story()
    pages = FarPages(Story.objects.select_related("event"), 2)
    assert pages.count == rows

    with CaptureQueriesContext(connection) as queries:
        list(pages.page(2))

    keys, loaded = [query["sql"] for query in queries]
    assert ("body" in keys, "events_event" in keys, "body" in loaded) == (False, False, True)


def test_the_lists_of_the_admin_have_them(staff: Client) -> None:
    for _number in range(51):
        make.make_story()

    shown = staff.get(reverse("admin:stories_story_changelist"), {"p": "2"})

    assert len(shown.context["cl"].result_list) == 1
