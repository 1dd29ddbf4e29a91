from typing import Any

import pytest
from django.test import Client

from stories.models import SynthesisEntry, SynthesisSection
from tests import builders as make

pytestmark = pytest.mark.django_db

LIST_QUERIES = 2
"""The count and the page."""
PAGE_QUERIES = 4
"""The synthesis with its event and source, its sections, their entries, their themes."""


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_the_same_queries_for_one_and_for_three(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        make.make_synthesis(event=make.make_event())

    with django_assert_num_queries(LIST_QUERIES):
        response = client.get("/syntheses/")

    assert response.context["listing"].count == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_page_takes_the_same_queries_for_one_row_of_each_and_for_three(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    synthesis = make.make_synthesis(event=make.make_event(), source=make.make_source(), entries=())
    for order in range(2, 2 + rows):
        section = SynthesisSection.objects.create(synthesis=synthesis, order=order, title="Gaps")
        for number in range(rows):
            SynthesisEntry.objects.create(section=section, number=number, title="Pride", theme=make.make_theme())

    with django_assert_num_queries(PAGE_QUERIES):
        response = client.get(synthesis.get_absolute_url())

    assert response.content.decode().count("Our theme:") == rows * rows


def test_entries_keep_the_authors_numbers_and_gaps_are_flagged(client: Client) -> None:
    synthesis = make.make_synthesis(entries=())
    section = synthesis.sections.get()
    SynthesisEntry.objects.create(section=section, number=7, title="Money", is_gap=True)
    SynthesisEntry.objects.create(section=section, number=2, title="Pride")

    page = client.get(synthesis.get_absolute_url()).content.decode()

    pride, money = '<li value="2"><b>Pride</b>', '<li value="7"><b>Money</b> <span class="flag">Gap</span>'
    assert 0 < page.index(pride) < page.index(money)


def test_a_theme_and_an_event_readers_may_not_see_are_not_named(client: Client) -> None:
    synthesis = make.make_synthesis(event=make.make_event("Secret event", status="draft"))
    entry = synthesis.sections.get().entries.get()
    entry.theme = make.make_theme("Secret theme", status="draft")
    entry.save()

    page = client.get(synthesis.get_absolute_url()).content.decode()

    assert "Pride" in page
    assert "Secret" not in page


def test_markup_in_any_field_comes_out_as_words(client: Client) -> None:
    xss = "<img src=x onerror=alert(1)>"
    synthesis = make.make_synthesis(xss, summary=xss, authors=xss, method=xss, entries=(xss,))

    for address in (synthesis.get_absolute_url(), "/syntheses/"):
        assert "<img" not in client.get(address).content.decode(), address


def test_a_withdrawn_synthesis_answers_410_and_a_draft_404(client: Client) -> None:
    withdrawn, draft = make.make_synthesis(status="withdrawn"), make.make_synthesis(status="draft")

    assert client.get(withdrawn.get_absolute_url()).status_code == 410
    assert client.get(draft.get_absolute_url()).status_code == 404
