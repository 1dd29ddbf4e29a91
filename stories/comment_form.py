"""The form a reader writes a comment in."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from kpknow.safety.open_forms import OpenForm

LINK = re.compile(
    r"[a-z][a-z0-9+.-]*://|\bwww\.|</?a\b|\[/?url|\b(?:mailto|tel|sms):"
    r"|\b[\w-]+\.(?:com|net|org|info|biz|io|me|ru|cn|tk|xyz|top|site|online|shop|link|click|ly|gl|co|app|dev|uk|de|fr)\b",
    re.IGNORECASE,
)


def no_links(words: str) -> None:
    if LINK.search(words):
        raise forms.ValidationError(_("Links and web addresses are not taken. Please say it in words."), code="link")


class CommentForm(OpenForm):
    quickest = 2

    name = forms.CharField(
        label=_("A name, if you like"),
        max_length=60,
        required=False,
        validators=[no_links],
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text=_("Not your real one. Empty: “A reader”."),
    )
    text = forms.CharField(
        label=_("Your comment"),
        max_length=4000,
        validators=[no_links],
        widget=forms.Textarea({"rows": 7}),
        help_text=_("Leave out names, telephone numbers, addresses and anything that could lead to a person."),
    )
