"""The search page, and how a browser can ask it from its own field."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from kpknow.content.listing import ListAddressMoved
from kpknow.search.results import SearchListing


@csrf_exempt  # changes nothing, and a token would cost every reader a cookie
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Words sent by POST stand in no address and no history; the page is the same.

    Never kept for others: what is being indexed now would stay missing from a kept page.
    Raises BadRequest for more filters than a list takes.
    """
    try:
        listing = SearchListing(request)
    except ListAddressMoved as moved:
        return moved.response
    response = render(request, "search/search.html", {"listing": listing, "by_post": request.method == "POST"})
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """OpenSearch 1.1, draft 6."""
    context = {"address": request.build_absolute_uri(reverse("search:search"))}
    return render(request, "search/opensearch.xml", context, content_type="application/opensearchdescription+xml")
