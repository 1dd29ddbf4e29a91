"""The words the site sorts by."""

from typing import Any

from django.contrib.auth.models import AnonymousUser

from events.models import Country, CountryTerm, Population, PopulationTerm, Topic, TopicTerm
from kpknow.upkeep.copies.table import Table

NOBODY = AnonymousUser()
TERM = ("language", "term", "kind", "as_written", "source")


def visible_topics() -> Any:
    return Topic.objects.visible_to(NOBODY)


WORDS = (
    Table(
        "countries",
        Country,
        (
            *("code", "alpha3", "m49", "name", "names", "region", "subregion", "map_x", "map_y"),
            *("is_quiet", "legal_context", "legal_context_checked_on"),
        ),
        named_by="code",
    ),
    Table("country-terms", CountryTerm, ("country", *TERM), ("id", "key")),
    Table(
        "people",
        Population,
        ("slug", "name", "names", "order", "broader", "definition", "usage_note", "terminology_source"),
        ("id",),
        named_by="slug",
    ),
    Table("people-terms", PopulationTerm, ("population", *TERM), ("id", "key")),
    Table(
        "tags",
        Topic,
        ("slug", "name", "names", "kind", "description"),
        ("id", "key", "merged_into"),
        rows=visible_topics,
        named_by="slug",
    ),
    Table("tag-terms", TopicTerm, ("topic", *TERM), ("id", "key")),
)
"""Their folded spellings stay: they follow from the words."""
