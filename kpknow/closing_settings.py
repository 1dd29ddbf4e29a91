"""The settings of one command, ``panic``: with the apps its work needs and no more.

Nearly all it takes to close the site is Python's start, and most of that are the models and forms of every app: 1.7
seconds of a core with all of them, 0.7 with these, and three times as long under two hundred readers.
"""

from kpknow.settings import *  # noqa: F403

INSTALLED_APPS = [
    "kpknow.content",
    "kpknow.accounts",
    "kpknow.upkeep",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
]
