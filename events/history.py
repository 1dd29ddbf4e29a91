"""What the history of events must ask of consents, and what goes with a person who is erased."""

from collections.abc import Iterable
from typing import Any

from events.models import Consent, Contributor, Part, SessionContribution
from kpknow.content.history.erasing import also_erase
from kpknow.content.history.withholding import ask_consent, once_tied, records_once_tied


def all_hold(consents: Iterable[int]) -> bool:
    """Whether each of these, or the one recorded in its place, covers words on this site today. Two queries a step."""
    wanted = set(consents)
    while wanted:
        silent = wanted - set(Consent.objects.covering(Part.WORDS).filter(pk__in=wanted).values_list("pk", flat=True))
        followed = dict(Consent.objects.filter(replaces__in=silent).values_list("replaces", "pk"))
        if len(followed) < len(silent):
            return False
        wanted = set(followed.values())
    return True


def consents_at(label: str, key: str, kind: str, current: Any) -> set[int]:
    """Consents of everybody tied to the record now or ever: who was taken out since did say what was said."""
    standing = current.filter(consent__isnull=False).values_list("consent", flat=True)
    return {*standing, *once_tied(label, key, kind, "consent_id")}


def session_holds(key: str) -> bool:
    current = SessionContribution.objects.filter(session=int(key))
    return all_hold(consents_at("events.session", key, "events.sessioncontribution", current))


def person_holds(key: str) -> bool:
    """Whether any consent they gave holds; before the first one is recorded there is nothing to ask."""
    given = Consent.objects.filter(contributor=int(key))
    today = Consent.objects.covering(Part.NAME) | Consent.objects.covering(Part.WORDS)
    return today.filter(contributor=int(key)).exists() or not given.exists()


def words_of_person(person: Contributor) -> Iterable[tuple[str, Iterable[Any]]]:
    yield "events.session", SessionContribution.objects.filter(contributor=person).values_list("session", flat=True)
    yield "events.session", records_once_tied("events.sessioncontribution", "contributor_id", [person.pk])
    yield "events.consent", Consent.objects.filter(contributor=person).values_list("pk", flat=True)


def listen() -> None:
    ask_consent("events.session", session_holds)
    ask_consent("events.contributor", person_holds)
    also_erase("events.contributor", words_of_person)
