"""The last step of bringing a text in: who spoke under which consent, what the stories are, where it comes from."""

from collections.abc import Iterator
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.admin.consents import PART_FIELDS, USE_FIELDS
from events.forms import ConsentForm
from events.models import Consent, Contributor
from kpknow.content.admin.choices import RecordChoice, possible_keys
from kpknow.content.forms import StaffForm
from kpknow.content.models import Source
from kpknow.curation.actions.manuscripts import Origin, Person
from kpknow.curation.documents.passages import Kind
from kpknow.curation.models import Manuscript
from stories.actions.blocks import NARRATORS
from stories.models import WHOLE_STORY, Story, StoryContribution, StoryKind, StoryRole


class Choice(forms.ModelChoiceField):  # type: ignore[type-arg] # takes no type parameters at run time
    """A record found by typing; refuses keys no column can hold."""

    def __init__(self, model: Any, name: str, **kwargs: Any) -> None:
        relation: Any = model._meta.get_field(name)
        queryset = relation.remote_field.model._default_manager.all()
        super().__init__(queryset=queryset, widget=RecordChoice(relation, admin.site), required=False, **kwargs)

    def to_python(self, value: Any) -> Any:
        if value and self.queryset is not None and not possible_keys(self.queryset.model._meta.pk, [value]):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class PersonForm(forms.Form):
    contributor = Choice(StoryContribution, "contributor", label=_("Who it is"))
    role = forms.ChoiceField(label=_("Role"), choices=[])
    consent = Choice(
        StoryContribution,
        "consent",
        label=_("Consent"),
        help_text=_("Without one, nothing of this person is shown. It can be recorded later."),
    )


class NewContributorForm(StaffForm):
    class Meta:
        model = Contributor
        fields = ("name", "naming", "role", "is_group")
        widgets = {"name": forms.TextInput({"class": "vTextField"}), "role": forms.TextInput({"class": "vTextField"})}


class NewConsentForm(ConsentForm):
    class Meta:
        model = Consent
        fields = ("basis", *PART_FIELDS, *USE_FIELDS, "given_on", "review_on", "expires_on")
        widgets = dict.fromkeys(("given_on", "review_on", "expires_on"), forms.DateInput({"type": "date"}))


class PersonSheet:
    """One speaker, or whoever tells the whole text (``label`` empty): found or new, with a consent found or new."""

    def __init__(self, request: HttpRequest, prefix: str, label: str = "") -> None:
        data: Any = request.POST if request.method == "POST" else None
        self.label = label
        self.chosen = PersonForm(data, prefix=prefix)
        roles = [(role.value, role.label) for role in StoryRole if (role in WHOLE_STORY) is not bool(label)]
        self.chosen.fields["role"].choices = roles  # type: ignore[attr-defined] # a ChoiceField
        self.new = self.consent = None
        if admin.site.get_model_admin(Contributor).has_add_permission(request):
            self.new = NewContributorForm(
                data, prefix=f"{prefix}-new", empty_permitted=True, use_required_attribute=False
            )
            self.new.fields["name"].help_text = _("If they are not in the list yet: the name they chose.")
        if admin.site.get_model_admin(Consent).has_add_permission(request):
            self.consent = NewConsentForm(
                data, prefix=f"{prefix}-consent", empty_permitted=True, use_required_attribute=False
            )
        self.person: Person | None = None

    @property
    def asked(self) -> list[Any]:
        return [form for form in (self.chosen, self.new, self.consent) if form is not None]

    def is_valid(self) -> bool:
        """Whether it says who it is; ``person`` is then that person, or None where nobody was asked for."""
        sound = [form.is_valid() for form in self.asked]
        if not all(sound):
            return False
        chosen = self.chosen.cleaned_data
        consent, contributor = chosen["consent"], chosen["contributor"]
        is_new, is_given = (form is not None and form.has_changed() for form in (self.new, self.consent))
        if consent and contributor and consent.contributor_id != contributor.pk:
            self.chosen.add_error("consent", _("This consent was given by somebody else."))
        if consent and is_given:
            self.chosen.add_error("consent", _("Choose a consent or record a new one, not both."))
        if is_new and (contributor or consent):
            self.chosen.add_error("contributor", _("Choose somebody or write a new name, not both."))
        contributor = contributor or (consent and consent.contributor)
        if not contributor and not is_new and (self.label or is_given):
            self.chosen.add_error("contributor", _("Choose who it is, or write the name they chose."))
        if self.chosen.errors:
            return False
        if contributor or is_new:
            given = consent or (self.consent.instance if self.consent and is_given else None)
            who: Contributor = contributor or cast(NewContributorForm, self.new).instance
            self.person = Person(chosen["role"], who, given, self.label)
        return True


class DraftForm(StaffForm):
    class Meta:
        model = Story
        fields = ("title", "kind", "standfirst")
        widgets = {
            "title": forms.TextInput({"class": "vTextField"}),
            "standfirst": forms.Textarea({"rows": 3, "class": "vLargeTextField"}),
        }


class OriginForm(forms.Form):
    source = Choice(Story, "source", label=_("Source"))
    page = forms.CharField(label=_("Page or part of the source"), max_length=60, required=False)


class NewSourceForm(StaffForm):
    url = forms.URLField(
        label=_("Address"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput({"class": "vURLField"}),
    )

    class Meta:
        model = Source
        fields = ("title", "publisher", "url", "accessed_on", "rights")
        widgets = {
            "title": forms.TextInput({"class": "vTextField"}),
            "publisher": forms.TextInput({"class": "vTextField"}),
            "rights": forms.TextInput({"class": "vTextField"}),
            "accessed_on": forms.DateInput({"type": "date"}),
        }


class StoriesSheet:
    """Everything the last page asks. After is_valid(): ``drafts``, ``people`` and ``origin``."""

    def __init__(self, request: HttpRequest, manuscript: Manuscript) -> None:
        data: Any = request.POST if request.method == "POST" else None
        labels = [label for label in manuscript.speakers if label not in NARRATORS]
        self.teller = PersonSheet(request, "teller")
        self.speakers = [PersonSheet(request, f"speaker-{number}", label) for number, label in enumerate(labels)]
        kind = StoryKind.VIDEO if manuscript.speakers else StoryKind.ARTICLE
        self.stories = [
            (
                DraftForm(data, prefix=f"story-{number}", initial={"kind": kind, "title": title_of(part, manuscript)}),
                part,
            )
            for number, part in enumerate(manuscript.parts)
        ]
        self.origin_form = OriginForm(data, prefix="origin")
        self.new_source = None
        if admin.site.get_model_admin(Source).has_add_permission(request):
            self.new_source = NewSourceForm(data, prefix="source", empty_permitted=True, use_required_attribute=False)

    @property
    def asked(self) -> Iterator[Any]:
        for sheet in (self.teller, *self.speakers):
            yield from sheet.asked
        yield from (form for form, _part in self.stories)
        yield self.origin_form
        if self.new_source is not None:
            yield self.new_source

    @property
    def media(self) -> forms.Media:
        return self.teller.chosen.media

    def is_valid(self) -> bool:
        sheets = [self.teller, *self.speakers]
        sound = [sheet.is_valid() for sheet in sheets]
        sound += [form.is_valid() for form in (self.origin_form, self.new_source) if form is not None]
        sound += [form.is_valid() for form, _part in self.stories]
        self._one_person_once()
        if self.origin_form.is_valid():
            self._ask_source()
        if not all(sound) or any(form.errors for form in self.asked):
            return False
        self.people = [sheet.person for sheet in sheets if sheet.person]
        self.drafts = [form.cleaned_data for form, _part in self.stories]
        source: Source = self.origin_form.cleaned_data["source"] or cast(NewSourceForm, self.new_source).instance
        self.origin = Origin(source, self.origin_form.cleaned_data["page"])
        return True

    def _one_person_once(self) -> None:
        """A story has one person once in one role: two labels of the same one are joined on the page before."""
        taken: dict[tuple[Any, str], str] = {}
        for sheet in self.speakers:
            if (person := sheet.person) and person.contributor.pk:
                other = taken.setdefault((person.contributor.pk, person.role), sheet.label)
                if other != sheet.label:
                    words = _("This is also [%(label)s]. Give both the same label on the page before, to join them.")
                    sheet.chosen.add_error("contributor", forms.ValidationError(words, params={"label": other}))

    def _ask_source(self) -> None:
        is_new = self.new_source is not None and self.new_source.has_changed()
        if self.origin_form.cleaned_data["source"] and is_new:
            self.origin_form.add_error("source", _("Choose a source or write a new one, not both."))
        elif not self.origin_form.cleaned_data["source"] and not is_new:
            self.origin_form.add_error("source", _("Say where it comes from: choose a source, or write a new one."))


def title_of(part: Any, manuscript: Manuscript) -> str:
    """What stands above the part, or what the curator called the text."""
    heading = next((passage.text for passage in part if passage.kind in (Kind.OPENING, Kind.HEADING)), "")
    return (heading or manuscript.name)[: Story._meta.get_field("title").max_length]
