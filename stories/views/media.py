"""Pictures kept here, and the one page on which an outside player loads."""

from pathlib import PurePosixPath
from typing import cast

from csp.decorators import csp_update
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kpknow.content.away import away_answer
from kpknow.content.lookup import reader_page, shown_record
from kpknow.exports.crumbs import crumbs, crumbs_jsonld
from kpknow.exports.jsonld import render as jsonld
from kpknow.safety.kept_files import FilesAway
from kpknow.safety.players import origin
from stories.models import Media, MediaKind, Story

CONTENT_TYPES = {
    ".avif": "image/avif",
    ".webp": "image/webp",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
}


@reader_page
def play(request: HttpRequest, slug: str) -> HttpResponse:
    """404 where there is nothing to play; this page alone lets its players' hosts in, and no other host."""
    found = shown_record(Story.objects.visible_to(request.user), slug)
    recordings = Media.objects.visible_to(request.user).filter(story=found).exclude(kind=MediaKind.IMAGE)
    players = [one for one in recordings.order_by("order", "pk") if one.player]
    if not players:
        raise Http404
    hosts = sorted({origin(one.player) for one in players})
    way = crumbs((_("Stories"), reverse("stories:stories")), (found.title, found.get_absolute_url()))
    context = {
        "story": found,
        "players": players,
        "hosts": [host.removeprefix("https://") for host in hosts],
        "crumbs": way,
        "section": "stories",
        "jsonld": jsonld([crumbs_jsonld(request, [*way, (_("Player"), request.path)])]),
    }
    with_players = csp_update({"frame-src": hosts})(lambda asked: render(asked, "stories/play.html", context))
    return cast(HttpResponse, with_players(request))


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """The picture, or a size of it, while everybody in it agrees; the database is asked for the name, never the folder.

    A picture that has no such size is served as it is; 503 while the store of files is away.
    """
    stem, _dash, size = PurePosixPath(name).stem.partition("-")
    names = [f"pictures/{stem}{ending}" for ending in CONTENT_TYPES] if size else [f"pictures/{name}"]
    pictures = Media.objects.visible_to(request.user).filter(kind=MediaKind.IMAGE)
    media = get_object_or_404(pictures, image__in=names)
    headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    for kept in dict.fromkeys((f"pictures/{name}", str(media.image.name))):
        try:
            file = media.image.storage.open(kept, "rb")
        except FileNotFoundError:
            continue
        except FilesAway:
            return away_answer()
        return FileResponse(file, content_type=CONTENT_TYPES[PurePosixPath(kept).suffix], headers=headers)
    raise Http404
