"""The catalogue says what the database says, whatever happened in between."""

import random
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from pyroaring import BitMap

from events.models import Consent, Country, Organisation, Population, Topic
from kpknow.content.catalogue import Catalogue, Snapshot, make_room
from kpknow.content.facet import NOT_RECORDED
from stories.models import Story
from stories.reading.story_facets import STORIES, visible_stories
from tests import builders as make

PEOPLE, PLACES, TOPICS, DAYS = ("msm", "sex-workers"), ("KE", "KG", "UG"), ("prep", "law"), ("2014", "2019-10-20", None)


def fresh() -> Catalogue[Any]:
    return Catalogue(STORIES.records, STORIES.facets, marks=STORIES.marks, date=STORIES.date)


def told(snapshot: Snapshot) -> dict[str, dict[str, set[int]]]:
    """Facet → value → primary keys, in place of positions."""
    return {
        name: {value: set(snapshot.pks(bits)) for value, bits in values.items()}
        for name, values in snapshot.values.items()
    }


def keyed(snapshot: Snapshot) -> dict[str, dict[str, set[int]]]:
    return {name: {value: set(bits) for value, bits in values.items()} for name, values in snapshot.by_pk.items()}


def in_orders(catalogue: Catalogue) -> list[list[int]]:
    snapshot = catalogue.now()
    orders = (catalogue.newest, catalogue.oldest, catalogue.by_name)
    return [order(snapshot, snapshot.shown, 0, 1000) for order in orders]


def add(chance: random.Random) -> None:
    make.make_story(
        f"Story {chance.random()}",
        dated=chance.choice(DAYS),
        codes=tuple(chance.sample(PLACES, chance.randrange(3))),
        people=tuple(chance.sample(PEOPLE, chance.randrange(2))),
        topics=tuple(chance.sample(TOPICS, chance.randrange(2))),
        language=chance.choice(("en", "fr")),
        organisations=tuple(Organisation.objects.all()[: chance.randrange(2)]),
    )


def some(chance: random.Random) -> Story | None:
    return chance.choice(list(Story.objects.all())) if Story.objects.exists() else None


def change(chance: random.Random) -> None:
    if story := some(chance):
        story.dated = make.a_date(chance.choice(DAYS))
        story.language = chance.choice(("en", "fr", "ru"))
        story.save()
        story.countries.set(chance.sample(PLACES, chance.randrange(3)))


def hide(chance: random.Random) -> None:
    if story := some(chance):
        Story.objects.filter(pk=story.pk).update(status=chance.choice(("draft", "published")))


def silence(chance: random.Random) -> None:
    if story := some(chance):
        Consent.objects.filter(pk=story.contributions.get().consent_id).update(withdrawn_at=timezone.now())


def shield(chance: random.Random) -> None:
    shields = {"shield": "hidden", "shield_reason": "Raids"} if chance.random() < 0.5 else {"shield": "none"}
    Organisation.objects.update(**shields)


def voice(chance: random.Random) -> None:
    if story := some(chance):
        theme = make.make_theme() if chance.random() < 0.5 else None
        make.make_highlight(make.first_block(story), *([theme] if theme else []))


CHANGES: tuple[Callable[[random.Random], None], ...] = (add, add, change, hide, silence, shield, voice)


@pytest.mark.django_db(transaction=True)
@settings(max_examples=12)
@given(seed=st.integers(0, 10_000), steps=st.integers(1, 6))
def test_patched_is_what_building_anew_would_give(seed: int, steps: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # no secret hangs on it
    for number, code in enumerate(PLACES):
        Country.objects.get_or_create(code=code, defaults={"name": code, "alpha3": f"X{number}"})
    for slug in PEOPLE:
        Population.objects.get_or_create(slug=slug, defaults={"name": slug})
    if not Organisation.objects.exists():
        make.make_organisation()
    STORIES.now()

    for _ in range(steps):
        chance.choice(CHANGES)(chance)
        assert told(STORIES.now()) == told(fresh().now()) == keyed(STORIES.now())
        assert in_orders(STORIES) == in_orders(fresh())


@pytest.mark.django_db
@settings(max_examples=30)
@given(seed=st.integers(0, 10_000))
def test_each_count_is_the_length_of_the_list_it_leads_to(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # no secret hangs on it
    for _ in range(4):
        add(chance)
    client = Client()
    chosen = [("people", "msm"), ("place", "ke"), ("place", "kg"), ("people", NOT_RECORDED), ("language", "fr")]
    asked = sorted(chance.sample(chosen, chance.randrange(3)))
    listing = client.get("/stories/", asked, follow=True).context["listing"]

    for facet in listing.facets:
        others = [(name, value) for name, value in asked if name != facet.name]
        for choice in facet.choices:
            led_to = client.get("/stories/", [*others, (facet.name, choice.value)], follow=True).context["listing"]
            assert (facet.name, choice.value, choice.count) == (facet.name, choice.value, led_to.count)


@pytest.mark.django_db
def test_it_holds_what_strangers_may_see() -> None:
    shown = make.make_story()
    make.make_story(status="draft")
    make.make_story(status="withdrawn", withdrawn_at=timezone.now(), withdrawal_reason="Asked")
    make.make_story(consent=make.make_consent(covers_words=False, covers_name=True))

    assert in_orders(STORIES)[0] == [story.pk for story in visible_stories()] == [shown.pk]
    assert Story.objects.visible_to(AnonymousUser()).get() == shown


@pytest.mark.django_db(transaction=True)
def test_a_consent_that_lapses_needs_no_edit() -> None:
    make.make_story(codes=(), consent=make.make_consent(expires_on=date(2027, 3, 1)))
    with time_machine.travel("2027-03-01T23:59:59Z", tick=False):
        before = len(STORIES.now().shown)
    with time_machine.travel("2027-03-02T00:00:00Z", tick=False):
        after = len(STORIES.now().shown)

    assert (before, after) == (1, 0)


@pytest.mark.django_db(transaction=True)
def test_a_renamed_concept_is_called_by_its_new_name() -> None:
    make.make_story(codes=(), topics=("prep",))
    facet = next(facet for facet in STORIES.facets if facet.name == "tag")
    before = dict(STORIES.names(STORIES.now(), facet))

    Topic.objects.update(name="PrEP for all")

    assert list(before.values()) == ["prep"]
    assert list(STORIES.names(STORIES.now(), facet).values()) == ["PrEP for all"]


@pytest.mark.parametrize(("position", "moved"), [(0, [1, 2, 6]), (1, [0, 2, 6]), (2, [0, 1, 6]), (9, [0, 1, 5])])
def test_room_is_made_at_a_position(position: int, moved: list[int]) -> None:
    bits = BitMap([0, 1, 5])

    make_room(bits, position)

    assert list(bits) == moved


@pytest.mark.django_db
def test_nothing_changed_costs_the_version_alone(client: Client, django_assert_num_queries: Any) -> None:
    make.make_story()
    STORIES.now()

    with django_assert_num_queries(1):
        STORIES.now()
