"""Pages far down a list of the admin."""

from typing import TYPE_CHECKING, Any

from django.core import paginator

if TYPE_CHECKING:  # Django's paginator takes no type parameters at run time
    Paginator = paginator.Paginator[Any]
else:
    Paginator = paginator.Paginator


class FarPages(Paginator):
    """From the second page on, which rows these are is asked first, and only those are loaded with what they show.

    Otherwise the database joins and sorts all columns of every row before the page: 4 s for the last of 337,000 blocks.
    One query more, on those pages alone.
    """

    def page(self, number: Any) -> Any:
        number = self.validate_number(number)
        if number == 1:
            return super().page(number)
        rows: Any = self.object_list
        first = (number - 1) * self.per_page
        keys = list(rows.values_list("pk", flat=True)[first : first + self.per_page])
        return paginator.Page(rows.filter(pk__in=keys), number, self)
