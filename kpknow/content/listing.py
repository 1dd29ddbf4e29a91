"""Lists with filters in the address: OR within a facet, AND between facets, one canonical address for each choice.

The contract readers and caches rely on: a parameter repeats for each value (``?people=msm&people=trans``), facets come
in their fixed order and values in alphabetical order, ``sort`` and ``page`` follow; anything else is sent on to that
form. Unknown values are ignored with a message; more than six values in all, or an oversized query, answer 400.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.translation import gettext as _

from kpknow.content.facet import Facet, Sort

ShownT = TypeVar("ShownT")
PAGE_SIZE = 20
MOST_VALUES = 6
LONGEST_QUERY = 2000
"""Characters of a query string; browsers send far less for six values."""
FIRST_CHOICES = 6
"""Choices of a facet shown at once; the rest unfold."""


@dataclass
class Choice:
    """One value of a facet. ``count``: results with all other facets applied and this value alone in its own."""

    value: str
    label: str
    is_chosen: bool = False
    count: int = 0


@dataclass
class FacetShown:
    """A facet and what is chosen of it. ``fill`` counts every value it knows; asked only where they are shown."""

    name: str
    label: str
    chosen: list[Choice]
    fill: Callable[[], list[Choice]]

    @cached_property
    def choices(self) -> list[Choice]:
        """Every value it knows; zeros are known and not shown."""
        return self.fill()

    @cached_property
    def shown(self) -> list[Choice]:
        """Those that lead to something, and whatever is chosen even where it leads to nothing."""
        return [choice for choice in self.choices if choice.count or choice.is_chosen]

    @cached_property
    def first(self) -> list[Choice]:
        """The six with most results, in the facet's own order; all of a list hardly longer."""
        if len(self.shown) <= FIRST_CHOICES + 1:
            return self.shown
        most = sorted(self.shown, key=lambda choice: -choice.count)[:FIRST_CHOICES]
        return [choice for choice in self.shown if choice in most]

    @cached_property
    def rest(self) -> list[Choice]:
        return [choice for choice in self.shown if choice not in self.first]

    @property
    def is_rest_open(self) -> bool:
        return any(choice.is_chosen for choice in self.rest)


@dataclass(frozen=True)
class Link:
    label: str
    url: str
    count: int = 0


class ListAddressMoved(Exception):
    """The address asks for the same list in another form; ``response`` sends the reader to the canonical one."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.response = HttpResponseRedirect(url)


class Listing(ABC, Generic[ShownT]):
    """What a list page shows for one request: what was asked, what was found, and the addresses around it."""

    sorts: Sequence[Sort]
    facets: list[FacetShown]
    own_names = frozenset({"sort", "page"})
    """Parameters that are no facets."""
    longest_query = LONGEST_QUERY
    most_values = MOST_VALUES
    fragments: MutableMapping[Any, Any] | None = None
    """Pieces of this list's pages that stay true as long as they are held here; None where nothing is held."""

    def __init__(self, request: HttpRequest) -> None:
        """Raises BadRequest for a query too large to be a choice, ListAddressMoved for one that is not canonical."""
        if len(request.META.get("QUERY_STRING", "")) > self.longest_query:
            raise BadRequest("The address is too long.")
        self.asked = request.POST if request.method == "POST" else request.GET
        self.path = request.path
        self.notices: list[str] = []
        self.facets = self._facets_asked()
        self.sort = self._sort_asked()
        if set(self.asked) - {facet.name for facet in self.facets} - self.own_names:
            self.notices.append(_("A part of the address means nothing here and was left out."))
        if sum(len(facet.chosen) for facet in self.facets) > self.most_values:
            raise BadRequest("More filters at once than a list takes.")
        self._asked_page = self._page_asked()
        asked = [(name, value) for name, values in self.asked.lists() for value in values]
        # A form always sends its order; sending its reader on for that would cost a round trip on a slow link.
        idle = {("sort", ""), ("sort", self.sorts[0].name)}
        is_canonical = [pair for pair in asked if pair not in idle] == self._pairs(page=self._asked_page)
        if request.method != "POST" and not self.notices and not is_canonical:
            raise ListAddressMoved(self.url(page=self._asked_page))

    @property
    @abstractmethod
    def count(self) -> int:
        """How many there are of what was chosen."""

    @property
    @abstractmethod
    def total(self) -> int:
        """How many there are in all."""

    @abstractmethod
    def stretch(self, start: int, stop: int) -> list[ShownT]:
        """What is shown from ``start`` to ``stop`` of the choice, in its order."""

    def _facets_asked(self) -> list[FacetShown]:
        return []

    def _choices_asked(self, facet: Facet, names: Mapping[str, str]) -> list[Choice]:
        """What the address asks of this facet, in the order of ``names`` (value → words of all it may ask for).

        A value that another took the place of becomes that one; what is not known is left out with a message.
        """
        asked = self.asked.getlist(facet.name)
        if former := [value for value in asked if value and value not in names]:
            moved = facet.moved(former)
            asked = [moved.get(value, value) for value in asked]
        if unknown := [value for value in asked if value and value not in names]:
            words = ", ".join(value.replace("\x00", "")[:30] for value in unknown[:3])
            self.notices.append(
                _("%(facet)s: we know no “%(values)s”, so it was left out.") % {"facet": facet.label, "values": words}
            )
        return [Choice(value, label, True) for value, label in names.items() if value in asked] if asked else []

    def _sort_asked(self) -> Sort:
        asked = self.asked.get("sort", "")
        chosen = next((sort for sort in self.sorts if sort.name == asked), None)
        if asked and not chosen:
            self.notices.append(_("We know no such order, so the usual one is shown."))
        return chosen or self.sorts[0]

    def _page_asked(self) -> int:
        asked = self.asked.get("page", "1")
        if not (asked.isascii() and asked.isdigit()) or len(asked) > 9 or int(asked) < 1:
            if asked:
                self.notices.append(_("There is no such page, so the first is shown."))
            return 1
        return int(asked)

    @cached_property
    def pages(self) -> int:
        return max(1, -(-self.count // PAGE_SIZE))

    @cached_property
    def number(self) -> int:
        """The page shown: the one asked for, or the last one, with a message, where there are fewer."""
        if self._asked_page > self.pages:
            self.notices.append(_("There is no such page, so the last is shown."))
        return min(self._asked_page, self.pages)

    @cached_property
    def page(self) -> list[ShownT]:
        start = (self.number - 1) * PAGE_SIZE
        return self.stretch(start, start + PAGE_SIZE)

    def __iter__(self) -> Iterator[ShownT]:
        return iter(self.page)

    @property
    def is_filtered(self) -> bool:
        return any(facet.chosen for facet in self.facets)

    @property
    def ways_out(self) -> list[Link]:
        """For an empty result: up to two lists nearest to it that hold something, with how much."""
        return []

    def _pairs(
        self, *, page: int = 1, without: tuple[str, str] | None = None, only: str | None = None
    ) -> list[tuple[str, str]]:
        pairs = [
            (facet.name, value)
            for facet in self.facets
            for value in sorted(choice.value for choice in facet.chosen)
            if (facet.name, value) != without and only in (None, facet.name)
        ]
        if self.sort is not self.sorts[0]:
            pairs.append(("sort", self.sort.name))
        return [*pairs, ("page", str(page))] if page > 1 else pairs

    def url(self, **kwargs: Any) -> str:
        """Canonical address of this choice; changing a filter drops the page."""
        query = urlencode(self._pairs(**kwargs))
        return f"{self.path}?{query}" if query else self.path

    @property
    def query(self) -> str:
        """This choice as the query of another address, “?place=ke”: a file or a feed of the same list. May be empty."""
        return self.url().removeprefix(self.path)

    @property
    def canonical(self) -> str:
        """The address search engines should keep for this very page."""
        return self.url(page=self.number)

    @property
    def chips(self) -> list[Link]:
        """One link a chosen value, each leading to the list without it."""
        return [
            Link(f"{facet.label}: {choice.label}", self.url(without=(facet.name, choice.value)))
            for facet in self.facets
            for choice in facet.chosen
        ]

    @property
    def page_links(self) -> list[tuple[int | None, str]]:
        """Numbers and addresses for the pager: first, last and around this one; (None, "") where some are left out."""
        near = {1, self.number - 1, self.number, self.number + 1, self.pages}
        numbers = sorted(number for number in near if 1 <= number <= self.pages)
        links: list[tuple[int | None, str]] = []
        for before, number in zip([0, *numbers], numbers, strict=False):
            if number - before == 2:
                links.append((number - 1, self.url(page=number - 1)))
            elif number - before > 2:
                links.append((None, ""))
            links.append((number, self.url(page=number)))
        return links

    @property
    def title_suffix(self) -> str:
        """“: Kenya (page 2 of 4)”, for the page's title."""
        values = ", ".join(choice.label for facet in self.facets for choice in facet.chosen)
        suffix = f": {values}" if values else ""
        if self.number > 1:
            suffix += " " + _("(page %(page)s of %(pages)s)") % {"page": self.number, "pages": self.pages}
        return suffix

    @property
    def is_thin(self) -> bool:
        """More than one filter: not worth a search engine's while."""
        return sum(len(facet.chosen) for facet in self.facets) > 1

    @property
    def previous_url(self) -> str:
        return self.url(page=self.number - 1) if self.number > 1 else ""

    @property
    def next_url(self) -> str:
        return self.url(page=self.number + 1) if self.number < self.pages else ""
