from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kpknow.content.partial_dates import PartialDateField


class SourceQuerySet(models.QuerySet["Source"]):
    def visible_to(self, user: object) -> Self:
        """Sources staff chose to show. A bibliographic reference is not a record: it has no drafts to preview."""
        return self.filter(is_listed=True)


class Source(models.Model):
    """A document whose facts we keep in our own words; its sentences stay its owners'.

    Fields follow Dublin Core (title, creator, publisher, date, language, rights).
    """

    title = models.CharField(_("title"), max_length=300)
    slug = models.SlugField(_("slug"), max_length=120, unique=True)
    creator = models.CharField(
        _("written by"), max_length=200, blank=True, help_text=_("An organisation or a role; people by role only.")
    )
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    published = PartialDateField(_("published"))
    language = models.CharField(_("language"), max_length=20, default="en", help_text=_("BCP 47, such as en or pt-BR."))
    url = models.URLField(_("address"), max_length=500, blank=True, help_text=_("Empty: address not recorded."))
    accessed_on = models.DateField(_("accessed on"), null=True, blank=True)
    rights = models.CharField(_("rights"), max_length=300, blank=True)
    note = models.TextField(_("what to know about it"), blank=True, help_text=_("Gaps, illegible parts, doubts."))
    is_listed = models.BooleanField(_("show on the site"), default=False)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("pages:source", args=(self.slug,))
