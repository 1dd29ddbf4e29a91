"""What is counted over bitmaps is what counting the rows would give, whatever happened in between."""

import random
from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from events.models import Consent, Contributor, Country, Event, Organisation, Session
from stories.models import Coding, Highlight, Story, Theme
from stories.reading.tallies import Tally, counted, tallies
from tests import builders as make

CODES = ("KE", "KG", "UG")


def hear(chance: random.Random) -> None:
    person = make.make_contributor(organisation=chance.choice([None, *Organisation.objects.all()]))
    block = make.first_block(make.make_story(codes=tuple(chance.sample(CODES, chance.randrange(3)))))
    session = make.make_session(make.make_event(code=chance.choice(CODES)))
    source = chance.choice((block, session, make.make_question()))
    make.make_highlight(source, *chance.sample(list(Theme.objects.all()), 2), consent=make.make_consent(person))


def place(chance: random.Random) -> None:
    for event in Event.objects.all():
        event.country_id = chance.choice(CODES)
        event.parent = None
        event.save()
    for story in Story.objects.all():
        story.countries.set(chance.sample(CODES, chance.randrange(3)))


def visit(chance: random.Random) -> None:
    events = list(Event.objects.all())
    if len(events) > 1:
        Event.objects.filter(pk=events[-1].pk).update(parent=events[0])


def belong(chance: random.Random) -> None:
    organisation = chance.choice(list(Organisation.objects.all()))
    Contributor.objects.update(organisation=organisation)
    for story in Story.objects.all()[:2]:
        story.organisations.set([organisation] if chance.random() < 0.5 else [])


def shield(chance: random.Random) -> None:
    hidden = {"shield": "hidden", "shield_reason": "Raids"} if chance.random() < 0.5 else {"shield": "none"}
    Organisation.objects.filter(pk=chance.choice(list(Organisation.objects.all())).pk).update(**hidden)


def hide(chance: random.Random) -> None:
    for model in (Story, Event):
        model.objects.filter(pk__in=model.objects.order_by("?")[:1].values("pk")).update(
            status=chance.choice(("draft", "published"))
        )


def silence(chance: random.Random) -> None:
    if consent := Consent.objects.order_by("?").first():
        Consent.objects.filter(pk=consent.pk).update(withdrawn_at=chance.choice((None, timezone.now())))


def recode(chance: random.Random) -> None:
    if voice := Highlight.objects.order_by("?").first():
        voice.codings.all().delete()
        Coding.objects.create(highlight=voice, theme=chance.choice(list(Theme.objects.all())))


def lose(_chance: random.Random) -> None:
    Session.objects.filter(pk__in=Session.objects.order_by("?")[:1].values("pk")).delete()


CHANGES: tuple[Callable[[random.Random], None], ...] = (hear, place, visit, belong, shield, hide, silence, recode, lose)


@pytest.mark.django_db(transaction=True)
@settings(max_examples=4)
@given(seed=st.integers(0, 10_000), steps=st.integers(4, 8))
def test_every_tally_is_what_the_rows_say(seed: int, steps: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # no secret hangs on it
    for number, code in enumerate(CODES):
        Country.objects.get_or_create(code=code, defaults={"name": code, "alpha3": f"X{number}"})
    while Organisation.objects.count() < 2:
        make.make_organisation()
    while Theme.objects.count() < 3:
        make.make_theme()
    hear(chance)
    themes = list(Theme.objects.all())

    for _ in range(steps):
        chance.choice(CHANGES)(chance)
        assert tallies(themes, AnonymousUser()) == counted(themes, AnonymousUser())


@pytest.mark.django_db
def test_a_voice_is_counted_until_its_consent_ends() -> None:
    theme = make.make_theme()
    consent = make.make_consent(expires_on=date(2027, 3, 1))
    make.make_highlight(make.make_session(), theme, consent=consent)

    with time_machine.travel("2027-03-01T23:59:59Z", tick=False):
        assert tallies([theme], AnonymousUser()) == {theme.pk: Tally(1, 1, 0, 1)}
    with time_machine.travel("2027-03-02T00:00:00Z", tick=False):
        assert tallies([theme], AnonymousUser()) == {}
