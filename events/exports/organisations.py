"""Organisations as rows and references."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser

from events.models import Organisation
from kpknow.content.models import Use
from kpknow.exports.record_file import Address, Entry, RecordFile
from kpknow.exports.ris import Reference

NOBODY = AnonymousUser()
COLUMNS = (
    *("address", "name", "acronym", "other_names", "kind", "place", "people", "founded"),
    *("what_they_do", "website", "language", "published_on"),
)


def leaving_organisations() -> Any:
    """Organisations whose shield lets them be named. Three queries a stretch."""
    visible = Organisation.objects.visible_to(NOBODY, Use.EXPORTS)
    return visible.select_related("country").prefetch_related("populations", "names")


def place_of(organisation: Organisation) -> str:
    """Nothing where its country is quiet: sorted by country, a table would be the list we never give."""
    country = organisation.country
    return "" if country and country.is_quiet else organisation.place_words


def organisation_entries(organisations: list[Organisation], address: Address) -> Iterator[Entry]:
    for one in organisations:
        people, where = [str(group) for group in one.populations.all()], address(one.get_absolute_url())
        place = place_of(one)
        published = one.published_at.date().isoformat() if one.published_at else ""
        row = (
            *(where, one.name, one.acronym, [name.name for name in one.names.all()], one.get_kind_display(), place),
            *(people, one.founded.words if one.founded else "", one.summary, one.public_website),
            *(one.language, published),
        )
        reference = Reference(
            "GEN", one.name, where, abstract=one.summary, keywords=people, language=one.language, place=place
        )
        yield Entry(row, reference)


ORGANISATION_FILE = RecordFile("organisations", COLUMNS, leaving_organisations, organisation_entries)
