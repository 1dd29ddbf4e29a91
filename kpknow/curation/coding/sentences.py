"""A text cut into sentences, for choosing passages by key and by touch. A wrong cut costs a keystroke, no more."""

import re

from kpknow.content.graphemes import is_boundary

ENDS = re.compile(
    r"(?:[.!?…؟।॥։]+[\"'”’»)\]]*(?=\s+[^\sa-zа-яё])"  # a mark, its closing quotes, then a beginning in any script
    r"|[。！？]+[”』」）]*"  # marks that need no space
    r"|\n)"
)
SHORTENED = re.compile(r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|No|vs|etc|e\.g|i\.e|cf|р|г|т\.е|т\.к)\.)$")


def sentences(text: str) -> list[tuple[int, int]]:
    """Start and end of each sentence in code points, without the spaces around it; together they hold every word."""
    cuts = [
        end
        for found in ENDS.finditer(text)
        if is_boundary(text, end := found.end()) and not SHORTENED.search(text[max(0, end - 6) : end])
    ]
    spans = [trimmed(text, start, end) for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    return [(start, end) for start, end in spans if start < end]


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Without spaces at either end, but for those an accent stands on."""
    while start < end and text[start].isspace() and is_boundary(text, start + 1):
        start += 1
    while start < end and text[end - 1].isspace() and is_boundary(text, end - 1):
        end -= 1
    return start, end
