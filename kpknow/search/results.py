"""What a search page shows: the results of one page, and how all of them divide."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pyroaring import BitMap

from kpknow.content.facet import Facet, Sort
from kpknow.content.listing import Choice, FacetShown, Link, Listing
from kpknow.content.partial_dates import PartialDate
from kpknow.search.analyser import stems
from kpknow.search.concepts import ConceptFound
from kpknow.search.engines import latest
from kpknow.search.finding import KIND, Outcome, find, meant, numbers
from kpknow.search.lines import Found, listed
from kpknow.search.models import KIND_BITS, DocKind, SearchDoc
from kpknow.search.passages import Place, places
from kpknow.search.query import Query, read
from kpknow.search.shelves import FACETS, library
from kpknow.search.snippets import snippet, wanted
from kpknow.search.suggestions import better_spelt
from stories.reading.story_facets import EXTRAS, PEOPLE

KINDS = {
    DocKind.STORY: (gettext_lazy("Story"), gettext_lazy("Stories")),
    DocKind.EVENT: (gettext_lazy("Event"), gettext_lazy("Events")),
    DocKind.SESSION: (gettext_lazy("Session"), gettext_lazy("Sessions")),
    DocKind.ORGANISATION: (gettext_lazy("Organisation"), gettext_lazy("Organisations")),
    DocKind.THEME: (gettext_lazy("Theme"), gettext_lazy("Themes")),
    DocKind.FINDING: (gettext_lazy("Finding"), gettext_lazy("Findings")),
    DocKind.HIGHLIGHT: (gettext_lazy("Voice"), gettext_lazy("Voices")),
    DocKind.SYNTHESIS: (gettext_lazy("Synthesis"), gettext_lazy("Syntheses")),
    DocKind.RESOURCE: (gettext_lazy("Resource"), gettext_lazy("Resources")),
}
BEST, NEWEST = Sort("best", gettext_lazy("Best match")), Sort("newest", gettext_lazy("Newest first"))
KIND_FACET = Facet(
    KIND,
    gettext_lazy("Kind"),
    lambda _records: (),
    lambda values: [(kind.name.lower(), str(KINDS[kind][1])) for kind in DocKind if kind.name.lower() in values],
    has_gap=False,
)


class SearchListing(Listing[Found]):
    """Costs one question to the index (one a term where concepts are named), one for the order, two for the page."""

    sorts = (BEST, NEWEST)
    own_names = frozenset({"q", "sort", "page"})
    longest_query = 20_000

    def __init__(self, request: HttpRequest) -> None:
        asked = request.POST if request.method == "POST" else request.GET
        self.read: Query = read(asked.get("q", ""))
        self.outcome: Outcome = find(self.read, library.now())
        super().__init__(request)
        if self.read.is_cut:
            self.notices.append(_("That is more than we can look for at once, so only the beginning was used."))

    @property
    def query(self) -> str:
        return self.read.text

    @property
    def is_asked(self) -> bool:
        return bool(self.read.wanted)

    @property
    def meanings(self) -> list[str]:
        """Our words for the concepts named, where others were typed."""
        named = [(term.concept, " ".join(term.words)) for term in self.read.wanted if term.concept]
        labels = [
            label
            for concept, typed in named
            if set(stems(label := self._label(concept), "en")) != set(stems(typed, "en"))
        ]
        return list(dict.fromkeys(labels))

    def _label(self, concept: ConceptFound) -> str:
        """Of what is searched in its place, where nothing is filed under it."""
        slug = meant(concept, self.outcome.shelves)[0]
        return concept.label if slug == concept.slug else library.names(PEOPLE).get(slug, concept.label)

    def _facets_asked(self) -> list[FacetShown]:
        facets = [self._facet_asked(facet) for facet in (KIND_FACET, *FACETS)]
        self._choices = {facet.name: [choice.value for choice in facet.chosen] for facet in facets if facet.chosen}
        return facets

    def _facet_asked(self, facet: Facet) -> FacetShown:
        kinds = {kind.name.lower() for kind in self.outcome.shelves}
        names: Mapping[str, str] = dict(facet.named(kinds)) if facet is KIND_FACET else library.names(facet)
        asked = self.asked.getlist(facet.name)
        if unknown := [value for value in asked if value and value not in names]:
            words = ", ".join(value.replace("\x00", "")[:30] for value in unknown[:3])
            self.notices.append(
                _("%(facet)s: we know no “%(values)s”, so it was left out.") % {"facet": facet.label, "values": words}
            )
        chosen = [Choice(value, label, True) for value, label in names.items() if value in asked] if asked else []
        return FacetShown(facet.name, str(facet.label), chosen, lambda: self._counted(facet.name, names, asked))

    def _counted(self, facet: str, names: Mapping[str, str], asked: Sequence[str]) -> list[Choice]:
        counts = self.outcome.counts(facet, self._choices)
        return [Choice(value, label, value in asked, counts.get(value, 0)) for value, label in names.items()]

    def _pairs(
        self, *, page: int = 1, without: tuple[str, str] | None = None, only: str | None = None
    ) -> list[tuple[str, str]]:
        words = [("q", self.query)] if self.query else []
        return [*words, *super()._pairs(page=page, without=without, only=only)]

    @cached_property
    def _keys(self) -> Mapping[DocKind, BitMap]:
        return self.outcome.under(self._choices)

    @cached_property
    def count(self) -> int:
        return sum(len(keys) for keys in self._keys.values())

    @cached_property
    def total(self) -> int:
        return sum(len(keys) for keys in self.outcome.keys.values())

    @property
    def ways_out(self) -> list[Link]:
        return [Link(_("without any filter"), self.url(only=""), self.total)] if self.total and not self.count else []

    def stretch(self, start: int, stop: int) -> list[Found]:
        if self.sort is NEWEST:
            order = latest(numbers(self._keys), stop)[start:]
        else:
            order = self.outcome.best(self._keys, stop)[start:]
        docs = SearchDoc.objects.defer("title", "summary", "body").in_bulk(order)
        there = [docs[number] for number in order if number in docs]
        return self._shown(there)

    @property
    def _spoken(self) -> BitMap:
        """Stories in which somebody's own words are."""
        return self.outcome.shelves[DocKind.STORY].values[EXTRAS.name].get("turns") or BitMap()

    @property
    def lines(self) -> SafeString:
        """The page's results as HTML."""
        return listed(self.page)

    def _shown(self, docs: Sequence[SearchDoc]) -> list[Found]:
        sought = wanted(self.read.wanted)
        found_at = places(docs, sought, self._spoken) if sought else {}
        shown = []
        for doc in docs:
            kind = DocKind(doc.id >> KIND_BITS)
            place = found_at.get(doc.id) or Place(doc.address, doc.lead, ())
            when = PartialDate.parse(doc.dated).words if doc.dated else ""
            # a voice's title is its own words: they are not said twice
            repeats = kind is DocKind.HIGHLIGHT and not place.marks
            words = snippet("" if repeats else place.text, place.marks)
            shown.append(
                Found(kind.name.lower(), str(KINDS[kind][0]), doc.heading, place.url, words, doc.language, when)
            )
        return shown

    @cached_property
    def suggestion(self) -> Link | None:
        """Another spelling that has results, where this one has none whatever is filtered: what is found is spelt as
        somebody wrote it.
        """
        if not self.is_asked or any(self.outcome.keys.values()):
            return None
        words = better_spelt(self.read)
        if not words:
            return None
        outcome = find(read(words), self.outcome.shelves)
        found = sum(len(keys) for keys in outcome.keys.values())
        return Link(words, f"{self.path}?{urlencode({'q': words})}", found) if found else None
