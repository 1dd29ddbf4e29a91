"""Finds the record an address asks for, and answers honestly when it may not be shown."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kpknow.content.listing import ListAddressMoved
from kpknow.content.models import FormerAddress, Record, RecordQuerySet
from kpknow.content.page_cache import same_for_everybody
from kpknow.content.tombstones import is_tombstone, tombstone_of

RecordT = TypeVar("RecordT", bound=Record)
View = Callable[..., HttpResponse]


class RecordMoved(Exception):
    """The slug is an old one; ``slug`` is the current. ``anchor``: where on that page, whatever the link named."""

    def __init__(self, slug: str) -> None:
        super().__init__(slug)
        self.slug, self.anchor = slug, ""


class RecordGone(Exception):
    """The record was public once and may not be shown today. The answer names nobody."""


def shown_record(visible: RecordQuerySet[RecordT], slug: str) -> RecordT:
    """The visible record at this slug; else raises RecordMoved, RecordGone or Http404, in that order."""
    if record := visible.filter(slug=slug).first():
        return record
    model = visible.model
    known = (slug, tombstone_of(model._meta.label_lower, slug))
    if address := FormerAddress.objects.filter(kind=model._meta.label_lower, slug__in=known).first():
        if is_tombstone(address.current_slug):
            raise RecordGone
        raise RecordMoved(address.current_slug)
    if model._default_manager.filter(slug__in=known, published_at__isnull=False).exists():
        raise RecordGone
    raise Http404


def reader_page(view: View) -> View:
    """A page for readers: GET and HEAD only; old addresses lead on, withdrawn ones answer 410. Kept while true."""

    @require_safe
    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return same_for_everybody(request, view(request, *args, **kwargs))
        except ListAddressMoved as moved:
            return moved.response
        except RecordMoved as moved:
            assert request.resolver_match  # noqa: S101  set for every request that reaches a view
            path = reverse(request.resolver_match.view_name, kwargs={**kwargs, "slug": moved.slug})
            return redirect(f"{path}#{moved.anchor}" if moved.anchor else path, permanent=True)
        except RecordGone:
            return render(request, "410.html", status=410)

    return page
