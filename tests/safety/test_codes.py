"""Codes: no slip leads to another code, and no hash tells of one."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kpknow.safety.codes import LENGTH, check_digit, code_hash, digits_of, grouped, new_code

digits = st.text("0123456789", min_size=15, max_size=15)


def is_whole(code: str) -> bool:
    return check_digit(code[:-1]) == code[-1]


def test_a_code_is_sixteen_digits_of_which_the_last_checks_the_others() -> None:
    codes = {new_code() for _ in range(200)}

    assert len(codes) == 200
    assert {(len(code), code.isdigit(), is_whole(code)) for code in codes} == {(LENGTH, True, True)}


def test_the_check_digit_is_damms() -> None:
    assert check_digit("572") == "4"  # the example of his thesis


@given(digits, st.integers(0, 15), st.integers(1, 9))
def test_one_wrong_digit_is_never_another_code(drawn: str, place: int, more: int) -> None:
    code = drawn + check_digit(drawn)

    wrong = code[:place] + str((int(code[place]) + more) % 10) + code[place + 1 :]

    assert not is_whole(wrong)


@given(digits)
def test_two_swapped_neighbours_are_never_another_code(drawn: str) -> None:
    code = drawn + check_digit(drawn)

    for place, (one, other) in enumerate(pairwise(code)):
        if one != other:
            assert not is_whole(code[:place] + other + one + code[place + 2 :])


def test_a_code_is_read_however_it_is_typed() -> None:
    code = new_code()

    assert digits_of(grouped(code)) == code
    assert digits_of(f"\u200e{code[:8]}-{code[8:]}\n") == code
    assert digits_of("١٢٣٤") == "1234"
    assert digits_of("½²x\x00😀") == "2"


def test_a_hash_depends_on_code_purpose_and_key(settings: object) -> None:
    before = code_hash("1" * 16, "receipt")

    assert before == code_hash("1" * 16, "receipt")
    assert len({before, code_hash("2" * 16, "receipt"), code_hash("1" * 16, "request")}) == 3
    settings.CODE_KEY = "another"  # type: ignore[attr-defined]
    assert code_hash("1" * 16, "receipt") != before
