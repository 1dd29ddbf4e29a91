"""A curator in a process of their own: adds marks to one record's note, opening the form again when somebody was first.

Run with the address of the form, the field, a letter and a number of marks.
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
from django.test import Client  # noqa: E402

from tests.content.admin.forms import filled_form  # noqa: E402


def add_marks(page: str, field: str, letter: str, count: int) -> int:
    """Gives how often somebody else was first."""
    browser = Client()
    browser.force_login(get_user_model()._default_manager.get(username=f"saver-{letter}"))
    met = 0
    for number in range(count):
        while True:
            form = filled_form(browser, page)
            form[field] = f"{form[field]} {letter}{number}".strip()
            if browser.post(page, form).status_code == 302:
                break
            met += 1
    return met


if __name__ == "__main__":
    page, field, letter, count = sys.argv[1:]
    sys.stdout.write(f"{add_marks(page, field, letter, int(count))}\n")
