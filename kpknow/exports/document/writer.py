"""A deck as a text to edit."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from kpknow.exports.deck import MOST_SHOWN, Chart, Deck, Point, Voice, compared, shortened
from kpknow.exports.document.styles import SMALL, VOICE, new_document
from kpknow.exports.document.text import add_link, add_page_number, add_paragraph, add_run, add_table
from kpknow.exports.office import OfficeFile

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def document_file(deck: Deck) -> bytes:
    """The DOCX. Call it in the language of ``deck.frame``."""
    return Text(deck).written()


class Text(OfficeFile):
    """A text in the making: section after section in the order of its audience."""

    def __init__(self, deck: Deck) -> None:
        super().__init__(deck, new_document(deck.language))

    def add_title(self) -> None:
        deck = self.deck
        add_paragraph(self.file, deck.title, deck.language, "Title")
        add_paragraph(self.file, _("%(kind)s · kpknow, %(day)s") % {"kind": deck.kind, "day": deck.made_on}, deck.frame)

    def head(self, words: str) -> None:
        add_paragraph(self.file, words, self.deck.frame, "Heading 1")

    def add_summary(self) -> None:
        self.head(_("In short"))
        self.add_lines(self.deck.summary, "Normal")

    def add_lines(self, lines: Sequence[str], style: str, language: str = "") -> None:
        for line in lines:
            add_paragraph(self.file, line, language or self.deck.language, style)

    def add_figures(self) -> None:
        deck = self.deck
        self.head(_("The figures") if deck.facts else _("How this was made"))
        if deck.facts:
            rows = [(fact.label, fact.value, fact.base or deck.facts_base) for fact in deck.facts]
            headings = (_("What it counts"), _("Figure"), _("Base"))
            add_table(self.file, headings, rows, _("The figures that lead this pack"), deck.language)
            add_paragraph(self.file, "", deck.frame, SMALL)
        self.add_lines(deck.method, SMALL, deck.frame)

    def add_voices(self) -> None:
        self.head(_("In their words"))
        for voice in self.deck.leading_voices:
            self.add_voice(voice)

    def add_voice(self, voice: Voice) -> None:
        said = self.file.add_paragraph(style=VOICE)
        if voice.is_against:
            add_run(said, _("Speaks against this:") + " ", self.deck.frame, bold=True)
        add_run(said, voice.words, voice.language)
        under = self.file.add_paragraph(style=SMALL)
        add_run(under, f"{voice.who} · ", voice.language)
        add_link(under, voice.where, voice.address, voice.language)

    def add_points(self) -> None:
        self.head(self.deck.points_heading)
        for point in self.deck.points:
            self.add_point(point)

    def add_point(self, point: Point) -> None:
        deck = self.deck
        heading = self.file.add_paragraph(style="Heading 2")
        add_run(heading, f"{point.number}. ", deck.frame)
        add_run(heading, point.title, point.language or deck.language)
        self.add_lines([text for text in point.text.split("\n") if text.strip()], "Normal", point.language)
        rests = _("Rests on: %(sources)s.") % {"sources": point.rests_on} if point.rests_on else ""
        if under := " ".join(text for text in (point.flag, rests) if text):
            add_paragraph(self.file, under, deck.frame, SMALL)
        if point.is_charted:
            self.add_charts(point)
        for voice in point.voices if deck.is_formal else point.first_voices(MOST_SHOWN):
            self.add_voice(voice)
        if not point.is_charted:
            self.add_charts(point)

    def add_charts(self, point: Point) -> None:
        for chart in compared(point.charts)[: self.deck.charts_a_point]:
            if not point.is_question:
                self.add_caption(chart)
            self.add_chart(chart)

    def add_caption(self, chart: Chart) -> None:
        caption = add_paragraph(self.file, chart.wording, chart.language)
        caption.runs[0].bold = True
        caption.paragraph_format.keep_with_next = True

    def add_chart(self, chart: Chart) -> None:
        headings = [_("Answer"), _("Share") if chart.is_share else _("Count")]
        rows = [[bar.label, bar.value] for bar in chart.bars]
        if chart.has_counts:
            headings.append(_("Count"))
            rows = [[bar.label, bar.value, "" if bar.count is None else str(bar.count)] for bar in chart.bars]
        add_table(self.file, headings, rows, f"{chart.wording} {chart.told_base}", chart.language)
        under = self.file.add_paragraph(style=SMALL)
        add_run(under, f"{chart.told_base} ", self.deck.frame)
        add_link(under, chart.source, chart.address, chart.language)
        if chart.note:
            add_run(under, f" {chart.note}", chart.language)

    def add_asks(self) -> None:
        deck = self.deck
        self.head(deck.asks_heading or _("What this asks"))
        for ask in deck.asks:
            paragraph = add_paragraph(self.file, ask.text, deck.language, "List Number")
            if behind := " · ".join(text for text in (ask.audience, ask.rests_on) if text):
                add_run(paragraph, f" ({behind})", deck.frame)

    def add_limits(self) -> None:
        self.head(_("Limits: read before quoting"))
        self.add_lines(self.deck.limits, "List Bullet")

    def add_terms(self) -> None:
        self.head(_("Words used here"))
        for word, meaning in self.deck.terms:
            paragraph = self.file.add_paragraph(style="List Bullet")
            add_run(paragraph, f"{word}: ", self.deck.frame, bold=True)
            add_run(paragraph, meaning, self.deck.frame)

    def add_sources(self) -> None:
        self.head(_("Sources"))
        for one in self.deck.sources:
            paragraph = self.file.add_paragraph(style="List Bullet")
            add_link(paragraph, one.title, one.address, one.language)
            if one.detail:
                add_run(paragraph, f" · {one.detail}", self.deck.frame)

    def add_stamp(self) -> None:
        """At the end, and at the foot of every page."""
        deck, stamp = self.deck, self.deck.stamp
        self.head(_("Cite and check this pack"))
        cited = add_paragraph(self.file, _("Cite as:") + " ", deck.frame)
        add_run(cited, deck.citation, deck.language)
        asked = _("Pack %(name)s, made on %(day)s.") % {"name": stamp.name, "day": deck.made_on}
        last = add_paragraph(self.file, f"{asked} {_('Is this copy still current?')} ", deck.frame)
        add_link(last, stamp.address, stamp.address, deck.frame)
        self.add_lines(deck.left_out, "Normal", deck.frame)
        foot: Any = self.file.sections[0].footer.paragraphs[0]
        add_run(foot, f"kpknow · {shortened(deck.title, 60)} · {stamp.name} · ", deck.frame)
        add_page_number(foot)
