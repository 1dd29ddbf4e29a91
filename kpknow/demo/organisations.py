"""Organisations, their other names and who belongs to which network."""

from events.models import Membership, Organisation, OrganisationName
from kpknow.demo.facts import read, rows
from kpknow.demo.records import known, make, make_record, named, populations, show


def load_organisations() -> None:
    new = set()
    for row in rows("organisations"):
        if known(Organisation, row["slug"]):
            continue
        apart = ("country", "populations", "names", "publish")
        organisation = make_record(Organisation, row, apart=apart, country_id=row.get("country"))
        organisation.populations.set(populations(row))
        for name, kind, language in row.get("names", ()):
            make(OrganisationName, {"name": name, "kind": kind, "language": language}, organisation=organisation)
        if row.get("publish", True):
            show(organisation)
        new.add(row["slug"])
    load_memberships(new)


def load_memberships(new: set[str]) -> None:
    """Of networks loaded just now; those of others are their curators' own."""
    for row in read("organisations.toml")["memberships"]:
        if row["network"] in new:
            network = named(Organisation, row["network"])
            for member in row["members"]:
                make(Membership, {}, network=network, member=named(Organisation, member))
