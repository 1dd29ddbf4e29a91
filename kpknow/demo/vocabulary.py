"""What the sources say of the law in a country. Populations and topics are shipped with the site."""

from events.models import Country
from kpknow.demo.facts import rows


def load_legal_contexts() -> None:
    """Only where nobody has written one."""
    for row in rows("countries"):
        Country.objects.filter(code=row["code"], legal_context="", legal_context_checked_on__isnull=True).update(
            legal_context="\n\n".join(row["legal_context"]), legal_context_checked_on=row["checked_on"]
        )
