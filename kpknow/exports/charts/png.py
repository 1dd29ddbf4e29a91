"""A chart as PNG, set by Typst from its own type: Latin and Cyrillic letters with all their accents."""

import json

import typst

from kpknow.exports.charts.chart import BRAND, INK, MUTED, QUIET, WASH, Bar, Chart
from kpknow.exports.writable import writable

CONTENT_TYPE = "image/png"
DOTS = 144
"""An inch: 1,440 dots wide."""
PAGE = """
#let chart = json(bytes(sys.inputs.chart))
#let tone = chart.tones
#set page(width: 10in, height: auto, margin: 0.4in, fill: white)
#set text(font: "Libertinus Serif", size: 15pt, fill: rgb(tone.ink))
#set par(leading: 0.5em)
#text(size: 20pt, weight: "bold", chart.title)
#v(6pt)
#for part in chart.parts {
  if part.heading != "" { v(4pt); text(weight: "bold", part.heading) }
  grid(
    columns: (4.1in, 1fr, 1.1in), column-gutter: 12pt, row-gutter: 10pt,
    align: (left + horizon, left + horizon, right + horizon),
    ..for bar in part.bars {
      (
        bar.label,
        if bar.start == none { [] } else {
          layout(size => box(width: 100%, height: 13pt, fill: rgb(tone.wash), {
            let wide = size.width * bar.wide
            place(left, dx: size.width * bar.start, rect(width: wide, height: 13pt, fill: rgb(bar.tone)))
            if chart.diverges {
              place(left, dx: 50%, line(angle: 90deg, length: 13pt, stroke: 0.8pt + rgb(tone.quiet)))
            }
          }))
        },
        text(weight: "bold", bar.words),
      )
    },
  )
}
#v(10pt)
#set text(size: 12pt, fill: rgb(tone.quiet))
#for note in chart.notes { block(spacing: 5pt, note) }
"""


def png_bytes(chart: Chart) -> bytes:
    """About a fifth of a second, nothing written to disk. Words are handed over as data: none is ever run."""
    told = {
        "title": writable(chart.title),
        "diverges": chart.diverges,
        "notes": [writable(note) for note in chart.notes],
        "parts": [
            {"heading": writable(part.heading), "bars": [told_bar(bar, chart.diverges) for bar in part.bars]}
            for part in chart.parts
        ],
        "tones": {"ink": INK, "quiet": QUIET, "wash": WASH},
    }
    image = typst.compile(
        PAGE.encode(), format="png", ppi=DOTS, ignore_system_fonts=True, sys_inputs={"chart": json.dumps(told)}
    )
    assert isinstance(image, bytes)  # noqa: S101  # one page, however long: height is “auto”
    return image


def told_bar(bar: Bar, diverges: bool) -> dict[str, object]:
    start, end = bar.span(diverges)
    return {
        "label": writable(bar.label),
        "words": writable(bar.words),
        "start": None if bar.length is None else start / 100,
        "wide": (end - start) / 100,
        "tone": MUTED if bar.is_muted or bar.side == "neither" else BRAND,
    }
