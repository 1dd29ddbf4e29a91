"""Who was there: organisations with their roles, as far as each lets itself be named."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from events.models import Event, Organisation, Participation, PartnerRole, ProgrammePartner


@dataclass
class Entry:
    """One line of a roll. ``url`` is empty for an organisation that may not be named."""

    name: str
    url: str = ""
    place: str = ""
    roles: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @classmethod
    def named(cls, organisation: Organisation) -> "Entry":
        return cls(organisation.name, organisation.get_absolute_url(), organisation.place_words)

    def add(self, role: str, note: str = "") -> None:
        self.roles += [role] if role not in self.roles else []
        self.notes += [note] if note and note not in self.notes else []


def roll(participations: Iterable[Participation], inside: Event | None = None) -> list[Entry]:
    """Organisations in alphabetical order, each once with all its roles, those not named last: no query.

    The nameless are sorted by what is printed and lose their notes, since a place in the alphabet or a remark gives
    a name away; each stands alone, since two roles of one group narrow down who it is. With ``inside``, a role at one
    of that event's parts says so. Needs ``organisation__country`` loaded, and ``event`` where ``inside`` is given.
    """
    named: dict[int, Entry] = {}
    nameless: list[Entry] = []
    for one in participations:
        role = one.get_role_display()
        if inside and one.event_id != inside.pk:
            role = _("%(role)s (%(part)s)") % {"role": role, "part": one.event.get_kind_display().lower()}
        if one.is_named:
            named.setdefault(one.organisation_id, Entry.named(one.organisation)).add(role, one.note)
        else:
            nameless.append(Entry(one.shown_name, roles=[role]))
    return by_name(named.values()) + sorted(nameless, key=lambda entry: (entry.name.casefold(), entry.roles))


def by_name(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.name.casefold())


def partners(roles: Iterable[ProgrammePartner]) -> list[Entry]:
    """A programme's partners, its lead and funders first: no query. Needs ``organisation__country`` loaded."""
    order: Sequence[str] = PartnerRole.values
    shown: dict[int, Entry] = {}
    for one in sorted(roles, key=lambda one: (order.index(one.role), one.organisation.name.casefold())):
        shown.setdefault(one.organisation_id, Entry.named(one.organisation)).add(one.get_role_display())
    return list(shown.values())


@dataclass
class Attendance:
    """An event an organisation took part in, with its roles there."""

    event: Event
    roles: list[str] = field(default_factory=list)


def attendances(participations: Iterable[Participation]) -> list[Attendance]:
    """Events in the order given, each once with all roles: no query. Needs ``event`` and its ``parent`` loaded."""
    shown: dict[int, Attendance] = {}
    for one in participations:
        shown.setdefault(one.event_id, Attendance(one.event)).roles.append(one.get_role_display())
    return list(shown.values())
