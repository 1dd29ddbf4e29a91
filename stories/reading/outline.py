"""What a theme says at one moment, as plain data that can be frozen, compared and read again.

It holds our own words, numbers with their bases, and of what people said nothing but which passages there are.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import NotRequired, TypedDict

from events.models import Option, Question
from stories.models import Recommendation, Theme
from stories.reading.passages import Passage
from stories.reading.tallies import Tally
from stories.reading.theme_page import LeadingFigure, ShownFinding

PROSE = ("name", "meaning", "summary", "pole_one", "pole_two", "limits", "written_by")
"""Fields of a theme that are frozen word for word."""
NOBODY_KNOWS = ""
"""In place of the id and the hash of a passage that has to be forgotten."""


class FrozenPassage(TypedDict):
    """``words`` is a salted hash, empty in an outline that is not frozen. ``pole``: of a tension, where it has one."""

    id: str
    side: str
    words: str
    pole: NotRequired[str]


class FrozenNumber(TypedDict):
    """One answer of a survey's question, under the key of its option; its label stays the survey's."""

    option: int
    question: int
    share: int | None
    count: int | None
    base: int | None
    label: str


class FrozenFinding(TypedDict):
    key: int
    claim: str
    explanation: str
    state: str
    passages: list[FrozenPassage]
    questions: list[int]
    numbers: list[FrozenNumber]


class FrozenRecommendation(TypedDict):
    text: str
    audience: str
    findings: list[int]


class Outline(TypedDict):
    prose: dict[str, str]
    checked_on: str
    figures: list[FrozenNumber]
    findings: list[FrozenFinding]
    recommendations: list[FrozenRecommendation]
    others: list[FrozenPassage]
    tally: dict[str, int]
    salt: str


def outline_of(
    theme: Theme,
    *,
    findings: Sequence[ShownFinding],
    figures: Sequence[LeadingFigure],
    recommendations: Sequence[tuple[Recommendation, list[int]]],
    others: Sequence[Passage],
    tally: Tally | None,
) -> Outline:
    """From what the theme's page has read anyway: no queries. ``recommendations`` come with numbers of findings."""
    keys = {shown.number: shown.finding.pk for shown in findings}
    counts = tally or Tally(0, 0)
    return {
        "prose": {name: getattr(theme, name) for name in PROSE},
        "checked_on": theme.checked_on.isoformat() if theme.checked_on else "",
        "figures": [number_of(figure.option, figure.question, figure.label) for figure in figures],
        "findings": [finding_of(shown) for shown in findings],
        "recommendations": [
            {"text": one.text, "audience": one.audience, "findings": [keys[number] for number in numbers]}
            for one, numbers in recommendations
        ],
        "others": [passage_of(passage) for passage in others],
        "tally": {
            "voices": counts.voices,
            "sources": counts.sources,
            "organisations": counts.organisations,
            "countries": counts.countries,
        },
        "salt": "",
    }


def finding_of(shown: ShownFinding) -> FrozenFinding:
    finding = shown.finding
    return {
        "key": finding.pk,
        "claim": finding.claim,
        "explanation": finding.explanation,
        "state": finding.state,
        "passages": [passage_of(passage) for passage in shown.passages],
        "questions": [question.pk for question in finding.shown_questions],
        "numbers": [
            number_of(option, question) for question in finding.shown_questions for option in question.shown_options
        ],
    }


def passage_of(passage: Passage) -> FrozenPassage:
    frozen: FrozenPassage = {"id": passage.public_id, "side": passage.side, "words": ""}
    return {**frozen, "pole": passage.pole} if passage.pole else frozen


def number_of(option: Option, question: Question, label: str = "") -> FrozenNumber:
    return {
        "option": option.pk,
        "question": question.pk,
        "share": option.share,
        "count": option.count,
        "base": question.base,
        "label": label,
    }


def words_hash(salt: str, words: str) -> str:
    """Tells whether words are still the same, and to nobody what they were (SHA-256, salted anew for each version)."""
    return hashlib.sha256(f"{salt}\n{words}".encode("utf-8", "replace")).hexdigest()


def passages_in(outline: Outline) -> list[FrozenPassage]:
    return [*(one for finding in outline["findings"] for one in finding["passages"]), *outline["others"]]


def with_hashes(outline: Outline, salt: str, words: Mapping[str, str]) -> Outline:
    """The same with the hash of each passage's words, by public id."""
    for passage in passages_in(outline):
        passage["words"] = words_hash(salt, words[passage["id"]]) if passage["id"] in words else ""
    return {**outline, "salt": salt}


def says_the_same(one: Outline, other: Outline) -> bool:
    """Whether two outlines say the same; what people's words were is left aside, and the days of checks."""
    return comparable(one) == comparable(other)


def comparable(outline: Outline) -> tuple[object, ...]:
    return (
        outline["prose"],
        sorted(map(as_text, outline["figures"])),
        [
            (
                finding["key"],
                finding["claim"],
                finding["explanation"],
                finding["state"],
                sorted((one["id"], one["side"], one.get("pole", "")) for one in finding["passages"]),
                sorted(map(as_text, finding["numbers"])),
            )
            for finding in outline["findings"]
        ],
        outline["recommendations"],
        sorted((one["id"], one.get("pole", "")) for one in outline["others"]),
    )


def as_text(number: FrozenNumber) -> str:
    return repr((number["option"], number["share"], number["count"], number["base"], number["label"]))


class Changes(TypedDict):
    """What differs from one outline to a later one, in numbers alone: no words that may have been taken back since."""

    added: int
    removed: int
    reworded: int
    figures: int
    prose: bool
    voices_before: int
    voices_after: int


def changes_between(before: Outline, after: Outline) -> Changes:
    old = {finding["key"]: finding for finding in before["findings"]}
    new = {finding["key"]: finding for finding in after["findings"]}
    reworded = sum(said(old[key]) != said(new[key]) for key in old.keys() & new.keys())
    return {
        "added": len(new.keys() - old.keys()),
        "removed": len(old.keys() - new.keys()),
        "reworded": reworded,
        "figures": len(numbers_in(before) ^ numbers_in(after)) - len(options_both(before, after)),
        "prose": before["prose"] != after["prose"] or before["recommendations"] != after["recommendations"],
        "voices_before": before["tally"]["voices"],
        "voices_after": after["tally"]["voices"],
    }


def said(finding: FrozenFinding) -> tuple[str, str, str]:
    return finding["claim"], finding["explanation"], finding["state"]


def numbers_in(outline: Outline) -> set[tuple[int, int | None, int | None, int | None]]:
    return {(one["option"], one["share"], one["count"], one["base"]) for one in all_numbers(outline)}


def all_numbers(outline: Outline) -> Iterable[FrozenNumber]:
    return [*outline["figures"], *(one for finding in outline["findings"] for one in finding["numbers"])]


def options_both(before: Outline, after: Outline) -> set[int]:
    """Options in both whose number differs: each of them is two entries of the symmetric difference and one change."""
    differing = numbers_in(before) ^ numbers_in(after)
    here, there = ({one["option"] for one in all_numbers(outline)} for outline in (before, after))
    return {option for option, *_numbers in differing if option in here and option in there}
