"""Nodes share pages of one content version, and believe only what they signed themselves."""

from typing import Any

import pytest
from django.core.cache import caches

from kpknow.content.actions.publishing import withdraw
from kpknow.content.page_cache import PageCache
from kpknow.content.shared_pages import SIGNATURE, SharedPages
from stories.models import Story
from tests import builders as make
from tests.content.reader import Reader

pytestmark = pytest.mark.django_db(transaction=True)


class Node(Reader):
    """One of several: a worker of its own, and pages shared with the others."""

    def __init__(self) -> None:
        super().__init__()
        self.cache = PageCache(self.django, SharedPages())


@pytest.fixture
def shared(settings: Any) -> Any:
    """A memory instead of Redis: what is kept and believed is ours to test, Redis itself is not."""
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": backend}, "shared": {"BACKEND": backend, "LOCATION": "shared"}}
    yield caches["shared"]
    caches["shared"].clear()


def told(title: str = "The circle") -> Story:
    return make.make_story(title, codes=())


def test_a_page_one_node_made_is_not_made_by_another(shared: Any) -> None:
    told()
    one, other = Node(), Node()

    first, second, third = one.get("/stories/"), other.get("/stories/"), other.get("/stories/")

    assert first == second == third
    assert "The circle" in second[2]
    assert (one.asked, other.asked) == (1, 0)


def test_a_withdrawal_holds_at_the_next_request_of_every_node(shared: Any, curator: Any) -> None:
    story = told()
    one, other = Node(), Node()
    one.get("/stories/"), other.get("/stories/")

    withdraw(story, by=curator, reason="Asked to.")

    assert [node for node in (one, other) if "The circle" in node.get("/stories/")[2]] == []


def test_a_page_somebody_else_put_there_is_not_believed(shared: Any) -> None:
    told()
    one, other = Node(), Node()
    page = one.get("/stories/")
    (name,) = [key.removeprefix(":1:") for key in shared._cache]
    kept = shared.get(name)
    shared.set(name, kept[:SIGNATURE] + kept[SIGNATURE:].replace(b"200 OK", b"200 Oh"))

    assert (other.get("/stories/"), other.asked) == (page, 1)


def test_what_is_read_cannot_be_told_from_the_names(shared: Any) -> None:
    told()
    Node().get("/stories/?kind=article")

    assert [key for key in shared._cache if "stor" in key or "article" in key] == []


def test_a_cache_that_is_away_costs_no_page_and_is_left_alone(settings: Any) -> None:
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
        "shared": {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": "redis://127.0.0.1:1/0",
            "OPTIONS": {"serializer": "kpknow.content.shared_pages.BytesOnly"},
        },
    }
    told()
    node = Node()

    assert (node.get("/stories/")[0], node.get("/events/")[0]) == (200, 200)
    assert node.cache.shared
    assert node.cache.shared.silence.is_kept()
