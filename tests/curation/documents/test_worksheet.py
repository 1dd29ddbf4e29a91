"""The page on which a person goes through a text."""

import pytest
from django.test import Client

from kpknow.curation.documents.passages import ASSUMED
from tests.curation.documents.texts import bring_in, confirm, passages_of, said_of, text_page

pytestmark = pytest.mark.django_db

TALK = "[Wanja] We began.\n\n[Otieno] I joined. So it grew.\n\nThen it rained."


def test_nothing_is_confirmed_before_a_person_says_so(staff: Client) -> None:
    manuscript = bring_in(staff, TALK)

    assert manuscript.unconfirmed == ["Wanja", "Otieno", ASSUMED]


def test_what_is_saved_unchanged_stays_as_it_is(staff: Client) -> None:
    manuscript = bring_in(staff)
    before = manuscript.passages

    confirm(staff, manuscript, **dict.fromkeys(("s0_confirmed", "s1_confirmed", "s2_confirmed")))

    assert (manuscript.passages, manuscript.unconfirmed) == (before, [ASSUMED, "Wanja", "Otieno"])


def test_an_assumed_narrator_is_the_narrator_once_confirmed(staff: Client) -> None:
    manuscript = bring_in(staff, TALK)

    confirm(staff, manuscript)

    assert (manuscript.speakers, manuscript.unconfirmed) == (["Wanja", "Otieno", "Narrator"], [])


def test_a_speaker_is_renamed_joined_or_made_the_narrator(staff: Client) -> None:
    manuscript = bring_in(staff, TALK)

    confirm(staff, manuscript, s0_label="Wanja N.", s1_label="Wanja N.")

    assert passages_of(manuscript) == [
        ("turn", "Wanja N.", "We began."),
        ("turn", "Wanja N.", "I joined. So it grew."),
        ("turn", "Narrator", "Then it rained."),
    ]
    assert manuscript.confirmed == ["Wanja N.", "Narrator"]


def test_a_speaker_is_left_out_or_is_nobody(staff: Client) -> None:
    manuscript = bring_in(staff, TALK)

    confirm(staff, manuscript, s1_becomes="text", s2_becomes="out")

    assert passages_of(manuscript)[1:] == [
        ("paragraph", "", "I joined. So it grew."),
        ("out", ASSUMED, "Then it rained."),
    ]


def test_a_passage_is_split_given_to_another_and_joined(staff: Client) -> None:
    manuscript = bring_in(staff, TALK)

    confirm(
        staff,
        manuscript,
        p0_what="turn:Otieno",
        p1_text="I joined.\n\n[Narrator] So it grew.\n\n[Amina] Yes.",
        p2_joins="on",
    )

    assert passages_of(manuscript) == [
        ("turn", "Otieno", "We began."),
        ("turn", "Otieno", "I joined."),
        ("turn", "Narrator", "So it grew."),
        ("turn", "Amina", "Yes. Then it rained."),
    ]
    assert manuscript.unconfirmed == ["Amina"]


def test_a_passage_becomes_a_heading_an_item_or_is_emptied(staff: Client) -> None:
    manuscript = bring_in(staff, TALK)

    confirm(staff, manuscript, p0_what="opening", p1_what="item", p2_text="  ")

    assert passages_of(manuscript) == [
        ("opening", "", "We began."),
        ("item", "", "I joined. So it grew."),
        ("out", ASSUMED, "Then it rained."),
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"s0_label": ""},
        {"s0_label": "x" * 41},
        {"s0_label": "A]b"},
        {"s0_becomes": "king"},
        {"p0_what": "king"},
        {"p0_what": "turn:"},
        {"p0_what": "turn:[a]"},
        {"p0_joins": "on"},
        {"p0_text": "x" * 50_001},
    ],
)
def test_what_cannot_be_is_said_beside_it_and_changes_nothing(change: dict[str, str], staff: Client) -> None:
    manuscript = bring_in(staff, TALK)

    response = staff.post(text_page(manuscript), said_of(manuscript, **change))

    sheet = response.context["sheet"]
    assert [bool(one.errors) for one in (*sheet.rows, *sheet.speakers)].count(True) == 1
    assert b"Nothing was saved" in response.content
    before = manuscript.passages
    manuscript.refresh_from_db()
    assert (manuscript.passages, manuscript.edition) == (before, 1)


def test_the_second_of_two_savers_keeps_their_words_on_screen(staff: Client) -> None:
    manuscript = bring_in(staff, TALK)
    late = said_of(manuscript, p0_text="My correction.")
    confirm(staff, manuscript)

    response = staff.post(text_page(manuscript), late)

    assert "Somebody else changed this text" in response.content.decode()
    assert "My correction." in response.content.decode()
    manuscript.refresh_from_db()
    assert passages_of(manuscript)[0] == ("turn", "Wanja", "We began.")


def test_a_long_text_comes_in_parts_and_each_is_kept(staff: Client) -> None:
    manuscript = bring_in(staff, "\n\n".join(f"[Wanja] Sentence {number}." for number in range(120)))
    page = staff.get(text_page(manuscript, 3)).content.decode()
    sent = {name: value for name, value in said_of(manuscript).items() if not name.startswith("p")}

    assert page.count("<textarea") == 20
    response = staff.post(text_page(manuscript, 2), sent | {"p60-text": "Changed.", "next": "1"})
    manuscript.refresh_from_db()

    assert response["Location"] == text_page(manuscript, 3)
    assert [number for number, row in enumerate(passages_of(manuscript)) if "Sentence" not in row[2]] == [60]


@pytest.mark.parametrize("value", ["\x00", "9" * 40, "-1", "é😀", "<script>alert(1)</script>", "\ud800", "a" * 10_000])
def test_bad_values_are_answers(value: str, staff: Client) -> None:
    manuscript = bring_in(staff, TALK)
    text = value.encode("utf-8", "replace").decode()

    for name in ("edition", "s0_label", "s0_becomes", "p0_what", "p0_text", "p0_joins"):
        response = staff.post(text_page(manuscript), said_of(manuscript, **{name: text}))

        assert response.status_code in (200, 302)
        manuscript.refresh_from_db()
    assert staff.get(text_page(manuscript), {"part": text}).status_code == 200


def test_everything_from_one_passage_on_is_left_out_at_once(staff: Client) -> None:
    manuscript = bring_in(staff)

    confirm(staff, manuscript, p6_what="rest")

    assert [kind for kind, _label, _text in passages_of(manuscript)] == [
        *("heading", "paragraph", "turn", "turn", "turn", "turn", "out", "out")
    ]


def test_leaving_out_to_the_end_goes_on_over_later_parts(staff: Client) -> None:
    manuscript = bring_in(staff, "\n\n".join(f"[Wanja] Sentence {number}." for number in range(120)))

    confirm(staff, manuscript, p2_what="rest")

    assert [kind for kind, _label, _text in passages_of(manuscript)] == ["turn"] * 2 + ["out"] * 118
