"""What a coder sends: a passage with its themes, or a theme they miss."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kpknow.content.forms import StaffForm
from kpknow.content.models import Status
from kpknow.curation.coding.texts import CodedText
from kpknow.curation.importing.vocabulary import Roll
from stories.models import Display, Theme

FARTHEST = 2**31 - 1
LONGEST_PARAPHRASE = 4000


def themes_to_code() -> Any:
    """In the order readers see them; drafts, too: a proposed theme is coded to before it is accepted."""
    return Theme.objects.exclude(status=Status.WITHDRAWN).order_by("order", "name")


def first_display(text: CodedText) -> Display:
    """Answers were given to be counted: nobody was asked whether they may be quoted."""
    return Display.PARAPHRASE if text.kind == "question" else Display.QUOTE_UNNAMED


class PassageForm(forms.Form):
    """Where a passage begins and ends in its block, counted in code points, what it speaks to, how it may be shown."""

    start = forms.IntegerField(label=_("From"), min_value=0, max_value=FARTHEST)
    end = forms.IntegerField(label=_("To"), min_value=1, max_value=FARTHEST)
    exact = forms.CharField(required=False, strip=False)
    text_hash = forms.CharField(required=False)
    theme = forms.ModelMultipleChoiceField(
        label=_("Themes"),
        queryset=Theme.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one theme."), "invalid_choice": _("That theme is gone.")},
    )
    display = forms.ChoiceField(label=_("How it may be shown"), choices=Display.choices, initial=Display.QUOTE_UNNAMED)
    text = forms.CharField(
        label=_("In our words"),
        required=False,
        max_length=LONGEST_PARAPHRASE,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("A person's own words that may only be told in ours stay hidden until they are."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themes: Any = self.fields["theme"]
        themes.queryset = themes_to_code()

    def clean_text(self) -> str:
        return str(self.cleaned_data["text"]).replace("\r\n", "\n").strip()

    def clean(self) -> Any:
        cleaned = super().clean() or {}
        if cleaned.get("end", 1) <= cleaned.get("start", 0):
            self.add_error("end", _("The passage ends before it begins."))
        return cleaned

    def said(self) -> str:
        """Every complaint in one line, for the status line."""
        return " ".join(dict.fromkeys(str(words) for said in self.errors.values() for words in said))


class NewThemeForm(StaffForm):
    """A theme proposed while coding: a draft, until an editor sends it on and a publisher publishes it."""

    class Meta:
        model = Theme
        fields = ("name", "meaning", "definition", "include", "exclude", "example")
        widgets = {name: forms.Textarea({"rows": 2}) for name in ("definition", "include", "exclude", "example")}

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if Theme.objects.filter(Q(name__iexact=name)).exists():
            raise ValidationError(_("There is a theme of that name."))
        return name

    def propose(self, by: Any) -> Theme:
        theme: Theme = self.instance
        theme.slug, theme.made_by, theme.status = Roll(Theme).free_slug(theme.name), by, Status.DRAFT
        theme.save()
        return theme
