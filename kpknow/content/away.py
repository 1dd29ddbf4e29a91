"""The answer while something the site rests on is away: styled, with the exit link, asking nothing of anybody."""

from django.conf import settings
from django.http import HttpResponse
from django.template import loader

COMES_BACK = 30
"""Seconds after which whoever asked by machine may ask again."""


class ServiceUnavailable(HttpResponse):
    status_code = 503


def away_answer() -> ServiceUnavailable:
    page = loader.get_template("500.html").render({"exit_url": settings.EXIT_URL, "is_away": True})
    return ServiceUnavailable(page, headers={"Retry-After": str(COMES_BACK), "Cache-Control": "no-store"})
