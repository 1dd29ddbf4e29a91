"""What every page of a copy says of itself at its end."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _


def foot_of(made_on: dt.date, expires_on: str | None) -> str:
    """HTML. When it was made, until when it may be shown, and what is not in it."""
    made = _("This is a copy, made on %(day)s.") % {"day": day(made_on)}
    if expires_on:
        words = _("Some people allowed their words until %(day)s: after that day destroy this copy or replace it.")
        until = words % {"day": day(dt.date.fromisoformat(expires_on))}
    else:
        until = _("People may have taken words back since: replace it by a newer one when you can.")
    missing = _("Search, filters, forms, comments and files made to order are not in it.")
    return format_html('<div class="wrap"><p class="mt2"><b>{}</b> {} {}</p></div>', made, until, missing)


def day(date: dt.date) -> str:
    return date_format(date, "j F Y")
