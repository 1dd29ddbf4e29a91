"""Tags and people a story names by slug: shared words of the whole site, used as they are, whoever made them."""

from collections.abc import Sequence

from events.models import Population, Topic
from events.models.topic import topic_key
from kpknow.search.corpus import marks
from kpknow.search.corpus.lines import words_of

LONGEST_TAG, LONGEST_POPULATION = 100, 60
"""Characters of a slug."""


def tags_by_slug(slugs: Sequence[str]) -> dict[str, int]:
    """Primary keys of these tags; those that are nowhere are made, named after their slug.

    Of several that come to the same name the first is made. A tag that was merged leads to the one it became, and one
    with the same folded name is the same tag. Two queries, and two more where tags were made.
    """
    keys = {slug: topic_key(words_of(slug)) for slug in slugs}
    same_slug = Topic.objects.filter(slug__in=slugs).values_list("slug", "pk", "merged_into")
    same_name = Topic.objects.filter(key__in=keys.values()).values_list("key", "pk", "merged_into")
    found = {slug: merged or pk for slug, pk, merged in same_slug}
    by_key = {key: merged or pk for key, pk, merged in same_name}
    missing = {keys[slug]: slug for slug in reversed(slugs) if slug not in found and keys[slug] not in by_key}
    made = Topic.objects.bulk_create(Topic(slug=slug, name=words_of(slug), key=key) for key, slug in missing.items())
    marks.mark(Topic, [(topic.pk, "") for topic in made])
    by_key |= {topic.key: topic.pk for topic in made}
    return {slug: found.get(slug) or by_key[keys[slug]] for slug in slugs}


def populations_by_slug(slugs: Sequence[str]) -> dict[str, int]:
    """Primary keys of these populations; those that are nowhere are made, named after their slug. As for tags."""
    names = {slug: words_of(slug) for slug in slugs}
    found = dict(Population.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    by_name = dict(Population.objects.filter(name__in=names.values()).values_list("name", "pk"))
    missing = {names[slug]: slug for slug in reversed(slugs) if slug not in found and names[slug] not in by_name}
    made = Population.objects.bulk_create(Population(slug=slug, name=name) for name, slug in missing.items())
    marks.mark(Population, [(population.pk, "") for population in made])
    by_name |= {population.name: population.pk for population in made}
    return {slug: found.get(slug) or by_name[names[slug]] for slug in slugs}
