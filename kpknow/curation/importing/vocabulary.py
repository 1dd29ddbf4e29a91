"""Every word and record a cell may name, loaded as a whole: rows ask nothing of the database."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import chain, count
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from events.models import Country, CountryTerm, Population, PopulationTerm, TermKind, Topic, TopicTerm, term_key
from kpknow.content.models import FormerAddress

NEAR_ENOUGH = 70
LONGEST_SLUG = 120
LATIN = str.maketrans(
    dict(
        zip(
            "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",
            (
                *("a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t"),
                *("u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya", "i", "i", "ye", "g"),
            ),
            strict=True,
        )
    )
)
"""Russian and Ukrainian letters (BGN/PCGN 1947, simplified)."""
MOST_SUGGESTED = 200
"""Different unknown words of a file that get the nearest known one beside them; a wrong column has thousands."""


class CellRefused(Exception):
    """``words``: what is wrong with the text of a cell, and what would be right."""

    def __init__(self, words: str) -> None:
        self.words = words
        super().__init__(words)


class Names:
    """What things of one kind are called. ``written``: key → how it is written into files."""

    def __init__(self, called: Iterable[tuple[str, Any]], written: dict[Any, str]) -> None:
        self.written = written
        self.exact: dict[str, Any] = {words: key for key, words in written.items()}
        self.keys: dict[str, set[Any]] = defaultdict(set)
        for words, key in called:
            self.keys[term_key(words)].add(key)
        self.suggested: dict[str, str] = {}

    def find(self, text: str) -> set[Any]:
        """Keys of what is called so: by the words we write ourselves, else however it is written."""
        return {self.exact[text]} if text in self.exact else self.keys.get(term_key(text), set())

    def one(self, text: str) -> Any:
        """Its key; CellRefused where nothing, or more than one, is called so."""
        found = self.find(text)
        if len(found) == 1:
            return next(iter(found))
        if found:
            choices = ", ".join(sorted(self.written[key] for key in found)[:4])
            raise CellRefused(
                _("“%(text)s” means more than one: write %(choices)s.") % {"text": text[:80], "choices": choices}
            )
        raise CellRefused(self.unknown(text))

    def unknown(self, text: str) -> str:
        nearest = self.nearest(text)
        words = _("“%(text)s” is not known here.") % {"text": text[:80]}
        return f"{words} {_('Did you mean %(nearest)s?') % {'nearest': nearest}}" if nearest else words

    def nearest(self, text: str) -> str:
        """The nearest of all names, as it is written; empty where none is near."""
        key = term_key(text[:120])
        if key not in self.suggested:
            if len(self.suggested) >= MOST_SUGGESTED:
                return ""
            best = process.extractOne(key, list(self.keys), scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH)
            self.suggested[key] = self.written[min(self.keys[best[0]], key=str)] if best else ""
        return self.suggested[key]


class Vocabulary:
    """Asked once for each kind that a table names; four queries at most for one."""

    def __init__(self) -> None:
        self.records: dict[Any, Roll] = {}
        self.asked: dict[str, Any] = {}

    def kept(self, name: str, ask: Callable[[], Any]) -> Any:
        """What ``ask`` answered the first time: a table's own rows, to find records among."""
        if name not in self.asked:
            self.asked[name] = ask()
        return self.asked[name]

    @cached_property
    def countries(self) -> Names:
        """Written by their English name; read by code, by any name and by other names."""
        called, written = [], {}
        for code, alpha3, name, names in Country.objects.values_list("code", "alpha3", "name", "names"):
            written[code] = name
            called += [(words, code) for words in (code, alpha3, name, *names.values())]
        called += CountryTerm.objects.exclude(kind=TermKind.NEAR).values_list("term", "country")
        return Names(called, written)

    @cached_property
    def populations(self) -> Names:
        """Written by their slug: the preferred term may change."""
        rows = list(Population.objects.values_list("slug", "name", "pk"))
        called = [(words, key) for slug, name, key in rows for words in (slug, name)]
        called += PopulationTerm.objects.exclude(kind=TermKind.NEAR).values_list("term", "population")
        return Names(called, {key: slug for slug, _name, key in rows})

    @cached_property
    def topics(self) -> Names:
        """Written by their name; a merged one leads to the one it became."""
        rows = list(Topic.objects.values_list("pk", "name", "slug", "merged_into"))
        leads = {key: merged or key for key, _name, _slug, merged in rows}
        called = [(words, leads[key]) for key, name, slug, _merged in rows for words in (name, slug)]
        terms = TopicTerm.objects.exclude(kind=TermKind.NEAR).values_list("term", "topic")
        own = {term_key(words) for words, _key in called}
        called += [(term, leads[key]) for term, key in terms if term_key(term) not in own]
        return Names(called, {key: name for key, name, _slug, merged in rows if not merged})

    def of(self, model: Any) -> "Roll":
        """Records with a slug: written by it, read by slug, name or title."""
        if model not in self.records:
            self.records[model] = Roll(model)
        return self.records[model]


class Roll(Names):
    """All records of one kind, whatever their status. Three queries at most, 0.1 s for ten thousand records."""

    def __init__(self, model: Any) -> None:
        self.model = model
        name = title_field(model)
        rows = list(model._default_manager.order_by("pk").values_list("pk", "slug", name))
        called = [(words, key) for key, slug, words in rows] + [(slug, key) for key, slug, _words in rows]
        super().__init__(called, {key: slug for key, slug, _words in rows})
        self.titles = {key: words for key, _slug, words in rows}
        self.titled: dict[str, set[Any]] = defaultdict(set)
        for key, _slug, words in rows:
            self.titled[term_key(words)].add(key)

    @cached_property
    def former(self) -> dict[str, str]:
        """Old slug → the slug it leads to."""
        addresses = FormerAddress.objects.filter(kind=self.model._meta.label_lower)
        return dict(addresses.values_list("slug", "current_slug"))

    @cached_property
    def status(self) -> dict[Any, str]:
        return dict(self.model._default_manager.values_list("pk", "status"))

    def by_slug(self, slug: str) -> Any:
        """The key of the record that has, or once had, this slug; None where none has."""
        return self.exact.get(slug) or self.exact.get(self.former.get(slug, ""))

    def free_slug(self, title: str) -> str:
        """An address nothing of this kind has or had; it counts as taken from now on."""
        wanted = slugify(unidecoded(title))[: LONGEST_SLUG - 6].strip("-") or self.model._meta.model_name
        numbered = (f"{wanted}-{number}" for number in count(2))
        slug = next(one for one in chain((wanted,), numbered) if one not in self.exact and one not in self.former)
        self.exact[slug] = None
        return slug


def title_field(model: Any) -> str:
    return "name" if any(field.name == "name" for field in model._meta.fields) else "title"


def unidecoded(title: str) -> str:
    """Cyrillic letters as the Latin ones readers expect in an address; others as slugify leaves them."""
    return title.casefold().translate(LATIN)
