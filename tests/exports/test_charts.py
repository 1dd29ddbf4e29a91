import io
from xml.etree import ElementTree as ET  # of our own drawing

import pytest
from PIL import Image

from kpknow.exports.charts.chart import Bar, Chart, Part
from kpknow.exports.charts.png import png_bytes
from kpknow.exports.charts.svg import svg_bytes

HOSTILE = "<script>#panic(1)</script> \x00 “Бишкек” 😀 & é" + "x" * 500


def chart(*bars: Bar, title: str = "Why?", diverges: bool = False) -> Chart:
    return Chart(title, [Part("", bars)], ["n = 32.", "kpknow. https://kpknow.example/"], diverges)


def test_an_svg_holds_title_figures_base_and_address_as_text() -> None:
    drawn = ET.fromstring(svg_bytes(chart(Bar("To share", "53%", 53), Bar("Lost", "–", None))))  # noqa: S314

    texts = [element.text for element in drawn.iter("{http://www.w3.org/2000/svg}text")]
    widths = [float(element.attrib["width"]) for element in drawn.iter("{http://www.w3.org/2000/svg}rect")][1:]
    assert texts == ["Why?", "To share", "53%", "Lost", "–", "n = 32.", "kpknow. https://kpknow.example/"]
    assert widths[1] == pytest.approx(widths[0] * 0.53)


@pytest.mark.parametrize("diverges", [False, True])
def test_hostile_words_are_words(diverges: bool) -> None:
    drawn = chart(Bar(HOSTILE, HOSTILE[:20], 10, side="against"), title=HOSTILE, diverges=diverges)

    ET.fromstring(svg_bytes(drawn))  # noqa: S314
    picture = Image.open(io.BytesIO(png_bytes(drawn)))

    assert picture.width == 1440


@pytest.mark.parametrize(("side", "span"), [("against", (40, 50)), ("for", (50, 60)), ("neither", (45, 55))])
def test_bars_of_a_scale_leave_from_the_middle(side: str, span: tuple[float, float]) -> None:
    assert Bar("", "", 20, side=side).span(diverges=True) == span  # type: ignore[arg-type]
