"""Lists and feeds somebody kept under the name a tag had."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from kpknow.curation.actions.merging import merge_topics
from tests import builders as make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/stories/", "/data/stories.csv", "/data/stories.ris", "/feeds/stories.atom"])
def test_a_list_kept_under_a_merged_tag_leads_to_the_tag_it_became(path: str, client: Client) -> None:
    make.make_story(topics=("Security",))
    merge_topics(make.make_topic("Security"), make.make_topic("Safety"), by=AnonymousUser())

    response = client.get(f"{path}?place=ke&tag=security")

    assert (response.status_code, response["Location"]) == (302, f"{path}?place=ke&tag=safety")
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize("value", ["\x00", "never-used", "😀", "9" * 300])
def test_a_tag_that_never_was_is_left_out(value: str, client: Client) -> None:
    make.make_story(topics=("Safety",))

    response = client.get("/stories/", {"tag": value})

    assert response.context["listing"].count == 1
    assert len(response.context["listing"].notices) == 1
