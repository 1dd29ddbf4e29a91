"""Forms for people without an account: no cookie, no address kept, and still not for machines or other sites.

A cookie proves to Django that a form was asked for by the browser that sends it, for that browser is signed in. These
forms act for nobody who is signed in: what they change, they change for whoever knows the words or the code in them, so
a page elsewhere gains nothing by having a visitor send them. What remains is to keep other sites from using their
visitors' connections, by the browser's own word on where a form stood, and machines from sending without looking.
"""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core import signing
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

OLDEST = 12 * 60 * 60
"""Seconds a page may stay open before its form is sent."""


def sent_from_here(request: HttpRequest) -> bool:
    """By Sec-Fetch-Site, else Origin, else Referer. A browser that tells none of them is believed: some hide all."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site in ("same-origin", "none")
    if (origin := request.headers.get("Origin") or request.headers.get("Referer")) is None:
        return True
    try:
        return urlsplit(origin).netloc == request.get_host()
    except ValueError:
        return False


class OpenForm(forms.Form):
    """``opened`` says when the page was made, signed; ``homepage`` is a trap that people do not see.

    ``quickest``: seconds nobody needs less than to fill it in.
    """

    quickest = 0
    required_css_class = "needed"

    opened = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    homepage = forms.CharField(label=_("Leave this empty"), required=False, max_length=200)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["opened"].initial = self.fresh_token()
        self.fields["homepage"].widget.attrs |= {"autocomplete": "off", "tabindex": "-1"}

    def fresh_token(self) -> str:
        return self._signer().sign("-")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("homepage"):
            raise forms.ValidationError(_("A field that people do not see was filled in. Empty it and send again."))
        try:
            self._signer().unsign(cleaned.get("opened") or "", max_age=OLDEST)
        except signing.BadSignature:
            self._renew_token()
            raise forms.ValidationError(_("This page was open for long. Please send it again.")) from None
        if self.quickest and self._is_too_quick(cleaned["opened"]):
            raise forms.ValidationError(_("That was very quick. Please read it once more, then send it again."))
        return cleaned

    def shown_fields(self) -> list[Any]:
        """Those a person fills in."""
        return [field for field in self.visible_fields() if field.name != "homepage"]

    def _is_too_quick(self, token: str) -> bool:
        try:
            self._signer().unsign(token, max_age=self.quickest)
        except signing.SignatureExpired:
            return False
        return True

    def _renew_token(self) -> None:
        sent = QueryDict(mutable=True)
        sent.update(self.data)
        sent["opened"] = self.fresh_token()
        self.data = sent

    def _signer(self) -> signing.TimestampSigner:
        return signing.TimestampSigner(salt="open form")
