"""Forms staff write events in: what the database refuses, said beside the field that is responsible."""

from collections import Counter

from django import forms
from django.utils.translation import gettext_lazy as _

from events.models import Topic, TopicTerm
from events.models.naming import concepts_named
from events.models.term import term_key
from events.models.topic import topic_key
from events.tagging_forms import TaggedRecordForm
from kpknow.content.forms import PlacedFormSet, RecordForm, StaffForm

LONGEST_KEY = 120


class EventForm(TaggedRecordForm):
    beside = RecordForm.beside | {"_city_has_country": ("country",), "_is_not_part_of_itself": ("parent",)}
    wording = {"_is_not_part_of_itself": _("An event is not part of itself.")}


class OrganisationForm(RecordForm):
    beside = RecordForm.beside | {"_shield_has_reason": ("shield_reason",), "_city_has_country": ("country",)}


class MembershipForm(StaffForm):
    beside = {"_membership_of_another": ("member", "network")}


class ResourceForm(TaggedRecordForm):
    beside = RecordForm.beside | {"_cost_has_currency": ("currency",)}


class SurveyForm(RecordForm):
    beside = RecordForm.beside | {"_answered_within_invited": ("answered",)}


class OptionForm(StaffForm):
    beside = {"_has_a_figure_or_says_why_not": ("share",), "_share_within_100": ("share",)}


class ConsentForm(StaffForm):
    beside = {"_covers_something": ("covers_words",), "_ends_after_it_is_given": ("expires_on",)}


class TopicForm(StaffForm):
    def clean_name(self) -> str:
        """“PrEP” and “PREP” are one topic; their folded name is unique and nobody types it."""
        name: str = self.cleaned_data["name"]
        key = topic_key(name)
        if not any(sign.isalnum() for sign in key) or len(key) > LONGEST_KEY:
            raise forms.ValidationError(_("Write a shorter name, with letters."))
        if same := Topic.objects.filter(key=key).exclude(pk=self.instance.pk).first():
            raise forms.ValidationError(_("“%(topic)s” is the same topic."), params={"topic": same.name})
        others = TopicTerm.objects.filter(key=key).exclude(topic=self.instance.pk).select_related("topic")
        if (other := others.first()) and "name" in self.changed_data:
            raise forms.ValidationError(
                _("This is another word for “%(topic)s”; use that topic, or take the word off its terms first."),
                params={"topic": other.topic},
            )
        return name


class TermForm(StaffForm):
    beside = {"_names_one_concept": ("term",), "_one_preferred_label": ("kind",), "_names_are_shipped": ("kind",)}

    def clean_language(self) -> str:
        """Tags are compared as they stand, so all are written alike: “pt-BR”, never “PT-br”."""
        first, *others = str(self.cleaned_data["language"]).split("-")
        regions = [part.upper() if len(part) == 2 else part.lower() for part in others]
        return "-".join([first.lower(), *regions])

    def clean_term(self) -> str:
        term: str = self.cleaned_data["term"]
        key = term_key(term)
        if not any(sign.isalnum() for sign in key) or len(key) > LONGEST_KEY:
            raise forms.ValidationError(_("Write a shorter term, with letters."))
        return term


class TermFormSet(PlacedFormSet):
    """Refuses a word that already names another concept in its language, or stands twice among these rows."""

    def clean(self) -> None:
        super().clean()
        kept = [form for form in self.forms if form.is_valid() and "term" in form.cleaned_data]
        kept = [form for form in kept if not self._should_delete_form(form)]  # type: ignore[attr-defined] # Django's own hook, without a stub
        words = {form: (form.cleaned_data["language"], term_key(form.cleaned_data["term"])) for form in kept}
        changed = [form for form in kept if form.has_changed()]
        named = concepts_named([words[form] for form in changed]) if changed else {}
        times = Counter(words.values())
        for form in changed:
            others = [concept for concept in named[words[form]] if concept != self.instance]
            if others:
                message = _("This word already means “%(concept)s”.")
                form.add_error("term", forms.ValidationError(message, params={"concept": others[0]}))
            elif times[words[form]] > 1:
                form.add_error("term", _("This word stands here twice."))
