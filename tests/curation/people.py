"""Accounts of one role each, signed in."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client

from kpknow.curation.roles import Role
from tests.builders.events import numbers


def make_account(*roles: Role) -> Any:
    accounts: Any = get_user_model()._default_manager
    account = accounts.create_user(f"{'-'.join(roles)}-{next(numbers)}", password="a long pass phrase", is_staff=True)
    account.groups.set(Group.objects.filter(name__in=roles))
    return account


def signed_in(account: Any) -> Client:
    client = Client()
    client.force_login(account)
    return client
