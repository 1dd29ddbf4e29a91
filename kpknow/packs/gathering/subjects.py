"""Which gathering tells of which kind of subject."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import AnonymousUser

from events.models import Event, Survey
from kpknow.content.models import Use
from kpknow.exports.deck import Deck
from kpknow.packs.choices import Choice
from kpknow.packs.gathering.event import event_deck
from kpknow.packs.gathering.frame import Frame
from kpknow.packs.gathering.stories import stories_deck
from kpknow.packs.gathering.survey import survey_deck
from kpknow.packs.gathering.synthesis import synthesis_deck
from kpknow.packs.gathering.theme import theme_deck
from kpknow.packs.models.pack import SubjectKind
from stories.models import Synthesis, Theme

NOBODY = AnonymousUser()
RECORDS: dict[SubjectKind, tuple[Any, Callable[[str, Frame], Deck]]] = {
    SubjectKind.THEME: (Theme, theme_deck),
    SubjectKind.SYNTHESIS: (Synthesis, synthesis_deck),
    SubjectKind.EVENT: (Event, event_deck),
    SubjectKind.SURVEY: (Survey, survey_deck),
}


def whole_deck(choice: Choice, frame: Frame) -> Deck:
    """Everything the subject has to offer. Raises RecordMoved, RecordGone or Http404."""
    if choice.subject == SubjectKind.STORIES:
        return stories_deck(choice.query, frame)
    return RECORDS[choice.subject][1](choice.slug, frame)


def key_of(choice: Choice) -> int | None:
    """The key of the subject's record, which outlives its words; None for a choice of stories."""
    if choice.subject == SubjectKind.STORIES:
        return None
    model = RECORDS[choice.subject][0]
    found: int | None = model.objects.visible_to(NOBODY, Use.EXPORTS).values_list("pk", flat=True).get(slug=choice.slug)
    return found


def slug_of(subject: SubjectKind, key: int | None) -> str | None:
    """The subject's address today; None where it may not leave the site any more."""
    visible = RECORDS[subject][0].objects.visible_to(NOBODY, Use.EXPORTS)
    found: str | None = visible.filter(pk=key).values_list("slug", flat=True).first()
    return found
