"""Builders: each returns a saved, public, valid record; a test names only what it is about."""

from tests.builders.events import *  # noqa: F403  tests write make.make_story, whichever module holds it
from tests.builders.stories import *  # noqa: F403
