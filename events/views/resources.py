"""Resources: what can I take away, in which language, at what cost."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events import facets
from events.models import Event, Organisation, Programme, Resource, ResourceKind
from kpknow.content.languages import own_name
from kpknow.content.listing import Listing, Sort
from kpknow.content.lookup import reader_page, shown_record
from kpknow.exports.crumbs import crumbs, crumbs_jsonld
from kpknow.exports.jsonld import render as jsonld
from kpknow.exports.jsonld import thing

SCHEMA_TYPES = {ResourceKind.COURSE: "Course", ResourceKind.PODCAST: "PodcastEpisode", ResourceKind.FILM: "VideoObject"}


@reader_page
def resources(request: HttpRequest) -> HttpResponse:
    listing = Listing(
        request,
        Resource.objects.visible_to(request.user).for_list(),
        (facets.kinds("kind", gettext_lazy("Kind"), ResourceKind.choices), facets.programmes()),
        (Sort("title", gettext_lazy("Title"), lambda records: records.order_by("title")),),
    )
    return render(request, "events/resources.html", {"listing": listing, "section": ""})


@reader_page
def resource(request: HttpRequest, slug: str) -> HttpResponse:
    user = request.user
    found = shown_record(Resource.objects.visible_to(user).for_page(user), slug)
    way = crumbs((_("Resources"), reverse("events:resources")))
    work = thing(
        SCHEMA_TYPES.get(ResourceKind(found.kind), "CreativeWork"),
        name=found.title,
        description=found.summary,
        inLanguage=found.languages.split(),
        url=found.url,
    )
    context = {
        "resource": found,
        "publishers": Organisation.objects.visible_to(user).filter(resources=found),
        "programme": Programme.objects.visible_to(user).filter(resources=found).first(),
        "events": Event.objects.visible_to(user).filter(resources=found).select_related("parent"),
        "languages_words": [own_name(tag) for tag in found.languages.split()],
        "crumbs": way,
        "section": "",
        "edit_url": reverse("admin:events_resource_change", args=(found.pk,)) if not found.is_published else "",
        "jsonld": jsonld([work, crumbs_jsonld(request, [*way, (found.title, found.get_absolute_url())])]),
    }
    return render(request, "events/resource.html", context)
