"""Saving a passage, removing it, and what undoes either. Every place is checked against the text as it is now."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kpknow.content.editing.lock import hold_writers
from kpknow.content.graphemes import are_boundaries
from kpknow.curation.checking.findings import allowed_names, watched_names
from kpknow.curation.checking.texts import record_of
from kpknow.curation.coding.marks import Mark
from kpknow.curation.coding.texts import CodedBlock, CodedText
from kpknow.safety.identifiers import find_identifiers
from stories.actions.anchors import mark
from stories.models import Coding, Display, Highlight, HighlightState, Theme

Fields = list[tuple[str, str]]
"""Names and values of the form that undoes what was done."""


class NotSaved(Exception):
    """Why the passage was not saved; ``field`` is the form's field it is about."""

    def __init__(self, field: str, words: str) -> None:
        self.field = field
        super().__init__(words)


@dataclass(frozen=True)
class Passage:
    """What a coder chose: code points ``start`` to ``end`` of a block, its themes, and how it may be shown."""

    block: CodedBlock
    start: int
    end: int
    themes: Sequence[Theme]
    display: str
    text: str = ""


def check_place(passage: Passage, *, exact: str | None, text_hash: str) -> None:
    """Raises NotSaved where the words chosen are not those that stand there, or a character would be cut in two.

    ``exact`` are the words that were chosen, or ``text_hash`` the block they were chosen from.
    """
    words, start, end = passage.block.text, passage.start, passage.end
    unchanged = words[start:end] == exact if exact is not None else passage.block.text_hash == text_hash
    if not (0 <= start < end <= len(words)) or not unchanged:
        raise NotSaved("start", _("This passage was changed meanwhile. Please choose the words again."))
    if not words[start:end].strip():
        raise NotSaved("start", _("Choose some words."))
    if not are_boundaries(words, start, end):
        raise NotSaved("start", _("This cuts a character in two. Choose a little more or less."))
    if passage.display == Display.QUOTE_NAMED and passage.block.consent is None:
        raise NotSaved("display", _("A quotation with a name needs that person's consent."))


@transaction.atomic
def save_passage(
    text: CodedText, passage: Passage, *, by: Any, changed: Mark | None = None
) -> tuple[Highlight, Fields]:
    """The highlight, and the fields that undo it. ``changed``: a passage marked before, whose place may move.

    The same words marked before, by whomever, are one highlight that is tied once more: readers hear one voice.
    """
    hold_writers()
    block = passage.block
    same = text.at_place(block, passage.start, passage.end).filter(exact=block.text[passage.start : passage.end])
    before = changed.highlight if changed else same.order_by("pk").first()
    undoing = undo_fields(block, changed) if changed else []
    highlight = before or text.new_highlight(block)
    may_change = highlight.coder_id in (None, by.pk)
    if before is None or may_change:
        moved = (highlight.start, highlight.end) != (block.offset + passage.start, block.offset + passage.end)
        if before is None:
            highlight.coder = by
        if moved:
            mark(highlight, block.offset + passage.start, block.offset + passage.end)
        highlight.display, highlight.text = passage.display, passage.text
        highlight.state = state_of(text, highlight, passage, by=by, moved=moved)
        highlight.save()
    keys = {theme.pk for theme in passage.themes}
    own = Coding.objects.filter(highlight=highlight, coder=by)
    had = set(own.values_list("theme", flat=True))
    if changed:
        own.exclude(theme__in=keys).delete()
        if may_change:
            nobodys = Coding.objects.filter(highlight=highlight, coder=None)
            nobodys.exclude(theme__in=keys).delete()
            had |= set(nobodys.values_list("theme", flat=True))
    for theme in passage.themes:
        if theme.pk not in had:
            Coding.objects.create(highlight=highlight, theme=theme, coder=by)
    return highlight, undoing or [("remove", highlight.public_id)]


def state_of(text: CodedText, highlight: Highlight, passage: Passage, *, by: Any, moved: bool) -> str:
    """Confirmed, or proposed: shown to nobody until a person confirms it.

    Somebody's own words that are to be told in ours wait until they are, and so does what may tell who somebody is.
    Words another coder marked, too, wait for whoever compares the two: one voice would be heard twice.
    """
    if passage.block.is_own_words and passage.display == Display.PARAPHRASE and not passage.text:
        return HighlightState.PROPOSED
    if may_identify(text, passage):
        return HighlightState.PROPOSED
    if highlight.state == HighlightState.CONFIRMED and not moved:
        return HighlightState.CONFIRMED
    others = Highlight.objects.filter(
        text.within(passage.block), start__lt=highlight.end, end__gt=highlight.start
    ).exclude(pk=highlight.pk)
    if others.filter(state=HighlightState.CONFIRMED, coder__isnull=False).exclude(coder=by).exists():
        return HighlightState.PROPOSED
    return HighlightState.CONFIRMED


def may_identify(text: CodedText, passage: Passage) -> bool:
    """Whether readers would see words that may tell who somebody is, and that nobody looked at.

    A story's own words are looked at before it is published; our words for them, and what people wrote to a survey, are
    not yet.
    """
    words = passage.text
    if not words and text.kind == "question":
        words = passage.block.text[passage.start : passage.end]
    if not words or passage.display == Display.STAFF:
        return False
    record = record_of(text.source)
    allowed, watched = (allowed_names(record), watched_names(record)) if record else ((), ())
    return bool(find_identifiers(words, allowed, watched, text.language))


@transaction.atomic
def remove_passage(marked: Mark, block: CodedBlock, *, by: Any) -> Fields:
    """Untie what this coder tied; the passage goes when nobody else tied it. Gives the fields that undo it.

    Raises NotSaved while a finding rests on a passage that would go.
    """
    hold_writers()
    highlight = marked.highlight
    others = highlight.codings.exclude(coder=by).exclude(coder=None)
    undoing = undo_fields(block, marked)
    goes = highlight.coder_id in (None, by.pk) and not others.exists()
    if goes and highlight.evidence.exists():
        raise NotSaved("remove", _("A finding rests on this passage. Take it out of the finding first."))
    if goes:
        highlight.delete()
        return [field for field in undoing if field[0] != "highlight"]
    highlight.codings.filter(coder=by).delete()
    return undoing


def undo_fields(block: CodedBlock, before: Mark) -> Fields:
    """The form that makes a passage what it is now."""
    highlight = before.highlight
    return [
        ("highlight", highlight.public_id),
        ("block", str(block.key)),
        ("start", str(before.start)),
        ("end", str(before.end)),
        ("exact", highlight.exact),
        *(("theme", str(coding.theme_id)) for coding in before.codings),
        ("display", highlight.display),
        ("text", highlight.text),
    ]
