"""Atom feeds (RFC 4287) of records that may leave this site. No person is named in a feed."""

import hashlib
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed

NEWEST = 30


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

    def item_title(self, item: Any) -> str:
        return str(item)

    def item_pubdate(self, item: Any) -> Any:
        return item.published_at

    def item_updateddate(self, item: Any) -> Any:
        return item.changed_at

    def item_link(self, item: Any) -> str:
        return str(item.get_absolute_url())
