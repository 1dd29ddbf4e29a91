from typing import Any, ClassVar
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from events.admin.tagging import TaggedRecordAdmin, TaggingRows
from events.forms import EventForm
from events.models import Event, EventFigure, EventKind, Participation, Session, TaggedEvent
from kpknow.content.admin import RecordAdmin, StackedRows, TableRows, filled

FIGURE_FIELDS = (
    ("order", "kind"),
    "label",
    ("value", "qualifier"),
    ("base", "base_not_stated"),
    ("base_words", "source_page"),
)


class ParticipationRows(TableRows):
    model = Participation
    autocomplete_fields = ("organisation",)
    created_in_place = ("organisation",)
    verbose_name_plural = _("organisations that took part")


class FigureRows(StackedRows):
    model = EventFigure
    classes = ("collapse",)
    fields = FIGURE_FIELDS


class SessionRows(StackedRows):
    """The sessions in short; who spoke in them is on each session's own page."""

    model = Session
    classes = ("collapse",)
    show_change_link = True
    fields = (("order", "format"), "title", "prompt", "reframing", "summary", "key_points", "source_page")


class TopicRows(TaggingRows):
    model = TaggedEvent


@admin.register(Event)
class EventAdmin(TaggedRecordAdmin):
    form = EventForm
    list_display = ("title", "status_pill", "kind", "when_words", "country", "programme")
    list_filter = (
        "status",
        "kind",
        ("programme", admin.RelatedOnlyFieldListFilter),
        ("country", admin.RelatedOnlyFieldListFilter),
        "populations",
        "place_precision",
        ("starts", filled(_("date"))),
        ("parent", filled(_("event it was part of"))),
    )
    list_select_related: ClassVar[Any] = ("country", "programme", "parent")
    search_fields = ("title", "series", "slug", "tagline")
    autocomplete_fields = ("programme", "parent", "country", "countries", "populations")
    readonly_fields: ClassVar[Any] = (*RecordAdmin.readonly_fields, "site_visits")
    fieldsets = (
        (None, {"fields": ("title", "slug", "tagline", "kind", "series", "programme", "parent")}),
        (_("When"), {"fields": (("starts", "ends"), "date_note")}),
        (
            _("Where"),
            {
                "fields": ("place_precision", ("country", "city"), "mode", "working_languages"),
                "description": _("A country or a city, never an address."),
            },
        ),
        (_("Who"), {"fields": ("countries", "populations")}),
        (_("What"), {"fields": ("summary", "aims", "method")}),
        (_("Afterwards"), {"fields": ("afterwards",)}),
    )
    visit_fields = (_("Site visits"), {"fields": ("site_visits",)})
    inlines = (FigureRows, ParticipationRows, SessionRows, TopicRows)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A visit has no visits of its own, and a new event none yet."""
        fieldsets = super().get_fieldsets(request, obj)
        return [*fieldsets[:-1], self.visit_fields, fieldsets[-1]] if obj and not obj.parent_id else fieldsets

    @admin.display(description=_("when"), ordering="starts_earliest")
    def when_words(self, event: Event) -> str:
        return event.when

    @admin.display(description=_("site visits and other parts"))
    def site_visits(self, event: Event) -> SafeString:
        links = format_html_join(
            "",
            '<li><a href="{}">{}</a> {}</li>',
            (
                (reverse("admin:events_event_change", args=(part.pk,)), part, self.status_pill(part))
                for part in event.parts.order_by("starts_earliest", "title")
            ),
        )
        prefilled = urlencode({"parent": event.pk, "kind": EventKind.SITE_VISIT})
        address = f"{reverse('admin:events_event_add')}?{prefilled}"
        add = format_html('<a class="addlink" href="{}">{}</a>', address, _("Add a site visit"))
        return format_html('<ul class="links">{}</ul>{}', links, add)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """Only an outermost event can have parts."""
        if request.GET.get("field_name") == "parent":
            queryset = queryset.filter(parent__isnull=True)
        return super().get_search_results(request, queryset, search_term)

    def choice_words(self, record: Event) -> str:
        return f"{record.title}, {record.when}" if record.starts else record.title
