"""Which concept a word already names, over all three kinds: a word that means two things finds neither."""

from collections.abc import Collection

from events.models.country import Country, CountryTerm
from events.models.population import Population, PopulationTerm
from events.models.term import Concept, Term, term_key
from events.models.topic import Topic, TopicTerm

Word = tuple[str, str]
"""A language tag and a folded term (``term_key``)."""

TERMS: tuple[type[Term], ...] = (PopulationTerm, TopicTerm, CountryTerm)


def concepts_named(words: Collection[Word]) -> dict[Word, list[Concept]]:
    """The concepts each word names as a term or as their own name (read as English). Six queries for any number."""
    named: dict[Word, list[Concept]] = {word: [] for word in words}
    keys = {key for _language, key in named}

    def note(language: str, key: str, concept: Concept) -> None:
        found = named.get((language, key))
        if found is not None and concept not in found:
            found.append(concept)

    for model in TERMS:
        rows = model._default_manager.filter(key__in=keys).select_related(model.concept_field)
        for row in rows:
            note(row.language, row.key, row.concept)
    for topic in Topic.objects.filter(key__in=keys):
        note("en", topic.key, topic)
    for population in Population.objects.all():
        note("en", term_key(population.name), population)
    for country in Country.objects.only("code", "name", "names"):
        for language, name in country.names.items():
            note(language, term_key(name), country)
    return named
