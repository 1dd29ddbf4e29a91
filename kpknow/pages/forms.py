"""What people without an account fill in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kpknow.safety.open_forms import OpenForm
from kpknow.safety.sealing import can_seal

PLAIN = {"autocomplete": "off", "spellcheck": "false"}


class CodeForm(OpenForm):
    """Sixteen digits, however they are typed. Which are wrong is never said."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=100,
        strip=False,
        widget=forms.TextInput(PLAIN | {"inputmode": "numeric"}),
        help_text=_("Sixteen digits. Spaces do not matter."),
    )


class ProgressForm(CodeForm):
    """The code of a request, to ask how far it is."""


class RemovalForm(OpenForm):
    """What is wrong, and where. How to reach somebody is asked only where it can be kept sealed."""

    page = forms.CharField(
        label=_("Which page"),
        max_length=300,
        required=False,
        widget=forms.TextInput(PLAIN),
        help_text=_("Its address or its title. You may leave it empty."),
    )
    words = forms.CharField(
        label=_("What is wrong"),
        max_length=4000,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("What should be changed or removed, and what could happen otherwise. Do not say who you are."),
    )
    contact = forms.CharField(
        label=_("How to reach you, if you like"),
        max_length=200,
        required=False,
        widget=forms.TextInput(PLAIN),
        help_text=_("It is kept locked, for those who answer you, and erased with the answer."),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        if not can_seal():
            del self.fields["contact"]
