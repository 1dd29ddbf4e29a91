"""Atom feeds (RFC 4287) of records that may leave this site. No person is named in a feed."""

import datetime as dt
import hashlib
from typing import Any, ClassVar

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed

from kpknow.content.catalogue import Catalogue
from kpknow.content.catalogue_listing import CatalogueListing, KeyListing
from kpknow.content.facet import Sort
from kpknow.content.leaving import asked_pks, newest_of
from kpknow.content.listing import ListAddressMoved
from kpknow.content.models import RecordQuerySet
from kpknow.exports.writable import writable

NEWEST = 30
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
"""When a feed without entries last changed: the standard wants a moment, and “now” would be news at every request."""
ORDER = (Sort("newest", ""),)

Choice = tuple[CatalogueListing[Any], list[int]]


def day(moment: dt.datetime) -> dt.datetime:
    """Midnight of its day: the hour tells when a curator was at work."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


class SteadyFeed(Atom1Feed):
    def latest_post_date(self) -> dt.datetime:
        """Of the newest entry, so that equal content is equal bytes."""
        return super().latest_post_date() if self.items else NEVER


class RecordFeed(Feed):  # type: ignore[type-arg]  # generic for the checker only
    """Carries an ETag, so that a reader that asks often pays for what changed only.

    With a ``catalogue`` it takes the filters of that list: “Atom of this list”. Asked for what nobody has, it is empty.
    """

    feed_type = SteadyFeed
    name: Any
    list_address: Any
    """Of the whole list it follows."""
    catalogue: ClassVar[Catalogue[Any] | None] = None

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        try:
            response = super().__call__(request, *args, **kwargs)
        except ListAddressMoved as moved:
            return moved.response
        etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response.headers["ETag"] = etag
        return get_conditional_response(request, etag=etag, response=response) or response

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Choice | None:
        """The choice of an address with filters; None for the whole list, which needs no catalogue."""
        if not request.GET or self.catalogue is None:
            return None
        listing = KeyListing(request, self.catalogue, ORDER)
        return listing, asked_pks(listing, request)

    def records(self) -> RecordQuerySet[Any]:
        """All that may leave the site, with what an entry says."""
        raise NotImplementedError

    def words(self, item: Any) -> str:
        """What the feed says of a record under its title."""
        raise NotImplementedError

    def title(self, obj: Choice | None) -> str:
        return writable(f"{self.name}{obj[0].title_suffix if obj else ''}")

    def feed_url(self, obj: Choice | None) -> str | None:
        return obj[0].url() if obj else None

    def link(self, obj: Choice | None) -> str:
        """The list with the same filters; the feed's identity too."""
        return f"{self.list_address}{obj[0].query if obj else ''}"

    def items(self, obj: Choice | None) -> list[Any]:
        return newest_of(self.records(), obj[1] if obj else None, NEWEST)

    def item_title(self, item: Any) -> str:
        return writable(str(item))

    def item_description(self, item: Any) -> str:
        return writable(self.words(item)).strip()

    def item_pubdate(self, item: Any) -> dt.datetime | None:
        return item.published_at and day(item.published_at)

    def item_updateddate(self, item: Any) -> dt.datetime:
        return day(item.changed_at)

    def item_link(self, item: Any) -> str:
        return str(item.get_absolute_url())
