"""A story's text as HTML. Some forty blocks on every story, so not a template: this is ten times faster."""

from collections.abc import Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from stories.models import BlockKind
from stories.reading.text import Passage, Segment, ShownBlock


def text_html(passages: Sequence[Passage]) -> SafeString:
    """Every block has its anchor; marked words are marked, each block says the themes it is coded to."""
    return mark_safe("\n".join(passage_html(passage) for passage in passages))  # noqa: S308  all is escaped below


def passage_html(passage: Passage) -> str:
    if passage.kind == BlockKind.TURN:
        link = _("Link to turn %(n)s")
        return f'<ol class="turns">{"".join(turn(shown, link) for shown in passage.blocks)}</ol>'
    if passage.kind == BlockKind.ITEM:
        lines = (f'<li id="{one.block.anchor}">{words(one.segments)}{coded(one)}</li>' for one in passage.blocks)
        return f'<ul class="read mt2">{"".join(lines)}</ul>'
    tag, look = ("h3", "mt") if passage.kind == BlockKind.HEADING else ("p", "read mt2")
    return "\n".join(
        f'<{tag} class="{look}" id="{one.block.anchor}">{words(one.segments)}</{tag}>{coded(one)}'
        for one in passage.blocks
    )


def turn(shown: ShownBlock, link: str) -> str:
    block = shown.block
    nobody = "" if block.contribution else " nar"
    return (
        f'<li id="{block.anchor}"><span class="who{nobody}">{escape(str(block.speaker))}</span>'
        f'<div><p>{words(shown.segments)}&nbsp;<a class="n" href="#{block.anchor}"'
        f' aria-label="{escape(link % {"n": block.number})}">{block.number}</a></p>{coded(shown)}</div></li>\n'
    )


def words(segments: Sequence[Segment]) -> str:
    return "".join(marked(segment) if segment.is_marked else escape(segment.text) for segment in segments)


def marked(segment: Segment) -> str:
    """The first highlight that begins here gives its anchor to the mark, the others to an empty span in it."""
    own = f' id="{segment.anchors[0]}"' if segment.anchors else ""
    more = "".join(f'<span id="{anchor}"></span>' for anchor in segment.anchors[1:])
    return f"<mark{own}>{more}{escape(segment.text)}</mark>"


def coded(shown: ShownBlock) -> str:
    """What highlights of the block say in our words, and the themes they are coded to."""
    if not (shown.retold or shown.themes):
        return ""
    retold = "".join(
        f'<p class="small" id="{one.anchor}"><span class="muted">{_("In our words:")}</span> {escape(one.text)}</p>'
        for one in shown.retold
    )
    links = "".join(f'<a href="{theme.get_absolute_url()}">{escape(theme.name)}</a>' for theme in shown.themes)
    label = f'<span class="vh">{_("Coded to themes:")} </span>'
    return retold + (f'<p class="coded">{label}{links}</p>' if links else "")
