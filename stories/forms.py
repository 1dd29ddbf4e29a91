"""Forms staff write stories, pictures, highlights and themes in."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminFileWidget
from django.core.exceptions import ValidationError
from django.forms.formsets import DELETION_FIELD_NAME, ManagementForm
from django.utils.translation import gettext_lazy as _

from events import forms as forms_of_events
from events.forms import HIDDEN_BY_PERSON
from events.models.consent import person_hides
from events.tagging_forms import TaggedRecordForm
from kpknow.content.forms import RecordForm, StaffForm
from kpknow.content.markdown import plain_blocks
from kpknow.safety.kept_files import check_store_answers
from kpknow.safety.pictures import clean_picture
from stories.actions.anchors import mark
from stories.actions.blocks import UnknownSpeaker, unknown_speakers
from stories.models import Block, MediaKind, StoryContribution

CONTRIBUTIONS = "contributions"
"""Prefix of the contributions' rows in a story's form: their relation's name, as Django chooses it."""
MOST_ROWS = 1000


class StoryForm(TaggedRecordForm):
    beside = RecordForm.beside | {"_is_not_its_own_translation": ("translation_of",)}
    wording = {"_is_not_its_own_translation": _("A story is not its own translation.")}

    def clean_body(self) -> str:
        """Refuse turns of somebody the story does not have: the blocks could not be made."""
        body: str = self.cleaned_data["body"]
        if unknown := unknown_speakers(body, self.labels()):
            raise ValidationError(str(UnknownSpeaker(unknown)), code="unknown_speaker")
        if self._gives_to_another(body):
            raise ValidationError(HIDDEN_BY_PERSON, code="hidden_by_person")
        return body

    def _gives_to_another(self, body: str) -> bool:
        """Whether words of somebody who hides theirs stand there as another's, or as nobody's."""
        turns = Block.objects.filter(story=self.instance.pk, contribution__isnull=False).order_by()
        rows = turns.values_list("contribution__contributor", "contribution__label", "text")
        hiding = {person for person in {row[0] for row in rows} if person_hides(person)}
        theirs = {text: label for person, label, text in rows if person in hiding}
        said = plain_blocks(body) if theirs else ()
        return any(block.text in theirs and block.label != theirs[block.text] for block in said)

    def clean(self) -> Any:
        cleaned = super().clean()
        quiet = [country for country in self.cleaned_data.get("countries") or () if country.is_quiet]
        if self.cleaned_data.get("takes_comments") and quiet:
            words = _("%(country)s is a quiet country: no comments are asked for.")
            self.add_error("takes_comments", ValidationError(words, params={"country": quiet[0]}))
        return cleaned

    def labels(self) -> list[str]:
        """Labels the story will have once this submission is saved: those of its rows, or the kept ones without any."""
        rows = ManagementForm(self.data, prefix=CONTRIBUTIONS)
        if not rows.is_valid():
            kept = StoryContribution.objects.filter(story=self.instance.pk) if self.instance.pk else []
            return [contribution.label for contribution in kept]
        ticked = forms.CheckboxInput()
        numbers = range(min(rows.cleaned_data["TOTAL_FORMS"] or 0, MOST_ROWS))
        return [
            self.data.get(f"{CONTRIBUTIONS}-{number}-label", "").strip()
            for number in numbers
            if not ticked.value_from_datadict(self.data, self.files, f"{CONTRIBUTIONS}-{number}-{DELETION_FIELD_NAME}")
        ]


class ContributionForm(forms_of_events.ContributionForm):
    beside = {"_contribution_label_once": ("label",)}
    wording = {"_contribution_label_once": _("Somebody else on this story has this label.")}


class ContributionFormSet(forms_of_events.ContributionFormSet):
    """The people of a story. Those taken out go last, when the text no longer holds their turns."""

    def clean(self) -> None:
        super().clean()
        labels: set[str] = set()
        for form in self.forms:
            label = form.cleaned_data.get("label") if form.is_valid() else ""
            if label and not self._should_delete_form(form):  # type: ignore[attr-defined] # Django's own hook
                if label in labels:
                    form.add_error("label", ContributionForm.wording["_contribution_label_once"])
                labels.add(label)
        speaking = unknown_speakers(self.data.get("body", ""), list(labels))
        if still := [form.instance.label for form in self.deleted_forms if form.instance.label in speaking]:
            names = ", ".join(f"[{label}]" for label in still)
            words = _("%(names)s still speaks in the text: take out those paragraphs, then the person.")
            raise ValidationError(words, code="still_speaks", params={"names": names})

    def delete_existing(self, obj: Any, commit: bool = True) -> None:
        """Left to StoryAdmin.save_related: the story's old blocks still need this contribution."""


class PictureField(forms.FileField):
    """Gives the picture written anew by clean_picture; what was uploaded is never kept."""

    widget = AdminFileWidget

    def to_python(self, data: Any) -> Any:
        upload: Any = super().to_python(data)
        if not upload:
            return None
        picture = clean_picture(upload)
        check_store_answers()
        return picture


class MediaForm(StaffForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "image" in self.fields:
            # a camera's long file name is no reason to refuse a picture: it gets a random one
            self.fields["image"].max_length = None  # type: ignore[attr-defined] # a FileField

    def clean(self) -> dict[str, Any] | None:
        """Pictures here, the rest elsewhere: say which of the two fields is wrong."""
        cleaned = super().clean()
        kind, image, address = (self.cleaned_data.get(name) for name in ("kind", "image", "address"))
        if kind == MediaKind.IMAGE:
            if not image and "image" not in self.errors:
                self.add_error("image", _("Choose the picture."))
            if not self.cleaned_data.get("alternative_text") and "alternative_text" not in self.errors:
                self.add_error("alternative_text", _("Say in words what the picture shows."))
            self._ask_who_is_seen()
            if address:
                self.add_error("address", _("A picture is kept here and has no address elsewhere."))
        elif kind and image:
            self.add_error("image", _("Only pictures are kept here; give the address of a film or podcast."))
        story = self.cleaned_data.get("story")
        if any(story and person.story_id != story.pk for person in self.cleaned_data.get("appearing") or ()):
            self.add_error("appearing", _("Only people of this story can be seen or heard in it."))
        return cleaned

    def _ask_who_is_seen(self) -> None:
        """The one question that must be answered: nobody, or these people."""
        nobody, somebody = (bool(self.cleaned_data.get(name)) for name in ("nobody_recognisable", "appearing"))
        if nobody and somebody:
            self.add_error("nobody_recognisable", _("Either nobody can be recognised, or the people ticked above."))
        elif not nobody and not somebody and "appearing" not in self.errors:
            words = _("Say who can be recognised: tick the people, or that it is nobody.")
            self.add_error("appearing" if self.fields["appearing"].queryset else "nobody_recognisable", words)  # type: ignore[attr-defined] # a choice field


class HighlightForm(StaffForm):
    beside = {
        "_has_exactly_one_source": ("block",),
        "_says_something": ("text",),
        "_named_quote_has_consent": ("consent",),
        "_answer_is_anonymous": ("consent",),
        "_answer_is_told": ("text",),
    }

    def clean(self) -> dict[str, Any] | None:
        """Marked words must stand in their source, and only once, so that they can be found again."""
        cleaned = super().clean()
        block, session = self.cleaned_data.get("block"), self.cleaned_data.get("session")
        exact, text = self.cleaned_data.get("exact", ""), text_of(block, session) or self._answered()
        if exact and "block" in self.cleaned_data and not text:
            self.add_error("exact", _("Only a block has words to mark; elsewhere write the passage in our words."))
        elif exact and text:
            times = text.count(exact)
            if not times:
                notes = _("The notes do not say these words.")
                self.add_error("exact", _("These words do not stand in that block.") if block else notes)
            elif times > 1 and not self._stands_in(block, session, exact):
                self.add_error("exact", _("These words stand there more than once; mark a few more."))
        return cleaned

    def _answered(self) -> str:
        """The answer its words were marked in, where the question is still the same."""
        before = self.instance
        same = before.answer and self.cleaned_data.get("question") == before.question
        return str(before.answer.text) if same else ""

    def _stands_in(self, block: Any, session: Any, exact: str) -> bool:
        """Whether these very words were marked at a place of this source before."""
        before = self.instance
        return before.is_placed and (before.block, before.session, before.exact) == (block, session, exact)

    def _post_clean(self) -> None:
        super()._post_clean()
        highlight = self.instance
        if highlight.answer and highlight.question_id != highlight.answer.question_id:
            highlight.answer = None
        if highlight.answer and not self.errors:  # Django leaves out constraints over what the form does not hold
            try:
                highlight.validate_constraints()
            except ValidationError as refused:
                self.add_error(None, refused)
        if self.errors or (highlight.is_placed and not {"block", "session", "exact"} & set(self.changed_data)):
            return
        if highlight.exact and (start := highlight.source_text.find(highlight.exact)) >= 0:
            mark(highlight, start, start + len(highlight.exact))
        else:
            highlight.start = highlight.end = None
            highlight.prefix = highlight.suffix = ""


def text_of(block: Any, session: Any) -> str:
    """What words can be marked in: a block's text, or the notes of a session."""
    return str(block.text if block else session.notes if session else "")


class ThemeForm(RecordForm):
    beside = RecordForm.beside | {"_tension_has_two_poles": ("pole_one",)}
