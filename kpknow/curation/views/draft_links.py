"""Making a link to a draft, and the page it opens."""

import re
from typing import Any, TypeVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kpknow.content.models import DraftReader, Record, Status
from kpknow.content.showing import page_for
from kpknow.curation.actions.draft_links import make_link
from kpknow.curation.forms_kept import model_of
from kpknow.curation.models import DraftLink
from kpknow.curation.models.draft_link import HOURS, hash_of
from stories.models.media import PICTURE_NAME
from stories.views.media import picture

Answer = TypeVar("Answer", bound=HttpResponseBase)

PICTURE_ADDRESS = re.compile(rf"(?<=[\"\s])/(?:[a-z-]+/)?(pictures/{PICTURE_NAME})".encode())
"""As the page names its pictures; readers get none of a draft, so its link serves them."""


def may_share(request: HttpRequest, record: Record) -> bool:
    """Whoever may open a record that is not public and not withdrawn."""
    model_admin: Any = admin.site.get_model_admin(type(record))
    is_draft = record.status in (Status.DRAFT, Status.IN_REVIEW)
    return is_draft and bool(model_admin.has_view_permission(request, record))


@require_POST
def make_draft_link(request: HttpRequest, kind: str, key: str) -> HttpResponse:
    """Says the address once; it cannot be looked up again."""
    model = model_of(kind)
    if model is None or not issubclass(model, Record):
        raise Http404
    model_admin: Any = admin.site.get_model_admin(model)
    if (record := model_admin.get_object(request, key)) is None:
        raise Http404
    if not may_share(request, record):
        raise PermissionDenied
    token = make_link(record, by=request.user)
    context = admin.site.each_context(request) | {
        "title": _("Show this draft to somebody"),
        "opts": model._meta,
        "record": record,
        "address": request.build_absolute_uri(reverse("draft", args=(token,))),
        "hours": HOURS,
    }
    request.current_app = admin.site.name
    return TemplateResponse(request, "admin/draft_link.html", context)


make_view = admin.site.admin_view(make_draft_link)


@require_safe
def draft(request: HttpRequest, token: str) -> HttpResponse:
    """The saved state of one record as readers would get it. What consent or a shield forbids stays hidden.

    Never kept by anybody, and the same for everybody: no cookie is read. Links that ended, and withdrawn records,
    answer 410 and name nothing.
    """
    record = shared_record(token)
    if record is None:
        return unindexed(render(request, "410.html", status=410))
    page = page_for(
        DraftReader(record), record, request, bar=_("A draft, shown to you alone. Please do not pass it on.")
    )
    if page.status_code != 200:  # a consent or a shield forbids it
        page = render(request, "404.html", status=404)
    page.content = PICTURE_ADDRESS.sub(rf"/drafts/{token}/\1".encode(), page.content)
    return unindexed(page)


@require_safe
def draft_picture(request: HttpRequest, token: str, name: str) -> HttpResponseBase:
    """A picture of that draft, as long as its link is open and everybody in it agrees."""
    record = shared_record(token)
    if record is None:
        return unindexed(HttpResponse(status=410))
    asked: Any = request
    asked.user = DraftReader(record)
    return unindexed(picture(request, name))


def shared_record(token: str) -> Record | None:
    """What the link shows; None once it has ended or its record is withdrawn; 404 for a link nobody made."""
    link = DraftLink.objects.filter(token_hash=hash_of(token)).first()
    if link is None:
        raise Http404
    record = link.record() if link.is_open else None
    return None if record is None or record.status == Status.WITHDRAWN else record


def unindexed(page: Answer) -> Answer:
    page.headers["X-Robots-Tag"] = "noindex"
    page.headers["Cache-Control"] = "no-store"
    return page
