"""One voice: what was said, where, and which themes it speaks to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from kpknow.content.lookup import reader_page
from kpknow.exports.crumbs import crumbs
from stories.models import Highlight
from stories.reading.voices import visible_codings


@reader_page
def highlight(request: HttpRequest, public_id: str) -> HttpResponse:
    voices = Highlight.objects.visible_to(request.user).for_page().prefetch_related(visible_codings(request.user))
    found = get_object_or_404(voices, public_id=public_id)
    return render(request, "stories/highlight.html", {"highlight": found, "crumbs": crumbs(), "section": ""})
