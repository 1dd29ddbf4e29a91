"""Plain text as passages: who speaks is proposed from the labels a transcript carries, and only proposed."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from kpknow.curation.documents.passages import ASSUMED, LONGEST_LABEL, Kind, Passage, spaced

WRAPPED = 100
"""Characters: shorter lines that follow each other were one paragraph before some program broke it."""
LONGEST_TITLE = 120
MOST_SPEAKERS = 40
"""More “labels” than that are no speakers: the rarer ones stay words of the text."""
MOST_LABEL_WORDS = 5
SOUNDS = {
    *("applause", "beep", "cheering", "clears throat", "crosstalk", "foreign language", "inaudible", "indistinct"),
    *("laughing", "laughs", "laughter", "music", "pause", "phone rings", "sic", "sighs", "silence", "singing"),
    *("unintelligible", "background noise", "no audio", "end", "intro", "outro"),
}
"""What stands in brackets in a transcript without being anybody (DCMP Captioning Key: sound effects and notes)."""

AT_START = re.compile(rf"\[(?P<label>[^\[\]\n]{{1,{LONGEST_LABEL}}})\]\s*:?\s*(?P<text>.*)\Z", re.DOTALL)
WITH_COLON = re.compile(
    rf"(?:>>+\s*|[-–—]\s*)?(?P<label>[^\W\d_][^:\[\]\n]{{0,{LONGEST_LABEL - 1}}}?)\s*:(?:\s+(?P<text>.*))?\Z",
    re.DOTALL,
)
TIME = re.compile(r"\s*[\[(]?\b\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?\b[\])]?\s*[-–—]?\s*")
ITEM = re.compile(r"(?:[-*•◦▪‣·]|\d{1,3}[.)])\s+(?P<text>\S.*)\Z", re.DOTALL)
HEADING = re.compile(r"#{1,6}\s+(?P<text>\S.*?)\s*#*\Z")
RULE = re.compile(r"[=_*~-]{3,}\Z")


@dataclass(frozen=True)
class Line:
    """A paragraph or turn of the file. ``label`` is its own speaker; ``next_label`` the one of what follows."""

    text: str
    label: str = ""
    next_label: str = ""


def read_transcript(text: str) -> list[Passage]:
    """Passages of a plain text. Labels may stand before a turn or at the end of the line before it.

    In a text with speakers, what stands unlabelled after the first of them is “Narrator (assumed)”: words are never
    given to a person the text does not name. A text without any label is an article of paragraphs.
    """
    read = [Passage(Kind.PARAGRAPH, paragraph) for paragraph in paragraphs(text, labels_with_colon(text))]
    return with_speakers(read, plain)


def with_speakers(read: Sequence[Passage], unlabelled: "Classify | None" = None) -> list[Passage]:
    """The passages with the speakers their paragraphs name, where they name any.

    ``unlabelled`` says what a paragraph nobody is said to speak looks like; without it, it stays a paragraph.
    """
    unlabelled = unlabelled or paragraph_only
    colons = labels_with_colon("\n".join(passage.text for passage in read if passage.kind == Kind.PARAGRAPH))
    lines = [
        split_labels(passage.text, colons) if passage.kind == Kind.PARAGRAPH else Line(passage.text) for passage in read
    ]
    names_somebody = any(line.label or line.next_label for line in lines)
    passages: list[Passage] = []
    pending, spoken = "", False
    for number, (line, passage) in enumerate(zip(lines, read, strict=True)):
        if passage.kind != Kind.PARAGRAPH:
            passages.append(passage)
            continue
        label = line.label or pending
        pending = line.next_label or ("" if line.text else pending)
        spoken = spoken or bool(label or line.next_label)
        if not line.text:
            continue
        proposed = unlabelled(line.text, first=number == 0)
        is_turn = names_somebody and (label or line.next_label or (spoken and proposed.kind != Kind.HEADING))
        passages.append(Passage(Kind.TURN, line.text, label or ASSUMED) if is_turn else proposed)
    return passages


class Classify(Protocol):
    def __call__(self, text: str, *, first: bool) -> Passage: ...


def paragraph_only(text: str, *, first: bool) -> Passage:
    return Passage(Kind.PARAGRAPH, text)


def split_labels(text: str, colons: set[str]) -> Line:
    text, next_label = spaced(TIME.sub("", text, count=1) if TIME.match(text) else text), ""
    bracket = text.rfind("[", -LONGEST_LABEL - 2) if text.endswith("]") else -1
    if bracket >= 0 and (label := speaker(text[bracket + 1 : -1])):
        text, next_label = text[:bracket].strip(), label
    if (found := AT_START.match(text)) and (label := speaker(found["label"])):
        return Line(found["text"].strip(), label, next_label)
    if (found := WITH_COLON.match(text)) and spaced(found["label"]) in colons:
        spoken = (found["text"] or "").strip()
        return Line(spoken, spaced(found["label"]), next_label) if spoken else Line("", "", spaced(found["label"]))
    return Line(text.strip(), "", next_label)


def paragraphs(text: str, colons: set[str]) -> Iterator[str]:
    """Paragraphs of the file: of lines a program broke, the whole; otherwise each line."""
    for chunk in re.split(r"\n[ \t]*\n", text):
        lines = [line.strip() for line in chunk.split("\n") if line.strip() and not RULE.match(line.strip())]
        is_wrapped = len(lines) > 1 and max(map(len, lines)) <= WRAPPED
        whole: list[list[str]] = []
        for line in lines:
            opens = not whole or not is_wrapped or ITEM.match(line) or HEADING.match(line)
            if opens or begins_turn(line, colons) or split_labels(whole[-1][-1], colons).next_label:
                whole.append([line])
            else:
                whole[-1].append(line)
        yield from (" ".join(parts) for parts in whole)


def begins_turn(line: str, colons: set[str]) -> bool:
    found = split_labels(line, colons)
    return bool(found.label or (found.next_label and not found.text))


def labels_with_colon(text: str) -> set[str]:
    """“Name:” at the beginning of a line is a speaker when it comes more than once, or is how most of the text goes."""
    lines = [TIME.sub("", line, count=1) if TIME.match(line) else line.strip() for line in text.split("\n")]
    found: Counter[str] = Counter()
    spoken = 0
    for line in filter(None, lines):
        match = WITH_COLON.match(line)
        label = speaker(match["label"]) if match else ""
        found.update([label] if label else [])
        spoken += not (match and label and not match["text"])  # a label alone on its line is no line of the text
    most = sum(found.values()) * 3 > spoken * 2
    return {label for label, times in found.most_common(MOST_SPEAKERS) if times > 1 or most}


def speaker(label: str) -> str:
    """The label, or nothing where it can name nobody: a number, a sound, a remark in small letters."""
    label = spaced(label)
    if not label or label[0].islower() or not any(sign.isalpha() for sign in label):
        return ""
    if label.casefold() in SOUNDS or len(label.split()) > MOST_LABEL_WORDS or "//" in label:
        return ""
    return label


def plain(text: str, *, first: bool) -> Passage:
    """A line nobody is said to speak: a heading, a list item or a paragraph."""
    if found := HEADING.match(text):
        return Passage(Kind.HEADING, found["text"])
    if found := ITEM.match(text):
        return Passage(Kind.ITEM, found["text"])
    is_short = len(text) <= LONGEST_TITLE and not text.endswith((".", "!", "?", "…", ",", ";", "。"))
    if is_short and (first or (text.isupper() and len(text.split()) > 1)):
        return Passage(Kind.HEADING, text)
    return Passage(Kind.PARAGRAPH, text)


def few_speakers(passages: Iterable[Passage]) -> list[Passage]:
    """The same with at most MOST_SPEAKERS of them; what the rarer ones say is nobody's until a person says whose."""
    passages = list(passages)
    times = Counter(passage.label for passage in passages if passage.kind == Kind.TURN)
    kept = {label for label, _times in times.most_common(MOST_SPEAKERS)}
    return [
        passage
        if passage.kind != Kind.TURN or passage.label in kept
        else Passage(Kind.PARAGRAPH, f"{passage.label}: {passage.text}")
        for passage in passages
    ]
