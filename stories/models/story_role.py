from django.db import models
from django.utils.translation import gettext_lazy as _


class StoryRole(models.TextChoices):
    AUTHOR = "author", _("Author")
    TELLER = "teller", _("Teller")
    SPEAKER = "speaker", _("Speaker")
    INTERVIEWEE = "interviewee", _("Interviewee")
    MODERATOR = "moderator", _("Moderator")
    PHOTOGRAPHER = "photographer", _("Photographer")
    TRANSLATOR = "translator", _("Translator")


WHOLE_STORY = (StoryRole.AUTHOR, StoryRole.TELLER)
"""Roles whose words are the whole story: without their consent there is no story."""

SPEAKING_ROLES = (*WHOLE_STORY, StoryRole.SPEAKER, StoryRole.INTERVIEWEE, StoryRole.MODERATOR)
