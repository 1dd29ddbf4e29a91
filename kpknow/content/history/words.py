"""What changed between two texts, word by word."""

import re
from difflib import SequenceMatcher

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

MOST_WORDS = 3000
"""Of a passage compared word by word (0.2 s); longer ones are shown whole, old and new."""
SHOWN_AROUND = 300
"""Characters of unchanged text kept on each side of a change."""


def marked(before: str, after: str) -> SafeString:
    """The text with what went in <del> and what came in <ins>: first by lines, then by words of lines that differ."""
    if not before or not after:
        return wrapped("del", before) + wrapped("ins", after)
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    pieces = []
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[a1:a2]), "".join(new[b1:b2])
        pieces.append(shortened(gone) if tag == "equal" else by_words(gone, come))
    return mark_safe("".join(pieces))  # noqa: S308  # every piece is escaped


def by_words(before: str, after: str) -> SafeString:
    old, new = re.findall(r"\s+|\w+|[^\w\s]", before), re.findall(r"\s+|\w+|[^\w\s]", after)
    if max(len(old), len(new)) > MOST_WORDS:
        return wrapped("del", before) + wrapped("ins", after)
    pieces = []
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        gone, come = "".join(old[a1:a2]), "".join(new[b1:b2])
        pieces.append(shortened(gone) if tag == "equal" else wrapped("del", gone) + wrapped("ins", come))
    return mark_safe("".join(pieces))  # noqa: S308  # every piece is escaped


def wrapped(tag: str, text: str) -> SafeString:
    return format_html("<{0}>{1}</{0}>", tag, text) if text else SafeString("")


def shortened(text: str) -> SafeString:
    """Unchanged text, its middle left out where it is long."""
    if len(text) > 2 * SHOWN_AROUND + 100:
        text = f"{text[:SHOWN_AROUND]} […] {text[-SHOWN_AROUND:]}"
    return escape(text)
