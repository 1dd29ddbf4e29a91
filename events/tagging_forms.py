"""Topics in a record's form: chosen from the list, or typed by name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.actions.tagging import NotATopic, names_in
from events.models import Topic
from kpknow.content.forms import RecordForm, StaffForm

MOST_NAMES = 20


class TaggingForm(StaffForm):
    """One row of a record's topics."""

    def clean_tag(self) -> Topic | None:
        """The topic it became, where it was merged while the page was open."""
        topic: Topic | None = self.cleaned_data["tag"]
        return topic.merged_into or topic if topic else None


class NamesField(forms.CharField):
    """Gives a list of names that can be topics."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput({"class": "vTextField"}))
        super().__init__(required=False, max_length=2000, **kwargs)

    def clean(self, value: Any) -> list[str]:
        try:
            names = names_in(super().clean(value))
        except NotATopic as refused:
            words = _("“%(name)s” cannot be a topic: write up to 100 signs, with letters.")
            raise forms.ValidationError(words, params={"name": refused.name[:40]}) from refused
        if len(names) > MOST_NAMES:
            raise forms.ValidationError(_("Write at most 20 topics at once."))
        return names


class TaggedRecordForm(RecordForm):
    topic_names = NamesField(
        label=_("More topics, by name"),
        help_text=_("Parted by commas. One that exists is used, however it is written; a new name makes a new topic."),
    )
