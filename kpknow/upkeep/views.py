"""Whether this process lives, and whether readers may be sent to it."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kpknow.content.models import Door
from kpknow.content.version import door_now
from kpknow.upkeep.readiness import hindrances

PLAIN = "text/plain; charset=utf-8"


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 while this process answers, whatever its database does."""
    return HttpResponse("ok\n", content_type=PLAIN)


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """503 with the reasons while the database is away or of an earlier release, or the cache keeps nothing.

    A site closed in danger is ready for readers: it says “closed” beside.
    """
    if found := list(hindrances()):
        return HttpResponse("\n".join(found) + "\n", content_type=PLAIN, status=503)
    words = "ready\n" if door_now() == Door.OPEN else "ready\nclosed\n"
    return HttpResponse(words, content_type=PLAIN)
