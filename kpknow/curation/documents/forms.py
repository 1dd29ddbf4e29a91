"""What a curator fills in to bring a text in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kpknow.content.forms import StaffForm
from kpknow.curation.documents.reading import LARGEST_TEXT, Encoding, read_document
from kpknow.curation.documents.reading_result import Reading
from kpknow.curation.models import Manuscript


class BringInForm(StaffForm):
    """Gives ``reading``: what the file or the pasted words hold."""

    reading: Reading
    file = forms.FileField(
        label=_("File"),
        required=False,
        max_length=None,
        help_text=_("Word (.docx), HTML, subtitles (.vtt, .srt) or plain text (.txt)."),
    )
    pasted = forms.CharField(
        label=_("Or paste the text"),
        required=False,
        max_length=LARGEST_TEXT,
        strip=False,
        widget=forms.Textarea({"rows": 12, "class": "vLargeTextField"}),
        help_text=_("With an empty line between paragraphs."),
    )
    encoding = forms.ChoiceField(
        label=_("Encoding"),
        choices=Encoding.choices,
        required=False,
        help_text=_("Change it only when you are told the text is not Unicode, or letters look wrong."),
    )

    class Meta:
        model = Manuscript
        fields = ("name", "language")
        widgets = {"name": forms.TextInput({"class": "vTextField"})}

    field_order = ("name", "file", "pasted", "language", "encoding")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        file, pasted = self.cleaned_data.get("file"), self.cleaned_data.get("pasted", "")
        if not {"file", "pasted"} & {*self.errors}:
            if file and pasted.strip():
                self.add_error("pasted", _("Choose a file or paste the text, not both."))
            elif not file and not pasted.strip():
                self.add_error("file", _("Choose a file, or paste the text below."))
            else:
                self._read(file, pasted)
        return cleaned

    def _read(self, file: Any, pasted: str) -> None:
        """What cannot be read is said beside the field it came in by."""
        try:
            data = file.read() if file else pasted.encode("utf-8", "replace")
            self.reading = read_document(data, self.cleaned_data.get("encoding", "") if file else "")
        except ValidationError as refused:
            self.add_error("file" if file else "pasted", refused)
