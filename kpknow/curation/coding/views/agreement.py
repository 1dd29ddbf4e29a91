"""How far two coders of a text agree, once both have finished."""

from itertools import combinations
from typing import Any

from django.contrib import admin, messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kpknow.curation.coding.agreement import compare
from kpknow.curation.coding.marks import coders_of, reading_of, sees_others
from kpknow.curation.coding.texts import text_for
from kpknow.curation.models import Reading
from stories.models import Coding, HighlightState


@require_safe
def agreement(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """``?pair=3-7`` chooses two of several coders. Whoever is still coding the text is sent back to it."""
    text = text_for(request, kind, key, whole=True)
    reading = reading_of(text, request.user)
    if reading.pk and not sees_others(reading):
        messages.warning(request, _("Finish the text first: then you see how far you agree."))
        return HttpResponseRedirect(text.address)
    coders = list(coders_of(text))
    finished = set(
        Reading.objects.filter(**{text.kind: text.source}, finished_at__isnull=False).values_list("coder", flat=True)
    )
    pairs = [
        (f"{one.pk}-{other.pk}", one, other) for one, other in combinations(coders, 2) if {one.pk, other.pk} <= finished
    ]
    chosen = next((pair for pair in pairs if pair[0] == request.GET.get("pair")), pairs[0] if pairs else None)
    waiting: Any = text.highlights().filter(state=HighlightState.PROPOSED, coder__isnull=False).select_related("coder")
    context = admin.site.each_context(request) | {
        "title": _("Agreement"),
        "opts": text.source._meta,
        "text": text,
        "coders": [(coder, coder.pk in finished) for coder in coders],
        "pairs": pairs,
        "chosen": chosen,
        "compared": compare(text, chosen[1], chosen[2]) if chosen else None,
        "waiting": waiting.prefetch_related(Prefetch("codings", queryset=Coding.objects.select_related("theme"))),
    }
    request.current_app = admin.site.name
    return TemplateResponse(request, "admin/coding/agreement.html", context)


agreement_view = admin.site.admin_view(agreement)
