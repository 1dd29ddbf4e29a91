"""A question's answers told apart by event, kind of organisation, country, people or wave."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from events.models import (
    AnswerFile,
    Breakdown,
    CodebookEntry,
    Country,
    Event,
    Option,
    OrganisationKind,
    Population,
    Question,
    QuestionKind,
    Tally,
)
from events.models.term import term_key
from events.reading.figures import FigureRow, Numbers, row_of, share_row
from kpknow.content.models import User


@dataclass(frozen=True)
class GroupFigures:
    """One group that may be shown. A row without count is hidden: it would tell of few people."""

    label: str
    base: int
    rows: Sequence[FigureRow] = ()
    numbers: Numbers | None = None

    @property
    def has_figures(self) -> bool:
        """Whether any of its answers may be shown."""
        return any(row.count is not None for row in self.rows)


@dataclass(frozen=True)
class BreakdownFigures:
    """``hides``: whether groups or answers are left out of sight. ``refusal``: why there is nothing to compare."""

    breakdown: Breakdown
    groups: Sequence[GroupFigures] = field(default_factory=tuple)
    hides: bool = False
    refusal: str = ""


def offered(question: Question) -> list[Breakdown]:
    """Those with at least two groups, hidden ones among them: one query."""
    if not question.is_counted:
        return []
    rows = Tally.objects.filter(question=question, option=None).order_by().values_list("breakdown", flat=True)
    names = set(rows.distinct())
    return [breakdown for breakdown in Breakdown if breakdown.value in names]


def breakdown_of(question: Question, breakdown: Breakdown, user: User) -> BreakdownFigures:
    """For a question loaded ``for_bars``: one query for the counts, one for the names of groups or, of waves, for how
    each was asked.
    """
    if breakdown == Breakdown.WAVE and (refusal := waves_differ(question)):
        return BreakdownFigures(breakdown, refusal=refusal)
    cells: defaultdict[str, dict[int | None, Tally]] = defaultdict(dict)
    tallies = list(Tally.objects.filter(question=question, breakdown=breakdown))
    for tally in tallies:
        cells[tally.group][tally.option_id] = tally
    shown = {key: found for key, found in cells.items() if not found[None].is_hidden}
    names = names_of(breakdown, list(shown), user)
    groups = [group_of(names[key], question, found) for key, found in shown.items()]
    in_order = sorted(groups, key=lambda one: (-one.base, one.label))
    return BreakdownFigures(breakdown, in_order, hides=any(tally.is_hidden for tally in tallies))


def group_of(label: str, question: Question, found: Mapping[int | None, Tally]) -> GroupFigures:
    base = found[None].count
    if question.kind == QuestionKind.NUMBER:
        return GroupFigures(label, base, numbers=Numbers.of(found[None]))
    return GroupFigures(label, base, [cell(option, found.get(option.pk), base) for option in question.options.all()])


def cell(option: Option, tally: Tally | None, base: int) -> FigureRow:
    """What nobody in the group chose is 0; what is hidden has no figure, and says so."""
    row = row_of(option)
    if tally is not None and tally.is_hidden:
        return replace(row, note=_("not shown"))
    return share_row(replace(row, note=""), tally.count if tally else 0, base)


def names_of(breakdown: Breakdown, keys: Sequence[str], user: User) -> Mapping[str, str]:
    """What each group is called; an event this reader may not see has no name."""
    found: dict[str, str] = {}
    if breakdown == Breakdown.EVENT:
        events = Event.objects.visible_to(user).filter(pk__in=[int(key) for key in keys if key])
        found = {str(event.pk): str(event) for event in events}
    elif breakdown == Breakdown.COUNTRY:
        found = {country.pk: str(country) for country in Country.objects.filter(pk__in=keys)}
    elif breakdown == Breakdown.POPULATION:
        populations = Population.objects.filter(pk__in=[int(key) for key in keys if key])
        found = {str(population.pk): str(population) for population in populations}
    elif breakdown == Breakdown.ORGANISATION_KIND:
        found = {key: str(OrganisationKind(key).label) for key in keys if key in OrganisationKind.values}
    else:
        found = {key: key for key in keys}
    unnamed = {"": _("Not recorded")}
    return {key: found.get(key) or unnamed.get(key, _("Not named here")) for key in keys}


def waves_differ(question: Question) -> str:
    """Why the waves of a question cannot be compared; empty where wording and answers were the same in all."""
    entries = CodebookEntry.objects.filter(question=question, file__in=AnswerFile.objects.standing())
    asked = list(entries.select_related("file").order_by("file__wave", "pk"))
    if not asked:
        return ""
    first, *others = asked
    for other in others:
        waves = {"one": first.file.wave or _("not recorded"), "other": other.file.wave or _("not recorded")}
        if folded(first.wording) != folded(other.wording):
            words = _("The question was worded differently in the waves “%(one)s” and “%(other)s”.")
        elif set(first.options) != set(other.options):
            words = _("Other answers were offered in the wave “%(other)s” than in “%(one)s”.")
        else:
            continue
        return words % waves
    return ""


def folded(words: str) -> str:
    return " ".join(term_key(words).split())
