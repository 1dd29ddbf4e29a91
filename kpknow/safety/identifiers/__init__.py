"""What in a text may show who somebody is or where they live: found by rules alone, in any script.

No model and no network: a rule can be read, argued about and mended, and an old laptop runs it. What each kind means
says ``Kind``; how well the rules do says ``manage.py safety_check --score``.
"""

from collections.abc import Callable, Collection, Iterable, Iterator

from kpknow.safety.identifiers.birth_dates import find_birth_dates
from kpknow.safety.identifiers.coordinates import find_coordinates
from kpknow.safety.identifiers.email_addresses import find_email_addresses
from kpknow.safety.identifiers.finding import Finding, Kind
from kpknow.safety.identifiers.handles import find_handles
from kpknow.safety.identifiers.identity_numbers import find_identity_numbers
from kpknow.safety.identifiers.name_lists import fold
from kpknow.safety.identifiers.names import find_names
from kpknow.safety.identifiers.reading import Reading
from kpknow.safety.identifiers.safe_houses import find_safe_houses
from kpknow.safety.identifiers.spoken_digits import find_spoken_numbers
from kpknow.safety.identifiers.street_addresses import find_street_addresses
from kpknow.safety.identifiers.telephones import find_telephones
from kpknow.safety.identifiers.uncased_names import find_uncased_names
from kpknow.safety.identifiers.watched_names import find_watched_names
from kpknow.safety.identifiers.web_addresses import find_web_addresses

__all__ = ["Finding", "Kind", "find_identifiers"]

Rule = Callable[[Reading], Iterator[tuple[int, int]]]
RULES: tuple[tuple[Kind, Rule], ...] = (
    (Kind.EMAIL, find_email_addresses),
    (Kind.COORDINATES, find_coordinates),
    (Kind.HANDLE, find_handles),
    (Kind.WEB_ADDRESS, find_web_addresses),
    (Kind.BIRTH_DATE, find_birth_dates),
    (Kind.STREET_ADDRESS, find_street_addresses),
    (Kind.IDENTITY_NUMBER, find_identity_numbers),
    (Kind.PHONE, find_telephones),
    (Kind.PHONE, find_spoken_numbers),
    (Kind.SAFE_HOUSE, find_safe_houses),
)
ORDER = {kind: place for place, kind in enumerate(Kind)}


def find_identifiers(
    text: str, allowed_names: Iterable[str] = (), watched_names: Iterable[str] = (), language: str = ""
) -> list[Finding]:
    """Passages that may identify a person or lead to one, in the order of the text, none over another of its kind.

    ``allowed_names``: of people who agreed to be named here; parts of such a name are allowed too.
    ``watched_names``: of shielded organisations. ``language`` (BCP 47): what the text says it is in; only German, where
    every noun has a capital, is read otherwise. Takes any string, lone surrogates too; about 0.3 s for 10,000 words.
    """
    reading = Reading(text)
    found = [(ORDER[kind], start, end, kind) for kind, rule in RULES for start, end in rule(reading) if end > start]
    found += [
        (ORDER[Kind.ORGANISATION], *span, Kind.ORGANISATION) for span in find_watched_names(reading, watched_names)
    ]
    allowed = [frozenset(words_in(name)) for name in allowed_names]
    found += [
        (ORDER[Kind.NAME], start, end, Kind.NAME)
        for start, end in (*find_names(reading, language), *find_uncased_names(reading))
        if not is_allowed(reading.plain[start:end], allowed)
    ]
    return [
        Finding(kind, start, end, text[start:end])
        for kind, start, end in sorted(apart(reading, found), key=lambda one: one[1:])
    ]


def apart(reading: Reading, found: Iterable[tuple[int, int, int, Kind]]) -> Iterator[tuple[Kind, int, int]]:
    """Of passages that lie over each other the first kind, and of one kind the longest. Safe houses may hold others."""
    taken = bytearray(len(reading.plain))
    for _place, start, end, kind in sorted(found, key=lambda one: (one[0], one[1] - one[2], one[1])):
        if kind is not Kind.SAFE_HOUSE and any(taken[start:end]):
            continue
        taken[start:end] = b"\x01" * (end - start)
        yield kind, *reading.span(start, end)


def words_in(name: str) -> list[str]:
    return [fold(word.strip(".,'’-")) for word in Reading(name).plain.split()]


def is_allowed(words: str, allowed: Collection[frozenset[str]]) -> bool:
    """Whether all words are of one name that may be printed; initials may stand for its words."""
    parts = words_in(words.replace(".", ". "))
    return any(
        all(part in name or (len(part) == 1 and any(word.startswith(part) for word in name)) for part in parts if part)
        for name in allowed
    )
