"""Answers for machines: robots, sitemaps."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from kpknow.exports.downloads import streamed
from kpknow.exports.sitemap import XML, index_chunks, section_chunks
from kpknow.pages.sitemap import addresses, sections


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Pages may be found; highlights, outside players and searches may not (their pages say noindex as well)."""
    lines = (
        "User-agent: *",
        "Disallow: /highlights/",
        "Disallow: /stories/*/play/",
        "Disallow: /search/",
        "Disallow: /*/search/",
        "Disallow: /packs/",
        "Disallow: /*/packs/",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    listed = (
        (request.build_absolute_uri(reverse("sitemap_section", args=(section, page))), day)
        for section, page, day in sections()
    )
    return streamed(request, XML, lambda: index_chunks(listed))


@require_safe
def sitemap_section(request: HttpRequest, section: str, page: int) -> HttpResponse:
    found = addresses(section, page)
    if found is None:
        raise Http404
    listed = ((request.build_absolute_uri(path), day) for path, day in found)
    return streamed(request, XML, lambda: section_chunks(listed))
