"""Bar charts that stay charts: PowerPoint, LibreOffice and Google Slides edit their numbers."""

import io
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.util import Pt

from kpknow.exports.deck import Chart
from kpknow.exports.office import office_language
from kpknow.exports.slides.looks import INK, MUTED
from kpknow.exports.writable import writable

LONGEST_LABEL = 120


def add_chart(placeholder: Any, chart: Chart) -> Any:
    """One bar an answer, the first on top. Only answers with a figure: the rest stand in the words below."""
    bars, shape = chart.drawn, number_format(chart)
    chart_data: Any = CategoryChartData  # its constructor has no types
    found = chart_data(number_format=shape)
    found.categories = [label(bar.label) for bar in bars]
    found.add_series(series_name(chart), [bar.number for bar in bars])
    frame = placeholder.insert_chart(XL_CHART_TYPE.BAR_CLUSTERED, found)
    properties = frame._element.nvGraphicFramePr.cNvPr
    properties.set("descr", writable(chart.described)[:4000])
    properties.set("name", "Chart")
    dress(frame.chart, chart)
    frame.chart.part.chart_workbook.update_from_xlsx_blob(workbook(chart))
    return frame


def label(words: str) -> str:
    words = writable(words)
    return words if len(words) <= LONGEST_LABEL else f"{words[: LONGEST_LABEL - 1]}…"


def colour(digits: str) -> Any:
    rgb: Any = RGBColor  # its constructor has no types
    return rgb.from_string(digits)


def number_format(chart: Chart) -> str:
    """As Office writes it: “55%”, “31 of 32”."""
    if chart.is_share:
        return '0"%"'
    before, after = (_("%(count)s of %(base)s") % {"count": "|", "base": chart.most}).split("|")
    return f'"{before}"0"{after}"' if before else f'0"{after}"'


def series_name(chart: Chart) -> str:
    return str(_("Share, percent") if chart.is_share else _("Count"))


def dress(chart: Any, asked: Chart) -> None:
    chart.has_legend = False
    chart.has_title = False
    chart.font.size = Pt(16)
    chart.font.color.rgb = colour(INK)
    set_language(chart, asked.language)
    plot = chart.plots[0]
    plot.gap_width = {1: 320, 2: 130, 3: 90}.get(len(asked.drawn), 50)
    plot.vary_by_categories = False
    plot.has_data_labels = True
    plot.data_labels.position = XL_LABEL_POSITION.OUTSIDE_END
    plot.data_labels.number_format = number_format(asked)
    plot.data_labels.number_format_is_linked = False
    categories, values = chart.category_axis, chart.value_axis
    categories.reverse_order = True
    categories.has_major_gridlines = False
    categories.format.line.fill.background()
    categories.tick_labels.font.size = Pt(16)
    values.minimum_scale, values.maximum_scale = 0, asked.most
    values.has_major_gridlines = False
    values.visible = False
    series = plot.series[0]
    series.format.fill.solid()
    series.format.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
    for place, bar in enumerate(asked.drawn):
        if bar.is_muted:
            point = series.points[place]
            point.format.fill.solid()
            point.format.fill.fore_color.rgb = colour(MUTED)


def set_language(chart: Any, language: str) -> None:
    for properties in chart._chartSpace.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}defRPr"):
        properties.set("lang", office_language(language))


def workbook(chart: Chart) -> bytes:
    """The numbers behind the chart. Labels are text whatever they begin with: nothing in it is a formula."""
    made = Workbook()
    made.properties.creator = ""
    sheet = made.active
    sheet.title = "Sheet1"
    put(sheet, 1, 2, series_name(chart))
    for row, bar in enumerate(chart.drawn, start=2):
        put(sheet, row, 1, label(bar.label))
        sheet.cell(row, 2, bar.number).number_format = number_format(chart)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def put(sheet: Any, row: int, column: int, words: str) -> None:
    cell = sheet.cell(row, column)
    cell.value = words
    cell.data_type = "s"
    cell.quotePrefix = True
