"""What the demo offers for reports: a frozen version, a learning board, numbers."""

import pytest
from django.test import Client

from tests.demo.test_demo import words_of

pytestmark = pytest.mark.django_db

FACTS = {
    "/themes/learning-that-lasts/v1/": ["88%", "97%", "22%", "93%", "31 of 32", "55%", "53%", "3%", "n = 32"],
    "/events/learning-and-sharing-event-2/learning/": ["97%", "22%", "75%", "88%", "not of this event alone"],
    "/events/building-resilient-movements/learning/": ["nothing recorded", "A journey in movement building"],
    "/evidence/": ["2015", "2016", "Year not recorded", "KP Connect"],
}


def test_the_demo_has_something_to_cite_to_compare_and_to_count(demo: None, client: Client) -> None:
    missing = {path: [fact for fact in facts if fact not in words_of(path)] for path, facts in FACTS.items()}
    cited = client.get("/themes/learning-that-lasts/").context["citation"]

    assert missing == {path: [] for path in FACTS}
    assert (cited.version.number, cited.is_current) == (1, True)
