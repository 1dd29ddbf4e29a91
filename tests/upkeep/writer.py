"""Somebody who writes until nothing is taken any more: in a process of their own, by the admin's form or past it.

Says the title of each write that was acknowledged, and at the end how it was refused. Run with “form” or “shell”.
"""

import os
import sys

import django
from django.test.utils import override_settings, setup_test_environment

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kpknow.settings")
django.setup()
setup_test_environment()
plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
override_settings(STORAGES={"default": plain, "staticfiles": plain}).enable()

from django.contrib.auth import get_user_model  # noqa: E402  after setup
from django.db import DatabaseError  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402

from kpknow.content.models import Source  # noqa: E402
from tests.content.admin.forms import filled_form  # noqa: E402

MOST = 20_000


def say(word: object) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def write_by_form() -> str:
    browser = Client(raise_request_exception=False)
    browser.force_login(get_user_model()._default_manager.get(username="writer"))
    page = reverse("admin:content_source_add")
    form = filled_form(browser, page)
    for number in range(MOST):
        title = f"form {number}"
        answer = browser.post(page, form | {"title": title, "slug": f"form-{number}"})
        if answer.status_code != 302 or answer["Location"] != reverse("admin:content_source_changelist"):
            return f"refused with {answer.status_code}"
        say(title)
    return "never refused"


def write_by_shell() -> str:
    for number in range(MOST):
        title = f"shell {number}"
        try:
            Source.objects.create(title=title, slug=f"shell-{number}")
        except DatabaseError as refused:
            return f"refused by {type(refused).__name__}"
        say(title)
    return "never refused"


if __name__ == "__main__":
    say({"form": write_by_form, "shell": write_by_shell}[sys.argv[1]]())
