"""A passage of the workbench as HTML. Some hundreds on a page and one after every save, so not a template."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import pairwise
from typing import Any

from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kpknow.curation.coding.marks import Mark, Marks
from kpknow.curation.coding.sentences import sentences
from kpknow.curation.coding.texts import CodedBlock, CodedText
from stories.models import Display, HighlightState


def blocks_html(text: CodedText, marks: Marks, read_to: int) -> SafeString:
    listed = (
        block_html(text, block, marks.of(block), is_read=index < read_to)
        for index, block in enumerate(text.blocks, start=text.before)
    )
    return mark_safe("\n".join(listed))  # noqa: S308  all is escaped below


def block_html(
    text: CodedText, block: CodedBlock, marks: Sequence[Mark], *, is_read: bool, said: Mapping[str, str] | None = None
) -> str:
    """A list item. Sentences carry their place in code points (``data-a``, ``data-z``), it itself what is ``said``."""
    told = "".join(f' data-{name}="{escape(value)}"' for name, value in (said or {}).items())
    look = "blk" + (" head" if block.is_heading else "") + (" done" if is_read or marks else "")
    speaker = f'<span class="sp{" nar" if block.is_narration else ""}">{escape(block.speaker)}</span>'
    link = "" if block.is_heading else code_link(text, block)
    return (
        f'<li class="{look}" id="{block.anchor}" data-block="{block.key}"{told}><span class="no">{block.number}</span>'
        f'{speaker}<div><p class="words" lang="{escape(text.language)}" dir="{text.direction}">'
        f"{words_html(block, marks)}</p>{codes_html(text, block, marks)}{link}</div></li>"
    )


def code_link(text: CodedText, block: CodedBlock) -> str:
    address, words = text.block_address(block), _("Code this passage")
    number = _("passage %(n)s") % {"n": block.number}
    return f'<a class="code" href="{address}">{words}<span class="vh">: {number}</span></a>'


def words_html(block: CodedBlock, marks: Sequence[Mark]) -> str:
    """The text sentence by sentence; whatever is marked in it in marks of its own, cut where passages overlap."""
    pieces, at = [], 0
    for start, end in [] if block.is_heading else sentences(block.text):
        pieces.append(marked(block.text, at, start, marks))
        pieces.append(f'<span class="s" data-a="{start}" data-z="{end}">{marked(block.text, start, end, marks)}</span>')
        at = end
    pieces.append(marked(block.text, at, len(block.text), marks))
    return "".join(pieces)


def marked(text: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    """Characters ``start`` to ``end``; each stretch under the same passages is one mark that names them."""
    inside = [one for one in marks if one.start < end and one.end > start]
    if not inside:
        return escape(text[start:end])
    cuts = sorted({start, end, *(cut for one in inside for cut in (one.start, one.end) if start < cut < end)})
    pieces = []
    for begin, stop in pairwise(cuts):
        over = [one for one in inside if one.start <= begin and stop <= one.end]
        words = escape(text[begin:stop])
        if over:
            names = " ".join(one.highlight.public_id for one in over)
            more = ' class="more"' if len(over) > 1 else ""
            words = f'<mark{more} data-h="{names}">{words}</mark>'
        pieces.append(words)
    return "".join(pieces)


def codes_html(text: CodedText, block: CodedBlock, marks: Sequence[Mark]) -> str:
    if not marks:
        return ""
    return f'<ul class="codes">{"".join(code_html(text, block, one) for one in marks)}</ul>'


def code_html(text: CodedText, block: CodedBlock, mark: Mark) -> str:
    """What a passage is tied to, by whom and when, with what the keys need to change it."""
    highlight = mark.highlight
    themes = ", ".join(dict.fromkeys(coding.theme.name for coding in mark.codings)) or _("no theme")
    line = [escape(themes), *who_and_when(mark), escape(str(Display(highlight.display).label))]
    if highlight.state == HighlightState.PROPOSED:
        line.append(f"<b>{_('waits: readers do not see it')}</b>")
    edit = f"{text.block_address(block)}?highlight={highlight.public_id}"
    own = " ".join(dict.fromkeys(str(coding.theme_id) for coding in mark.codings if is_changeable(coding)))
    words = escape(block.text[mark.start : mark.end][:60])
    return (
        f'<li data-h="{highlight.public_id}" data-a="{mark.start}" data-z="{mark.end}" data-themes="{own}"'
        f' data-display="{highlight.display}" data-text="{escape(highlight.text)}">{" · ".join(line)}'
        f' <a href="{edit}">{_("Edit")}<span class="vh">: {words}</span></a></li>'
    )


def is_changeable(coding: Any) -> bool:
    return bool(coding.is_own or coding.coder_id is None)


def who_and_when(mark: Mark) -> Iterable[str]:
    names = dict.fromkeys(coding.coder.get_username() for coding in mark.codings if coding.coder)
    if names:
        yield escape(", ".join(names))
    yield escape(date_format(mark.highlight.created_at, "j M Y"))
