"""Answers when something is not there or not right: styled, with the exit link, naming nobody."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader

from kpknow.content.away import away_answer
from kpknow.curation.who_may import who_may
from kpknow.safety.kept_files import FilesAway


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Staff are told which roles the page is for; strangers are told nothing about it."""
    return render(request, "403.html", {"roles": who_may(request)}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Uses no context, no session and no database: any of them may be what broke. A database or a store of files that
    is away comes back: 503, and the next request asks it anew.
    """
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError, FilesAway)):
        return away_answer()
    return HttpResponseServerError(loader.get_template("500.html").render({"exit_url": settings.EXIT_URL}))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)
