"""Forms staff write events in: what the database refuses, said beside the field that is responsible."""

from collections import Counter
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from events.models import Consent, Contributor, Topic, TopicTerm
from events.models.consent import person_hides
from events.models.naming import concepts_named
from events.models.term import term_key
from events.models.topic import topic_key
from events.tagging_forms import TaggedRecordForm
from kpknow.content.forms import PlacedFormSet, RecordForm, StaffForm
from kpknow.safety.documents import Document, read_upload
from kpknow.safety.kept_files import check_store_answers

LONGEST_KEY = 120
HIDDEN_BY_PERSON = _("This person hid all of theirs with their code. Review that first.")
CONSENT_TICKS = (
    *("covers_words", "covers_name", "covers_photo", "covers_voice", "covers_video"),
    *("for_web", "for_exports", "for_translation"),
)


class EventForm(TaggedRecordForm):
    beside = RecordForm.beside | {"_city_has_country": ("country",), "_is_not_part_of_itself": ("parent",)}
    wording = {"_is_not_part_of_itself": _("An event is not part of itself.")}


class OrganisationForm(RecordForm):
    beside = RecordForm.beside | {"_shield_has_reason": ("shield_reason",), "_city_has_country": ("country",)}


class MembershipForm(StaffForm):
    beside = {"_membership_of_another": ("member", "network")}


class ResourceForm(TaggedRecordForm):
    beside = RecordForm.beside | {"_cost_has_currency": ("currency",)}
    strip_file = forms.BooleanField(
        label=_("take out what the file tells besides its pages"),
        required=False,
        help_text=_("Names of authors, comments, tracked changes, hidden text, attachments. The pages stay."),
    )

    def clean(self) -> dict[str, Any] | None:
        """A new file is looked through; nobody has read yet what it tells, so nobody can have said it may be read."""
        cleaned = super().clean()
        upload, strips = self.cleaned_data.get("file"), self.cleaned_data.get("strip_file", False)
        is_new = isinstance(upload, UploadedFile)
        try:
            if upload and (is_new or strips):
                check_store_answers()
                with upload.open("rb") as file:
                    self._keep(read_upload(file.read(), strip=strips))
                if is_new:
                    self.cleaned_data["file_checked"] = False
            elif upload is False:
                self.instance.file_kind, self.instance.file_bytes, self.instance.file_tells = "", 0, []
        except ValidationError as refused:
            self.add_error("file", refused)
        except FileNotFoundError:
            self.add_error("file", _("The file is lost; choose it again."))
        return cleaned

    def _keep(self, document: Document) -> None:
        self.cleaned_data["file"] = ContentFile(document.data, name=f"file.{document.kind}")
        self.instance.file_kind, self.instance.file_bytes = document.kind, len(document.data)
        self.instance.file_tells = document.tells


class SurveyForm(RecordForm):
    beside = RecordForm.beside | {"_answered_within_invited": ("answered",)}


class OptionForm(StaffForm):
    beside = {"_has_a_figure_or_says_why_not": ("share",), "_share_within_100": ("share",)}


class ConsentForm(StaffForm):
    """``replaced``: the consent in whose place this one is recorded; ``narrows``: it may only leave out."""

    beside = {"_covers_something": ("covers_words",), "_ends_after_it_is_given": ("expires_on",)}
    replaced: ClassVar[Consent | None] = None
    narrows: ClassVar[bool] = False

    def clean_contributor(self) -> Contributor:
        contributor: Contributor = self.cleaned_data["contributor"]
        if self.replaced and contributor.pk != self.replaced.contributor_id:
            raise forms.ValidationError(_("A consent is recorded anew for the person who gave the old one."))
        return contributor

    def clean(self) -> None:
        super().clean()
        if self.replaced and self.replaced.withdrawn_at:
            raise forms.ValidationError(_("The old consent was withdrawn meanwhile. Record a new one by itself."))
        if not self.replaced and self._person_hides():
            self.add_error("contributor" if self._is_shown("contributor") else None, HIDDEN_BY_PERSON)
        for name in CONSENT_TICKS if self.replaced and self.narrows else ():
            if self.cleaned_data.get(name) and not getattr(self.replaced, name):
                self.add_error(name, _("The old consent did not cover this: narrowing only leaves out."))

    def _person_hides(self) -> bool:
        person = self.cleaned_data.get("contributor")
        key = person.pk if person else self.instance.contributor_id
        return person_hides(key)


class ContributionForm(StaffForm):
    """Somebody in a story or session. While they hide what is theirs, nobody else takes their place there."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        moved = next((name for name in ("contributor", "role") if name in self.changed_data), None)
        if self.instance.pk and moved and person_hides(self.initial.get("contributor")):
            self.add_error(moved, HIDDEN_BY_PERSON)
        return cleaned


class ContributionFormSet(PlacedFormSet):
    """Whoever is taken out takes no consent along any more: their words would be read again."""

    def clean(self) -> None:
        super().clean()
        for form in self.deleted_forms:
            if person_hides(form.instance.contributor_id):
                raise ValidationError(HIDDEN_BY_PERSON, code="hidden_by_person")


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
