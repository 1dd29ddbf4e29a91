"""Accounts as administrators see them. Factors and addresses that allauth would list are nobody else's business."""

from allauth.account import admin as allauth_accounts  # noqa: F401  # registers what is taken out below
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa import admin as allauth_factors  # noqa: F401  # as above
from allauth.mfa.models import Authenticator
from django.contrib import admin

from kpknow.accounts.admin.accounts import StaffAccountAdmin

for model in (EmailAddress, EmailConfirmation, Authenticator):
    if admin.site.is_registered(model):
        admin.site.unregister(model)

__all__ = ["StaffAccountAdmin"]
