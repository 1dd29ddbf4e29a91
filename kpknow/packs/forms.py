"""What readers choose of a pack. Sent by GET: a choice is an address, and no cookie is needed."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kpknow.content.languages import own_name
from kpknow.exports.deck import Deck
from kpknow.packs.choices import figures_of
from kpknow.packs.formats import FORMATS

FRAMES = ("en", "fr", "ru")
"""Languages whose words for the frame of a pack exist."""
AUDIENCES = (
    ("outside", _("Outside the movement: terms are explained")),
    ("inside", _("Inside the movement: what to discuss, no explanations")),
)
TONES = (
    ("formal", _("Formal: figures and method first")),
    ("informal", _("Informal: voices first, fewer figures")),
)


class ChoiceForm(forms.Form):
    """``chosen`` tells a form with nothing ticked from an address that names no boxes, which means all of them."""

    audience = forms.ChoiceField(label=_("Who is it for?"), choices=AUDIENCES, widget=forms.RadioSelect, required=False)
    tone = forms.ChoiceField(label=_("How is it meant?"), choices=TONES, widget=forms.RadioSelect, required=False)
    language = forms.ChoiceField(
        label=_("Language of the words around"),
        required=False,
        help_text=_("Titles, findings and voices stay in the language they were written in."),
    )
    point = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)
    figure = forms.MultipleChoiceField(label=_("Figures"), widget=forms.CheckboxSelectMultiple, required=False)
    file = forms.ChoiceField(
        choices=[(name, one.label) for name, one in FORMATS.items()],
        required=False,
        error_messages={"invalid_choice": _("We do not make that kind of file.")},
    )

    def __init__(self, asked: QueryDict, deck: Deck) -> None:
        points, figures = [one.key for one in deck.points], [one.key for one in figures_of(deck)]
        said = asked.copy()
        language = get_language() or "en"
        defaults = {"audience": "outside", "tone": "formal", "language": language if language in FRAMES else FRAMES[0]}
        for name, value in defaults.items():
            if not said.get(name):
                said[name] = value
        if "chosen" not in said:
            said.setlist("point", points)
            said.setlist("figure", figures)
        super().__init__(said)
        named: dict[str, Any] = self.fields
        named["language"].choices = [(tag, own_name(tag)) for tag in FRAMES]
        named["point"].label = deck.points_heading
        named["point"].choices = [(one.key, one.title) for one in deck.points]
        named["figure"].choices = [(one.key, one.wording) for one in figures_of(deck)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        offered = self.fields["point"].choices or self.fields["figure"].choices  # type: ignore[attr-defined]
        if offered and not self.errors and not cleaned.get("point") and not cleaned.get("figure"):
            self.add_error("point", _("Choose at least one of these, or one figure."))
        return cleaned
