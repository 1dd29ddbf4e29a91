"""Consents with a note of everybody who looks at one."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from events.admin.consents import ConsentAdmin
from events.models import Consent
from kpknow.curation.actions.consent_views import note_view
from kpknow.curation.models import ConsentPage, Receipt

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

    def response_add(self, request: HttpRequest, obj: Consent, post_url_continue: str | None = None) -> HttpResponse:
        """Whoever agrees leaves with a code: say so where none was given yet."""
        response: HttpResponse = super().response_add(request, obj, post_url_continue)
        if not Receipt.objects.filter(contributor=obj.contributor_id, ended_at__isnull=True).exists():
            address = reverse("admin:events_contributor_receipt", args=(obj.contributor_id,))
            words = _("They have no code yet, with which they can hide what is theirs.")
            self.message_user(request, format_html('{} <a href="{}">{}</a>', words, address, _("Give a code")))
        return response

    def _withdraw(self, request: HttpRequest, consents: list[Any], back: str) -> HttpResponse:
        for consent in consents:
            note_view(ConsentPage.WITHDRAWAL, by=request.user, consent=consent, of=consent.contributor)
        return super()._withdraw(request, consents, back)
