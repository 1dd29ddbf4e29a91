"""Lists with filters in the address: OR within a facet, AND between facets, one canonical address for each choice.

The contract readers and caches rely on: a parameter repeats for each value (``?people=msm&people=trans``), facets come
in their fixed order and values in alphabetical order, ``sort`` and ``page`` follow; anything else is sent on to that
form. Unknown values are ignored with a message; more than six values in all, or an oversized query, answer 400.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.core.paginator import Page, Paginator
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.translation import gettext as _

ModelT = TypeVar("ModelT", bound=Model)
PAGE_SIZE = 20
MOST_VALUES = 6
LONGEST_QUERY = 2000
"""Characters of a query string; browsers send far less for six values."""
NOT_RECORDED = "not-recorded"


@dataclass(frozen=True)
class Facet:
    """One group of filters. ``options`` gives (value, label) of everything the visible records have, in two queries.

    ``stored`` turns a value of the address into the one the column holds.
    """

    name: str
    label: Any
    lookup: str
    options: Callable[[QuerySet[Any]], Iterable[tuple[str, str]]]
    stored: Callable[[str], str] = str

    def matching(self, values: Sequence[str]) -> Q:
        condition = Q(**{f"{self.lookup}__in": [self.stored(value) for value in values if value != NOT_RECORDED]})
        return condition | Q(**{f"{self.lookup}__isnull": True}) if NOT_RECORDED in values else condition


@dataclass(frozen=True)
class Sort:
    """One order of a list; the first of a list's sorts is its default and never stands in the address."""

    name: str
    label: Any
    ordered: Callable[[QuerySet[Any]], QuerySet[Any]]


@dataclass
class Choice:
    value: str
    label: str
    is_chosen: bool = False


@dataclass
class FacetShown:
    name: str
    label: str
    choices: list[Choice] = field(default_factory=list)

    @property
    def chosen(self) -> list[Choice]:
        return [choice for choice in self.choices if choice.is_chosen]


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


class Listing(Generic[ModelT]):
    """What a list page shows for one request. Queries: two per facet, one count, one page, plus its prefetches."""

    def __init__(
        self, request: HttpRequest, records: QuerySet[ModelT], facets: Sequence[Facet], sorts: Sequence[Sort]
    ) -> None:
        """Raises BadRequest for a query too large to be a choice, ListAddressMoved for one that is not canonical."""
        if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
            raise BadRequest("The address is too long.")
        self.path = request.path
        self.records, self.sorts, self.notices = records, sorts, list[str]()
        self.facets = [self._shown(facet, request) for facet in facets]
        self._lookups: Mapping[str, Facet] = {facet.name: facet for facet in facets}
        self.sort = self._sort(request)
        self._note_unknown_parameters(request)
        if sum(len(facet.chosen) for facet in self.facets) > MOST_VALUES:
            raise BadRequest("More than six filters at once.")
        self._asked_page = self._page_number(request)
        asked = [(name, value) for name, values in request.GET.lists() for value in values]
        # A form always sends its order; sending its reader on for that would cost a round trip on a slow link.
        idle = {("sort", ""), ("sort", self.sorts[0].name)}
        if not self.notices and [pair for pair in asked if pair not in idle] != self._pairs(page=self._asked_page):
            raise ListAddressMoved(self.url(page=self._asked_page))

    def _shown(self, facet: Facet, request: HttpRequest) -> FacetShown:
        asked = request.GET.getlist(facet.name)
        options = dict(facet.options(self.records))
        if unknown := [value for value in asked if value and value not in options]:
            shown = ", ".join(value.replace("\x00", "")[:30] for value in unknown[:3])
            self.notices.append(
                _("%(facet)s: we know no “%(values)s”, so it was left out.") % {"facet": facet.label, "values": shown}
            )
        return FacetShown(
            facet.name, str(facet.label), [Choice(value, label, value in asked) for value, label in options.items()]
        )

    def _sort(self, request: HttpRequest) -> Sort:
        asked = request.GET.get("sort", "")
        chosen = next((sort for sort in self.sorts if sort.name == asked), None)
        if asked and not chosen:
            self.notices.append(_("We know no such order, so the usual one is shown."))
        return chosen or self.sorts[0]

    def _page_number(self, request: HttpRequest) -> int:
        asked = request.GET.get("page", "1")
        if not (asked.isascii() and asked.isdigit()) or len(asked) > 9 or int(asked) < 1:
            if asked:
                self.notices.append(_("There is no such page, so the first is shown."))
            return 1
        return int(asked)

    def _note_unknown_parameters(self, request: HttpRequest) -> None:
        if set(request.GET) - {facet.name for facet in self.facets} - {"sort", "page"}:
            self.notices.append(_("A part of the address means nothing here and was left out."))

    @cached_property
    def found(self) -> QuerySet[ModelT]:
        """All records of the choice, in its order."""
        return self.sort.ordered(self._matching(self.facets))

    def _matching(self, facets: Iterable[FacetShown]) -> QuerySet[ModelT]:
        matching = self.records
        for facet in facets:
            if facet.chosen:
                condition = self._lookups[facet.name].matching([choice.value for choice in facet.chosen])
                rows = self.records.model._default_manager.filter(condition)
                matching = matching.filter(pk__in=rows.order_by().values("pk"))
        return matching

    @cached_property
    def page(self) -> Page[ModelT]:
        """The page asked for; the last one, with a message, where there are fewer."""
        paginator = Paginator(self.found, PAGE_SIZE)
        if self._asked_page > paginator.num_pages:
            self.notices.append(_("There is no such page, so the last is shown."))
        return paginator.get_page(self._asked_page)

    @property
    def count(self) -> int:
        return self.page.paginator.count

    @property
    def is_filtered(self) -> bool:
        return any(facet.chosen for facet in self.facets)

    @cached_property
    def total(self) -> int:
        return self.records.count() if self.is_filtered else self.count

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
    def canonical(self) -> str:
        """The address search engines should keep for this very page."""
        return self.url(page=self.page.number)

    @property
    def chips(self) -> list[Link]:
        """One link a chosen value, each leading to the list without it."""
        return [
            Link(f"{facet.label}: {choice.label}", self.url(without=(facet.name, choice.value)))
            for facet in self.facets
            for choice in facet.chosen
        ]

    @cached_property
    def ways_out(self) -> list[Link]:
        """For an empty result: up to two lists nearest to it that hold something, with how much."""
        if self.count or not self.is_filtered:
            return []
        kept = [[facet] for facet in self.facets if facet.chosen]
        links = [
            Link(", ".join(choice.label for choice in facets[0].chosen), self.url(only=facets[0].name), found)
            for facets in kept
            if (found := self._matching(facets).count())
        ]
        return sorted(links, key=lambda link: link.count)[:2]

    @property
    def page_links(self) -> list[tuple[int | None, str]]:
        """Numbers and addresses for the pager; (None, "") where numbers are left out."""
        pages = self.page.paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1)
        return [(page, self.url(page=page)) if isinstance(page, int) else (None, "") for page in pages]

    @property
    def title_suffix(self) -> str:
        """“: Kenya (page 2 of 4)”, for the page's title."""
        values = ", ".join(choice.label for facet in self.facets for choice in facet.chosen)
        suffix = f": {values}" if values else ""
        if self.page.paginator.num_pages > 1 and self.page.number > 1:
            pages = {"page": self.page.number, "pages": self.page.paginator.num_pages}
            suffix += " " + _("(page %(page)s of %(pages)s)") % pages
        return suffix

    @property
    def is_thin(self) -> bool:
        """More than one filter: not worth a search engine's while."""
        return sum(len(facet.chosen) for facet in self.facets) > 1

    @property
    def previous_url(self) -> str:
        return self.url(page=self.page.number - 1) if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        return self.url(page=self.page.number + 1) if self.page.has_next() else ""
