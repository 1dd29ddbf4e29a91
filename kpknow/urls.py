"""Every address of the site. Readers' pages carry a language prefix for every language but the default."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

from kpknow.curation.views.draft_links import draft, draft_picture
from kpknow.pages.views import errors
from stories.models.media import PICTURE_NAME

urlpatterns = [
    path(f"{settings.STAFF_PATH}account/", include("kpknow.accounts.urls")),
    path(settings.STAFF_PATH, include("kpknow.curation.urls")),
    path(settings.STAFF_PATH, admin.site.urls),
    path("drafts/<str:token>/", draft, name="draft"),
    re_path(rf"^drafts/(?P<token>[^/]+)/pictures/(?P<name>{PICTURE_NAME})\Z", draft_picture, name="draft_picture"),
    path("", include("kpknow.pages.machine_urls")),
    path("", include("kpknow.upkeep.urls")),
    *i18n_patterns(
        path("", include("kpknow.pages.urls")),
        path("", include("events.urls")),
        path("", include("stories.urls")),
        path("", include("kpknow.search.urls")),
        path("", include("kpknow.packs.urls")),
        prefix_default_language=False,
    ),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.broken
