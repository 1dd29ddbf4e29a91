"""A deck as slides."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from kpknow.content.templatetags.kp import sentence
from kpknow.exports.deck import MOST_SHOWN, Chart, Deck, Point, Voice, compared, shortened
from kpknow.exports.office import OfficeFile
from kpknow.exports.slides.charts import add_chart
from kpknow.exports.slides.layouts import BODY, CHART, FACTS, NOTE, SIDE
from kpknow.exports.slides.template import new_presentation
from kpknow.exports.slides.text import Box, Line, Run, add_footer, drop_empty, fill, size_for

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
LINES_A_SLIDE = 7
SOURCES_A_SLIDE = 9
LIST_SIZES = (24, 22, 20, 18, 16, 14, 12)
TEXT_SIZES = (28, 26, *LIST_SIZES)
WHOLE, HALF, STRIP, UNDER = (859, 365), (413, 365), (859, 118), (859, 68)
"""Width and height in points of the placeholders for text: the whole slide, one side of it, what stands under leading
figures, what stands under a chart.
"""


def slides_file(deck: Deck) -> bytes:
    """The PPTX. Call it in the language of ``deck.frame``."""
    return Slides(deck).written()


def stretches(lines: Sequence[Any], most: int) -> list[Sequence[Any]]:
    return [lines[start : start + most] for start in range(0, len(lines), most)]


class Slides(OfficeFile):
    """Slides in the making: one after the other, each with its title, notes, footer and number."""

    def __init__(self, deck: Deck) -> None:
        super().__init__(deck, new_presentation())
        self.layouts = {layout.name: layout for layout in self.file.slide_layouts}

    def add(self, layout: str, title: Line, notes: Sequence[str] = ()) -> Any:
        """A slide with its title and speaker notes; ``finish`` it when its placeholders are filled."""
        slide = self.file.slides.add_slide(self.layouts[layout])
        fill(slide.shapes.title, [title])
        length = sum(len(run.words) for run in title)
        if length > 70 and layout != "Title":
            for run in slide.shapes.title.text_frame.paragraphs[0].runs:
                run.font.size = 304_800 if length < 130 else 254_000  # 24 and 20 points
        if notes:
            fill_notes(slide, notes, self.deck.frame)
        return slide

    def finish(self, slide: Any) -> None:
        drop_empty(slide)
        foot = f"kpknow · {shortened(self.deck.title, 60)} · {_('pack %(name)s') % {'name': self.deck.stamp.name}}"
        add_footer(slide, foot, self.deck.frame)

    def framed(self, words: str, **look: Any) -> Run:
        return Run(words, self.deck.frame, **look)

    def said(self, words: str, **look: Any) -> Run:
        return Run(words, self.deck.language, **look)

    def add_title(self) -> None:
        deck = self.deck
        slide = self.add("Title", [self.said(shortened(deck.title, 150))], [*self.about_copy(), *how_to_use(deck)])
        under = _("%(kind)s · kpknow, %(day)s") % {"kind": deck.kind, "day": deck.made_on}
        fill(slide.placeholders[1], [[self.framed(under)]])
        fill(slide.placeholders[SIDE], [[self.framed(line)] for line in self.about_copy()])
        self.finish(slide)

    def about_copy(self) -> list[str]:
        deck = self.deck
        asked = _("Is this copy still current? %(address)s") % {"address": deck.stamp.address}
        return [_("Pack %(name)s, made on %(day)s.") % {"name": deck.stamp.name, "day": deck.made_on}, asked]

    def add_summary(self) -> None:
        slide = self.add("Text", [self.framed(_("In short"))], [self.deck.citation, self.deck.address])
        lines = [[self.said(shortened(text, 900))] for text in self.deck.summary[:3]]
        self.fill_sized(slide.placeholders[BODY], lines, TEXT_SIZES, WHOLE)
        self.finish(slide)

    def add_figures(self) -> None:
        deck = self.deck
        about = [[self.framed(text)] for text in (sentence(deck.facts_base), *deck.method) if text]
        if not deck.facts:
            self.add_list(_("How this was made"), about, [deck.address])
            return
        for shown in stretches(deck.facts, len(FACTS)):
            slide = self.add("Leading figures", [self.framed(_("The figures"))], [deck.address, *deck.method])
            for fact, index in zip(shown, FACTS, strict=False):
                label = Run(shortened(fact.label, 120), fact.language or deck.language)
                lines = [[self.said(fact.value, size=40, colour="accent1")], [label]]
                lines += [[self.framed(fact.base, size=12)]] if fact.base else []
                fill(slide.placeholders[index], lines)
            self.fill_sized(slide.placeholders[NOTE], about, (16, 14, 12, 11), STRIP)
            self.finish(slide)

    def add_voices(self) -> None:
        voices = self.deck.leading_voices
        slide = self.add("Voices", [self.framed(_("In their words"))], [provenance(voice) for voice in voices])
        self.fill_voices(slide.placeholders[BODY], voices, TEXT_SIZES, WHOLE)
        self.finish(slide)

    def add_points(self) -> None:
        """A slide each, and one each chart; those that are a title alone share one."""
        for is_bare, group in groupby(self.deck.points, key=lambda point: point.is_bare):
            if is_bare:
                self.add_bare(list(group))
                continue
            for point in group:
                if not point.is_charted:
                    self.add_point(point)
                for chart in compared(point.charts)[: self.deck.charts_a_point]:
                    self.add_chart(point, chart)
                if point.is_charted and point.voices:
                    self.add_answers(point)

    def add_bare(self, points: Sequence[Point]) -> None:
        lines = [
            [*self.point_title(point), self.framed(f" ({point.flag})" if point.flag else "", colour="accent1")]
            for point in points
        ]
        self.add_list(self.deck.points_heading, lines, [self.deck.address])

    def add_point(self, point: Point) -> None:
        voices = point.first_voices(2 if self.deck.is_formal else MOST_SHOWN)
        slide = self.add("Finding with voices" if voices else "Text", self.point_title(point), notes_on(point))
        language = point.language or self.deck.language
        lines = [[Run(shortened(text, 700), language)] for text in point.text.split("\n")[:4] if text.strip()]
        under = " ".join(text for text in (point.flag, resting(point)) if text)
        if under:
            lines.append([self.framed(under, size=14, colour="accent1")])
        self.fill_sized(slide.placeholders[BODY], lines, LIST_SIZES, HALF if voices else WHOLE)
        if voices:
            self.fill_voices(slide.placeholders[SIDE], voices, LIST_SIZES, HALF)
        self.finish(slide)

    def add_answers(self, point: Point) -> None:
        """What people wrote to a question, on the slide after its chart."""
        slide = self.add("Voices", self.point_title(point), notes_on(point))
        self.fill_voices(slide.placeholders[BODY], point.first_voices(MOST_SHOWN), TEXT_SIZES, WHOLE)
        self.finish(slide)

    def point_title(self, point: Point) -> Line:
        return [
            self.framed(f"{point.number}. "),
            Run(shortened(point.title, 200), point.language or self.deck.language),
        ]

    def fill_voices(self, placeholder: Any, voices: Sequence[Voice], sizes: Sequence[float], box: Box) -> None:
        words = [[Run(f"{shortened(voice.words)} {voice.provenance}", voice.language)] for voice in voices]
        size = size_for(words, sizes, box)
        lines: list[Line] = []
        for voice in voices:
            mark = [self.framed(_("Speaks against this:") + " ", size=size, bold=True)] if voice.is_against else []
            lines.append([*mark, Run(shortened(voice.words), voice.language, size=size)])
            source = Run(voice.where, voice.language, size=12, address=voice.address)
            lines.append([Run(f"{voice.who} · ", voice.language, size=12, after=16), source])
        fill(placeholder, lines)

    def fill_sized(self, placeholder: Any, lines: Sequence[Line], sizes: Sequence[float], box: Box) -> None:
        size = size_for(lines, sizes, box)
        fill(placeholder, [[sized(run, size) for run in line] for line in lines])

    def add_chart(self, point: Point, chart: Chart) -> None:
        spoken = [chart.described, chart.source, chart.address, chart.note]
        title = [self.framed(f"{point.number}. "), Run(shortened(chart.wording, 200), chart.language)]
        slide = self.add("Figure" if chart.drawn else "Text", title, [text for text in spoken if text])
        source = Run(chart.source, chart.language, address=chart.address)
        under: list[Line] = [[self.framed(f"{chart.told_base} "), source]]
        if missing := [bar for bar in chart.bars if bar.number is None]:
            words = "; ".join(f"{bar.label}: {bar.value}" for bar in missing)
            under.append([Run(shortened(words, 300), chart.language)])
        if chart.note:
            under.append([Run(shortened(chart.note, 300), chart.language)])
        if chart.drawn:
            add_chart(slide.placeholders[CHART], chart)
            self.fill_sized(slide.placeholders[NOTE], under, (12, 11, 10), UNDER)
        else:
            fill(slide.placeholders[BODY], under)
        self.finish(slide)

    def add_asks(self) -> None:
        heading = self.deck.asks_heading or _("What this asks")
        notes = [f"{ask.text} {ask.audience} {ask.rests_on}".strip() for ask in self.deck.asks]
        lines = []
        for ask in self.deck.asks:
            behind = " · ".join(text for text in (ask.audience, ask.rests_on) if text)
            lines.append([self.said(ask.text), self.framed(f" ({behind})" if behind else "", colour="accent1")])
        self.add_list(heading, lines, notes)

    def add_limits(self) -> None:
        self.add_list(
            _("Limits: read before quoting"),
            [[self.said(shortened(line, 400))] for line in self.deck.limits],
            [_("Say these limits whenever you show the figures.")],
        )

    def add_terms(self) -> None:
        lines = [[self.framed(f"{word}: ", bold=True), self.framed(meaning)] for word, meaning in self.deck.terms]
        self.add_list(_("Words used here"), lines, [self.deck.address])

    def add_sources(self) -> None:
        deck = self.deck
        lines = [
            [Run(one.title, one.language, address=one.address), self.framed(f" · {one.detail}" if one.detail else "")]
            for one in deck.sources
        ]
        self.add_list(_("Sources"), lines, [deck.citation], most=SOURCES_A_SLIDE)

    def add_stamp(self) -> None:
        deck = self.deck
        lines: list[Line] = [[self.framed(_("Cite as: ")), self.said(deck.citation)]]
        lines += [[self.framed(line)] for line in (*deck.left_out, *self.about_copy())]
        self.add_list(_("Cite and check this pack"), lines, [deck.citation, deck.address])

    def add_list(self, heading: str, lines: Sequence[Line], notes: Sequence[str], *, most: int = LINES_A_SLIDE) -> None:
        """As many slides as the lines need; from the second on, the title says so."""
        for number, shown in enumerate(stretches(lines, most), start=1):
            words = heading if number == 1 else _("%(heading)s, continued") % {"heading": heading}
            slide = self.add("List", [self.framed(words)], notes)
            self.fill_sized(slide.placeholders[BODY], shown, LIST_SIZES, WHOLE)
            self.finish(slide)


def sized(run: Run, size: float) -> Run:
    return Run(run.words, run.language, run.size or size, run.bold, run.colour, run.address)


def fill_notes(slide: Any, lines: Sequence[str], language: str) -> None:
    fill(slide.notes_slide.notes_placeholder, [[Run(line, language)] for line in lines])


def resting(point: Point) -> str:
    return _("Rests on: %(sources)s.") % {"sources": point.rests_on} if point.rests_on else ""


def notes_on(point: Point) -> list[str]:
    lines = [text for text in (point.title, resting(point), point.address) if text]
    return lines + [provenance(voice) for voice in point.voices]


def provenance(voice: Voice) -> str:
    side = _("Speaks against this:") + " " if voice.is_against else ""
    return f"{side}{shortened(voice.words, 200)} ({voice.provenance}) {voice.address}"


def how_to_use(deck: Deck) -> list[str]:
    """For whoever stands in front of the slides."""
    if deck.is_outside:
        return [
            _("Change what you like: every text and chart is editable. Keep the base beside each figure."),
            _("Nobody may be named here who is not named on the slide."),
        ]
    return [
        _("Change what you like: every text and chart is editable. Keep the base beside each figure."),
        _("Start with the voices, then ask: what of this have we seen ourselves? What would we do first?"),
    ]
