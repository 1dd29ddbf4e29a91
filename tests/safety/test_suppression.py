"""No cell of few people can be worked out from what is shown: tried by listing every table that would look the same."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpknow.safety.suppression import SMALLEST_GROUP, Cell, Group, Tables, hidden_cells

Alike = tuple[Group, ...]
People = dict[Alike, tuple[int, ...]]
"""People alike in every table → how many of them gave each answer."""


def tables_of(people: People, *, adds_up: bool = True) -> Tables:
    counts: dict[Cell, int] = {}
    for alike, answers in people.items():
        for group in alike:
            for option, count in enumerate(answers, start=1):
                counts[group, option] = counts.get((group, option), 0) + count
            counts[group, None] = counts.get((group, None), 0) + sum(answers)
    return Tables(people, counts, adds_up=adds_up)


def one_table(*rows: tuple[int, ...]) -> People:
    return {(("event", str(number)),): row for number, row in enumerate(rows)}


def hidden_counts(people: People) -> list[tuple[str, int | None]]:
    found = hidden_cells(tables_of(people))
    return sorted(((group[1], option) for group, option in found), key=repr)


def test_nothing_is_hidden_where_no_cell_is_small() -> None:
    assert hidden_counts(one_table((10, 0), (7, 5))) == []


def test_a_small_group_takes_another_one_with_it() -> None:
    assert hidden_counts(one_table((3, 0), (20, 30), (9, 8))) == [
        *[("0", 1), ("0", 2), ("0", None)],
        *[("2", 1), ("2", 2), ("2", None)],
    ]


def test_a_small_cell_takes_one_of_its_row_and_one_of_each_column() -> None:
    """The smallest that help: 6 in its row, then the smallest of each column."""
    assert hidden_counts(one_table((2, 6, 30), (11, 10, 12), (20, 21, 22))) == [("0", 1), ("0", 2), ("1", 1), ("1", 2)]


def test_groups_that_are_too_few_even_together_take_another() -> None:
    found = hidden_cells(tables_of(one_table((1, 0), (2, 0), (20, 20), (30, 30))))

    assert {group[1] for group, option in found if option is None} == {"0", "1", "2"}


def test_a_group_that_another_table_shows_is_hidden_there_too() -> None:
    """All of the small event come from one country and its neighbour: country minus event would tell."""
    people: People = {
        (("event", "small"), ("country", "A")): (3,),
        (("event", "large"), ("country", "A")): (20,),
        (("event", "large"), ("country", "B")): (30,),
        (("event", "third"), ("country", "C")): (40,),
    }

    found = {group for group, option in hidden_cells(tables_of(people)) if option is None}

    assert ("event", "small") in found
    # large − B would be A's part of it, and A minus that the three
    assert not {("event", "large"), ("country", "A"), ("country", "B")}.isdisjoint(found)


counts = st.integers(0, 9)


@st.composite
def single_tables(draw: st.DrawFn) -> People:
    """Groups are of people who answered: none is empty."""
    options = draw(st.integers(2, 3))
    rows = draw(st.lists(st.tuples(*[counts] * options).filter(any), min_size=2, max_size=3))
    return one_table(*rows)


@st.composite
def crossed_tables(draw: st.DrawFn) -> People:
    """Events and countries of the same people; bases alone, which is how numbers and open questions are cut."""
    places = draw(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("XYZ")), min_size=2, max_size=5))
    return {(("event", event), ("country", country)): (draw(st.integers(1, 9)),) for event, country in places}


@settings(max_examples=60, deadline=None)
@given(single_tables())
def test_no_small_cell_follows_from_a_table_and_its_totals(people: People) -> None:
    check(people)


@settings(max_examples=60, deadline=None)
@given(crossed_tables())
def test_no_small_group_follows_from_two_tables_of_the_same_people(people: People) -> None:
    if all(len(groups) > 1 for groups in tables_of(people).by_table.values()):  # one group is the total: not offered
        check(people)


def check(people: People) -> None:
    """Every hidden small cell has another value in some table that shows the very same, but where totals alone tell."""
    tables = tables_of(people)
    hidden = hidden_cells(tables)
    shown = {cell: tables.count(cell) for group in tables.groups for cell in tables.cells_of(group) - hidden}
    small = {cell for cell in hidden if 0 < tables.count(cell) < SMALLEST_GROUP}
    known = unchanging(people, shown, small) - unchanging(people, {}, small)

    assert [count for count in shown.values() if 0 < count < SMALLEST_GROUP] == []
    assert known == set()


def unchanging(people: People, shown: Mapping[Cell, int], small: set[Cell]) -> set[Cell]:
    """Small cells with the same count in every table that has these shown cells and the same totals."""
    same = set(small)
    for other in lookalikes(people, shown):
        counted = tables_of(other).counts
        same = {cell for cell in same if counted.get(cell, 0) == tables_of(people).count(cell)}
        if not same:
            break
    return same


def lookalikes(people: People, shown: Mapping[Cell, int]) -> Iterator[People]:
    """All such tables, those with little changed first: people and answers are unknowns, shown cells are sums."""
    unknowns = [(alike, option) for alike, answers in people.items() for option in range(len(answers))]
    sums = [
        ({(alike, option) for alike, option in unknowns if group in alike and wanted in (None, option + 1)}, count)
        for (group, wanted), count in shown.items()
    ]
    for option in range(len(next(iter(people.values())))):
        whole = {one for one in unknowns if one[1] == option}
        sums.append((whole, sum(people[alike][option] for alike, _option in whole)))
    yield from solutions(people, unknowns, sums, {})


def solutions(
    people: People, unknowns: list[tuple[Alike, int]], sums: list[tuple[set[Any], int]], found: dict[Any, int]
) -> Iterator[People]:
    if not unknowns:
        width = len(next(iter(people.values())))
        yield {alike: tuple(found[alike, option] for option in range(width)) for alike in people}
        return
    (unknown, *later) = unknowns
    concerned = [
        (members, count - sum(found.get(one, 0) for one in members)) for members, count in sums if unknown in members
    ]
    most = min(left for _members, left in concerned)
    forced = [left for members, left in concerned if not (members - {unknown}) & set(later)]
    actual = people[unknown[0]][unknown[1]]
    for value in sorted(range(most + 1), key=lambda value: (value == actual, abs(value - actual))):
        if all(value == left for left in forced):
            yield from solutions(people, later, sums, found | {unknown: value})


@pytest.mark.parametrize("adds_up", [True, False])
def test_no_people_is_no_trouble(adds_up: bool) -> None:
    assert hidden_cells(Tables([], {}, adds_up=adds_up)) == set()
