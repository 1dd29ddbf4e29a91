"""Resources as rows and references."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef

from events.models import Programme, Resource, ResourceKind
from kpknow.content.models import Use
from kpknow.exports.record_file import Address, Entry, RecordFile
from kpknow.exports.ris import Reference

NOBODY = AnonymousUser()
COLUMNS = (
    *("address", "title", "kind", "published_by", "issued", "issued_edtf", "languages", "pages", "cost"),
    *("licence", "where_it_is", "tags", "programme", "summary", "published_on"),
)
RIS_TYPES = {
    ResourceKind.REPORT: "RPRT",
    ResourceKind.TOOLKIT: "RPRT",
    ResourceKind.SLIDES: "SLIDE",
    ResourceKind.PODCAST: "SOUND",
    ResourceKind.FILM: "VIDEO",
}


def leaving_resources() -> Any:
    """Resources whose publishers may all be named. Three queries a stretch."""
    programme = Programme.objects.visible_to(NOBODY, Use.EXPORTS).filter(pk=OuterRef("programme"))
    resources: Any = Resource.objects.visible_to(NOBODY, Use.EXPORTS)
    return (
        resources.select_related("programme")
        .prefetch_related("publishers", "topics")
        .annotate(shows_programme=Exists(programme))
    )


def resource_entries(resources: list[Any], address: Address) -> Iterator[Entry]:
    for one in resources:
        publishers, tags = (
            [str(body) for body in one.publishers.all()],
            sorted(str(topic) for topic in one.topics.all()),
        )
        programme = str(one.programme) if one.programme and one.shows_programme else ""
        where = address(one.get_absolute_url())
        row = (
            *(where, one.title, one.get_kind_display(), publishers, one.issued.words if one.issued else ""),
            *(str(one.issued or ""), one.languages.split(), one.pages, "" if one.cost is None else one.cost_words),
            *(one.licence, one.url, tags, programme, one.summary, one.published_at.date().isoformat()),
        )
        reference = Reference(
            RIS_TYPES.get(one.kind, "GEN"),
            one.title,
            one.url or where,
            authors=publishers,
            date=one.issued,
            abstract=one.summary,
            keywords=tags,
            language=" ".join(one.languages.split()),
            publisher=publishers[0] if publishers else "",
        )
        yield Entry(row, reference)


RESOURCE_FILE = RecordFile("resources", COLUMNS, leaving_resources, resource_entries)
