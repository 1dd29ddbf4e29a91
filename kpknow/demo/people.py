"""People by first name or role, and groups, each with the one consent we can claim: the source published it."""

import datetime as dt

from events.models import Basis, Consent, Contributor, Naming, Organisation
from kpknow.demo.facts import read
from kpknow.demo.records import make, named

REVIEW_ON = dt.date(2027, 11, 21)


def person(key: str) -> tuple[Contributor, Consent | None]:
    """A contributor and their newest consent, made if we have not met them.

    Somebody we have met and who has no consent any more stays without: only a curator records a new one.
    """
    row = read("people.toml")["people"][key]
    met = Contributor.objects.filter(name=row["name"], role=row["role"]).first()
    if met:
        return met, met.consents.order_by("pk").last()
    organisation = named(Organisation, row["organisation"]) if "organisation" in row else None
    is_group = row.get("is_group", False)
    contributor = make(
        Contributor,
        {"naming": Naming.FULL_NAME if is_group else Naming.FIRST_NAME} | row,
        apart=("organisation", "parts"),
        organisation=organisation,
        paper_kept_at="No paper: words and name are taken from the published source.",
    )
    uses = {"for_web": True, "for_exports": True, "for_translation": True}
    parts = {f"covers_{part}": True for part in ("words", "name", *row.get("parts", ()))}
    consent = make(Consent, parts | uses, contributor=contributor, basis=Basis.PUBLISHED_SOURCE, review_on=REVIEW_ON)
    return contributor, consent
