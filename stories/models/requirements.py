"""What a story needs before it may be published, line by line as its checklist shows it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from events.models import Part
from kpknow.content.blocker import Blocker, Requirement, requirement
from kpknow.content.models import FigureKind, Use
from stories.models.story_role import SPEAKING_ROLES, WHOLE_STORY

if TYPE_CHECKING:
    from stories.models.media import Media
    from stories.models.story import Story


def story_requirements(story: "Story") -> list[Requirement]:
    """Five queries."""
    media = list(story.media.prefetch_related("appearing__contributor", "appearing__consent"))
    lines = [
        requirement(_("Consent of everybody who tells or speaks"), voices(story)),
        requirement(_("Consent of everybody in pictures, films and podcasts"), appearances(media)),
        requirement(_("Alternative text of every picture"), alternative_texts(media)),
        requirement(_("Base of every share"), figures(story)),
        requirement(_("A content note, where it is sensitive"), content_note(story)),
    ]
    if story.translation_of_id:
        lines.append(requirement(_("Consent to be translated"), translation(story)))
    return lines


def voices(story: "Story") -> Iterable[Blocker]:
    people = list(story.contributions.select_related("contributor", "consent"))
    if not any(person.role in WHOLE_STORY for person in people):
        words = _("Name an author or teller, with a consent that covers the words on this site.")
        yield Blocker(words, "contributions", is_final=True)
    for person in people:
        if person.role in SPEAKING_ROLES and not person.covers(Part.WORDS):
            words = _("%(name)s: no consent covers the words on this site today.") % {"name": person}
            yield Blocker(words, "contributions", is_final=True)


def translation(story: "Story") -> Iterable[Blocker]:
    for person in story.contributions.filter(role__in=SPEAKING_ROLES).select_related("contributor", "consent"):
        if not person.covers(Part.WORDS, Use.TRANSLATION):
            words = _("%(name)s: no consent covers translations today.") % {"name": person}
            yield Blocker(words, "contributions", is_final=True)


def appearances(media: "Iterable[Media]") -> Iterable[Blocker]:
    for one in media:
        people = list(one.appearing.all())
        if not people and not one.nobody_recognisable:
            words = _("“%(title)s”: say who is seen or heard, or that nobody can be recognised.")
            yield Blocker(words % {"title": one.title}, "media", is_final=True)
        for person in people:
            if not person.covers(one.part):
                words = _("“%(title)s”: no consent of %(name)s covers it on this site today.")
                yield Blocker(words % {"title": one.title, "name": person}, "media", is_final=True)


def alternative_texts(media: "Iterable[Media]") -> Iterable[Blocker]:
    for one in media:
        if one.part == Part.PHOTO and not one.alternative_text.strip():
            yield Blocker(_("Picture “%(title)s”: write its alternative text.") % {"title": one.title}, "media")


def figures(story: "Story") -> Iterable[Blocker]:
    """The database refuses it too; said here because readers are promised it."""
    for figure in story.figures.filter(kind=FigureKind.SHARE, base=None, base_not_stated=False):
        yield Blocker(_("“%(label)s”: give its base.") % {"label": figure.label}, "figures")


def content_note(story: "Story") -> Iterable[Blocker]:
    if story.is_sensitive and not story.content_note.strip():
        yield Blocker(_("Say in a content note what a reader should know before reading."), "content_note")
