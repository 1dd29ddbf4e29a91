"""References read back by a strict reader of the format."""

import pytest

from kpknow.content.partial_dates import PartialDate
from kpknow.exports.ris import Reference, ris_chunks, ris_date
from tests.exports.reading import read_ris


def test_a_reference_comes_back_with_everything_it_was_given() -> None:
    reference = Reference(
        "SOUND",
        "The  podcast\nof a week",
        "https://kp.example/stories/x/",
        authors=["Amina", "The group"],
        date=PartialDate(2019, 10, 20),
        abstract="First.\r\nTY  - VIDEO",
        keywords=["Safety", "Кения"],
        language="en",
        publisher="AFEW",
        place="Kenya",
        series="The institute",
    )

    (found,) = read_ris(b"".join(ris_chunks([reference])).decode())

    assert found == {
        "TY": "SOUND",
        "TI": "The podcast of a week",
        "AU": ["Amina", "The group"],
        "PY": "2019",
        "DA": "2019/10/20/",
        "T2": "The institute",
        "AB": "First. TY - VIDEO",
        "KW": ["Safety", "Кения"],
        "CY": "Kenya",
        "PB": "AFEW",
        "LA": "en",
        "UR": "https://kp.example/stories/x/",
    }


@pytest.mark.parametrize(
    ("date", "told"),
    [
        ("2019", "2019///"),
        ("2019-10", "2019/10//"),
        ("2019-10-20", "2019/10/20/"),
        ("2017-21", "2017///spring 2017"),
        ("2018~", "2018///about 2018"),
    ],
)
def test_a_date_says_no_more_than_is_known(date: str, told: str) -> None:
    assert ris_date(PartialDate.parse(date)) == told


def test_what_is_not_known_is_left_out() -> None:
    unknown = Reference("GEN", "A title", "https://kp.example/x/", date=PartialDate.parse("XXXX-03"), authors=[" "])

    assert read_ris(b"".join(ris_chunks([unknown])).decode()) == [
        {"TY": "GEN", "TI": "A title", "UR": "https://kp.example/x/"}
    ]


def test_signs_no_file_can_hold_are_left_out() -> None:
    text = b"".join(ris_chunks([Reference("GEN", "A\x00\x1b\ud800B", "x")] * 3)).decode()

    assert [found["TI"] for found in read_ris(text)] == ["AB"] * 3
