"""Tags: a page each over all kinds of records, and the list of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from events.models import Topic
from kpknow.content.lookup import reader_page
from kpknow.content.models import FormerAddress
from kpknow.exports.crumbs import crumbs
from kpknow.pages.tags import indexed_tags, related_tags, snapshots, tag_shelves
from kpknow.pages.terms import said_of
from kpknow.pages.views.concepts import concept_page


@reader_page
def tags(request: HttpRequest) -> HttpResponse:
    context = {"concepts": indexed_tags(), "crumbs": crumbs(), "title": _("Tags"), "section": ""}
    context["lede"] = _("What stories, events and resources are about.")
    return render(request, "pages/concepts.html", context)


@reader_page
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    if "\x00" in slug:  # slugs of topics may be in any script, so the path takes any text
        raise Http404
    topic = Topic.objects.visible_to(request.user).filter(slug=slug).first()
    if topic is None:
        moved = get_object_or_404(FormerAddress, kind=Topic._meta.label_lower, slug=slug)
        return redirect("pages:tag", slug=moved.current_slug, permanent=True)
    way = [(_("Tags"), reverse("pages:tags"))]
    held = snapshots()
    shown = {"definition": topic.description, "related": related_tags(slug, held)} | said_of(topic)
    return concept_page(request, topic, tag_shelves(slug, held), way, **shown)
