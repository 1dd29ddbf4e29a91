"""What curators say about a file of answers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Question, QuestionKind, Survey
from kpknow.content.models import Status
from kpknow.curation.answers.columns import (
    GROUPS,
    LEAVE_OUT,
    LONGEST_WORDING,
    NEW,
    TARGET_WORDS,
    Said,
    lines_of,
    written_of,
)
from kpknow.curation.answers.fields import SEPARATORS, Field
from kpknow.curation.answers.sheet import ANSWERS
from kpknow.curation.importing.reading.grid import TOO_LARGE

MOST_LINES = 200
WITH_ANSWERS = (QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.AGREE)


class AnswersForm(forms.Form):
    """Which survey, which file, which wave."""

    survey = forms.ModelChoiceField(
        Survey.objects.none(), label=gettext_lazy("Survey"), empty_label=gettext_lazy("Choose one")
    )
    wave = forms.CharField(
        label=gettext_lazy("Wave"),
        required=False,
        max_length=40,
        help_text=gettext_lazy("Only if people were asked more than once: 2016, a year later."),
    )
    file = forms.FileField(
        label=gettext_lazy("The file"),
        widget=forms.FileInput({"accept": ".csv,.tsv,.txt,.xlsx"}),
        help_text=gettext_lazy(
            "CSV or XLSX from KoboToolbox, LimeSurvey, Google Forms or SurveyMonkey, up to 32 MB "
            "and 60,000 people. Large ones as CSV."
        ),
    )

    def __init__(self, data: Any = None, files: Any = None, **kwargs: Any) -> None:
        super().__init__(data, files, **kwargs)
        survey: Any = self.fields["survey"]
        survey.queryset = Survey.objects.exclude(status=Status.WITHDRAWN)
        file: Any = self.fields["file"]
        file.max_length = None
        file.error_messages["empty"] = _("This file is empty.")

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > ANSWERS.size:
            raise forms.ValidationError(TOO_LARGE % {"most": ANSWERS.size // 1024 // 1024})
        return file


class ColumnsForm(forms.Form):
    """For each question a file seems to hold: what it is, its kind, wording and answers."""

    name = forms.CharField(
        label=gettext_lazy("Keep these columns under a name"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("To have them proposed for the next file of the same form."),
    )

    def __init__(
        self,
        data: Any,
        *,
        survey: Survey,
        fields: Sequence[Field],
        said: Mapping[str, Said],
        questions: Sequence[Question],
    ) -> None:
        super().__init__(data)
        self.survey, self.asked, self.questions = survey, fields, {f"q{one.pk}": one for one in questions}
        targets = [
            (LEAVE_OUT, TARGET_WORDS[LEAVE_OUT]),
            (NEW, TARGET_WORDS[NEW]),
            *((group.value, group.label) for group in GROUPS),
            *((key, f"{one.order}. {one.wording[:80]}") for key, one in self.questions.items()),
        ]
        for number, one in enumerate(fields):
            meant = said.get(one.code) or Said(one.code)
            self.fields[f"target-{number}"] = forms.ChoiceField(
                label=one.code, choices=targets, required=False, initial=meant.target
            )
            self.fields[f"kind-{number}"] = forms.ChoiceField(
                label=_("Kind of “%(code)s”") % {"code": one.code}, choices=QuestionKind.choices, initial=meant.kind
            )
            self.fields[f"wording-{number}"] = forms.CharField(
                label=_("Wording of “%(code)s”") % {"code": one.code},
                required=False,
                max_length=LONGEST_WORDING,
                widget=forms.TextInput({"class": "vTextField"}),
                initial=meant.wording,
            )
            self.fields[f"answers-{number}"] = forms.CharField(
                label=_("Answers of “%(code)s”") % {"code": one.code},
                required=False,
                widget=forms.Textarea({"rows": min(8, max(2, len(meant.written))), "class": "vLargeTextField"}),
                initial=lines_of(meant.written),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        taken: dict[str, str] = {}
        for number, one in enumerate(self.asked):
            target = cleaned.get(f"target-{number}", LEAVE_OUT)
            if target == LEAVE_OUT:
                continue
            if target != NEW and target in taken:
                words = _("“%(other)s” is this already. Only one column can be.")
                self.add_error(f"target-{number}", words % {"other": taken[target]})
            taken[target] = one.code
            if target == NEW or target in self.questions:
                self.check_question(number, one, target)
        if not self.errors and not any(said.asks for said in self.said()):
            raise forms.ValidationError(_("Say of at least one column which question it is."))
        return cleaned

    def check_question(self, number: int, one: Field, target: str) -> None:
        kind = self.cleaned_data.get(f"kind-{number}")
        lines = written_of(self.cleaned_data.get(f"answers-{number}", ""))
        if target in self.questions:
            kind = self.questions[target].kind
        if target == NEW and not self.cleaned_data.get(f"wording-{number}", "").strip():
            self.add_error(f"wording-{number}", _("Write the question as it was asked."))
        if target == NEW and self.survey.is_published:
            words = _("This survey is public: answers to its own questions can come in, new questions cannot. Take it "
                      "back to a draft first.")  # fmt: skip
            self.add_error(f"target-{number}", words)
        if kind in WITH_ANSWERS and not lines:
            self.add_error(f"answers-{number}", _("Write the answers, one a line."))
        if len(lines) > MOST_LINES:
            self.add_error(f"answers-{number}", _("These are too many answers for one question."))
        if one.has_ticks and kind != QuestionKind.MULTIPLE:
            words = _("Its answers stand in columns of their own: it can only be “several answers allowed”.")
            self.add_error(f"kind-{number}", words)

    def said(self) -> list[Said]:
        """What is said of every column, those left out among them."""
        found = []
        for number, one in enumerate(self.asked):
            target = self.cleaned_data.get(f"target-{number}", LEAVE_OUT)
            question = self.questions.get(target)
            found.append(
                Said(
                    one.code,
                    target,
                    question.kind if question else self.cleaned_data[f"kind-{number}"],
                    " ".join((question.wording if question else self.cleaned_data[f"wording-{number}"]).split()),
                    one.separator or SEPARATORS[1],
                    written_of(self.cleaned_data[f"answers-{number}"]),
                )
            )
        return found

    def rows(self) -> Iterator[dict[str, Any]]:
        for number, one in enumerate(self.asked):
            names = ("target", "kind", "wording", "answers")
            yield {"field": one} | {name: self[f"{name}-{number}"] for name in names}
