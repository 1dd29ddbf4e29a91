"""Words that are names, read once a process (about 40 ms): where they come from says ``data/build.py``."""

# a pattern reads best unbroken

import re
import unicodedata
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"
SURNAME_LATIN = re.compile(
    r".{2,}(?:ova|eva|ov|ev|yeva|yev|bekov|baev|bayev|baeva|sky|skyi|skiy|skii|skaya|ska|enko|chuk|yuk|shvili|adze|idze|yan|oglu|oghlu|uulu"
    r"|kyzy|zadeh|zade|ovich|evich|ovna|evna|escu|opoulos|idis|sson|ssen|dottir)"
)
SURNAME_CYRILLIC = re.compile(
    r".{2,}(?:(?:ов|ев|ёв)(?:а|у|ым|е|ой|ых|ыми?|ы)?|(?:ин|ын)(?:а|у|ым|ой|ых|ы)|(?:ск|цк)(?:ий|ая|ого|ому|им|ой|ую|ие|их)|енк(?:о|а|у|ом|е)|чук(?:а|у|ом|е)?"
    r"|юк(?:а|у|ом|е)?|швили|дзе|ян(?:а|у|ом|е)?|қызы|ұлы|улуу?|уулу|кызы|оглы|заде|ич(?:а|у|ем|е)?)"
)
PATRONYMIC = re.compile(
    r".{3,}(?:қызы|ұлы)|.{2,}(?:ович|евич|ьич)(?:а|у|ем|е)?|.{2,}(?:овн|евн|ичн|иничн)(?:а|ы|е|у|ой)|.{3,}(?:ovich|evich|yevich|ovna|evna|yevna)"
)
RUSSIAN_CASE = re.compile("(?:ией|ой|ей|ою|ею|ом|ем|ью|ии|ию|ия|ого|ому|ым|ая|ую|[аеиуыюя])$")
RUSSIAN_ENDINGS = ("", "а", "я", "й", "ь", "ия", "ие")


def fold(word: str) -> str:
    """As the lists have it: lower case, Latin and Greek letters without accents."""
    if word.isascii():
        return word.casefold()
    decomposed = unicodedata.normalize("NFD", word.casefold())
    bare = re.sub(r"(?<=[a-zα-ω])[\u0300-\u036f]+", "", decomposed)
    return unicodedata.normalize("NFC", bare)


def bare(word: str) -> str:
    """Without an article tied to it: “l'hopital” → “hopital”."""
    return re.sub("^(?:[ld]|qu|c)'", "", word)


@cache
def words_of(name: str) -> frozenset[str]:
    return frozenset((DATA / name).read_text(encoding="utf-8").replace("\u200c", "").replace("\u200d", "").split())


@cache
def given_names() -> frozenset[str]:
    return words_of("given_names.txt") | words_of("more_given_names.txt")


@cache
def family_names() -> frozenset[str]:
    return words_of("family_names.txt") | words_of("more_family_names.txt")


@cache
def places() -> frozenset[str]:
    return frozenset((DATA / "places.txt").read_text(encoding="utf-8").splitlines())


def is_cyrillic(word: str) -> bool:
    return "\u0400" <= word[:1] <= "\u052f"


def in_list(word: str, names: frozenset[str]) -> bool:
    """Also one of Russian's case forms: “Айгуль”, “Гульнарой”, “Нурлану”."""
    if word in names:
        return True
    if not is_cyrillic(word) or len(word) < 4:
        return False
    ending = RUSSIAN_CASE.search(word)
    stem = word[: ending.start()] if ending else ""
    return len(stem) >= 3 and any(stem + nominative in names for nominative in RUSSIAN_ENDINGS)


@cache
def is_given(word: str) -> bool:
    """A given name; ``word`` is folded. A double one when its first part is."""
    return in_list(word, given_names()) or ("-" in word and in_list(word.partition("-")[0], given_names()))


@cache
def is_family(word: str) -> bool:
    """A family name, by the list or by how it ends."""
    bare = re.sub(r"^(?:o'|mc|mac|d'|al-|el-|ben-|bint-)", "", word)
    if word in family_names() or bare in family_names():
        return True
    if "-" in word:
        return any(is_family(part) for part in word.split("-") if len(part) > 3)
    if is_cyrillic(word):
        return bool(SURNAME_CYRILLIC.fullmatch(word)) or in_list(word, family_names())
    return bool(SURNAME_LATIN.fullmatch(word))


def is_patronymic(word: str) -> bool:
    return bool(PATRONYMIC.fullmatch(word))


def is_ordinary(word: str) -> bool:
    """Also a word of everyday, of an organisation's name, or a place."""
    return word in words_of("also_words.txt")
