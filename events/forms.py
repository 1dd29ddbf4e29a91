"""Forms staff write events in: what the database refuses, said beside the field that is responsible."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import Topic
from events.models.topic import topic_key
from kpknow.content.forms import RecordForm, StaffForm

LONGEST_KEY = 120


class EventForm(RecordForm):
    beside = RecordForm.beside | {"_city_has_country": ("country",), "_is_not_part_of_itself": ("parent",)}
    wording = {"_is_not_part_of_itself": _("An event is not part of itself.")}


class OrganisationForm(RecordForm):
    beside = RecordForm.beside | {"_shield_has_reason": ("shield_reason",), "_city_has_country": ("country",)}


class MembershipForm(StaffForm):
    beside = {"_membership_of_another": ("member", "network")}


class ResourceForm(RecordForm):
    beside = RecordForm.beside | {"_cost_has_currency": ("currency",)}


class SurveyForm(RecordForm):
    beside = RecordForm.beside | {"_answered_within_invited": ("answered",)}


class OptionForm(StaffForm):
    beside = {"_has_a_figure_or_says_why_not": ("share",), "_share_within_100": ("share",)}


class ConsentForm(StaffForm):
    beside = {"_covers_something": ("covers_words",), "_ends_after_it_is_given": ("expires_on",)}


class TopicForm(StaffForm):
    beside = {"_is_not_merged_into_itself": ("merged_into",)}
    wording = {"_is_not_merged_into_itself": _("A topic cannot become itself.")}

    def clean_name(self) -> str:
        """“PrEP” and “PREP” are one topic; their folded name is unique and nobody types it."""
        name: str = self.cleaned_data["name"]
        key = topic_key(name)
        if not key or len(key) > LONGEST_KEY:
            raise forms.ValidationError(_("Write a shorter name, with letters."))
        if same := Topic.objects.filter(key=key).exclude(pk=self.instance.pk).first():
            raise forms.ValidationError(_("“%(topic)s” is the same topic."), params={"topic": same.name})
        return name

    def clean_merged_into(self) -> Any:
        """A reader is sent on once: a topic leads to one that stands for itself."""
        target = self.cleaned_data["merged_into"]
        if target and target.merged_into_id:
            raise forms.ValidationError(_("That topic was merged too; choose the one it became."))
        return target
