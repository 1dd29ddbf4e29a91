"""Addresses for machines; they have no language prefix."""

from django.contrib.sitemaps.views import index, sitemap
from django.urls import path
from django.views.decorators.http import require_safe

from kpknow.pages.sitemap import sitemaps
from kpknow.pages.views import machines

urlpatterns = [
    path("robots.txt", machines.robots, name="robots"),
    path("healthz", machines.healthz, name="healthz"),
    path(
        "sitemap.xml",
        require_safe(index),
        {"sitemaps": sitemaps, "sitemap_url_name": "sitemap_section"},
        name="sitemap",
    ),
    path("sitemap-<slug:section>.xml", require_safe(sitemap), {"sitemaps": sitemaps}, name="sitemap_section"),
]
