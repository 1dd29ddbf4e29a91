"""Addresses of each kind of page over a corpus: many different ones, the same in every run."""

import random
from collections.abc import Callable, Iterator

from tests.bench.corpus import COUNTRIES, POPULATIONS, THEMES, TOPICS
from tests.bench.words import COMMON, MIDDLING, RARE, vocabulary

PER_PAGE = 20


def kinds(stories: int, last_page: int) -> dict[str, Iterator[str]]:
    """Endless addresses by kind of page. ``last_page`` is the deepest a list can be read."""
    words = vocabulary("en")
    return {
        "list": _endless("list", lambda draw: "/stories/"),
        "deep list": _endless("deep", lambda draw: f"/stories/?page={draw.randint(max(2, last_page // 2), last_page)}"),
        "tag": _endless("tag", lambda draw: f"/tags/topic-{draw.randrange(TOPICS)}/"),
        "filtered list": _endless(
            "filtered",
            lambda draw: (
                f"/stories/?people={draw.choice(POPULATIONS)}&place={draw.choice(COUNTRIES).lower()}"
                f"&theme=theme-{draw.randrange(min(4, THEMES))}"
            ),
        ),
        "detail": _endless("detail", lambda draw: f"/stories/story-{draw.randrange(stories)}/"),
        "search, rare": _endless("rare", lambda draw: f"/search/?q={words[draw.choice(RARE)]}"),
        "search, two words": _endless(
            "two", lambda draw: f"/search/?q={words[draw.choice(MIDDLING)]}+{words[draw.choice(MIDDLING)]}"
        ),
        "search, common": _endless("common", lambda draw: f"/search/?q={words[draw.choice(COMMON)]}"),
    }


def _endless(seed: str, address: Callable[[random.Random], str]) -> Iterator[str]:
    draw = random.Random(f"addresses {seed}")  # noqa: S311  # not a secret
    while True:
        yield address(draw)
