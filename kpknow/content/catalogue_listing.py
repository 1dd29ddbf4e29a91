"""Lists with filters, over a catalogue: every reader sees what a stranger may see, whoever is signed in."""

from collections.abc import Mapping, Sequence
from functools import cached_property, reduce
from operator import and_, or_
from typing import Any, TypeVar

from django.http import HttpRequest
from django.utils.translation import gettext as _
from pyroaring import BitMap

from kpknow.content.catalogue import Catalogue
from kpknow.content.facet import NOT_RECORDED, Facet, Sort
from kpknow.content.listing import Choice, FacetShown, Link, Listing

ShownT = TypeVar("ShownT")


class CatalogueListing(Listing[ShownT]):
    """One page costs the queries of what it shows, whatever is chosen and however deep it lies."""

    def __init__(
        self,
        request: HttpRequest,
        catalogue: Catalogue[Any],
        sorts: Sequence[Sort],
    ) -> None:
        """``sorts`` are named after the catalogue's orders."""
        self.catalogue, self.sorts = catalogue, sorts
        self.snapshot = catalogue.now()
        self.fragments = self.snapshot.fragments
        super().__init__(request)

    def _facets_asked(self) -> list[FacetShown]:
        shown = [self._facet_asked(facet) for facet in self.catalogue.facets]
        self._unions = {
            facet.name: reduce(or_, (self._bits(facet.name, choice.value) for choice in facet.chosen))
            for facet in shown
            if facet.chosen
        }
        return shown

    def _facet_asked(self, facet: Facet) -> FacetShown:
        names = self.catalogue.names(self.snapshot, facet)
        if facet.has_gap and names and NOT_RECORDED in self.snapshot.values[facet.name]:
            names = {**names, NOT_RECORDED: _("Not recorded")}
        chosen = self._choices_asked(facet, names)
        offered = names if facet.is_offered and len(self.snapshot.shown) > facet.least else {}
        return FacetShown(facet.name, str(facet.label), chosen, lambda: self._counted(facet.name, chosen, offered))

    def _counted(self, facet: str, chosen: list[Choice], offered: Mapping[str, str]) -> list[Choice]:
        """The values offered, each with how much it leads to under what is chosen of all other facets."""
        others = [bits for name, bits in self._unions.items() if name != facet]
        under = reduce(and_, others) if others else None
        marked = {choice.value for choice in chosen}
        choices = [Choice(value, label, value in marked) for value, label in offered.items()] or chosen
        for choice in choices:
            bits = self._bits(facet, choice.value)
            choice.count = len(bits) if under is None else under.intersection_cardinality(bits)
        return choices

    def _bits(self, facet: str, value: str) -> BitMap:
        return self.snapshot.values[facet].get(value) or BitMap()

    @cached_property
    def chosen(self) -> BitMap:
        """Positions of the records of the choice."""
        return reduce(and_, self._unions.values()) if self._unions else self.snapshot.shown

    @cached_property
    def count(self) -> int:
        return len(self.chosen)

    @property
    def total(self) -> int:
        return len(self.snapshot.shown)

    def chosen_pks(self, start: int = 0, stop: int | None = None) -> list[int]:
        """Primary keys of the choice in its order."""
        orders = {"newest": self.catalogue.newest, "oldest": self.catalogue.oldest}
        ordered = orders.get(self.sort.name, self.catalogue.by_name)
        return ordered(self.snapshot, self.chosen, start, self.count if stop is None else min(stop, self.count))

    @cached_property
    def ways_out(self) -> list[Link]:
        if self.count or not self.is_filtered:
            return []
        links = [
            Link(", ".join(choice.label for choice in facet.chosen), self.url(only=facet.name), found)
            for facet in self.facets
            if facet.chosen and (found := len(self._unions[facet.name]))
        ]
        return sorted(links, key=lambda link: link.count)[:2]


class KeyListing(CatalogueListing[int]):
    """Shows primary keys alone: for files and feeds, whose records are asked for under rules of their own."""

    def stretch(self, start: int, stop: int) -> list[int]:
        return self.chosen_pks(start, stop)


class RecordListing(CatalogueListing[Any]):
    """Shows the records themselves, with all that ``for_list`` loads.

    The catalogue has asked who may see them at this very content version: asking again would cost most of the page.
    """

    def stretch(self, start: int, stop: int) -> list[Any]:
        pks = self.chosen_pks(start, stop)
        found = self.catalogue.with_list_facts().in_bulk(pks)
        return [found[pk] for pk in pks if pk in found]
