"""Consents with a note of everybody who looks at one."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from events.admin.consents import ConsentAdmin
from events.models import Consent
from kpknow.curation.actions.consent_views import note_view
from kpknow.curation.models import ConsentPage

admin.site.unregister(Consent)


@admin.register(Consent)
class ConsentDeskAdmin(ConsentAdmin):
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        response = super().changelist_view(request, extra_context)
        if request.method == "GET" and response.status_code == 200:
            note_view(ConsentPage.CONSENTS, by=request.user)
        return response

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        if consent := context.get("original"):
            note_view(ConsentPage.CONSENT, by=request.user, consent=consent, of=consent.contributor)
        return super().render_change_form(request, context, *args, **kwargs)

    def _withdraw(self, request: HttpRequest, consents: list[Any], back: str) -> HttpResponse:
        for consent in consents:
            note_view(ConsentPage.WITHDRAWAL, by=request.user, consent=consent, of=consent.contributor)
        return super()._withdraw(request, consents, back)
