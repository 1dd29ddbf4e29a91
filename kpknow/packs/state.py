"""Whether a copy of a pack still holds: compared with what the same choice would give today."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kpknow.content.lookup import RecordGone
from kpknow.content.models import Use
from kpknow.exports.deck import Deck
from kpknow.packs.choices import Choice, figures_of
from kpknow.packs.gathering.frame import Frame
from kpknow.packs.gathering.subjects import slug_of, whole_deck
from kpknow.packs.models import Pack
from kpknow.packs.models.pack import SubjectKind
from kpknow.packs.parts import ASK, FIGURE, NAME, POINT, RECORD, SOURCE, VOICE, mark, parts_of
from stories.models import Highlight

NOBODY = AnonymousUser()


@dataclass
class Difference:
    """Parts of one kind that came, went, or say something else now."""

    added: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    changed: set[str] = field(default_factory=set)

    @property
    def count(self) -> int:
        return len(self.added) + len(self.gone) + len(self.changed)


@dataclass(frozen=True)
class State:
    """``withdrawn``: passages and names nobody may show any more; ``changes``: the rest, a sentence a kind."""

    choice: Choice
    passages: int
    names: int
    changes: list[str]

    @property
    def withdrawn(self) -> int:
        return self.passages + self.names

    @property
    def is_current(self) -> bool:
        return not self.withdrawn and not self.changes


def state_of(pack: Pack, frame: Frame) -> State:
    """The queries of its subject and two. Raises RecordGone where all it was made of may no longer leave the site."""
    choice, deck = deck_now(pack, frame)
    now = parts_of(deck)
    found = {kind: difference(pack.parts.get(kind, {}), now.get(kind, {})) for kind in now}
    gone = withdrawn_voices(found[VOICE].gone)
    if pack.parts[VOICE] and len(gone) == len(pack.parts[VOICE]) and not now[POINT]:
        raise RecordGone
    found[VOICE].gone -= gone
    names = (found[NAME].gone | found[NAME].changed) & set(now[VOICE])
    return State(choice, len(gone), len(names), sentences(found))


def deck_now(pack: Pack, frame: Frame) -> tuple[Choice, Deck]:
    """What the pack's choice gives today, and that choice in today's addresses."""
    subject = SubjectKind(pack.subject)
    slug = "" if subject == SubjectKind.STORIES else slug_of(subject, pack.subject_key)
    if slug is None:
        raise RecordGone
    choice = Choice(subject, slug, pack.query)
    deck = whole_deck(choice, frame)
    if subject == SubjectKind.STORIES and not deck.points:
        raise RecordGone
    if pack.points is None and pack.figures is None:
        return choice, deck
    points = chosen(pack.points, [one.key for one in deck.points])
    figures = chosen(pack.figures, [one.key for one in figures_of(deck)])
    return Choice(subject, slug, pack.query, points, figures), deck.narrowed(points, figures)


def chosen(marks: list[str] | None, keys: list[str]) -> list[str]:
    return [key for key in keys if marks is None or mark(key) in marks]


def difference(then: Mapping[str, str], now: Mapping[str, str]) -> Difference:
    both = then.keys() & now.keys()
    changed = {key for key in both if then[key] != now[key]}
    return Difference(set(now.keys() - then.keys()), set(then.keys() - now.keys()), changed)


def withdrawn_voices(missing: set[str]) -> set[str]:
    """Of voices that are not in the pack any more, those that may not be; the others only made room. One query."""
    visible = Highlight.objects.visible_to(NOBODY, Use.EXPORTS).filter(public_id__in=missing)
    return missing - set(visible.values_list("public_id", flat=True)) if missing else set()


def sentences(found: Mapping[str, Difference]) -> list[str]:
    """“2 findings changed since”: a sentence for each kind of which anything differs."""
    words: dict[str, Callable[[int], str]] = {
        RECORD: lambda n: _("The title, the summary or the limits changed since."),
        POINT: lambda n: ngettext("%(n)s finding or part changed since.", "%(n)s findings or parts changed since.", n),
        VOICE: lambda n: ngettext(
            "%(n)s voice came, went or changed since.", "%(n)s voices came, went or changed since.", n
        ),
        FIGURE: lambda n: ngettext("%(n)s figure changed since.", "%(n)s figures changed since.", n),
        ASK: lambda n: ngettext("%(n)s recommendation changed since.", "%(n)s recommendations changed since.", n),
        SOURCE: lambda n: ngettext("%(n)s source changed since.", "%(n)s sources changed since.", n),
    }
    return [told(count) % {"n": count} for kind, told in words.items() if (count := found[kind].count)]
