"""How a curator writes a partial date: year, month, day, each optional, and “about”."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from kpknow.content.partial_dates import PartialDate

MONTH_CHOICES = [
    ("", _("month not known")),
    *((str(number), name) for number, name in MONTHS.items()),
    ("21", _("spring")),
    ("22", _("summer")),
    ("23", _("autumn")),
    ("24", _("winter")),
]


class PartialDateWidget(forms.MultiWidget):
    """Four inputs in one row; an empty year means “year not recorded”."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        year = forms.NumberInput({"placeholder": _("Year"), "aria-label": _("Year"), "min": 1, "max": 2999})
        day = forms.NumberInput({"placeholder": _("Day"), "aria-label": _("Day"), "min": 1, "max": 31})
        month = forms.Select({"aria-label": _("Month or season")}, MONTH_CHOICES)
        about = forms.Select({"aria-label": _("How exact")}, [("", _("as stated")), ("1", _("about"))])
        super().__init__({"year": year, "month": month, "day": day, "about": about}, attrs)

    def decompress(self, value: PartialDate | str | None) -> list[Any]:
        date = PartialDate.parse(value) if isinstance(value, str) and value else value
        if not isinstance(date, PartialDate):
            return [None, "", None, ""]
        return [date.year, str(date.month or ""), date.day, "1" if date.about else ""]


class PartialDateFormField(forms.MultiValueField):
    """Gives a PartialDate or None; says which part is impossible."""

    widget = PartialDateWidget

    def __init__(self, **kwargs: Any) -> None:
        fields = (
            forms.IntegerField(min_value=1, max_value=2999, required=False),
            forms.ChoiceField(choices=MONTH_CHOICES, required=False),
            forms.IntegerField(min_value=1, max_value=31, required=False),
            forms.CharField(required=False),
        )
        super().__init__(fields=fields, require_all_fields=False, **kwargs)

    def compress(self, data_list: list[Any]) -> PartialDate | None:
        year, month, day, about = data_list or (None, "", None, "")
        if not year and not month and not day:
            if about:
                raise ValidationError(_("“About” needs a year."))
            return None
        if about and not year:
            raise ValidationError(_("“About” needs a year."))
        date = PartialDate(year, int(month) if month else None, day, bool(about))
        date.check()
        return date

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.widget.decompress(initial), data)  # type: ignore[attr-defined] # instance here
