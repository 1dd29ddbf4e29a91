"""A participants' synthesis as a deck: their entries in their order, under their numbers."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from events.models import Event
from kpknow.content.lookup import shown_record
from kpknow.content.models import Use
from kpknow.exports.deck import Deck, Point
from kpknow.exports.ris import Reference
from kpknow.packs.gathering.frame import Frame, cited, lines_of, listed_source
from kpknow.packs.gathering.voices import origin
from stories.models import Synthesis, SynthesisEntry, SynthesisSection

NOBODY = AnonymousUser()
MOST_ENTRIES = 40


def synthesis_deck(slug: str, frame: Frame) -> Deck:
    """Four queries at any length. Raises what ``shown_record`` raises."""
    synthesis = shown_record(Synthesis.objects.visible_to(NOBODY, Use.EXPORTS).for_page(NOBODY), slug)
    events = Event.objects.visible_to(NOBODY, Use.EXPORTS).select_related("parent")
    event = events.filter(pk=synthesis.event_id or 0).first()
    reference = Reference(
        "RPRT",
        synthesis.title,
        frame.address(synthesis),
        authors=[synthesis.authors] if synthesis.authors else [],
        date=synthesis.dated,
        abstract=synthesis.summary,
        language=synthesis.language,
        series=str(event) if event else "",
    )
    made_by = synthesis.authors or _("not recorded")
    entries = [(section, entry) for section in synthesis.shown_sections for entry in section.shown_entries]  # type: ignore[attr-defined]  # set by for_page()
    shown = [point_of(section, entry, reference.address) for section, entry in entries[:MOST_ENTRIES]]
    return Deck(
        name=synthesis.slug,
        kind=_("Synthesis by participants"),
        title=synthesis.title,
        language=synthesis.language,
        address=reference.address,
        reference=reference,
        citation=cited(reference, synthesis.when),
        points_heading=_("What participants made of it"),
        summary=lines_of(synthesis.summary),
        method=[_("Made by: %(who)s") % {"who": made_by}, *lines_of(synthesis.method)],
        points=shown,
        record_source=origin(event, frame) if event else listed_source(synthesis, frame),
        left_out=left_out(len(entries) - len(shown)),
        basis=(synthesis.authors, synthesis.method, str(synthesis.dated or "")),
        **frame.audience(),
    )


def point_of(section: SynthesisSection, entry: SynthesisEntry, address: str) -> Point:
    flags = [section.title, _("Gap") if entry.is_gap else ""]
    return Point(
        key=f"e{section.order}-{entry.number}",
        number=entry.number,
        title=entry.title,
        text="\n".join(lines_of(entry.text)),
        flag=" · ".join(flag for flag in flags if flag),
        address=f"{address}#s{section.order}",
        basis=(section.title, str(entry.number), str(entry.is_gap)),
    )


def left_out(entries: int) -> list[str]:
    return [_("Left out: %(n)s entries.") % {"n": entries}] if entries > 0 else []
