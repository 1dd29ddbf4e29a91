from typing import Any

import pytest
from django.test import Client

from tests import builders as make

pytestmark = pytest.mark.django_db

QUERIES = {"theme": 4, "survey": 5}
"""The theme, or the survey and its question; the count, the page, its themes."""


@pytest.mark.parametrize("rows", [1, 3])
def test_all_voices_of_a_theme_or_a_question_take_the_same_queries_for_one_and_for_three(
    rows: int, client: Client, django_assert_num_queries: Any
) -> None:
    theme, question = make.make_theme(slug="care"), make.make_question(make.make_survey(slug="follow-up"))
    for _ in range(rows):
        make.make_highlight(question, theme, make.make_theme())

    for kind, address in (("theme", "/themes/care/voices/"), ("survey", "/surveys/follow-up/1/")):
        with django_assert_num_queries(QUERIES[kind]):
            response = client.get(address)
        assert response.context["listing"].count == rows


def test_only_voices_that_may_be_shown_are_listed(client: Client) -> None:
    theme = make.make_theme(slug="care")
    make.make_highlight(make.make_session(), theme, text="Shown <b>words</b>.")
    make.make_highlight(make.make_session(), theme, text="Hidden words.", display="staff")

    page = client.get("/themes/care/voices/").content.decode()

    assert "Shown &lt;b&gt;words&lt;/b&gt;." in page
    assert "Hidden words." not in page
    assert 'content="noindex,follow"' in page


def test_voices_of_what_may_not_be_seen_are_not_found(client: Client) -> None:
    make.make_highlight(make.make_session(), make.make_theme(slug="draft", status="draft"))
    make.make_highlight(make.make_question(make.make_survey(slug="draft", status="draft")))
    make.make_theme(slug="gone", status="withdrawn")

    asked = ("/themes/draft/voices/", "/surveys/draft/1/", "/surveys/no/99999999999999999999/", "/themes/gone/voices/")

    assert [client.get(address).status_code for address in asked] == [404, 404, 404, 410]
