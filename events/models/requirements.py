"""What an event needs before it may be published, line by line as its checklist shows it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from events.models.consent import Part
from kpknow.content.blocker import Blocker, Requirement, requirement
from kpknow.content.models import FigureKind

if TYPE_CHECKING:
    from events.models.event import Event


def event_requirements(event: "Event") -> list[Requirement]:
    return [
        requirement(_("A place no finer than you chose to keep it"), place(event)),
        requirement(_("Base of every share"), figures(event)),
        requirement(_("Consent of everybody who spoke in a session"), speakers(event)),
    ]


def place(event: "Event") -> Iterable[Blocker]:
    """A city only where it was chosen, which the database sees to, and none where reading is a risk."""
    if event.city and event.is_in_quiet_country:
        yield Blocker(_("In this country no city is named: keep the place as country."), "city")


def figures(event: "Event") -> Iterable[Blocker]:
    """The database refuses it too; said here because readers are promised it."""
    for figure in event.figures.filter(kind=FigureKind.SHARE, base=None, base_not_stated=False):
        yield Blocker(_("“%(label)s”: give its base.") % {"label": figure.label}, "figures")


def speakers(event: "Event") -> Iterable[Blocker]:
    """A session whose speaker does not consent is out of sight; better to know before than after."""
    for session in event.sessions.prefetch_related("contributions__contributor", "contributions__consent"):
        for person in session.contributions.all():
            if person.role in ("presenter", "panellist") and not person.covers(Part.WORDS):
                words = _("Session “%(session)s”: no consent of %(name)s covers the words on this site today.")
                yield Blocker(words % {"session": session, "name": person}, "sessions", is_final=True)
