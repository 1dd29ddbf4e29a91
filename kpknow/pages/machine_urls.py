"""Addresses for machines; they have no language prefix."""

from django.urls import path

from kpknow.pages.views import machines
from kpknow.search.views import opensearch

urlpatterns = [
    path("robots.txt", machines.robots, name="robots"),
    path("opensearch.xml", opensearch, name="opensearch"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("sitemap-<slug:section>-<int:page>.xml", machines.sitemap_section, name="sitemap_section"),
]
