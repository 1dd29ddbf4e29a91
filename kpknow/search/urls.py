"""Finding anything."""

from django.urls import path

from kpknow.search import views

app_name = "search"
urlpatterns = [path("search/", views.search, name="search")]
