"""Pictures kept here, and the one page on which an outside player loads."""

from csp.decorators import csp_update
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kpknow.content.lookup import reader_page, shown_record
from kpknow.exports.crumbs import crumbs
from kpknow.safety.players import origin
from stories.models import Media, MediaKind, Story


@reader_page
def play(request: HttpRequest, slug: str) -> HttpResponse:
    """404 where there is nothing to play; this page alone lets its player's host in."""
    found = shown_record(Story.objects.visible_to(request.user), slug)
    playable = Media.objects.visible_to(request.user).filter(story=found).exclude(kind=MediaKind.IMAGE)
    media = next((one for one in playable if one.player), None)
    if media is None:
        raise Http404
    way = crumbs((_("Stories"), reverse("stories:stories")), (found.title, found.get_absolute_url()))
    context = {"story": found, "media": media, "crumbs": way, "section": "stories"}
    response: HttpResponse = csp_update({"frame-src": [origin(media.player)]})(render)(request, "stories/play.html", context)
    return response


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """The picture while everybody in it consents; nothing is served from the folder by its path alone."""
    media = get_object_or_404(Media.objects.visible_to(request.user), image=f"pictures/{name}.webp")
    return FileResponse(media.image.open("rb"), content_type="image/webp")
