"""Where a text may be cut without cutting a character as people see it: é from e and its accent, 👩🏽‍🚀, क्षि.

After Unicode Standard Annex #29 (grapheme clusters), with the properties Python knows. Where those are too coarse we
rather forbid a cut than make one: what stays whole here is whole by the annex.
"""

import unicodedata

ZERO_WIDTH = "\u200c\u200d"
JOINED_LETTERS = "\u0e33\u0eb3\uff9e\uff9f"
"""Thai and Lao AM and the halfwidth voiced marks: letters by category that belong to what stands before them."""
SKIN = range(0x1F3FB, 0x1F400)
TAGS = range(0xE0020, 0xE0080)
FLAGS = range(0x1F1E6, 0x1F200)
HANGUL_JAMO = (range(0x1100, 0x1200), range(0xA960, 0xA980), range(0xAC00, 0xD800))
PREPENDED = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
VIRAMA = 9
"""Canonical combining class of the signs that tie two consonants into one."""


def is_boundary(text: str, at: int) -> bool:
    """Whether ``text`` may be cut before its code point ``at``; its two ends are boundaries."""
    if at <= 0 or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    if before < "\u0300" and after < "\u0300":
        return not (before == "\r" and after == "\n")
    return not (extends(after) or binds(before) or within_flag(text, at) or within_syllable(before, after))


def are_boundaries(text: str, start: int, end: int) -> bool:
    return is_boundary(text, start) and is_boundary(text, end)


def extends(sign: str) -> bool:
    """Belongs to what stands before it: accents, vowel signs, joiners, skin tones, tags of flags."""
    if sign in ZERO_WIDTH or sign in JOINED_LETTERS or ord(sign) in SKIN or ord(sign) in TAGS:
        return True
    return unicodedata.category(sign) in ("Mn", "Mc", "Me")


def binds(sign: str) -> bool:
    """Takes what stands after it: a zero-width joiner, a virama, a number sign of Arabic."""
    return sign == "\u200d" or sign in PREPENDED or unicodedata.combining(sign) == VIRAMA


def within_flag(text: str, at: int) -> bool:
    """Two regional indicators are a flag: no cut between the first and the second of a pair, from where they begin."""
    if ord(text[at]) not in FLAGS:
        return False
    begin = at
    while begin > 0 and ord(text[begin - 1]) in FLAGS:
        begin -= 1
    return (at - begin) % 2 == 1


def within_syllable(before: str, after: str) -> bool:
    """Two Hangul signs beside one another may be one syllable, unless both are whole syllables already."""
    both = all(any(ord(sign) in block for block in HANGUL_JAMO) for sign in (before, after))
    return both and ord(after) not in HANGUL_JAMO[2]
