"""Making a link to a draft, and the page it opens."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
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
    link = DraftLink.objects.filter(token_hash=hash_of(token)).first()
    if link is None:
        raise Http404
    record = link.record() if link.is_open else None
    if record is None or record.status == Status.WITHDRAWN:
        return unindexed(render(request, "410.html", status=410))
    page = page_for(
        DraftReader(record), record, request, bar=_("A draft, shown to you alone. Please do not pass it on.")
    )
    if page.status_code != 200:  # a consent or a shield forbids it
        page = render(request, "404.html", status=404)
    return unindexed(page)


def unindexed(page: HttpResponse) -> HttpResponse:
    page.headers["X-Robots-Tag"] = "noindex"
    page.headers["Cache-Control"] = "no-store"
    return page
