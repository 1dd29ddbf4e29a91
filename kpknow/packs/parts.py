"""What a deck was made of, as keys and keyed hashes: enough to say later what changed, not what it said."""

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from kpknow.exports.deck import Chart, Deck

Parts = Mapping[str, Mapping[str, str]]
"""Kind of part → key → hash of what it said. Voices go by their public id, all others by a hash of their key."""

RECORD, POINT, VOICE, NAME, FIGURE, ASK, SOURCE = "record", "point", "voice", "name", "figure", "ask", "source"


def mark(*words: str) -> str:
    """64 bits that stand for these words; without the site's key nobody can try words on them."""
    told = "\x1f".join(words).encode("utf-8", "replace")
    return salted_hmac("kpknow.packs", told, secret=settings.CODE_KEY, algorithm="sha256").hexdigest()[:16]


def fingerprint(told: Mapping[str, Any]) -> str:
    """64 hexadecimal digits for everything a pack remembers."""
    words = json.dumps(told, sort_keys=True)
    return salted_hmac("kpknow.packs", words, secret=settings.CODE_KEY, algorithm="sha256").hexdigest()


def parts_of(deck: Deck) -> dict[str, dict[str, str]]:
    voices = [voice for _point, voice in deck.voices]
    return {
        RECORD: {mark("record"): mark(deck.title, *deck.summary, *deck.limits, *deck.basis)},
        POINT: {mark(one.key): mark(one.title, one.text, *one.basis) for one in deck.points},
        VOICE: {one.key: mark(one.words, *one.basis) for one in voices},
        NAME: {one.key: mark(one.who) for one in voices if one.is_named},
        FIGURE: {
            **{
                mark("fact", str(place)): mark(one.value, one.label, *one.basis) for place, one in enumerate(deck.facts)
            },
            **{mark(one.key): chart_mark(one) for one in deck.charts},
        },
        ASK: {mark(one.key): mark(one.text, one.audience) for one in deck.asks},
        SOURCE: {mark(one.key): mark(one.title) for one in deck.sources},
    }


def chart_mark(chart: Chart) -> str:
    return mark(*chart.basis, chart.note, *(f"{bar.label}={bar.number}" for bar in chart.bars))
