"""Highlights as a table for those who go on working with them elsewhere."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Prefetch

from kpknow.content.models import Use, User
from kpknow.exports.csv import Cell
from stories.models import Coding, Display, Highlight

COLUMNS = (
    *("id", "kind of source", "source", "passage", "speaker", "from", "to", "marked words", "in our words"),
    *("how it may be shown", "theme", "coder", "note", "marked on"),
)
AT_ONCE = 500


def passages(user: User) -> Any:
    """Confirmed ones whose consent lets them leave the site as a file today."""
    return Highlight.objects.visible_to(user, Use.EXPORTS).for_page().order_by("pk")


def passage_rows(user: User) -> Iterator[Sequence[Cell]]:
    """A row a coding: five hundred highlights at a time, two queries each."""
    codings = Coding.objects.select_related("theme", "coder").order_by("theme__order", "theme__name", "pk")
    rows = passages(user).prefetch_related(Prefetch("codings", queryset=codings))
    for highlight in rows.iterator(chunk_size=AT_ONCE):
        told = list(highlight.codings.all())
        for coding in told or [None]:
            yield (
                *highlight_cells(highlight),
                coding.theme.name if coding else None,
                coding.coder.get_username() if coding and coding.coder else None,
                coding.note if coding else None,
                highlight.created_at.date().isoformat(),
            )


def highlight_cells(highlight: Highlight) -> tuple[Cell, ...]:
    kind, source, number = source_cells(highlight)
    return (
        highlight.public_id,
        kind,
        source,
        number,
        highlight.shown_voice,
        highlight.start,
        highlight.end,
        "" if is_kept_back(highlight) else highlight.exact,
        highlight.text,
        str(highlight.get_display_display()),
    )


def is_kept_back(highlight: Highlight) -> bool:
    """Words of an answer that is only told in ours: nobody was asked whether they may be quoted."""
    return highlight.answer_id is not None and highlight.display == Display.PARAPHRASE


def source_cells(highlight: Highlight) -> tuple[str, str, int]:
    if highlight.block:
        return "story", highlight.block.story.title, highlight.block.number
    if highlight.session:
        return "session", f"{highlight.session.event}: {highlight.session.title}", highlight.session.order
    question: Any = highlight.question
    return "survey question", f"{question.survey}: {question.wording}", question.order
