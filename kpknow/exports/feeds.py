"""Atom feeds (RFC 4287) of records that may leave this site. No person is named in a feed."""

import datetime as dt
import hashlib
import re
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed

NEWEST = 30
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What XML 1.0 cannot hold (section 2.2); one such sign in one title would break the feed for everybody."""


def day(moment: dt.datetime) -> dt.datetime:
    """Midnight of its day: the hour tells when a curator was at work."""
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)


class RecordFeed(Feed):  # type: ignore[type-arg]  # generic for the checker only
    """Carries an ETag, so that a reader that asks often pays for what changed only."""

    feed_type = Atom1Feed

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
        response = super().__call__(request, *args, **kwargs)
        # Atom's own <updated> is the newest record's, so equal content is equal bytes
        etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        response.headers["ETag"] = etag
        return get_conditional_response(request, etag=etag, response=response) or response

    def words(self, item: Any) -> str:
        """What the feed says of a record under its title."""
        raise NotImplementedError

    def item_title(self, item: Any) -> str:
        return UNWRITABLE.sub("", str(item))

    def item_description(self, item: Any) -> str:
        return UNWRITABLE.sub("", self.words(item)).strip()

    def item_pubdate(self, item: Any) -> dt.datetime | None:
        return item.published_at and day(item.published_at)

    def item_updateddate(self, item: Any) -> dt.datetime:
        return day(item.changed_at)

    def item_link(self, item: Any) -> str:
        return str(item.get_absolute_url())
