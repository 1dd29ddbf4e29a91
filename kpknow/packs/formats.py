"""Every file a pack can be, and who writes it."""

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from kpknow.exports.bibtex import CONTENT_TYPE as BIBTEX
from kpknow.exports.bibtex import bibtex_text
from kpknow.exports.brief import writer as brief
from kpknow.exports.csl import CONTENT_TYPE as CSL
from kpknow.exports.csl import csl_text
from kpknow.exports.deck import Deck
from kpknow.exports.document import writer as document
from kpknow.exports.downloads import CSV, RIS
from kpknow.exports.evidence import evidence_csv, figures_csv, tables_xlsx
from kpknow.exports.message import message_file
from kpknow.exports.ris import Reference, ris_text
from kpknow.exports.slides import writer as slides
from kpknow.exports.xlsx import CONTENT_TYPE as XLSX


@dataclass(frozen=True)
class Format:
    """``suffix`` ends the file's name; ``write`` is called in the language of the deck's frame."""

    label: Promise
    suffix: str
    content_type: str
    write: Callable[[Deck], bytes]


SLIDES = Format(_("Slides (PPTX)"), "pptx", slides.CONTENT_TYPE, slides.slides_file)
BRIEF = Format(_("Brief, at most 4 pages (PDF)"), "pdf", brief.CONTENT_TYPE, brief.brief_file)
FORMATS: dict[str, Format] = {
    "pptx": SLIDES,
    "pdf": BRIEF,
    "docx": Format(_("Text to edit (DOCX)"), "docx", document.CONTENT_TYPE, document.document_file),
    "xlsx": Format(_("Evidence and figures (XLSX)"), "xlsx", XLSX, tables_xlsx),
    "evidence": Format(_("Evidence (CSV)"), "evidence.csv", CSV, evidence_csv),
    "figures": Format(_("Figures (CSV)"), "figures.csv", CSV, figures_csv),
    "txt": Format(_("Message, at most 700 characters (TXT)"), "txt", "text/plain; charset=utf-8", message_file),
    "ris": Format(_("Reference (RIS)"), "ris", RIS, lambda deck: ris_text(reference(deck)).encode()),
    "bib": Format(_("Reference (BibTeX)"), "bib", BIBTEX, lambda deck: bibtex_text(reference(deck)).encode()),
    "json": Format(
        _("Reference (CSL-JSON)"), "json", CSL, lambda deck: csl_text(reference(deck), deck.stamp.name).encode()
    ),
}


def reference(deck: Deck) -> Reference:
    """How the record is cited, and by which pack it was found."""
    note = _gettext("Pack %(name)s: %(address)s") % {"name": deck.stamp.name, "address": deck.stamp.address}
    return replace(deck.reference, note=note)


def zip_file(deck: Deck) -> bytes:
    """All of them in one archive; the entries carry no date, for its making is nobody's business."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as parts:
        for one in FORMATS.values():
            if one is not EVERYTHING:
                name = f"pack-{deck.stamp.name}.{one.suffix}"
                parts.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), one.write(deck), zipfile.ZIP_DEFLATED)
    return written.getvalue()


EVERYTHING = Format(_("All of these (ZIP)"), "zip", "application/zip", zip_file)
FORMATS["zip"] = EVERYTHING
