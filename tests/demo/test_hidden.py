"""Loading the demo again brings back nobody who hid what is theirs."""

import pytest
from django.test import Client

from kpknow.curation.actions.receipts import hide_everything
from kpknow.demo.actions import load_demo
from stories.models import Story, StoryContribution

pytestmark = pytest.mark.django_db


def test_the_demo_brings_back_nobody(demo: None) -> None:
    person = StoryContribution.objects.filter(role="teller")[0].contributor
    stories = Story.objects.filter(contributions__contributor=person)
    addresses = [story.get_absolute_url() for story in stories]
    hide_everything(person)

    load_demo()

    assert {Client().get(address).status_code for address in addresses} == {410}
