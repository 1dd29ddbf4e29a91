"""Names that must not be read: those of shielded organisations, in any of their forms."""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from kpknow.safety.identifiers.reading import Reading

SHORTEST = 2
RUSSIAN_ENDING = "[а-яё]{0,3}"


def find_watched_names(reading: Reading, names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Whole words, whatever their capitals and accents; an acronym only in capitals; Russian words in any case form."""
    for name in names:
        words = re.findall(r"[^\W_]+", Reading(name).plain)
        if not words or len("".join(words)) < SHORTEST:
            continue
        is_acronym = len(words) == 1 and words[0].isupper() and len(words[0]) <= 6
        pattern = r"[\W_]{1,3}".join(part(word) for word in words)
        for found in re.finditer(rf"(?<!\w){pattern}(?!\w)", reading.plain, 0 if is_acronym else re.IGNORECASE):
            yield found.span()


def part(word: str) -> str:
    """A word with or without its accents; a Cyrillic one without its last vowel and with any ending."""
    if "\u0400" <= word[0].lower() <= "\u052f" and len(word) > 2 and not word.isupper():
        stem = re.sub("(?<=..)[аяоеыийьую]{1,2}$", "", word)
        return re.sub("[её]", "[её]", re.escape(stem)) + RUSSIAN_ENDING
    signs = []
    for sign in word:
        plain = unicodedata.normalize("NFD", sign)[0]
        signs.append(re.escape(sign) if plain == sign else f"[{sign}{plain}]")
    return "".join(signs)
