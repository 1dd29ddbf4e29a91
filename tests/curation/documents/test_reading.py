"""Word, HTML and subtitles as passages."""

import base64

import pytest

from kpknow.curation.documents.passages import ASSUMED
from kpknow.curation.documents.reading import Encoding, read_document
from tests.curation.documents import files


def read(data: bytes | str, encoding: str = "") -> list[tuple[str, str, str]]:
    found = read_document(data.encode() if isinstance(data, str) else data, encoding)
    return [(passage.kind, passage.label, passage.text) for passage in found.passages]


STYLES = f"""<w:styles xmlns:w="{files.WORD}"><w:style w:styleId="Titre1"><w:name w:val="heading 1"/></w:style>
<w:style w:styleId="Ours"><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style></w:styles>"""


def test_word_keeps_headings_lists_quotations_and_tables() -> None:
    item = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr></w:pPr>'
    cell = "<w:tc>{}</w:tc>"
    row = f"<w:tbl><w:tr>{cell.format(files.paragraph('Ward'))}{cell.format(files.paragraph('12'))}</w:tr></w:tbl>"
    data = files.docx(
        files.paragraph("Under one tree", "Titre1"),
        files.paragraph("It began."),
        files.paragraph("walk along", before=item),
        files.paragraph("Nothing about us.", "Quote"),
        files.paragraph("What next", "Ours"),
        row,
        word__styles_dot_xml=STYLES,
    )

    assert read(data) == [
        ("heading", "", "Under one tree"),
        ("paragraph", "", "It began."),
        ("item", "", "walk along"),
        ("quote", "", "Nothing about us."),
        ("heading", "", "What next"),
        ("paragraph", "", "Ward | 12"),
    ]


def test_word_leaves_out_what_was_deleted_hidden_or_remarked_and_says_so() -> None:
    data = files.docx(
        files.paragraph("It began"),
        "<w:p><w:del><w:r><w:delText>with Quokka</w:delText></w:r></w:del><w:r><w:t>well.</w:t></w:r></w:p>",
        files.paragraph("Quokka", run="<w:vanish/>"),
        '<w:p><w:r><w:t>Then</w:t><w:commentReference w:id="1"/></w:r></w:p>',
        word__comments_dot_xml="<comments>Quokka</comments>",
    )

    found = read_document(data)

    assert [passage.text for passage in found.passages] == ["It began", "well.", "Then"]
    assert found.notes == [
        "1 deletion that was tracked is left out.",
        "1 hidden piece of text is left out.",
        "1 comment is left out.",
    ]


def test_word_brings_its_pictures_and_fetches_none() -> None:
    data = files.docx(
        files.paragraph("It began."),
        files.picture("p1", "A yard"),
        files.picture("p2"),
        links=files.link("media/image1.png") + files.link("https://example.org/a.png", "p2", "External"),
        word__media__image1_dot_png=files.png(),
    )

    found = read_document(data)

    assert [(passage.kind, passage.text, passage.picture) for passage in found.passages[1:]] == [
        ("picture", "A yard", 1),
        ("picture", "", 2),
    ]
    assert [one.data == files.png() for one in found.pictures] == [True, False]
    assert found.pictures[1].data == b""


def test_speakers_in_word_and_html_are_proposed_too() -> None:
    talk = ["Wanja: We began.", "It rained.", "Wanja: It grew."]
    expected = [("turn", "Wanja", "We began."), ("turn", ASSUMED, "It rained."), ("turn", "Wanja", "It grew.")]

    assert read(files.docx(*map(files.paragraph, talk))) == expected
    assert read("".join(f"<p>{words}</p>" for words in talk)) == expected


def test_html_keeps_words_and_structure_and_nothing_else() -> None:
    page = """<!doctype html><html><head><title>Quokka</title><style>quokka</style></head><body onload="quokka()">
    <script>quokka()</script><h1>Under &amp; over</h1><p>It <b>began</b>,<br>a &lt; b <!-- quokka --> &nbsp;well.
    <ul><li>walk</li><li>answer</ul><blockquote><p>Nothing about us.</p></blockquote>
    <table><tr><td>Ward</td><td>12</td></tr></table><svg><text>quokka</text></svg>
    <img src="https://example.org/a.png" alt="A &quot;yard&quot;" title="x > y"></body>"""

    assert read(page) == [
        ("heading", "", "Under & over"),
        ("paragraph", "", "It began,"),
        ("paragraph", "", "a < b well."),
        ("item", "", "walk"),
        ("item", "", "answer"),
        ("quote", "", "Nothing about us."),
        ("paragraph", "", "Ward | 12"),
        ("picture", "", 'A "yard"'),
    ]


def test_html_brings_the_pictures_it_holds_itself() -> None:
    held = base64.b64encode(files.png()).decode()

    found = read_document(f'<p>x<img src="data:image/png;base64,{held}"><img src="file:///etc/passwd">'.encode())

    assert [one.data for one in found.pictures] == [files.png(), b""]


def test_html_that_breaks_off_is_read_as_far_as_it_goes_and_says_so() -> None:
    found = read_document(b'<p>It began.</p><p>It grew.<a href="x')

    assert [passage.text for passage in found.passages] == ["It began.", "It grew."]
    assert "breaks off" in found.notes[0]


VTT = """WEBVTT - A film

NOTE Quokka

STYLE
::cue { color: red }

1
00:00:01.000 --> 00:00:03.000 align:left
<v.loud Wanja>We <i>began</i>

00:00:03.000 --> 00:00:04.000
<v Wanja>under a tree.

00:00:05.000 --> 00:00:06.000
It rained. <v Otieno>I joined &amp; stayed.
"""


def test_the_voices_of_subtitles_become_turns() -> None:
    assert read(VTT) == [
        ("turn", "Wanja", "We began under a tree."),
        ("turn", ASSUMED, "It rained."),
        ("turn", "Otieno", "I joined & stayed."),
    ]


def test_subtitles_without_voices_are_read_by_their_labels_or_are_the_narrators() -> None:
    cues = "1\n00:00:01,000 --> 00:00:02,000\n{one}\n\n2\n00:00:02,100 --> 00:00:03,000\n{two}\n\n"
    cues += "3\n00:00:09,000 --> 00:00:10,000\n{three}\n"

    assert read(cues.format(one="WANJA: We began", two="under a tree.", three="WANJA: It grew.")) == [
        ("turn", "WANJA", "We began under a tree."),
        ("turn", "WANJA", "It grew."),
    ]
    assert read(cues.format(one="We began", two="under a tree.", three="It grew.")) == [
        ("turn", ASSUMED, "We began under a tree."),
        ("turn", ASSUMED, "It grew."),
    ]


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        ("Привет, друзья.".encode("windows-1251"), Encoding.CYRILLIC, "Привет, друзья."),
        ("Où êtes-vous.".encode("windows-1252"), Encoding.WESTERN, "Où êtes-vous."),
        ("สวัสดี.".encode("cp874"), Encoding.THAI, "สวัสดี."),
        ("Привет.".encode("utf-16"), "", "Привет."),
        ("\ufeffПривет.".encode(), "", "Привет."),
        (b'<meta charset="windows-1252"><p>O\xf9.', "", "Où."),
        ("А\u202eБ\u0007В.".encode(), "", "АБВ."),
    ],
)
def test_texts_are_read_in_the_encoding_they_are_written_in(data: bytes, encoding: str, text: str) -> None:
    assert [words for _kind, _label, words in read(data, encoding)] == [text]
