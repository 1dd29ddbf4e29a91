"""Addresses of the staff beside the admin's own; mounted under the staff's path."""

from django.urls import path

from kpknow.curation.coding.views import agreement, block, files, repair, themes, workbench
from kpknow.curation.views import draft_links, unsaved

app_name = "curation"
urlpatterns = [
    path("unsaved/<str:kind>/<str:key>/keep/", unsaved.keep_view, name="keep_words"),
    path("unsaved/<str:kind>/<str:key>/back/", unsaved.back_view, name="bring_back"),
    path("unsaved/<str:kind>/<str:key>/away/", unsaved.away_view, name="throw_away"),
    path("drafts/<str:kind>/<str:key>/link/", draft_links.make_view, name="make_draft_link"),
    path("coding/", files.coding_view, name="coding"),
    path("coding/codebook/add/", files.bring_codebook_view, name="bring_codebook"),
    path("coding/files/<str:name>.<str:form>", files.coding_file_view, name="coding_file"),
    path("coding/relink/<int:key>/", repair.relink_view, name="relink"),
    path("coding/<str:kind>/<int:key>/", workbench.code_view, name="code"),
    path("coding/<str:kind>/<int:key>/passages/<int:block_key>/", block.code_block_view, name="code_block"),
    path("coding/<str:kind>/<int:key>/themes/add/", themes.propose_theme_view, name="propose_theme"),
    path("coding/<str:kind>/<int:key>/agreement/", agreement.agreement_view, name="agreement"),
]
