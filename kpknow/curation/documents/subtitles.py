"""Subtitles (WebVTT, SubRip) as passages: cues of one speaker become one turn."""

import re
from collections.abc import Iterator
from html import unescape

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kpknow.curation.documents.passages import ASSUMED, Kind, Passage, spaced
from kpknow.curation.documents.reading_result import Reading
from kpknow.curation.documents.transcript import begins_turn, labels_with_colon, read_transcript

TIMES = re.compile(
    r"\s*(?P<start>(?:\d{1,4}:)?\d{1,2}:\d{2}[.,]\d{1,3})[ \t]+-->[ \t]+(?P<end>(?:\d{1,4}:)?\d{1,2}:\d{2}[.,]\d{1,3})"
)
VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+(?P<name>[^>]{1,80})>")
TAG = re.compile(r"</?[a-zA-Z0-9][^<>]{0,200}>|\{\\[^{}]{0,80}\}")
LONG_ENOUGH = 500
"""Characters after which the next sentence begins a passage of its own."""
LONGEST_TURN = 5_000
SENTENCE_ENDS = (".", "!", "?", "…", "。")
PAUSE = 4.0
"""Seconds of silence that end a passage."""


def read_subtitles(text: str) -> Reading:
    """Raises ValidationError when there are no cues."""
    cues = list(read_cues(text))
    if not cues:
        raise ValidationError(_("No subtitles were found in it: not one line of times."))
    voiced = any(voice for _start, _end, voice, _words in cues)
    passages = voices(cues) if voiced else read_transcript("\n\n".join(sentences(cues)))
    if not any(passage.kind == Kind.TURN for passage in passages):
        passages = [Passage(Kind.TURN, passage.text, ASSUMED) for passage in passages]
    return Reading(passages)


def read_cues(text: str) -> Iterator[tuple[float, float, str, str]]:
    """Start and end in seconds, the voice or nothing, the words."""
    times: tuple[float, float] | None = None
    for chunk in re.split(r"\n[ \t]*\n", text):
        lines = chunk.split("\n")
        for number, line in enumerate(lines[:3]):
            if found := TIMES.match(line):
                times = seconds(found["start"]), seconds(found["end"])
                yield from cue(times, "\n".join(lines[number + 1 :]))
                break


def cue(times: tuple[float, float], words: str) -> Iterator[tuple[float, float, str, str]]:
    """One cue may hold several voices."""
    pieces = VOICE.split(words)
    for voice, said in zip(["", *pieces[1::2]], pieces[::2], strict=True):
        if plain := spaced(unescape(TAG.sub("", said))):
            yield *times, spaced(voice)[:40].replace("[", "(").replace("]", ")"), plain


def seconds(stamp: str) -> float:
    total = 0.0
    for part in stamp.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total


def voices(cues: list[tuple[float, float, str, str]]) -> list[Passage]:
    turns: list[tuple[str, list[str]]] = []
    length = 0
    for _start, _end, voice, words in cues:
        label = voice or ASSUMED
        is_over = length > LONG_ENOUGH and turns[-1][1][-1].endswith(SENTENCE_ENDS)
        if not turns or turns[-1][0] != label or is_over or length > LONGEST_TURN:
            turns.append((label, []))
            length = 0
        turns[-1][1].append(words)
        length += len(words)
    return [Passage(Kind.TURN, " ".join(words), label) for label, words in turns]


def sentences(cues: list[tuple[float, float, str, str]]) -> list[str]:
    """The words as paragraphs: a new one where somebody is named, after a pause, and at the end of a long sentence."""
    colons = labels_with_colon("\n".join(words for _start, _end, _voice, words in cues))
    paragraphs: list[list[str]] = []
    last, length = 0.0, 0
    for start, end, _voice, words in cues:
        is_over = length > LONG_ENOUGH and paragraphs[-1][-1].endswith(SENTENCE_ENDS)
        if not paragraphs or start - last > PAUSE or is_over or length > LONGEST_TURN or begins_turn(words, colons):
            paragraphs.append([])
            length = 0
        paragraphs[-1].append(words)
        last, length = end, length + len(words)
    return [" ".join(words) for words in paragraphs]
