"""What curators choose on pages of their own."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.models import Topic
from kpknow.content.admin.choices import RecordChoice
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
