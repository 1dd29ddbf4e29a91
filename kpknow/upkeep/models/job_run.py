from django.db import models
from django.utils.translation import gettext_lazy as _


class JobRun(models.Model):
    """When a job was last done. One row a job: of earlier runs nothing is kept."""

    name = models.CharField(_("job"), max_length=40, primary_key=True)
    begun_at = models.DateTimeField(_("last begun"))
    done_at = models.DateTimeField(_("last done"), null=True)
    outcome = models.CharField(_("what came of it"), max_length=200, blank=True)
    failure = models.CharField(_("what broke"), max_length=200, blank=True, help_text=_("Empty: nothing."))

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
