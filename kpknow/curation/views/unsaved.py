"""What a long form sends every 20 seconds, and the two buttons above it when it is opened again."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kpknow.curation.actions.unsaved import TooLong, drop, keep
from kpknow.curation.forms_kept import form_of
from kpknow.curation.models import UnsavedWords


def time_words(kept: UnsavedWords) -> str:
    """“14:32”, with the day if it was another."""
    at = timezone.localtime(kept.saved_at)
    return date_format(at, "H:i" if at.date() == timezone.localdate() else "j F, H:i")


def address_of(kind: str, record: object) -> str:
    name = f"admin:{kind.replace('.', '_')}"
    return reverse(f"{name}_change", args=(record.pk,)) if record else reverse(f"{name}_add")  # type: ignore[attr-defined] # a record


@require_POST
def keep_words(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    form_of(request, kind, key)
    try:
        kept = keep(request.user, kind, key, request.POST)
    except TooLong:
        return JsonResponse({"words": _("This is too long to be kept on the way. Save it.")}, status=413)
    return JsonResponse({"words": _("Saved at %(time)s, for you alone.") % {"time": time_words(kept)}})


@require_POST
def bring_back(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """The form with those words in it; nothing is saved. Who else saved meanwhile is met as on any save."""
    model_admin, record = form_of(request, kind, key)
    kept = UnsavedWords.objects.of(request.user, kind, key).first()
    page = address_of(kind, record)
    if kept is None:
        return HttpResponseRedirect(page)
    fields = QueryDict(mutable=True)
    for name, values in kept.lists.items():
        fields.setlist(name, values)
    sent: Any = request
    sent._files = MultiValueDict()  # before the words: whoever asks for files first would read the body again
    sent.POST = fields  # as if they had been sent now
    words = _("These are your words of %(time)s. Look through them, then save.") % {"time": time_words(kept)}
    shown: HttpResponse = model_admin.show_again(request, str(record.pk) if record else None, page, None, words)
    return shown


@require_POST
def throw_away(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    _model_admin, record = form_of(request, kind, key)
    drop(request.user, kind, key)
    return HttpResponseRedirect(address_of(kind, record))


keep_view = admin.site.admin_view(keep_words)
back_view = admin.site.admin_view(bring_back)
away_view = admin.site.admin_view(throw_away)
