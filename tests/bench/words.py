"""Made-up words of five languages, the same in every run, drawn by Zipf's law as words of real texts are."""

import random
from functools import cache
from itertools import accumulate

LANGUAGES = {"en": 50, "fr": 15, "ru": 15, "es": 10, "pt": 10}
"""Share of each language in a corpus, in per cent."""
VOCABULARY = 30_000
RARE = range(24_000, 30_000)
"""Ranks of words that stand in a handful of thousands of texts."""
MIDDLING = range(1_500, 3_000)
"""Ranks of words that stand in some twentieth of the texts."""
COMMON = range(100, 140)
"""Ranks of words that stand in more than half of the texts of their language."""

LATIN = ("bcdfglmnprstvz", "aeiou", ("", "n", "r", "s", "l"))
CYRILLIC = ("бвгдзклмнпрст", "аеиоу", ("", "н", "р", "с", "л"))
ENDINGS = {
    "en": ("", "s", "ing", "ed", "er"),
    "fr": ("e", "es", "ion", "er", "ant"),
    "ru": ("а", "ы", "ие", "ов", "ами"),
    "es": ("o", "as", "ción", "ar", "ando"),
    "pt": ("o", "as", "ção", "ar", "ando"),
}


@cache
def vocabulary(language: str) -> tuple[str, ...]:
    """Different words by rank, the commonest first and shortest."""
    draw = random.Random(f"words {language}")  # noqa: S311  # a corpus has no secrets
    consonants, vowels, codas = CYRILLIC if language == "ru" else LATIN
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        syllables = 1 + (len(words) > 40) + (len(words) > 2_000) + (draw.random() < 0.2)
        stem = "".join(draw.choice(consonants) + draw.choice(vowels) + draw.choice(codas) for _ in range(syllables))
        words[stem + (draw.choice(ENDINGS[language]) if len(words) > 100 else "")] = None
    return tuple(words)


@cache
def zipf(size: int) -> list[float]:
    """Running totals of 1/(rank + 2.7), as Zipf's law with Mandelbrot's correction has it."""
    return list(accumulate(1 / (rank + 2.7) for rank in range(1, size + 1)))
