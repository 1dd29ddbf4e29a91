"""Resources: what can I take away, in which language, at what cost."""

from collections.abc import Sequence

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from events.models import Event, Organisation, Resource, ResourceKind
from events.reading.catalogues import RESOURCES
from events.views.frame import preview, programme_of, way_to, with_programme
from kpknow.content.away import away_answer
from kpknow.content.catalogue_listing import RecordListing
from kpknow.content.facet import Sort
from kpknow.content.lookup import reader_page, shown_record
from kpknow.content.models.record import may_preview
from kpknow.exports.crumbs import Crumbs, crumbs
from kpknow.exports.jsonld import Thing, thing
from kpknow.safety.documents import CONTENT_TYPES
from kpknow.safety.kept_files import FilesAway

BY_TITLE = (Sort("title", gettext_lazy("Title")),)
SCHEMA_TYPES = {ResourceKind.COURSE: "Course"}


def way_here() -> Crumbs:
    return crumbs((_("Resources"), reverse("events:resources")))


@reader_page
def resources(request: HttpRequest) -> HttpResponse:
    listing = RecordListing(request, RESOURCES, BY_TITLE)
    context = {"listing": listing, "section": ""}
    return render(request, "events/resources.html", context | way_to(request, way_here()))


@reader_page
def resource(request: HttpRequest, slug: str) -> HttpResponse:
    user = request.user
    found = shown_record(with_programme(Resource.objects.visible_to(user).for_page(user), user), slug)
    publishers = list(Organisation.objects.visible_to(user).filter(resources=found))
    context = {
        "resource": found,
        "publishers": publishers,
        "publishers_words": ", ".join(one.name for one in publishers),
        "programme": programme_of(found),
        "events": list(Event.objects.visible_to(user).filter(resources=found).select_related("parent")),
        "section": "",
    }
    way = way_to(request, way_here(), found, work(found, publishers))
    return render(request, "events/resource.html", context | preview(found) | way)


@require_safe
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """The file of a resource this reader may see: saved, never opened in the browser, under the resource's own name."""
    found = get_object_or_404(Resource.objects.visible_to(request.user), file=f"files/{name}")
    if not found.file_is_answered and not may_preview(request.user, Resource):
        raise Http404
    try:
        kept = found.file.open("rb")
    except FileNotFoundError as lost:
        raise Http404 from lost
    except FilesAway:
        return away_answer()
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox"}
    kind = name.rpartition(".")[2]
    return FileResponse(
        kept, as_attachment=True, filename=f"{found.slug}.{kind}", content_type=CONTENT_TYPES[kind], headers=headers
    )


def work(resource: Resource, publishers: Sequence[Organisation]) -> Thing:
    """schema.org Course or CreativeWork, as far as the source tells."""
    makers = [thing("Organization", name=one.name) for one in publishers]
    is_course = resource.kind == ResourceKind.COURSE
    return thing(
        SCHEMA_TYPES.get(ResourceKind(resource.kind), "CreativeWork"),
        name=resource.title,
        description=resource.summary,
        inLanguage=resource.languages.split(),
        datePublished=resource.issued and resource.issued.machine,
        license=resource.licence,
        url=resource.url,
        **{"provider" if is_course else "publisher": makers},
    )
