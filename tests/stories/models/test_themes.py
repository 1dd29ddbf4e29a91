import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from tests import builders as make

pytestmark = pytest.mark.django_db


def test_a_summary_has_at_most_sixty_words() -> None:
    theme = make.make_theme(summary="word " * 60)
    theme.full_clean()

    theme.summary = "word " * 61
    with pytest.raises(ValidationError) as refused:
        theme.full_clean()

    assert set(refused.value.message_dict) == {"summary"}


POLES = {"pole_one": "Speed", "pole_two": "Trust"}


@pytest.mark.parametrize("fields", [{"kind": "tension"}, {"kind": "tension", "pole_one": "Speed"}, POLES])
def test_only_a_tension_has_poles_and_it_has_two(fields: dict[str, str]) -> None:
    with pytest.raises(IntegrityError):
        make.make_theme(**fields)


def test_findings_are_not_published_without_their_limits() -> None:
    theme = make.make_theme(limits="")
    make.make_finding(theme)

    assert [*map(str, theme.publication_blockers())] == ["Say the limits of these findings."]
