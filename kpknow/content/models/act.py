from django.db import models
from django.utils.translation import gettext_lazy as _

from kpknow.content.models.sealed import Sealed


class ActVerb(models.TextChoices):
    """What is worth knowing afterwards, beside what the history of each record tells."""

    SENT_FOR_REVIEW = "sent_for_review", _("sent for review")
    MADE_DRAFT = "made_draft", _("made a draft again")
    PUBLISHED = "published", _("published")
    WITHDREW = "withdrew", _("withdrew")
    OVERRODE = "overrode", _("published against a finding")
    EXPORTED = "exported", _("exported")
    IMPORTED = "imported", _("imported")
    RESTORED = "restored", _("restored a version")
    TOOK_BACK = "took_back", _("took back an account's changes")
    ERASED = "erased", _("erased from history")
    CONSENT_VIEWED = "consent_viewed", _("looked at a consent")
    CONSENT_WITHDRAWN = "consent_withdrawn", _("withdrew a consent")
    SIGNED_IN = "signed_in", _("signed in")
    SIGNED_OUT = "signed_out", _("signed out")
    SIGN_IN_FAILED = "sign_in_failed", _("failed to sign in")
    ACCOUNT_CHANGED = "account_changed", _("changed what an account may do")
    GROUP_CHANGED = "group_changed", _("changed what a group may do")
    CLOSED = "closed", _("closed the site in danger")
    OPENED = "opened", _("opened the site again")


class Act(Sealed):
    """Who did what to which record, by keys alone: no name, no text, no address."""

    TOLD = ("at", "verb", "account", "about_kind", "about_key", "note")

    verb = models.CharField(_("what"), max_length=20, choices=ActVerb.choices)
    about_kind = models.CharField(_("kind of record"), max_length=60, default="", blank=True)
    about_key = models.CharField(_("key of the record"), max_length=60, default="", blank=True)
    note = models.TextField(_("note"), default="", blank=True, help_text=_("Numbers and codes, never words."))

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("audit log")
        ordering = ("-id",)
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=("verb", "id"), name="content_act_of_verb"),
            models.Index(fields=("account", "id"), name="content_act_by_account"),
            models.Index(fields=("about_kind", "about_key"), name="content_act_about"),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()} {self.about_kind} {self.about_key}".strip()
