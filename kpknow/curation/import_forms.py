"""What curators say about a file they bring in."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpknow.curation.importing.reading.grid import LARGEST_FILE, TOO_LARGE, Grid
from kpknow.curation.importing.reading.plain_text import ENCODINGS, SEPARATORS
from kpknow.curation.importing.table import Table


class UploadForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("What is in it"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=gettext_lazy("The file"),
        required=False,
        widget=forms.FileInput({"accept": ".csv,.tsv,.txt,.xlsx"}),
        help_text=gettext_lazy("CSV or XLSX, up to 8 MB and 10,000 rows."),
    )
    pasted = forms.CharField(
        label=gettext_lazy("Or paste rows"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 4, "class": "vLargeTextField"}),
        help_text=gettext_lazy("Copied from a spreadsheet, headings first."),
    )

    def __init__(self, data: Any = None, files: Any = None, *, tables: Sequence[Table]) -> None:
        super().__init__(data, files)
        kind: Any = self.fields["kind"]
        kind.choices = [(table.kind, table.title) for table in tables]
        for field in self.fields.values():
            field.error_messages["required"] = _("Choose one.")
        self.fields["file"].error_messages["empty"] = _("This file is empty.")
        file: Any = self.fields["file"]
        file.max_length = None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "file" in self.errors or "pasted" in self.errors:
            return cleaned
        if not cleaned.get("file") and not (cleaned.get("pasted") or "").strip():
            self.add_error("file", _("Choose a file, or paste rows below."))
        elif cleaned.get("file") and cleaned["file"].size > LARGEST_FILE:
            self.add_error("file", TOO_LARGE % {"most": LARGEST_FILE // 1024 // 1024})
        return cleaned

    def chosen(self) -> tuple[bytes, str]:
        """The bytes and the name."""
        if file := self.cleaned_data.get("file"):
            return file.read(), file.name
        return self.cleaned_data["pasted"].encode("utf-8", "replace"), ""


class ColumnsForm(forms.Form):
    """A choice for each heading; two headings cannot be one column, and needed columns must be there or the file can
    only change records."""

    def __init__(self, data: Any, *, table: Table, grid: Grid, mapping: Mapping[int, str]) -> None:
        super().__init__(data)
        self.table, self.grid = table, grid
        choices = [("", _("leave out")), *((column.key, column.key) for column in table.columns)]
        for place, heading in enumerate(grid.headings):
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=heading or _("(no heading)"), choices=choices, required=False, initial=mapping.get(place, "")
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        seen: dict[str, str] = {}
        for name, key in list(cleaned.items()):
            if key and key in seen:
                words = _("“%(heading)s” is %(column)s already. A column can be there once.")
                self.add_error(name, words % {"heading": self.fields[seen[key]].label, "column": key})
            elif key:
                seen[key] = name
        if not self.errors and not {"slug", self.table.name_key, *self.table.needed} & set(seen):
            words = _("Say which heading is %(column)s: without it no row can be told from another.")
            raise forms.ValidationError(words % {"column": self.table.name_key})
        return cleaned

    def mapping(self) -> dict[int, str]:
        """Place → column key."""
        return {int(name.partition("-")[2]): key for name, key in self.cleaned_data.items() if key}

    def samples(self, count: int) -> Iterator[tuple[str, list[str]]]:
        """The name of each field, and what stands below its heading in the first rows."""
        for place in range(len(self.grid.headings)):
            yield f"column-{place}", [row.cells[place][:60] for row in self.grid.rows[:count] if row.cells[place]]

    @property
    def encodings(self) -> list[tuple[str, Any]]:
        return list(ENCODINGS.items()) if self.grid.encoding else []

    @property
    def separators(self) -> list[tuple[str, Any]]:
        return list(SEPARATORS.items()) if self.grid.encoding else []
