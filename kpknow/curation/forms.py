"""What curators choose on pages of their own."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.models import Topic
from kpknow.content.admin.choices import RecordChoice
from kpknow.content.forms import ReasonForm
from kpknow.content.models import User


class TargetForm(forms.Form):
    """Which topic the chosen ones become. Its widget is the one that topics are chosen with everywhere."""

    into = forms.ModelChoiceField(
        label=_("Becomes"),
        queryset=Topic.objects.none(),
        widget=RecordChoice(Topic._meta.get_field("merged_into"), admin.site),
        help_text=_("The topic to keep. Everything that carries the others will carry this one."),
        error_messages={"invalid_choice": _("Choose a topic that still stands for itself.")},
    )

    def __init__(self, data: Any, *, merged: list[Topic], user: User) -> None:
        super().__init__(data)
        target: Any = self.fields["into"]
        target.queryset = Topic.objects.visible_to(user).exclude(pk__in=[topic.pk for topic in merged])


class ReviewForm(ReasonForm):
    """What becomes of something a person hid."""

    outcome = forms.ChoiceField(
        label=_("What becomes of it"),
        choices=[("withdraw", _("Withdraw it for good")), ("release", _("Show it again: the person agrees"))],
        initial="withdraw",
        widget=forms.RadioSelect,
    )


class AnswerForm(ReasonForm):
    """What whoever has the code of a request reads, and how far it is."""

    state = forms.ChoiceField(
        label=_("How far it is"),
        choices=[
            ("looked_at", _("Being looked at")),
            ("done", _("Done: the way to reach them is erased")),
            ("declined", _("Not done: the way to reach them is erased")),
        ],
        initial="done",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Answer")
        self.fields["reason"].help_text = _("Whoever has the code reads it. Leave out names.")
