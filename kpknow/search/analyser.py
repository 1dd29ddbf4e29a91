"""How words are read for searching, the same on every database: folded, and stemmed in the language they are in.

Folding drops case and accents, as people leave them out on small keyboards; stemming is Snowball's, for each language
it knows (https://snowballstem.org). A language without a stemmer is folded only.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

SNOWBALL = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "nb": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
"""BCP 47 → Snowball's name."""
TYPED_IN = ("en", "fr", "ru", "es", "pt")
"""Languages a typed word is tried in: the reader's own need not be known."""
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ё": "е", "ø": "o", "ł": "l", "đ": "d", "’": "'"})
BREVE = "\u0306"
"""Kept: without it й would be и."""
LONGEST_WORD = 60
"""Characters; beyond that it is no word."""


@dataclass(frozen=True, slots=True)
class Word:
    """``text[start:end]`` of what was read."""

    start: int
    end: int
    text: str


def words(text: str) -> list[Word]:
    """The words of a text in their order; an apostrophe within one belongs to it."""
    return [Word(found.start(), found.end(), found.group()) for found in WORD.finditer(text)]


@lru_cache(200_000)
def fold(word: str) -> str:
    """Without case, accents and ligatures: “Œuvre” → “oeuvre”, “ещё” → “еще”, “й” stays."""
    if word.isascii():
        return word.lower()[:LONGEST_WORD]
    decomposed = unicodedata.normalize("NFKD", word.lower().translate(LIGATURES))
    plain = "".join(sign for sign in decomposed if not unicodedata.combining(sign) or sign == BREVE)
    return unicodedata.normalize("NFC", plain)[:LONGEST_WORD]


def base(language: str) -> str:
    """“pt” of “pt-BR”."""
    return language.split("-", maxsplit=1)[0].lower()


@lru_cache(len(SNOWBALL))
def stemmer(language: str) -> Callable[[str], str] | None:
    """One a language, without its own cache: ours is bounded."""
    return Stemmer.Stemmer(SNOWBALL[language], 0).stemWord if language in SNOWBALL else None


@lru_cache(400_000)
def stem(word: str, language: str) -> str:
    """What a word is indexed under in a language: “l’école” → “ecol”, “people's” → “peopl”. Stemmed, then folded."""
    word = word.lower().replace("’", "'").replace("ё", "е")
    if "'" in word:
        before, after = word.split("'", maxsplit=1)
        elided = language in ("fr", "it", "ca") and len(before) <= 2
        word = after if elided else before if language == "en" else word.replace("'", "")
    cut = stemmer(language)
    return fold(cut(word)) if cut else fold(word)


def stems(text: str, language: str) -> list[str]:
    """The stems of a text's words, in order."""
    known = base(language)
    return [stem(word, known) for word in WORD.findall(text)]


def readings(word: str) -> Sequence[str]:
    """Every form a typed word may be indexed under: folded, and stemmed in each language it may be typed in."""
    return sorted(
        {fold(word.replace("'", "").replace("’", "")), *(stem(word, language) for language in TYPED_IN)} - {""}
    )
