import datetime as dt
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from events.models import wanted
from events.models.country import Country
from events.models.organisation import NAMELESS, Organisation, no_address
from events.models.population import Population
from events.models.programme import Programme
from events.models.requirements import event_requirements
from events.models.topic import TaggedEvent
from kpknow.content.blocker import Requirement
from kpknow.content.built_once import built_once
from kpknow.content.models import Figure, Record, RecordQuerySet, Use, User
from kpknow.content.partial_dates import PartialDateField, period_words


class EventKind(models.TextChoices):
    LEARNING_INSTITUTE = "learning_institute", _("Learning institute")
    LEARNING_AND_SHARING = "learning_and_sharing", _("Learning and Sharing Event")
    CONVENING = "convening", _("Convening")
    SUMMER_SCHOOL = "summer_school", _("Summer school")
    TRAINING = "training", _("Training")
    WEBINAR = "webinar", _("Webinar")
    COURSE = "course", _("Course")
    SITE_VISIT = "site_visit", _("Site visit")


class Mode(models.TextChoices):
    UNKNOWN = "unknown", _("Not recorded")
    IN_PERSON = "in_person", _("In person")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("In person and online")


class PlacePrecision(models.TextChoices):
    """How much of a place is kept; nothing finer than this is ever stored."""

    HIDDEN = "hidden", _("Hidden")
    COUNTRY = "country", _("Country")
    CITY = "city", _("City")


class EventQuerySet(RecordQuerySet["Event"]):
    @built_once
    def visible_to(self, user: User, use: Use = Use.WEB, on: dt.date | None = None) -> Self:
        """Events whose hosts and organisers may be named, inside visible parents."""
        above = Event.objects.filter(pk=models.OuterRef("parent"))
        parents = RecordQuerySet.visible_to(above, user, use).with_named_hosts()
        visible = super().visible_to(user, use).with_named_hosts()
        return visible.filter(models.Q(parent__isnull=True) | models.Exists(parents))

    def with_named_hosts(self) -> Self:
        """Not those whose organiser or host is shielded: their title and summary would name it."""
        nameless = Participation.objects.filter(
            event=models.OuterRef("pk"), role__in=HOSTING, organisation__shield__in=NAMELESS
        )
        return self.filter(~models.Exists(nameless))

    def for_list(self) -> Self:
        return self.select_related("country", "programme", "parent")

    def for_page(self, user: User) -> Self:
        return super().for_page(user).select_related("country", "parent").prefetch_related("countries")

    def latest_first(self) -> Self:
        """By date; where the year is not recorded, last."""
        return self.order_by(models.F("starts_earliest").desc(nulls_last=True), "title", "pk")


class Event(Record):  # type: ignore[django-manager-missing]  # of taggit's, which has no types
    """A dated happening where people learned from one another. A site visit belongs to its parent."""

    wanted = wanted.EVENT
    title = models.CharField(_("title"), max_length=200)
    tagline = models.CharField(_("standfirst"), max_length=400, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=EventKind.choices)
    series = models.CharField(_("series"), max_length=120, blank=True)
    programme = models.ForeignKey(
        Programme,
        verbose_name=_("programme"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
    )
    parent = models.ForeignKey(
        "self",
        verbose_name=_("part of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        help_text=_("A site visit or a webinar belongs to the event it was part of."),
    )
    starts = PartialDateField(_("from"), earliest_field="starts_earliest", latest_field="starts_latest")
    ends = PartialDateField(_("until"), earliest_field="", latest_field="ends_latest")
    starts_earliest = models.DateField(null=True, blank=True, editable=False, db_index=True)
    starts_latest = models.DateField(null=True, blank=True, editable=False)
    ends_latest = models.DateField(null=True, blank=True, editable=False)
    date_note = models.CharField(
        _("note on the date"), max_length=200, blank=True, help_text=_("How it was inferred, where it was.")
    )
    place_precision = models.CharField(
        _("place is kept as"), max_length=8, choices=PlacePrecision.choices, default=PlacePrecision.COUNTRY
    )
    country = models.ForeignKey(
        Country, verbose_name=_("country"), on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    city = models.CharField(_("city"), max_length=80, blank=True, validators=[no_address])
    mode = models.CharField(_("mode"), max_length=10, choices=Mode.choices, default=Mode.UNKNOWN)
    working_languages = models.CharField(
        _("working languages"), max_length=80, blank=True, help_text=_("BCP 47, separated by spaces: en ru.")
    )
    countries = models.ManyToManyField(
        Country, verbose_name=_("countries participants came from"), blank=True, related_name="events_attended"
    )
    populations = models.ManyToManyField(Population, verbose_name=_("people"), blank=True, related_name="events")
    topics = TaggableManager(through=TaggedEvent, verbose_name=_("topics"), blank=True, related_name="events")
    aims = models.TextField(_("aims"), blank=True, help_text=_("One a line."))
    method = models.TextField(_("working methods"), blank=True, help_text=_("One a line."))
    summary = models.TextField(_("summary"), blank=True)
    afterwards = models.TextField(_("what happened next"), blank=True, help_text=_("One a line."))

    objects = EventQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("title",)
        constraints = [
            *Record.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(starts_earliest__isnull=True)
                | models.Q(ends_latest__isnull=True)
                | models.Q(ends_latest__gte=models.F("starts_earliest")),
                name="events_event_ends_after_start",
                violation_error_message=_("An event ends after it starts."),
            ),
            models.CheckConstraint(
                condition=models.Q(city="") | models.Q(place_precision="city"),
                name="events_event_city_only_when_kept_as_city",
                violation_error_message=_("A city is kept only where the place is kept as city."),
            ),
            models.CheckConstraint(
                condition=models.Q(country__isnull=True) | ~models.Q(place_precision="hidden"),
                name="events_event_no_country_when_hidden",
                violation_error_message=_("Where the place is hidden, no country is kept."),
            ),
            models.CheckConstraint(
                condition=models.Q(city="") | models.Q(country__isnull=False),
                name="events_event_city_has_country",
                violation_error_message=_("A city needs its country."),
            ),
            models.CheckConstraint(
                condition=~models.Q(parent=models.F("pk")), name="events_event_is_not_part_of_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its own page, or its place inside the page of the event it was part of. Needs ``parent`` loaded."""
        if self.parent:
            return f"{reverse('events:event', args=(self.parent.slug,))}#v-{self.slug}"
        return reverse("events:event", args=(self.slug,))

    @property
    def when(self) -> str:
        return period_words(self.starts, self.ends)

    @property
    def place_words(self) -> str:
        if self.mode == Mode.ONLINE:
            return str(_("online"))
        if not self.country:
            return str(
                _("place not shown") if self.place_precision == PlacePrecision.HIDDEN else _("place not recorded")
            )
        return f"{self.city}, {self.country}" if self.city else str(self.country)

    @property
    def is_in_quiet_country(self) -> bool:
        return bool(self.country and self.country.is_quiet)

    def publication_requirements(self) -> list[Requirement]:
        """Three queries."""
        return [*super().publication_requirements(), *event_requirements(self)]

    def clean(self) -> None:
        super().clean()
        earliest, latest = self.starts and self.starts.earliest, self.ends and self.ends.latest
        if earliest and latest and latest < earliest:
            raise ValidationError({"ends": _("An event ends after it starts.")})
        if self.city and self.place_precision != PlacePrecision.CITY:
            raise ValidationError({"city": _("A city is kept only where the place is kept as city.")})
        if self.country_id and self.place_precision == PlacePrecision.HIDDEN:
            raise ValidationError({"country": _("Where the place is hidden, no country is kept.")})
        if self.parent_id and self.parent and self.parent.parent_id:
            raise ValidationError({"parent": _("That event is itself part of another; choose the outermost one.")})


class EventFigure(Figure):
    """A count the source gives for an event: days, people, countries, movements."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="figures")

    class Meta(Figure.Meta):
        verbose_name = _("figure")
        verbose_name_plural = _("figures")


class ParticipationRole(models.TextChoices):
    ORGANISER = "organiser", _("Organiser")
    HOST = "host", _("Host")
    CO_HOST = "co_host", _("Co-host")
    FUNDER = "funder", _("Funder")
    LISTENER = "listener", _("Listener")
    PRESENTER = "presenter", _("Presenter")
    FACILITATOR = "facilitator", _("Facilitator")
    PARTICIPANT = "participant", _("Participant")


HOSTING = (ParticipationRole.ORGANISER, ParticipationRole.HOST, ParticipationRole.CO_HOST)


class ParticipationQuerySet(models.QuerySet["Participation"]):
    def visible_to(self, user: User) -> Self:
        """Those the organisation lets us list; a country-only organisation stays in, without its name."""
        named = models.Q(organisation__in=Organisation.objects.visible_to(user))
        nameless = models.Q(organisation__shield="country_only", organisation__status="published")
        return self.filter(named | nameless, is_listed=True).select_related("organisation__country")


class Participation(models.Model):
    """An organisation at an event, in a role."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="participations")
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="participations"
    )
    role = models.CharField(_("role"), max_length=12, choices=ParticipationRole.choices)
    is_listed = models.BooleanField(_("list it publicly"), default=False)
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ("organisation__name", "role")
        constraints = [
            models.UniqueConstraint(fields=("event", "organisation", "role"), name="events_participation_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.get_role_display()}"

    @property
    def is_named(self) -> bool:
        return self.organisation.shield not in NAMELESS

    @property
    def shown_name(self) -> str:
        """The organisation's name, or “An organisation in Kenya” where that is all its shield allows."""
        if self.is_named:
            return self.organisation.name
        return str(_("An organisation in %(place)s") % {"place": self.organisation.country or _("a country not shown")})
