"""Highlights as voices of a pack: never more of anybody than they let leave this site."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from events.models import Consent, Event, Part, Survey
from kpknow.content.models import Use
from kpknow.exports.deck import SourceLine, Voice
from kpknow.packs.gathering.frame import Frame
from stories.models import Evidence, Highlight, Side, Story
from stories.models.highlight import Display
from stories.reading.theme_page import source_of

MOST_VOICES = 40
"""Of one point."""


def voice_of(highlight: Highlight, frame: Frame, *, is_against: bool = False) -> Voice:
    """Needs what Highlight.for_page() loads, of a highlight that is visible for exports."""
    source = source_of(highlight)
    assert source  # noqa: S101  a visible highlight has one
    who, is_named = speaker(highlight)
    with_session = highlight.session and f"{highlight.session.title}, {highlight.session.event.title}"
    return Voice(
        key=highlight.public_id,
        words=highlight.shown_text,
        who=who,
        where=with_session or str(source),
        address=frame.address(highlight),
        language=source.language,
        origin=origin(source, frame),
        is_against=is_against,
        is_named=is_named,
        basis=(highlight.display, highlight.voice, str(is_against)),
    )


def speaker(highlight: Highlight) -> tuple[str, bool]:
    """Who says it in files, and whether that is somebody's name: consent to a page is none to a file."""
    if highlight.display == Display.QUOTE_NAMED and highlight.consent:
        return named_under(highlight.consent)
    if highlight.voice:
        return highlight.voice, False
    block = highlight.block if highlight.display != Display.QUOTE_UNNAMED else None
    if block and block.contribution:
        return named_under(block.contribution.consent)
    return (block.narrator if block else "") or str(_("Voice not named")), False


def named_under(consent: Consent | None) -> tuple[str, bool]:
    if consent and consent.covers(Part.NAME, Use.EXPORTS):
        return consent.contributor.public_name, True
    return str(_("Name withheld")), False


def evidence_voices(evidence: Iterable[Evidence], frame: Frame) -> list[Voice]:
    shown = list(evidence)[:MOST_VOICES]
    return [voice_of(one.highlight, frame, is_against=one.side == Side.CHALLENGES) for one in shown]


def origin(source: Story | Event | Survey, frame: Frame) -> SourceLine:
    return SourceLine(
        key=f"{source._meta.model_name}:{source.pk}",
        title=str(source),
        detail=detail_of(source),
        address=frame.address(source),
        language=source.language,
    )


def detail_of(source: Story | Event | Survey) -> str:
    """“Convening, 2019”: what it is, and when."""
    if isinstance(source, Survey):
        counts = {"answered": source.answered, "invited": source.invited}
        if source.answered is None:
            return _("Survey")
        if source.response_rate is None:
            return _("Survey; %(answered)s people answered") % counts
        return _("Survey; %(answered)s people answered of %(invited)s who could be reached") % counts
    dated = source.when if isinstance(source, Event) else source.when if source.dated else ""
    return ", ".join(part for part in (str(source.get_kind_display()), dated) if part)
