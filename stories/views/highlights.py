"""One voice: what was said, where, and what it speaks to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from kpknow.content.lookup import reader_page
from kpknow.exports.crumbs import crumbs, crumbs_jsonld
from kpknow.exports.jsonld import render as jsonld
from stories.models import Highlight
from stories.reading.text import segments
from stories.reading.theme_page import source_of
from stories.reading.voices import evidence_of, visible_codings


@reader_page
def highlight(request: HttpRequest, public_id: str) -> HttpResponse:
    """A voice that may not be shown answers 404, whether or not it exists."""
    user = request.user
    voices = Highlight.objects.visible_to(user).for_page().prefetch_related(visible_codings(user))
    found = get_object_or_404(voices, public_id=public_id)
    way = crumbs()
    context = {
        "highlight": found,
        "segments": segments(found.block.text, [found]) if found.block and found.is_placed else (),
        "evidence": evidence_of(found, user),
        "cite_title": str(source_of(found) or ""),
        "crumbs": way,
        "section": "themes",
        "jsonld": jsonld([crumbs_jsonld(request, [*way, (_("A voice"), request.path)])]),
    }
    return render(request, "stories/highlight.html", context)
