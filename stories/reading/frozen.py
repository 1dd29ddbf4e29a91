"""A frozen version as one reader may see it today.

Which passages stood behind a claim is frozen; their words are read anew under the consents of today. Wording of ours
that may repeat what somebody has taken back since is shown only where the theme still says the very same in public:
after a withdrawal a curator may have taken words out of a claim, and an old version must not bring them back.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from events.models import Option, Question
from kpknow.content.models import User
from kpknow.content.models.figure import base_words
from stories.models import Finding, FindingState, Highlight, Pole, Recommendation, Side, Theme, ThemeVersion
from stories.reading.outline import (
    FrozenFinding,
    FrozenNumber,
    FrozenPassage,
    Outline,
    passages_in,
    words_hash,
)
from stories.reading.theme_page import value_words

AT_ONCE = 3
"""Voices of a finding with their words; the others lead to their own pages."""
MOST_WORDED = 14
MOST_LINKED = 60
"""Addresses of further passages on one page; how many more there are is said."""
MOST_ANSWERS = 40
"""Answers printed on one page; the version's file has all."""


@dataclass(frozen=True)
class FigureThen:
    """A number of then beside what its survey says now. ``now`` is empty where nothing changed."""

    label: str
    value: str
    base: str
    question: Question
    now: str = ""


@dataclass(frozen=True)
class QuestionThen:
    """The answers of one question, with what is said of all of them."""

    question: Question
    base: str
    answers: Sequence[FigureThen]


@dataclass
class VoiceThen:
    """A passage that is still visible. ``changed``: its words are others today than when the version was frozen."""

    highlight: Highlight
    side: str
    changed: bool
    pole: str = ""
    """Which of the two it spoke for then, of a tension, in the words of then."""


@dataclass
class FindingThen:
    number: int
    claim: str
    explanation: str
    state: str
    visible: Sequence[FrozenPassage]
    withdrawn: int
    figures: Sequence[FigureThen] = ()
    is_hidden: bool = False
    """Whether nothing is left that it may rest on: then only its number is said."""
    questions: Sequence[QuestionThen] = ()
    unprinted: int = 0
    voices: list[VoiceThen] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    """Public ids of the passages that are not printed."""
    unlinked: int = 0

    @property
    def state_words(self) -> str:
        return str(FindingState(self.state).label) if self.state in FindingState.values else ""


class VersionShown:
    """What a reader may see of a version: seven queries, whatever it holds."""

    def __init__(self, version: ThemeVersion, theme: Theme, user: User) -> None:
        self.version, self.theme, self.user = version, theme, user
        self.outline: Outline = version.content
        ids = [one["id"] for one in passages_in(self.outline) if one["id"]]
        voices = Highlight.objects.visible_to(user).filter(public_id__in=ids)
        self.words = {voice.public_id: voice.shown_text for voice in voices.only("public_id", "text", "exact")}
        self.questions = self._questions()
        self.options: Mapping[int, Option] = {
            option.pk: option for question in self.questions.values() for option in question.shown_options
        }
        self.live = {finding.pk: finding for finding in Finding.objects.visible_to(user).filter(theme=theme)}
        self.live_asked = set(Recommendation.objects.filter(theme=theme).values_list("text", flat=True))
        self.findings = self._findings()
        self._give_words()

    def _questions(self) -> Mapping[int, Question]:
        numbers = [*self.outline["figures"], *(one for each in self.outline["findings"] for one in each["numbers"])]
        keys = {number["question"] for number in numbers}
        keys |= {key for finding in self.outline["findings"] for key in finding["questions"]}
        return {
            question.pk: question for question in Question.objects.visible_to(self.user).for_bars().filter(pk__in=keys)
        }

    # What may be said

    def lost(self, passages: Iterable[FrozenPassage]) -> int:
        """How many of these nobody may read any more."""
        return sum(passage["id"] not in self.words for passage in passages)

    @cached_property
    def withdrawn(self) -> int:
        """Passages of the whole version that were taken back, each once."""
        ids = {passage["id"] for passage in passages_in(self.outline) if passage["id"]}
        return len(ids - self.words.keys()) + sum(not passage["id"] for passage in passages_in(self.outline))

    def prose(self, name: str) -> str:
        """A text of the theme as it was; nothing where it may repeat what was taken back."""
        then = self.outline["prose"].get(name, "")
        return then if not self.withdrawn or then == getattr(self.theme, name) else ""

    @property
    def is_reticent(self) -> bool:
        """Whether some text of then is held back."""
        return any(words and not self.prose(name) for name, words in self.outline["prose"].items())

    def _findings(self) -> list[FindingThen]:
        """Each keeps the number it had; of those that rest on nothing any more, only that is said."""
        shown, room = [], MOST_ANSWERS
        for number, finding in enumerate(self.outline["findings"], start=1):
            visible = [passage for passage in finding["passages"] if passage["id"] in self.words]
            supported = any(passage["side"] == Side.SUPPORTS for passage in visible)
            if supported or any(key in self.questions for key in finding["questions"]):
                one = self._finding(number, finding, visible)
                printed = one.figures[:room]
                one.questions, one.unprinted = by_question(printed), len(one.figures[room:])
                room -= len(printed)
            else:
                lost = self.lost(finding["passages"])
                one = FindingThen(number, "", "", "", (), lost, is_hidden=True)
            shown.append(one)
        return shown

    def _finding(self, number: int, finding: FrozenFinding, visible: list[FrozenPassage]) -> FindingThen:
        lost = self.lost(finding["passages"])
        live = self.live.get(finding["key"])
        claim, explanation = finding["claim"], finding["explanation"]
        if lost and (live is None or live.claim != claim):
            claim = ""
        if lost and (live is None or live.explanation != explanation):
            explanation = ""
        figures = self._figures(finding["numbers"])
        return FindingThen(number, claim, explanation, finding["state"], visible, lost, figures)

    @cached_property
    def hidden_findings(self) -> int:
        return sum(finding.is_hidden for finding in self.findings)

    @cached_property
    def figures(self) -> Sequence[FigureThen]:
        return self._figures(self.outline["figures"])

    @property
    def hidden_figures(self) -> int:
        return len(self.outline["figures"]) - len(self.figures)

    @property
    def answers(self) -> list[tuple[int | None, FigureThen]]:
        """Every figure with the number of its finding; none for those that lead."""
        leading = [(None, figure) for figure in self.figures]
        return [*leading, *((one.number, figure) for one in self.findings for figure in one.figures)]

    def _figures(self, numbers: Sequence[FrozenNumber]) -> list[FigureThen]:
        """Under the survey's words of today; none that its survey no longer shows."""
        shown = []
        for number in numbers:
            if option := self.options.get(number["option"]):
                question = self.questions[number["question"]]
                then = value_words(number["share"], number["count"], number["base"])
                now = value_words(option.share, option.count, question.base)
                base = base_words(number["base"], number["base"] is None, question.base_words)
                changed = (then, number["base"]) != (now, question.base)
                words = f"{now}, {question.base_text}" if changed else ""
                shown.append(FigureThen(number["label"] or option.label, then, base, question, words))
        return shown

    @cached_property
    def recommendations(self) -> list[tuple[str, str, list[int]]]:
        """Text, whom it asks and the numbers of its findings that are shown."""
        keys = {finding["key"]: number for number, finding in enumerate(self.outline["findings"], start=1)}
        behind = {finding["key"]: finding["passages"] for finding in self.outline["findings"]}
        visible = {finding.number for finding in self.findings if not finding.is_hidden}
        shown = []
        for asked in self.outline["recommendations"]:
            numbers = [keys[key] for key in asked["findings"] if key in keys and keys[key] in visible]
            lost = any(self.lost(behind.get(key, ())) for key in asked["findings"])
            tellable = asked["text"] and (not lost or asked["text"] in self.live_asked)
            if tellable and (numbers or not asked["findings"]):
                shown.append((asked["text"], asked["audience"], numbers))
        return shown

    # The words of people, read anew

    def _give_words(self) -> None:
        room, linked = MOST_WORDED, MOST_LINKED
        worded: dict[str, tuple[FindingThen, FrozenPassage]] = {}
        for finding in self.findings:
            taken = finding.visible[: min(AT_ONCE, max(room, 1))]
            room -= len(taken)
            worded |= {f"{finding.number} {one['id']}": (finding, one) for one in taken}
            rest = [one["id"] for one in finding.visible[len(taken) :]]
            finding.linked, finding.unlinked = rest[:linked], len(rest[linked:])
            linked -= len(finding.linked)
        ids = {one["id"] for _finding, one in worded.values()}
        found = Highlight.objects.visible_to(self.user).filter(public_id__in=ids).for_page()
        voices = {voice.public_id: voice for voice in found}
        for finding, one in worded.values():
            if voice := voices.get(one["id"]):
                finding.voices.append(VoiceThen(voice, one["side"], self.is_changed(one), self.pole_of(one)))

    def pole_of(self, passage: FrozenPassage) -> str:
        pole = passage.get("pole")
        return self.prose(f"pole_{pole}") if pole in Pole.values else ""

    def is_changed(self, passage: FrozenPassage) -> bool:
        then = passage["words"]
        return bool(then) and then != words_hash(self.outline["salt"], self.words[passage["id"]])

    @cached_property
    def changed_words(self) -> int:
        """Passages whose words are others today."""
        standing = {one["id"]: one for one in passages_in(self.outline) if one["id"] in self.words}
        return sum(self.is_changed(passage) for passage in standing.values())

    @cached_property
    def others(self) -> int:
        """Visible passages that stood behind no finding."""
        return sum(passage["id"] in self.words for passage in self.outline["others"])


def by_question(figures: Sequence[FigureThen]) -> list[QuestionThen]:
    """In their order; the base is said once a question."""
    groups = groupby(figures, key=lambda figure: (figure.question, figure.base))
    return [QuestionThen(question, base, list(answers)) for (question, base), answers in groups]
