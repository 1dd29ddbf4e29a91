"""A chart as SVG 1.1: text stays text, so that it can be read aloud, searched, translated and set in another type."""

from collections.abc import Iterator
from xml.sax.saxutils import escape

from kpknow.exports.charts.chart import BRAND, INK, MUTED, QUIET, WASH, Bar, Chart
from kpknow.exports.writable import writable

CONTENT_TYPE = "image/svg+xml"
WIDTH, EDGE, LABELS, FIGURES = 960, 32, 400, 110
"""Pixels: of the whole, its margin, the column of labels and that of figures."""
LINE, BAR, GAP = 22, 16, 12
WIDE_SIGN = 8.6
"""A wide guess at the width of a letter of 16 pixels; nothing measures type here."""


def svg_bytes(chart: Chart) -> bytes:
    drawing = Drawing()
    for line in wrapped(chart.title, (WIDTH - 2 * EDGE) / WIDE_SIGN / 1.35):
        drawing.text(EDGE, line, size=22, weight="bold", height=30)
    drawing.down(GAP)
    for part in chart.parts:
        if part.heading:
            drawing.down(GAP)
            for line in wrapped(part.heading, (WIDTH - 2 * EDGE) / WIDE_SIGN):
                drawing.text(EDGE, line, weight="bold")
        for bar in part.bars:
            draw_bar(drawing, bar, chart.diverges)
    drawing.down(GAP)
    for note in chart.notes:
        for line in wrapped(note, (WIDTH - 2 * EDGE) / WIDE_SIGN * 1.1):
            drawing.text(EDGE, line, size=14, colour=QUIET, height=20)
    return drawing.whole(chart).encode()


def draw_bar(drawing: "Drawing", bar: Bar, diverges: bool) -> None:
    lines = list(wrapped(bar.label, LABELS / WIDE_SIGN))
    top, left = drawing.y, EDGE + LABELS + GAP
    width = WIDTH - left - FIGURES - EDGE
    for line in lines:
        drawing.text(EDGE, line)
    middle = top + LINE * len(lines) / 2
    if bar.length is not None:
        start, end = bar.span(diverges)
        drawing.box(left, middle - BAR / 2, width, WASH)
        drawing.box(left + width * start / 100, middle - BAR / 2, width * (end - start) / 100, colour_of(bar))
        if diverges:
            drawing.pieces.append(
                f'<path d="M{left + width / 2:g} {middle - BAR / 2 - 3:g}v{BAR + 6}" stroke="{QUIET}"/>'
            )
    drawing.mark(WIDTH - EDGE, middle + 5, bar.words)
    drawing.down(GAP / 2)


def colour_of(bar: Bar) -> str:
    return MUTED if bar.is_muted or bar.side == "neither" else BRAND


class Drawing:
    """Pieces from the top down; ``y`` is where the next one starts."""

    def __init__(self) -> None:
        self.y: float = EDGE
        self.pieces: list[str] = []

    def down(self, height: float) -> None:
        self.y += height

    def text(
        self, x: float, words: str, *, size: int = 16, weight: str = "normal", colour: str = INK, height: int = LINE
    ) -> None:
        self.pieces.append(
            f'<text x="{x:g}" y="{self.y + height * 0.72:g}" font-size="{size}" font-weight="{weight}" '
            f'fill="{colour}">{clean(words)}</text>'
        )
        self.y += height

    def mark(self, x: float, y: float, words: str) -> None:
        """A figure, flush with the right edge."""
        self.pieces.append(
            f'<text x="{x:g}" y="{y:g}" font-size="16" font-weight="bold" text-anchor="end" fill="{INK}">'
            f"{clean(words)}</text>"
        )

    def box(self, x: float, y: float, width: float, colour: str) -> None:
        self.pieces.append(f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{BAR}" fill="{colour}"/>')

    def whole(self, chart: Chart) -> str:
        height = self.y + EDGE
        told = "; ".join(
            f"{bar.label}: {bar.words or '–'}"
            if not part.heading
            else f"{part.heading}, {bar.label}: {bar.words or '–'}"
            for part in chart.parts
            for bar in part.bars
        )
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" '
            f'height="{height:g}" role="img" aria-labelledby="title said" font-family="sans-serif">'
            f'<title id="title">{clean(chart.title)}</title><desc id="said">{clean(told)}. '
            f'{clean(" ".join(chart.notes))}</desc><rect width="{WIDTH}" height="{height:g}" fill="#fff"/>'
            f"{''.join(self.pieces)}</svg>\n"
        )


def clean(words: str) -> str:
    return escape(writable(words))


def wrapped(words: str, most: float) -> Iterator[str]:
    """Lines of at most so many letters; a longer word is cut."""
    long = int(most)
    pieces = [word[start : start + long] for word in words.split() for start in range(0, len(word), long)]
    line = ""
    for piece in pieces:
        if line and len(line) + 1 + len(piece) > long:
            yield line
            line = piece
        else:
            line = f"{line} {piece}".strip()
    yield line
