"""Topics, and what the sources say of the law in a country."""

from events.models import Country, Topic
from events.models.topic import topic_key
from kpknow.demo.facts import rows
from kpknow.demo.records import make


def load_topics() -> None:
    for row in rows("topics"):
        if not Topic.objects.filter(slug=row["slug"]).exists() and not known_key(row["name"]):
            make(Topic, row, key=topic_key(row["name"]))


def known_key(name: str) -> bool:
    return Topic.objects.filter(key=topic_key(name)).exists()


def load_legal_contexts() -> None:
    """Only where nobody has written one."""
    for row in rows("countries"):
        Country.objects.filter(code=row["code"], legal_context="", legal_context_checked_on__isnull=True).update(
            legal_context="\n\n".join(row["legal_context"]), legal_context_checked_on=row["checked_on"]
        )
