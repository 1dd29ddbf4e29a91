import unicodedata

import pytest

from kpknow.content.graphemes import are_boundaries, is_boundary

WHOLE = [
    "e\u0301",  # an accent
    "\U0001f469\U0001f3fd\u200d\U0001f680",  # an astronaut with a skin tone
    "\u0915\u094d\u0937\u093f",  # two consonants tied by a virama
    "\u05e9\u05c1\u05b8",  # points of Hebrew
    "\U0001f1f0\U0001f1ec",  # a flag
    "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",  # a flag spelled in tags
    "\u1112\u1161\u11ab",  # a syllable of three jamo
    "\u0e01\u0e33",  # Thai am
    "\r\n",
    "\u2764\ufe0f\u200d\U0001f525",
]


@pytest.mark.parametrize("whole", WHOLE, ids=lambda text: unicodedata.name(text[0], "line end"))
def test_no_character_is_cut_and_its_ends_are_free(whole: str) -> None:
    text = f"a{whole}b"

    boundaries = [at for at in range(len(text) + 1) if is_boundary(text, at)]

    assert boundaries == [0, 1, 1 + len(whole), len(text)]


def test_flags_are_counted_in_pairs() -> None:
    text = "\U0001f1f0\U0001f1ec\U0001f1f0\U0001f1ff"

    assert [at for at in range(5) if is_boundary(text, at)] == [0, 2, 4]


def test_whole_syllables_of_hangul_stand_alone() -> None:
    assert are_boundaries("한국", 1, 2)
