"""A pack as plain text for messaging: what matters most, in at most seven hundred characters."""

from django.utils.translation import gettext as _

from kpknow.exports.deck import Deck, Point, shortened
from kpknow.exports.writable import writable

LONGEST = 700
"""Characters as telephones count them: an emoji is two."""
SHORTEST = 40
"""Less of a text than this says nothing and is left out."""


def length(text: str) -> int:
    return len(text.encode("utf-16-le", "replace")) // 2


def message_file(deck: Deck) -> bytes:
    """Title and addresses always; then as much of the summary, of the figures with their base, and of the findings as
    fits. Call it in the language of ``deck.frame``.
    """
    title = one_line(shortened(one_line(deck.title), 120))
    tail = [_("Read: %(address)s") % {"address": deck.address}]
    tail += [_("Still current? Pack %(name)s: %(address)s") % {"name": deck.stamp.name, "address": deck.stamp.address}]
    body: list[str] = []
    for part in parts(deck):
        left = LONGEST - length("\n".join([title, *body, *tail])) - 1
        if length(part) <= left:
            body.append(part)
        elif left >= SHORTEST and part == one_line(" ".join(deck.summary)):
            body.append(shortened(part, left // 2 if length(part) > len(part) else left - 2))
    return "\n".join([title, *body, *tail]).encode("utf-8", "replace")


def parts(deck: Deck) -> list[str]:
    """The most important first. A figure and its base are one part: either both fit, or neither is sent."""
    summary = [one_line(" ".join(deck.summary))] if deck.summary else []
    bases = [fact.base or deck.facts_base for fact in deck.facts]
    figures = [
        one_line(f"{fact.value} {fact.label} ({base})" if base else f"{fact.value} {fact.label}")
        for fact, base in zip(deck.facts, bases, strict=True)
    ]
    points = [one_line(words) for point in deck.points if (words := told_point(point))]
    voices = [one_line(f"“{voice.words}” – {voice.who}") for voice in deck.leading_voices[:1]]
    return [*summary, *figures, *points] if deck.is_formal else [*voices, *summary, *points]


def told_point(point: Point) -> str:
    """Its title; of a question its longest bar with the base as well, and nothing where it has none."""
    told = f"{point.number}. {point.title}"
    if not point.is_question:
        return told
    drawn = [(bar, chart.base) for chart in point.charts for bar in chart.drawn]
    if not drawn:
        return ""
    bar, base = max(drawn, key=lambda found: found[0].length or 0)
    return f"{told} {bar.label}: {bar.value} ({base})"


def one_line(text: str) -> str:
    return " ".join(writable(text).split())
