"""A frozen version keeps our words and numbers, never the words of people, and forgets whom it has to forget."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from kpknow.content.actions.publishing import ReasonMissing
from kpknow.content.history.erasing import erase_from_history
from kpknow.content.models import Act
from stories.actions.versions import (
    NothingChanged,
    NotPublic,
    forget_passages,
    freeze_version,
    withdraw_version,
)
from stories.models import Theme, ThemeVersion
from stories.reading.outline import changes_between
from tests import builders as make

pytestmark = pytest.mark.django_db

NOBODY = AnonymousUser()


def make_spoken_theme(**fields: Any) -> Theme:
    theme = make.make_theme("Care", **fields)
    voice = make.make_highlight(make.make_session(), theme, text="Quokka words.", consent=make.make_consent())
    finding = make.make_finding(theme, voice, claim="Care lasts")
    finding.questions.add(make.make_question(shares={"Yes": 88}))
    return theme


def test_versions_are_numbered_and_hold_what_was_public(curator: Any) -> None:
    theme = make_spoken_theme()
    make.make_finding(theme, make.make_highlight(make.make_session(), theme, display="staff"), claim="Not public")

    version = freeze_version(theme, by=curator, note="First.")
    [finding] = version.content["findings"]

    assert (version.number, version.note, version.frozen_by) == (1, "First.", curator)
    assert (finding["claim"], [number["share"] for number in finding["numbers"]]) == ("Care lasts", [88])
    assert version.content["prose"]["summary"] == "What we know."
    assert Act.objects.filter(verb="published", about_key=str(theme.pk)).values_list("note", flat=True)[0] == "v1"


def test_no_word_of_a_person_is_kept() -> None:
    version = freeze_version(make_spoken_theme(), by=NOBODY)

    [passage] = version.content["findings"][0]["passages"]

    assert "Quokka" not in json.dumps(version.content)
    assert (len(passage["words"]), passage["side"]) == (64, "supports")


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_only_what_is_public_can_be_frozen(status: str) -> None:
    with pytest.raises(NotPublic):
        freeze_version(make.make_theme(status=status), by=NOBODY)

    assert not ThemeVersion.objects.exists()


def test_the_same_is_not_frozen_twice_and_what_changed_is_counted() -> None:
    theme = make_spoken_theme()
    first = freeze_version(theme, by=NOBODY)
    with pytest.raises(NothingChanged) as same:
        freeze_version(theme, by=NOBODY)
    theme.findings.update(claim="Care lasts for years")
    option = theme.findings.get().questions.get().options.get()
    option.share = 90
    option.save()
    make.make_finding(theme, make.make_highlight(make.make_session(), theme), claim="It spreads")
    second = freeze_version(theme, by=NOBODY)

    changes = changes_between(first.content, second.content)

    assert same.value.number == 1
    assert (changes["added"], changes["removed"], changes["reworded"], changes["figures"]) == (1, 0, 1, 1)
    assert (changes["prose"], changes["voices_before"], changes["voices_after"]) == (False, 1, 2)


def test_a_version_is_withdrawn_with_a_reason_and_its_number_is_not_given_again() -> None:
    theme = make_spoken_theme()
    version = freeze_version(theme, by=NOBODY)
    with pytest.raises(ReasonMissing):
        withdraw_version(version, by=NOBODY, reason=" ")

    withdraw_version(version, by=NOBODY, reason="It named a town.")

    assert freeze_version(theme, by=NOBODY).number == 2


def test_a_forgotten_passage_takes_its_hash_and_the_wording_it_stood_behind() -> None:
    theme = make_spoken_theme(summary="They said quokka.")
    kept = make.make_finding(theme, make.make_highlight(make.make_session(), theme), claim="Kept claim")
    version = freeze_version(theme, by=NOBODY)
    forgotten = theme.findings.exclude(pk=kept.pk).get().evidence.get().highlight

    assert forget_passages([forgotten.public_id]) == 1
    version.refresh_from_db()
    stored = json.dumps(version.content)

    assert forgotten.public_id not in stored
    assert ("Care lasts" in stored, "quokka" in stored, "Kept claim" in stored) == (False, False, True)
    assert forget_passages([forgotten.public_id]) == 0


@pytest.mark.parametrize("erased", ["person", "passage", "theme"])
def test_erasing_reaches_frozen_versions(erased: str, curator: Any) -> None:
    theme = make_spoken_theme()
    freeze_version(theme, by=NOBODY)
    voice = theme.highlights.get()

    erase_from_history({"person": voice.consent.contributor, "passage": voice, "theme": theme}[erased], by=curator)
    stored = json.dumps([version.content for version in theme.versions.all()])

    assert (voice.public_id in stored, "Care lasts" in stored) == (False, False)
