import json
import random

import pytest

from kpknow.safety.identifiers import Finding, Kind, find_identifiers


def kinds(found: list[Finding]) -> list[str]:
    return [str(finding.kind) for finding in found]


def test_a_finding_tells_where_what_and_why() -> None:
    text = "Ring +254 712 004 418 tonight."

    (found,) = find_identifiers(text)

    assert (found.kind, text[found.start : found.end]) == (Kind.PHONE, "+254 712 004 418")
    assert found.words == "+254 712 004 418"
    assert json.loads(json.dumps(found.as_json()))["why"].endswith("masked.")


def test_places_are_right_behind_signs_that_cannot_be_seen() -> None:
    text = "A\u200b note\u00ad: 07\u200b22 019\u2060 366 \U0001f600 end"

    (found,) = find_identifiers(text)

    assert text[found.start : found.end] == "07\u200b22 019\u2060 366"


def test_names_that_may_be_printed_are_not_found() -> None:
    text = "Wanjiru Kamande and W. Kamande spoke with Joseph Odhiambo."

    assert [found.words for found in find_identifiers(text, ["wanjiru KAMANDE"])] == ["Joseph Odhiambo"]
    assert len(find_identifiers(text)) == 3


def test_an_allowed_first_name_does_not_allow_another_family_name() -> None:
    assert kinds(find_identifiers("Wanjiru Odhiambo spoke.", ["Wanjiru Kamande"])) == ["name"]


def test_shielded_organisations_are_found_in_every_form() -> None:
    watched = ["Тёплый дом", "Maison Éclat", "LHV"]
    text = "В «Тёплом доме» и у Тёплого дома; la MAISON ECLAT; LHV, not lhv."

    found = find_identifiers(text, watched_names=watched)

    assert [one.words for one in found] == ["Тёплом доме", "Тёплого дома", "MAISON ECLAT", "LHV"]
    assert set(kinds(found)) == {"organisation"}


def test_german_nouns_are_no_names() -> None:
    assert find_identifiers("Unsere Nachbarin sah Haustür Schlüssel sagte nichts.", language="de") == []


@pytest.mark.parametrize(
    "text", ["", "\x00", "\ud800 \udfff", "1" * 100_000, "a@" * 20_000, "Ab " * 30_000, "+1 " * 30_000, "(" * 50_000]
)
def test_no_text_breaks_it_or_takes_long(text: str) -> None:
    assert isinstance(find_identifiers(text), list)


def test_noise_of_any_script_never_breaks_it() -> None:
    chance = random.Random(11)  # noqa: S311  no secret
    signs = "abcАБВ東京०१٠١①½ﷺ\u200b\n\t@+.,:/'°\"#()[]-–… 0123456789ßİıſ"

    for _ in range(300):
        text = "".join(chance.choices(signs, k=chance.randrange(200)))
        for found in find_identifiers(text, ["a b"], ["в б"]):
            assert text[found.start : found.end] == found.words != ""


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("我的电话是13800550187，谢谢", "13800550187"),
        ("Ring (0)7911 123 0 55.", "(0)7911 123 0 55"),
        ("नंबर: ९८७६५ ५०१२३।", "९८७६५ ५०१२३"),
    ],
)
def test_a_number_stands_alone_beside_letters_that_have_no_spaces(text: str, words: str) -> None:
    assert [(one.kind, one.words) for one in find_identifiers(text)] == [(Kind.PHONE, words)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("O'Connor, Siobhan signed.", "O'Connor, Siobhan"),
        ("Ask Dr. Fatima al-Rashid.", "Fatima al-Rashid"),
        ("Grace O. came late.", "Grace O."),
        ("Constable J. Zimbo wrote it down.", "J. Zimbo"),
        ("警察王建国来了", "王建国"),
    ],
)
def test_names_in_the_order_of_lists_and_after_ranks(text: str, words: str) -> None:
    assert [(one.kind, one.words) for one in find_identifiers(text)] == [(Kind.NAME, words)]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("คุณได้เลือกคำสั่งและคุณยังไม่ได้ทำการเปลี่ยนแปลงใดๆ ในฟิลด์", "th"),
        ("Kenya, Uganda and Malawi; London, Paris.", "en"),
        ("After the session, participation.** rose.", "en"),
        ("Tháng Mười Hai", "vi"),
        ("Vitamin A. and hepatitis B. are not names.", "en"),
    ],
)
def test_what_only_looks_like_it_is_left_alone(text: str, language: str) -> None:
    assert find_identifiers(text, language=language) == []
