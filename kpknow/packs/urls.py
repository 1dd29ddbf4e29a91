"""Addresses of take-home packs."""

from django.urls import path, re_path

from kpknow.packs import views

app_name = "packs"
urlpatterns = [
    path("packs/new/", views.new, name="new"),
    re_path(r"^packs/(?P<name>[a-z2-9]{12})/\Z", views.pack, name="pack"),
]
