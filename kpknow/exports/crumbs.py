"""The way from the home page to where the reader is."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kpknow.exports.jsonld import Thing, breadcrumbs

Crumbs = list[tuple[str, str]]


def crumbs(*steps: tuple[str, str]) -> Crumbs:
    """(label, path) pairs, home first."""
    return [(_("Home"), reverse("pages:home")), *steps]


def crumbs_jsonld(request: HttpRequest, way: Sequence[tuple[str, str]]) -> Thing:
    return breadcrumbs((label, request.build_absolute_uri(path)) for label, path in way)
