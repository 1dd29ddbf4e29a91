"""A deck as a brief: what each version of it says, the fullest first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpknow.content.templatetags.kp import sentence
from kpknow.exports.brief.typesetter import typeset
from kpknow.exports.deck import Chart, Deck, Point, Section, Voice, compared, shortened
from kpknow.exports.writable import writable

CONTENT_TYPE = "application/pdf"


@dataclass(frozen=True)
class Room:
    """How much of a deck a version holds: voices and charts of a point, letters of a text, points, lines, sources."""

    voices: int
    charts: int
    text: int = 700
    points: int = 40
    lines: int = 12
    sources: int = 20


ROOMS = (
    Room(3, 6),
    Room(2, 6),
    Room(1, 6),
    Room(1, 2, sources=12),
    Room(0, 2, sources=12),
    Room(0, 1, 400, points=25, sources=8),
    Room(0, 1, 250, lines=8, sources=8),
    Room(0, 1, 0, lines=8, sources=5),
    Room(0, 0, 250, points=20, lines=8, sources=8),
    Room(0, 0, 0, points=15, lines=5, sources=5),
)


def brief_file(deck: Deck) -> bytes:
    """The PDF, at most four pages. Call it in the language of ``deck.frame``."""
    first = ROOMS[0] if deck.is_formal else Room(3, 1)
    return typeset([version(deck, room) for room in (first, *ROOMS[1:])])


def version(deck: Deck, room: Room) -> dict[str, Any]:
    points = [told_point(deck, point, room) for point in deck.points[: room.points]]
    writers: dict[Section, Callable[[], dict[str, Any]]] = {
        Section.SUMMARY: lambda: {"heading": _("In short"), "lines": plain(deck.summary[:3], 900)},
        Section.FIGURES: lambda: told_facts(deck),
        Section.VOICES: lambda: {
            "heading": _("In their words"),
            "voices": [told_voice(voice) for voice in deck.leading_voices] if room.voices else [],
        },
        Section.POINTS: lambda: {"heading": deck.points_heading, "points": points},
        Section.ASKS: lambda: told_asks(deck, room),
        Section.LIMITS: lambda: {
            "heading": _("Limits: read before quoting"),
            "lines": plain(deck.limits[: room.lines], 400),
        },
        Section.TERMS: lambda: {
            "heading": _("Words used here"),
            "terms": [{"word": word, "meaning": meaning} for word, meaning in deck.terms],
        },
        Section.SOURCES: lambda: told_sources(deck, room),
    }
    kinds = {Section.FIGURES: "facts"}
    sections = [{"kind": kinds.get(section, section.value)} | writers[section]() for section in deck.sections]
    return {
        "title": one_line(shortened(deck.title, 160)),
        "lang": deck.language,
        "frame": deck.frame,
        "kind": deck.kind,
        "made": _("kpknow · pack %(name)s, made on %(day)s") % {"name": deck.stamp.name, "day": deck.made_on},
        "footer": f"kpknow · {one_line(shortened(deck.title, 60))} · {_('pack %(name)s') % {'name': deck.stamp.name}}",
        "sections": [section for section in sections if section.get("voices", True)],
        "cite": _("Cite as:"),
        "citation": one_line(shortened(deck.citation, 500)),
        "asked": _("Is this copy still current?"),
        "check": {"words": deck.stamp.address, "url": deck.stamp.address},
        "remarks": [*left_out(deck, room), _("Signs that our typeface does not have are shown as ▯.")],
    }


def one_line(text: str) -> str:
    return " ".join(writable(text).split())


def plain(texts: Sequence[str], most: int) -> list[str]:
    return [shown for text in texts if (shown := one_line(shortened(text, most)))]


def told_point(deck: Deck, point: Point, room: Room) -> dict[str, Any]:
    rests = _("Rests on: %(sources)s.") % {"sources": point.rests_on} if point.rests_on else ""
    charts = compared(point.charts)[: room.charts]
    return {
        "number": point.number,
        "lang": point.language or deck.language,
        "title": one_line(shortened(point.title, 200)),
        "text": plain(point.text.split("\n")[:4], room.text) if room.text else [],
        "under": " ".join(text for text in (point.flag, rests) if text),
        "voices": [told_voice(voice) for voice in point.first_voices(room.voices)] if room.voices else [],
        "charts-first": point.is_charted,
        "charts": [told_chart(chart, within=deck.title, captioned=not point.is_question) for chart in charts],
    }


def told_voice(voice: Voice) -> dict[str, str]:
    return {
        "words": one_line(shortened(voice.words)),
        "who": one_line(voice.who),
        "where": one_line(shortened(voice.where, 120)),
        "url": voice.address,
        "lang": voice.language,
        "against": _("Speaks against this:") if voice.is_against else "",
    }


def told_chart(chart: Chart, *, within: str, captioned: bool) -> dict[str, Any]:
    """``within``: the title of the deck, which its own charts need not repeat."""
    shown = [bar for bar in chart.bars if bar.length is not None]
    others = [f"{bar.label}: {bar.value}" for bar in chart.bars if bar.length is None]
    return {
        "wording": one_line(shortened(chart.wording, 200)) if captioned else "",
        "alt": one_line(chart.described),
        "base": chart.told_base,
        "source": one_line(shortened(sentence(chart.source.removeprefix(f"{within}, ")), 160)),
        "url": chart.address,
        "lang": chart.language,
        "bars": [
            {
                "label": one_line(shortened(bar.label, 120)),
                "value": bar.value,
                "length": bar.length,
                "muted": bar.is_muted,
            }
            for bar in shown
        ],
        "others": one_line(shortened("; ".join(others), 200)),
    }


def told_facts(deck: Deck) -> dict[str, Any]:
    facts = [
        {
            "value": fact.value,
            "label": one_line(shortened(fact.label, 120)),
            "lang": fact.language or deck.language,
            "base": fact.base,
        }
        for fact in deck.facts[:8]
    ]
    lines = plain([text for text in (deck.facts_base and f"{sentence(deck.facts_base)}.", *deck.method) if text], 400)
    heading = _("The figures") if deck.facts else _("How this was made")
    return {"heading": heading, "facts": facts, "lines": lines}


def told_asks(deck: Deck, room: Room) -> dict[str, Any]:
    asks = [
        {
            "text": one_line(shortened(ask.text, 320)),
            "behind": one_line(" · ".join(text for text in (ask.audience, ask.rests_on) if text)),
        }
        for ask in deck.asks[: room.lines]
    ]
    return {"heading": deck.asks_heading or _("What this asks"), "asks": asks}


def told_sources(deck: Deck, room: Room) -> dict[str, Any]:
    sources = [
        {"title": one_line(shortened(one.title, 160)), "detail": one.detail, "url": one.address, "lang": one.language}
        for one in deck.sources[: room.sources]
    ]
    more = len(deck.sources) - len(sources)
    words = ngettext("and %(n)s more source, at %(address)s", "and %(n)s more sources, at %(address)s", more)
    return {
        "heading": _("Sources"),
        "sources": sources,
        "more": words % {"n": more, "address": deck.address} if more else "",
    }


def left_out(deck: Deck, room: Room) -> list[str]:
    """What the page or the table has and this brief has not."""
    voices = len(deck.voices) - sum(len(point.first_voices(room.voices)) for point in deck.points if room.voices)
    charts = sum(max(0, len(compared(point.charts)) - room.charts) for point in deck.points)
    points = max(0, len(deck.points) - room.points)
    lines = max(0, len(deck.limits) - room.lines)
    parts = [
        ngettext("%(n)s voice", "%(n)s voices", voices) % {"n": voices} if voices else "",
        ngettext("%(n)s chart", "%(n)s charts", charts) % {"n": charts} if charts else "",
        ngettext("%(n)s point", "%(n)s points", points) % {"n": points} if points else "",
        ngettext("%(n)s limit", "%(n)s limits", lines) % {"n": lines} if lines else "",
    ]
    left = ", ".join(part for part in parts if part)
    words = _("Left out here for length: %(left)s. All of it: %(address)s")
    said = [words % {"left": left, "address": deck.address}] if left else []
    return [*said, *deck.left_out]
