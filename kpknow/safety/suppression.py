"""Which cells of tables about few people stay hidden, so that nobody can work them out from what is shown.

A table counts answers by group (“Uganda”) and option (“Yes”); several tables cut the same people in several ways (by
event, by country). Hidden first are groups of fewer than ``SMALLEST_GROUP`` people and cells of 1 to 4. What is hidden
then could still follow by subtraction: from the total, from the other cells of its row, or from another table whose
groups are made of the same people. So further cells are hidden until no hidden one follows from the shown ones, and
until the groups hidden in one table are at least ``SMALLEST_GROUP`` people together.

Everything a reader could add up is a linear equation between cells: the groups of one table make the total; the options
of one group make its base, where one person gives one answer; and, where two tables cut the same people, any sum of
groups that covers the same people. A hidden cell follows from the shown ones just when the equations, read for the
hidden cells alone, have it alone in one line of their reduced form. (Secondary cell suppression: Willenborg and de
Waal, Elements of Statistical Disclosure Control, 2001, chapter 9. Ours is greedy: safe, and not the fewest possible.)
Which people are in which groups is taken as known to everybody.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

SMALLEST_GROUP = 5
"""Groups smaller than this are never broken out (our rule; see the method page)."""
PRIME = (1 << 61) - 1
"""Equations are solved modulo this prime: exact and quick; their coefficients are sums of few ones."""

SOME_PEOPLE = 400

Group = tuple[str, str]
"""A table and a group in it: (“country”, “UG”)."""
Option = int | None
Cell = tuple[Group, Option]
"""The option None is the base: how many of the group answered at all."""
Line = dict[Cell, int]
TOTAL: Group = ("", "")


@dataclass
class Tables:
    """All tables of one question.

    ``people``: for each set of people alike in every table, the groups they are in, one of each table. ``counts``:
    those of every cell, bases among them. ``adds_up``: whether the options of a group make its base.
    """

    people: Iterable[Sequence[Group]]
    counts: Mapping[Cell, int]
    adds_up: bool
    options: list[Option] = field(init=False)
    groups: list[Group] = field(init=False)
    by_table: dict[str, list[Group]] = field(init=False)

    def __post_init__(self) -> None:
        self.people = list(self.people)
        self.groups = sorted({group for alike in self.people for group in alike})
        self.options = list(dict.fromkeys([None, *(option for _group, option in self.counts)]))
        self.by_table = defaultdict(list)
        for group in self.groups:
            self.by_table[group[0]].append(group)

    def count(self, cell: Cell) -> int:
        return self.counts.get(cell, 0)

    def cells_of(self, group: Group) -> set[Cell]:
        return {(group, option) for option in self.options}


def hidden_cells(tables: Tables) -> set[Cell]:
    """Cells to hide. A base is hidden with its whole group; a cell of 0 stays in sight unless nothing else helps.

    Costs milliseconds for tables of a few hundred cells; grows with the square of what is hidden.
    """
    hidden: set[Cell] = set()
    for group in tables.groups:
        for option in tables.options:
            if 0 < tables.count((group, option)) < SMALLEST_GROUP:
                hide(tables, (group, option), hidden)
    extra = shared_people(tables) if hidden else []
    while True:
        lines = equations(tables, extra, hidden)
        if hide_where_it_follows(tables, determined(lines), hidden) or hide_where_bounds_meet(tables, lines, hidden):
            continue
        if not any(hide_smallest(tables, column_of(tables, cell), hidden) for cell in lonely(tables, hidden)):
            return hidden


def hide_where_it_follows(tables: Tables, follows: set[Cell], hidden: set[Cell]) -> bool:
    """Hide more beside cells that follow; whether there was anything to hide. What then still follows, follows from the
    totals alone.
    """
    in_order = sorted(follows, key=lambda cell: (cell[1] is not None, repr(cell)))
    moved = [hide_in_line(tables, cell, hidden) for cell in in_order]
    return any(moved) or any(hide_beside(tables, cell, hidden) for cell in in_order)


def hide_where_bounds_meet(tables: Tables, lines: Sequence[Line], hidden: set[Cell]) -> bool:
    """The same for few people who follow because no count is below nothing: hidden cells that make 0 are all 0."""
    known = met(tables, lines)
    if not any(0 < tables.count(cell) < SMALLEST_GROUP for cell in known):
        return False
    beside = [one for cell in sorted(known, key=repr) for line in lines_of(tables, cell) for one in line]
    return (
        hide_smallest(tables, [one for one in beside if tables.count(one)], hidden)
        or hide_smallest(tables, beside, hidden)
        or hide_smallest(tables, [(group, option) for group in tables.groups for option in tables.options], hidden)
    )


def met(tables: Tables, lines: Sequence[Line]) -> set[Cell]:
    """Hidden cells whose bounds meet when each line is read for how large and how small each of its cells can be."""
    most = max(tables.counts.values(), default=0)
    low = {cell: 0 for line in lines for cell in line}
    high = dict.fromkeys(low, most)
    signed = [{cell: times if times < PRIME // 2 else times - PRIME for cell, times in line.items()} for line in lines]
    ones = [line for line in signed if all(abs(times) == 1 for times in line.values())]
    moved = True
    while moved:
        moved = False
        for line in ones:
            whole = sum(times * tables.count(cell) for cell, times in line.items())
            least = sum(low[cell] if times > 0 else -high[cell] for cell, times in line.items())
            greatest = sum(high[cell] if times > 0 else -low[cell] for cell, times in line.items())
            for cell, times in line.items():
                rest_least = least - (low[cell] if times > 0 else -high[cell])
                rest_greatest = greatest - (high[cell] if times > 0 else -low[cell])
                ends = (whole - rest_greatest, whole - rest_least)
                lowest, highest = ends if times > 0 else (-ends[1], -ends[0])
                if lowest > low[cell] or highest < high[cell]:
                    low[cell], high[cell] = max(low[cell], lowest), min(high[cell], highest)
                    moved = True
                    break  # the sums of this line changed with it
    return {cell for cell in low if low[cell] == high[cell]}


def lonely(tables: Tables, hidden: set[Cell]) -> set[Cell]:
    """A base of each table whose hidden groups are too few people even together."""
    found: set[Cell] = set()
    for groups in tables.by_table.values():
        bases = {(group, None) for group in groups if (group, None) in hidden}
        if 0 < sum(tables.count(base) for base in bases) < SMALLEST_GROUP:
            found.add(min(bases))
    return found


def hide(tables: Tables, cell: Cell, hidden: set[Cell]) -> None:
    group, option = cell
    hidden |= tables.cells_of(group) if option is None else {cell}


def hide_in_line(tables: Tables, cell: Cell, hidden: set[Cell]) -> bool:
    """Where a cell is hidden alone in its row or column, hide the smallest other of that; whether there was one."""
    return any(
        hide_smallest(tables, line, hidden)
        for line in lines_of(tables, cell)
        if sum(one in hidden for one in line) == 1
    )


def hide_beside(tables: Tables, cell: Cell, hidden: set[Cell]) -> bool:
    """Hide the smallest of its row and column, else of the same option in another table; whether there was one."""
    (group, option) = cell
    line = [one for line in lines_of(tables, cell) for one in line]
    elsewhere = [(other, option) for other in tables.groups if other[0] != group[0]]
    return hide_smallest(tables, line, hidden) or hide_smallest(tables, elsewhere, hidden)


def lines_of(tables: Tables, cell: Cell) -> list[list[Cell]]:
    """Its row, where options add up to a base, and its column."""
    group, option = cell
    row = [(group, other) for other in tables.options[1:]]
    return [row, column_of(tables, cell)] if tables.adds_up and option is not None else [column_of(tables, cell)]


def column_of(tables: Tables, cell: Cell) -> list[Cell]:
    group, option = cell
    return [(other, option) for other in tables.by_table[group[0]]]


def hide_smallest(tables: Tables, line: Sequence[Cell], hidden: set[Cell]) -> bool:
    shown = [one for one in line if one not in hidden]
    if shown:
        hide(tables, min(shown, key=lambda one: (not tables.count(one), tables.count(one), repr(one))), hidden)
    return bool(shown)


def equations(tables: Tables, extra: Sequence[Mapping[Group, int]], hidden: set[Cell]) -> list[Line]:
    """What adds up, for hidden cells alone: what is shown is a number, and takes no part in whether others follow."""
    lines: list[Line] = []
    for option in tables.options:
        whole = [dict.fromkeys(groups, 1) for groups in tables.by_table.values()]
        lines += [{(group, option): times for group, times in line.items()} for line in (*whole, *extra)]
    if tables.adds_up:
        signs = {option: PRIME - 1 if option is None else 1 for option in tables.options}
        lines += [{(group, option): sign for option, sign in signs.items()} for group in tables.groups]
    restricted = [{cell: times for cell, times in line.items() if cell in hidden} for line in lines]
    return [line for line in restricted if line]


def determined(lines: Sequence[Line]) -> set[Cell]:
    """Unknowns that stand alone in a line of the reduced row echelon form."""
    pivots: dict[Cell, Line] = {}
    using: defaultdict[Cell, set[Cell]] = defaultdict(set)
    for given in lines:
        line = dict(given)
        for pivot in [cell for cell in line if cell in pivots]:
            add(line, pivots[pivot], -line[pivot])
        if not line:
            continue
        pivot = min(line, key=repr)
        inverse = pow(line[pivot], -1, PRIME)
        line = {cell: times * inverse % PRIME for cell, times in line.items()}
        for other in using.pop(pivot, set()):
            before = set(pivots[other])
            add(pivots[other], line, -pivots[other][pivot])
            for cell in pivots[other].keys() - before:
                using[cell].add(other)
            for cell in before - pivots[other].keys() - {pivot}:
                using[cell].discard(other)
        pivots[pivot] = line
        for cell in line:
            if cell != pivot:
                using[cell].add(pivot)
    return {pivot for pivot, line in pivots.items() if len(line) == 1}


def add(line: Line, other: Mapping[Cell, int], times: int) -> None:
    for cell, value in other.items():
        result = (line.get(cell, 0) + times * value) % PRIME
        if result:
            line[cell] = result
        else:
            line.pop(cell, None)


def shared_people(tables: Tables) -> list[dict[Group, int]]:
    """Sums of groups of different tables that cover the same people, beyond “all groups of a table”.

    Each set of people alike is a coordinate, each group a vector of ones where it has them. More people only ever tell
    groups further apart: where some of them tell all apart, the rest need not be looked at.
    """
    last = {groups[-1] for groups in tables.by_table.values()}  # it follows from the others and the total
    kept = [TOTAL, *(group for group in tables.groups if group not in last)]
    people = list(tables.people)
    chance = random.Random(len(people))  # noqa: S311  # no secret: any numbers do
    chance.shuffle(people)
    found = dependencies(cast(kept, people[:SOME_PEOPLE], chance))
    return dependencies(cast(kept, people, chance)) if found and len(people) > SOME_PEOPLE else found


def cast(kept: Sequence[Group], people: Iterable[Sequence[Group]], chance: random.Random) -> dict[Group, list[int]]:
    """The groups' vectors, projected on a few random ones: short, and what depends on what is kept (but for a chance
    of 1 in 10¹⁷).
    """
    width = len(kept) + 2
    vectors = {group: [0] * width for group in kept}
    for alike in people:
        thrown = [chance.getrandbits(60) for _place in range(width)]
        for group in (TOTAL, *alike):
            if group in vectors:
                vectors[group] = [old + new for old, new in zip(vectors[group], thrown, strict=True)]
    return {group: [value % PRIME for value in vector] for group, vector in vectors.items()}


def dependencies(vectors: Mapping[Group, list[int]]) -> list[dict[Group, int]]:
    """Combinations that make nothing, without the total: it is shown."""
    reduced: list[tuple[int, list[int], dict[Group, int]]] = []
    found = []
    for group, vector in vectors.items():
        rest, made = list(vector), {group: 1}
        for place, other, of in reduced:
            if times := rest[place]:
                rest = [(one - times * two) % PRIME for one, two in zip(rest, other, strict=True)]
                for name, value in of.items():
                    made[name] = (made.get(name, 0) - times * value) % PRIME
        place = next((number for number, value in enumerate(rest) if value), -1)
        if place < 0:
            found.append({name: value for name, value in made.items() if value and name != TOTAL})
            continue
        inverse = pow(rest[place], -1, PRIME)
        reduced.append(
            (place, [v * inverse % PRIME for v in rest], {name: v * inverse % PRIME for name, v in made.items()})
        )
    return found
