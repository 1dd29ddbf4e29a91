"""Asks the way a reader does, and says which records came."""

from django.test import RequestFactory

from kpknow.content.listing import ListAddressMoved
from kpknow.search.indexing import catch_up
from kpknow.search.query import read
from kpknow.search.results import SearchListing


def searched(typed: str, **choices: str | list[str]) -> SearchListing:
    """What the page of this query holds; nothing is indexed on the way."""
    words = {"q": read(typed).text} if read(typed).text else {}
    try:
        return SearchListing(RequestFactory().get("/search/", words | choices))
    except ListAddressMoved as moved:
        return SearchListing(RequestFactory().get(moved.response.url))


def titles(typed: str, **choices: str | list[str]) -> list[str]:
    """Titles of what is found once everything is indexed, sorted."""
    catch_up()
    return sorted(found.title for found in searched(typed, **choices).page)
