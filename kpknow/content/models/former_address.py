from django.db import models
from django.utils.translation import gettext_lazy as _


class FormerAddress(models.Model):
    """A slug that a record of this kind once had; a reader who follows it is sent on for ever.

    It holds words, not keys: it outlives the record it leads to and needs no generic relation.
    """

    kind = models.CharField(_("kind of record"), max_length=60)
    slug = models.SlugField(_("old slug"), max_length=120)
    current_slug = models.SlugField(_("current slug"), max_length=120)

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        ordering = ("kind", "slug")
        constraints = [
            models.UniqueConstraint(fields=("kind", "slug"), name="content_former_address_leads_to_one_place"),
            models.CheckConstraint(
                condition=~models.Q(slug=models.F("current_slug")), name="content_former_address_leads_elsewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.slug} → {self.current_slug}"


def remember_slug(kind: str, old: str, new: str) -> None:
    """Send readers of ``old`` to ``new``, and those of anything older too. Three queries, no chains."""
    addresses = FormerAddress.objects.filter(kind=kind)
    addresses.filter(slug=new).delete()
    addresses.filter(current_slug=old).update(current_slug=new)
    FormerAddress.objects.update_or_create(kind=kind, slug=old, defaults={"current_slug": new})
