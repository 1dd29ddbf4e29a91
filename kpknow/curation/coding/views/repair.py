"""The page on which a person says where lost words stand now."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpknow.curation.coding.repair import PlaceGone, confirm, offers, source_of, text_of
from kpknow.curation.coding.texts import CODE, LARGEST_KEY
from stories.models import Finding, Highlight, HighlightState


@require_http_methods(["GET", "HEAD", "POST"])
def relink(request: HttpRequest, key: int) -> HttpResponse:
    if not request.user.has_perm(CODE):
        raise PermissionDenied
    model_admin: Any = admin.site.get_model_admin(Highlight)
    highlight = model_admin.get_object(request, str(key)) if key <= LARGEST_KEY else None
    source = source_of(highlight) if highlight else None
    if highlight is None or source is None or not highlight.exact or highlight.state == HighlightState.CONFIRMED:
        raise Http404
    text = text_of(source)
    if request.method == "POST":
        try:
            confirm(highlight, text, request.POST.get("place", ""))
        except PlaceGone:
            messages.error(request, _("The text was edited meanwhile. Please look again."))
            return HttpResponseRedirect(request.path)
        messages.success(request, _("Linked. Findings that rest on it rest on these words now."))
        return HttpResponseRedirect(f"{text.address}#{anchor_of(highlight, text)}")
    offered = offers(highlight, text) if highlight.exact else []
    context = admin.site.each_context(request) | {
        "title": _("Where do these words stand now?"),
        "opts": text.source._meta,
        "text": text,
        "highlight": highlight,
        "offers": [
            (offer, offer.block.text[max(0, offer.start - 80) : offer.start], after(offer)) for offer in offered
        ],
        "findings": Finding.objects.filter(evidence__highlight=highlight).select_related("theme").distinct(),
        "form_address": reverse("admin:stories_highlight_change", args=(highlight.pk,)),
    }
    request.current_app = admin.site.name
    return TemplateResponse(request, "admin/coding/relink.html", context)


def after(offer: Any) -> str:
    return str(offer.block.text[offer.end : offer.end + 80])


def anchor_of(highlight: Highlight, text: Any) -> str:
    place = text.place_of(highlight)
    return text.block(place[0]).anchor if place else ""


relink_view = admin.site.admin_view(relink)
