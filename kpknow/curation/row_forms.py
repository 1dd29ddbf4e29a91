"""The cells of one row, to be corrected, with what is wrong beside each."""

from typing import Any

from django import forms

from kpknow.curation.importing.table import Table
from kpknow.curation.models import Import, ImportedRow

LONG = 80


class RowForm(forms.Form):
    """A field for each column of the file; what was wrong when the row was last checked stands at its field."""

    def __init__(self, data: Any, *, table: Table, batch: Import, row: ImportedRow) -> None:
        super().__init__(data)
        self.row = row
        for place, key in batch.places.items():
            column, text = table.by_key[key], row.cells[place] if place < len(row.cells) else ""
            is_long = len(text) > LONG or "\n" in text
            self.fields[key] = forms.CharField(
                label=key,
                required=False,
                initial=text,
                help_text=column.allowed() if key in row.errors else "",
                widget=forms.Textarea({"rows": 4, "class": "vLargeTextField"})
                if is_long
                else forms.TextInput({"class": "vTextField"}),
            )

    def texts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in self.fields}

    def places(self) -> list[tuple[Any, str]]:
        """Each field with the words about it, faulty ones first."""
        found = [(self[name], self.row.errors.get(name, "")) for name in self.fields]
        return sorted(found, key=lambda pair: not pair[1])
