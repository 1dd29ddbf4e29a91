"""Makes one staff account, once."""

import secrets
from typing import Any

import environ
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

env = environ.Env()


class Command(BaseCommand):
    help = "Make the first staff account from STAFF_USER and STAFF_PASSWORD, or with a random password printed once."

    def handle(self, *args: Any, **options: Any) -> None:
        accounts = get_user_model()._default_manager
        if accounts.filter(is_staff=True).exists():
            self.stdout.write("A staff account is already there; its password is not shown again.")
            return
        name, given = env("STAFF_USER", default="curator"), env("STAFF_PASSWORD", default="")
        password = given or secrets.token_urlsafe(15)
        try:
            validate_password(password)
        except ValidationError as weak:
            raise CommandError("STAFF_PASSWORD: " + " ".join(weak.messages)) from weak
        accounts.create_superuser(username=name, password=password)
        shown = "as given in STAFF_PASSWORD" if given else f"{password} (shown this once: keep it or change it)"
        self.stdout.write(f"Staff account: {name}, password {shown}.")
