#!/usr/bin/env python3
"""Django's command line for kpknow."""

import os
import sys

from django.core.management import execute_from_command_line

from kpknow.environment import WrongEnvironment

if __name__ == "__main__":
    in_danger = sys.argv[1:2] == ["panic"]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kpknow.closing_settings" if in_danger else "kpknow.settings")
    try:
        execute_from_command_line(sys.argv)
    except WrongEnvironment as wrong:
        wrong.stop()
