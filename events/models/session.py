import datetime as dt
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.consent import Consent, Contribution, Part
from events.models.event import Event
from kpknow.content.built_once import built_once
from kpknow.content.models import Use, User


class SessionFormat(models.TextChoices):
    PLENARY = "plenary", _("Plenary")
    PANEL = "panel", _("Panel")
    ROTATING_GROUPS = "rotating_groups", _("Rotating small groups")
    SMALL_GROUPS = "small_groups", _("Small and large groups")
    COUNTRY_GROUPS = "country_groups", _("Country group work")
    CASE = "case", _("Case presentation")
    SOLUTION_EXCHANGE = "solution_exchange", _("Solution exchange")
    SYNTHESIS = "synthesis", _("Synthesis")
    TRAINING = "training", _("Training")
    MODULE = "module", _("Course module")


class SessionQuerySet(models.QuerySet["Session"]):
    @built_once
    def visible_to(self, user: User, use: Use = Use.WEB, on: dt.date | None = None) -> Self:
        """Sessions of visible events, except those that retell the words of somebody whose consent does not hold."""
        covered = Consent.objects.covers("consent", Part.WORDS, use, on)
        events = Event.objects.visible_to(user, use, on).filter(pk=models.OuterRef("event"))
        silent = (
            SessionContribution.objects.filter(session=models.OuterRef("pk"), role__in=SPEAKING)
            .exclude(covered)
            .order_by()
        )
        return self.filter(~models.Exists(silent), models.Exists(events))


class Session(models.Model):
    """A part of an event: what was asked, how the people in the room changed the question, what came out."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sessions")
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    format = models.CharField(_("format"), max_length=20, choices=SessionFormat.choices, blank=True)
    title = models.CharField(_("title"), max_length=200)
    prompt = models.CharField(_("prompt"), max_length=300, blank=True)
    reframing = models.CharField(
        _("how participants reframed it"), max_length=300, blank=True, help_text=_("Their question in place of ours.")
    )
    summary = models.TextField(_("summary"), blank=True)
    key_points = models.TextField(_("key points"), blank=True, help_text=_("One a line."))
    source_page = models.CharField(_("page or part of the source"), max_length=60, blank=True)

    objects = SessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ("event", "order")
        constraints = [models.UniqueConstraint(fields=("event", "order"), name="events_session_order_once")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its place on the event's page, or the event's own place on its parent's. Needs ``event__parent`` loaded."""
        event = self.event.get_absolute_url()
        return event if self.event.parent else f"{event}#{self.anchor}"

    @property
    def anchor(self) -> str:
        return f"s{self.order}"

    @property
    def notes(self) -> str:
        """What was written down of it, as one text: its summary, then its key points, one a line."""
        return "\n".join(text.replace("\r\n", "\n") for text in (self.summary, self.key_points) if text)


class SessionRole(models.TextChoices):
    PRESENTER = "presenter", _("Presenter")
    PANELLIST = "panellist", _("Panellist")
    FACILITATOR = "facilitator", _("Facilitator")
    LISTENER = "listener", _("Listener")


SPEAKING = (SessionRole.PRESENTER, SessionRole.PANELLIST)


class SessionContribution(Contribution):
    """Who spoke in or led a session. A speaker without a valid consent takes the whole session out of sight."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="contributions")
    role = models.CharField(_("role"), max_length=12, choices=SessionRole.choices)

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        ordering = ("role", "pk")
        constraints = [
            models.UniqueConstraint(fields=("session", "contributor", "role"), name="events_session_contribution_once")
        ]
