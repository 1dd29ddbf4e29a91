"""The evidence and the figures of a pack as tables: all voices, all answers, with base and source in every row."""

from collections.abc import Iterator, Sequence

from kpknow.exports.csv import Cell, csv_chunks
from kpknow.exports.deck import Deck
from kpknow.exports.xlsx import Sheet, xlsx_chunks

EVIDENCE_COLUMNS = (
    *("number", "point", "says", "side", "voice", "who_says_it", "where", "address", "language", "pack", "check_at"),
)
FIGURE_COLUMNS = (
    *("question", "answer", "figure", "percent_or_count", "base", "count", "did_not_answer", "source", "address"),
    *("note", "pack", "check_at"),
)


def evidence_rows(deck: Deck) -> Iterator[Sequence[Cell]]:
    """A row a voice; a point without one has a row too, so that none is missed."""
    stamp = (deck.stamp.name, deck.stamp.address)
    for point in deck.points:
        head = (point.number, point.title, point.text)
        for voice in point.voices:
            side = "challenges" if voice.is_against else "supports"
            yield (*head, side, voice.words, voice.who, voice.where, voice.address, voice.language, *stamp)
        if not point.voices:
            yield (*head, "", "", "", "", point.address, point.language or deck.language, *stamp)


def figure_rows(deck: Deck) -> Iterator[Sequence[Cell]]:
    stamp = (deck.stamp.name, deck.stamp.address)
    for fact in deck.facts:
        source = fact.origin
        base = fact.base or deck.facts_base
        where = (source.title, source.address) if source else ("", "")
        yield (fact.label, "", fact.value, "", base, "", "", *where, "", *stamp)
    for chart in deck.charts:
        for bar in chart.bars:
            answer = (chart.wording, bar.label, bar.value, bar.number, chart.base, bar.count, chart.unanswered)
            yield (*answer, chart.source, chart.address, chart.note, *stamp)


def evidence_csv(deck: Deck) -> bytes:
    return b"".join(csv_chunks(EVIDENCE_COLUMNS, evidence_rows(deck)))


def figures_csv(deck: Deck) -> bytes:
    return b"".join(csv_chunks(FIGURE_COLUMNS, figure_rows(deck)))


def tables_xlsx(deck: Deck) -> bytes:
    sheets = [
        Sheet("Evidence", EVIDENCE_COLUMNS, evidence_rows(deck)),
        Sheet("Figures", FIGURE_COLUMNS, figure_rows(deck)),
    ]
    return b"".join(xlsx_chunks(sheets))
