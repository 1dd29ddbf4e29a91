"""Addresses of the staff beside the admin's own; mounted under the staff's path."""

from django.urls import path

from kpknow.curation.views import draft_links, unsaved

app_name = "curation"
urlpatterns = [
    path("unsaved/<str:kind>/<str:key>/keep/", unsaved.keep_view, name="keep_words"),
    path("unsaved/<str:kind>/<str:key>/back/", unsaved.back_view, name="bring_back"),
    path("unsaved/<str:kind>/<str:key>/away/", unsaved.away_view, name="throw_away"),
    path("drafts/<str:kind>/<str:key>/link/", draft_links.make_view, name="make_draft_link"),
]
