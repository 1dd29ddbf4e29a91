"""Pages that say what this site is, what it keeps and what it cannot promise."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kpknow.content.lookup import reader_page
from kpknow.exports.crumbs import crumbs
from stories.reading.strength import STATE_RULES, WHY


def words_page(request: HttpRequest, template: str, **more: Any) -> HttpResponse:
    return render(request, f"pages/{template}.html", {"crumbs": crumbs(), "section": "", **more})


@reader_page
def about(request: HttpRequest) -> HttpResponse:
    return words_page(request, "about")


@reader_page
def method(request: HttpRequest) -> HttpResponse:
    return words_page(request, "method", state_rules=STATE_RULES, why_two=WHY)


@reader_page
def safety(request: HttpRequest) -> HttpResponse:
    return words_page(request, "safety")


@reader_page
def consent(request: HttpRequest) -> HttpResponse:
    return words_page(request, "consent")


@reader_page
def accessibility(request: HttpRequest) -> HttpResponse:
    return words_page(request, "accessibility")


@reader_page
def licence(request: HttpRequest) -> HttpResponse:
    return words_page(request, "licence")
