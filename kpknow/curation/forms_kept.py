"""Which forms keep what is typed, and who may write in one."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from events.models import Session
from kpknow.content.models import Record, Source
from kpknow.curation.models.unsaved_words import NEW
from stories.models import Finding, SynthesisSection


def is_long(model: Any) -> bool:
    """Forms people write in for a while. Never accounts, nor people and their consents."""
    return issubclass(model, (Record, Session, Source, Finding, SynthesisSection))


def model_of(kind: str) -> Any:
    """The model of a kind staff have pages of (“stories.story”); None for anything else that stands in an address."""
    try:
        model = apps.get_model(kind)
    except (LookupError, ValueError):
        return None
    return model if admin.site.is_registered(model) else None


def form_of(request: HttpRequest, kind: str, key: str) -> tuple[Any, Any]:
    """The admin of a kind and the record of a key, None for a new one; Http404 or PermissionDenied otherwise."""
    model = model_of(kind)
    if model is None or not is_long(model):
        raise Http404
    model_admin: Any = admin.site.get_model_admin(model)
    if key == NEW:
        if not model_admin.has_add_permission(request):
            raise PermissionDenied
        return model_admin, None
    record = model_admin.get_object(request, key)
    if record is None:
        raise Http404
    if not model_admin.has_change_permission(request, record):
        raise PermissionDenied
    return model_admin, record
