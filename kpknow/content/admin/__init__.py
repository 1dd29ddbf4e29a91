"""The staff's pages: Django's own admin, with our words, our safeguards and no way around the actions."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from kpknow.content.admin.accounts import AccountAdmin, GroupAdmin
from kpknow.content.admin.base import LookupAdmin, ReadOnly, StackedRows, StaffAdmin, TableRows, Tool, filled
from kpknow.content.admin.former_address import FormerAddressAdmin
from kpknow.content.admin.record import RecordAdmin, pill
from kpknow.content.admin.source import SourceAdmin

admin.site.site_header = _("kpknow staff")
admin.site.site_title = _("kpknow staff")
admin.site.index_title = _("What would you like to work on?")

__all__ = [
    "AccountAdmin",
    "FormerAddressAdmin",
    "GroupAdmin",
    "LookupAdmin",
    "ReadOnly",
    "RecordAdmin",
    "SourceAdmin",
    "StackedRows",
    "StaffAdmin",
    "TableRows",
    "Tool",
    "filled",
    "pill",
]
