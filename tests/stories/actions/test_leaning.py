"""Which pole of a tension passages speak for, and what is refused."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from stories.actions.findings import NotPossible
from stories.actions.leaning import lean
from stories.models import Leaning, Pole, Theme
from tests import builders as make

pytestmark = pytest.mark.django_db


def tension() -> Theme:
    return make.make_theme(kind="tension", pole_one="Speed", pole_two="Trust")


def leanings(theme: Theme) -> dict[Any, str]:
    return {one.highlight: one.pole for one in theme.leanings.all()}


def test_a_passage_speaks_for_one_pole_the_last_it_was_given_or_for_none() -> None:
    theme = tension()
    coded, evidence = make.make_highlight(make.make_session(), theme), make.make_highlight(make.make_session())
    make.make_finding(theme, evidence)

    lean(theme, [coded.pk, evidence.pk], Pole.ONE)
    lean(theme, [evidence.pk], Pole.TWO)
    assert leanings(theme) == {coded: "one", evidence: "two"}

    lean(theme, [coded.pk], None)
    assert leanings(theme) == {evidence: "two"}


@pytest.mark.parametrize("fields", [{"state": "proposed"}, {"display": "staff"}])
def test_what_readers_cannot_see_speaks_for_no_pole_and_may_lose_the_one_it_had(fields: dict[str, str]) -> None:
    theme = tension()
    unseen = make.make_highlight(make.make_session(), theme, **fields)

    with pytest.raises(NotPossible):
        lean(theme, [unseen.pk], Pole.ONE)
    assert leanings(theme) == {}

    Leaning.objects.create(theme=theme, highlight=unseen, pole=Pole.ONE)
    lean(theme, [unseen.pk], None)
    assert leanings(theme) == {}


def test_only_passages_of_a_tension_have_a_pole() -> None:
    plain, theme = make.make_theme(), tension()
    passage = make.make_highlight(make.make_session(), plain)

    for where in (plain, theme):
        with pytest.raises(NotPossible):
            lean(where, [passage.pk], Pole.ONE)
    with pytest.raises(ValidationError):
        Leaning(theme=plain, highlight=passage, pole=Pole.ONE).full_clean()

    assert not Leaning.objects.exists()


def test_the_database_keeps_one_pole_for_each_passage_and_only_known_ones() -> None:
    theme, passage = tension(), make.make_highlight()
    Leaning.objects.create(theme=theme, highlight=passage, pole=Pole.ONE)

    for other, pole in ((passage, "two"), (make.make_highlight(), "six")):
        with pytest.raises(IntegrityError), transaction.atomic():
            Leaning.objects.create(theme=theme, highlight=other, pole=pole)
