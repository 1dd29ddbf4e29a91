import datetime as dt
from pathlib import PurePosixPath
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from events.models import Consent, Part
from kpknow.content.models import Use, User
from kpknow.safety.kept_pictures import MIDDLE, SMALL, KeptPictureField, size_name
from kpknow.safety.players import player_address
from stories.models.story import Story, StoryContribution


class MediaKind(models.TextChoices):
    VIDEO = "video", _("Film")
    AUDIO = "audio", _("Podcast or other sound")
    IMAGE = "image", _("Picture")


PART_SHOWN = {MediaKind.VIDEO: Part.VIDEO, MediaKind.AUDIO: Part.VOICE, MediaKind.IMAGE: Part.PHOTO}


PICTURE_NAME = r"[a-zA-Z0-9_]{8,40}(?:-(?:480|960))?\.(?:avif|webp|jpe?g|png)"
"""The random names uploads get, and their sizes; nothing that could lead out of their folder."""


def random_name(media: "Media", uploaded: str) -> str:
    """A name that tells nothing: cameras and people name files after places and faces."""
    return f"pictures/{get_random_string(20).lower()}{PurePosixPath(uploaded).suffix.lower()}"


class MediaQuerySet(models.QuerySet["Media"]):
    def visible_to(self, user: User, use: Use = Use.WEB, on: dt.date | None = None) -> Self:
        """Media of visible stories in which everybody seen or heard consents to just that, or nobody can be known."""
        visible = models.Q()
        appearing = Media.appearing.through.objects.filter(media=models.OuterRef("pk")).order_by()
        for kind, part in PART_SHOWN.items():
            covered = Consent.objects.covers("storycontribution__consent", part, use, on)
            silent = appearing.exclude(covered)
            visible |= models.Q(~models.Exists(silent), kind=kind)
        return self.filter(
            visible,
            models.Q(models.Exists(appearing)) | models.Q(nobody_recognisable=True),
            models.Exists(Story.objects.visible_to(user, use, on).filter(pk=models.OuterRef("story"))),
        )


class Media(models.Model):
    """A film or podcast kept elsewhere, or a picture kept here. Sound and film are not hosted: we cannot clean them."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="media")
    kind = models.CharField(_("kind"), max_length=6, choices=MediaKind.choices)
    title = models.CharField(_("title"), max_length=200)
    address = models.URLField(_("address elsewhere"), max_length=300, blank=True, help_text=_("Empty: not recorded."))
    image = KeptPictureField(
        _("picture"), upload_to=random_name, blank=True, width_field="width", height_field="height"
    )
    width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    height = models.PositiveIntegerField(null=True, blank=True, editable=False)
    alternative_text = models.CharField(_("alternative text"), max_length=300, blank=True)
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    minutes = models.PositiveSmallIntegerField(_("length in minutes"), null=True, blank=True)
    appearing = models.ManyToManyField(
        StoryContribution, verbose_name=_("who is seen or heard"), blank=True, related_name="media"
    )
    nobody_recognisable = models.BooleanField(_("nobody can be recognised"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=1)

    objects = MediaQuerySet.as_manager()

    class Meta:
        verbose_name = _("media")
        verbose_name_plural = _("media")
        ordering = ("story", "order", "pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="image", address="") & ~models.Q(image="")
                | ~models.Q(kind="image") & models.Q(image=""),
                name="stories_media_pictures_here_the_rest_elsewhere",
                violation_error_message=_("A picture is uploaded; a film or podcast has an address elsewhere."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The picture itself, or the page on which the outside player loads. Needs ``story`` loaded."""
        if self.kind == MediaKind.IMAGE:
            return reverse("stories:picture", args=(PurePosixPath(self.image.name or "").name,))
        return reverse("stories:play", args=(self.story.slug,))

    @property
    def part(self) -> Part:
        """What of a person it shows, so what their consent has to cover."""
        return PART_SHOWN[MediaKind(self.kind)]

    @property
    def sources(self) -> list[tuple[str, str]]:
        """Content type and srcset of each format it is kept in, the lightest first."""
        widths = [width for width in (SMALL, MIDDLE) if width == SMALL or (self.width or 0) > SMALL]
        return [
            (
                f"image/{kind}",
                ", ".join(f"{self.size_address(width, kind)} {self.shown_width(width)}w" for width in widths),
            )
            for kind in ("avif", "webp")
        ]

    def size_address(self, width: int = SMALL, kind: str = "jpg") -> str:
        name = size_name(self.image.name or "", width, kind)
        return reverse("stories:picture", args=(PurePosixPath(name).name,))

    def shown_width(self, width: int) -> int:
        """Pixels a size really has: none is larger than the picture."""
        return min(width, self.width or width)

    @property
    def player(self) -> str:
        """Address of the outside player, empty where we know of none."""
        return player_address(self.address)

    def clean(self) -> None:
        super().clean()
        if self.address and self.kind != MediaKind.IMAGE and not self.player:
            raise ValidationError({"address": _("We know no player for this site; name it as the source instead.")})
