"""Addresses for whatever stands in front of the site; they have no language prefix."""

from django.urls import path

from kpknow.upkeep import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
