from django.db import models
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

NAME_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
NAME_LENGTH = 12
"""59 bits: nobody guesses the name of a pack they do not hold."""


def new_name() -> str:
    return get_random_string(NAME_LENGTH, NAME_SIGNS)


class SubjectKind(models.TextChoices):
    THEME = "theme", _("Theme")
    SYNTHESIS = "synthesis", _("Synthesis")
    EVENT = "event", _("Event")
    SURVEY = "survey", _("Survey")
    STORIES = "stories", _("Choice of stories")


class Pack(models.Model):
    """Which records went into a take-home pack, so that whoever holds a copy can ask whether it still holds.

    It keeps keys and keyed hashes, no word of anybody, and nothing about who asked for it. ``parts`` is kind → key →
    hash; ``points`` and ``figures`` are hashes of those chosen, null for all of them.
    """

    name = models.CharField(max_length=NAME_LENGTH, unique=True, default=new_name, editable=False)
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    subject = models.CharField(max_length=12, choices=SubjectKind.choices, editable=False)
    subject_key = models.BigIntegerField(null=True, editable=False)
    query = models.CharField(max_length=600, blank=True, editable=False)
    points = models.JSONField(null=True, editable=False)
    figures = models.JSONField(null=True, editable=False)
    parts = models.JSONField(editable=False)
    made_on = models.DateField(auto_now_add=True)

    class Meta:
        verbose_name = _("take-home pack")
        verbose_name_plural = _("take-home packs")
        ordering = ("-pk",)
        default_permissions = ()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("packs:pack", args=(self.name,))
