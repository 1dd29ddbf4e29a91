"""Who read which text for coding, how far, and whether they are done: until then two coders work blind."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models import Question, Session
from stories.models import Story


class Reading(models.Model):
    coder = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("coder"), on_delete=models.CASCADE, related_name="readings"
    )
    story = models.ForeignKey(Story, on_delete=models.CASCADE, null=True, related_name="readings")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, null=True, related_name="readings")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, null=True, related_name="readings")
    read_to = models.PositiveIntegerField(_("passages read"), default=0, help_text=_("Counted from the first."))
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(story__isnull=False, session__isnull=True, question__isnull=True)
                | models.Q(story__isnull=True, session__isnull=False, question__isnull=True)
                | models.Q(story__isnull=True, session__isnull=True, question__isnull=False),
                name="curation_reading_of_one_text",
            ),
            *(
                models.UniqueConstraint(
                    fields=("coder", kind),
                    condition=models.Q(**{f"{kind}__isnull": False}),
                    name=f"curation_reading_once_a_{kind}",
                )
                for kind in ("story", "session", "question")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.coder}: {self.story or self.session or self.question}"
