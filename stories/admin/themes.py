from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from kpknow.content.admin import StackedRows, StaffAdmin, TableRows
from stories.admin.theme_versions import VersionedAdmin
from stories.forms import ThemeForm
from stories.models import Evidence, Finding, Recommendation, Theme, ThemeFigure
from stories.reading.strength import STATE_RULES, Strength
from stories.reading.theme_page import give_strength, page_findings


class FigureRows(TableRows):
    model = ThemeFigure
    autocomplete_fields = ("option",)


class FindingRows(StackedRows):
    """The claims in short; their evidence is on each finding's own page."""

    model = Finding
    show_change_link = True
    fields = (("order", "state"), "claim", "explanation")


class RecommendationRows(StackedRows):
    """What this theme's findings ask of somebody; only its own findings can carry one, so all are shown."""

    model = Recommendation
    theme_id: Any = None
    fields = ("order", "text", "audience", "findings")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        self.theme_id = obj.pk if obj else None
        return super().get_formset(request, obj, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        kwargs |= {"queryset": Finding.objects.filter(theme=self.theme_id), "widget": forms.CheckboxSelectMultiple}
        return super().formfield_for_manytomany(db_field, request, **kwargs)


@admin.register(Theme)
class ThemeAdmin(VersionedAdmin):
    form = ThemeForm
    list_display = ("name", "status_pill", "kind", "order", "meaning", "changed_at")
    list_filter = ("status", "kind")
    list_select_related: ClassVar[Any] = False
    search_fields = ("name", "slug", "meaning")
    prepopulated_fields: ClassVar[Any] = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": ("name", "slug", ("kind", "order"), "meaning", "summary")}),
        (
            _("For coders"),
            {"fields": ("definition", "include", "exclude", "example"), "classes": ("collapse",)},
        ),
        (_("A tension"), {"fields": (("pole_one", "pole_two"),)}),
        (_("What to bear in mind"), {"fields": ("limits", "written_by")}),
    )
    inlines = (FigureRows, FindingRows, RecommendationRows)


class EvidenceRows(TableRows):
    model = Evidence
    autocomplete_fields = ("highlight",)


@admin.register(Finding)
class FindingAdmin(StaffAdmin):
    list_display = ("claim", "theme", "order", "state")
    list_filter = ("state", ("theme", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("theme",)
    search_fields = ("claim", "theme__name")
    autocomplete_fields = ("theme", "questions")
    readonly_fields = ("strength",)
    fieldsets = (
        (None, {"fields": ("theme", ("order", "state"), "strength", "claim", "explanation")}),
        (_("Figures it rests on"), {"fields": ("questions",)}),
    )
    inlines = (EvidenceRows,)

    @admin.display(description=_("what it rests on"))
    def strength(self, finding: Finding) -> str:
        """Counted of what readers see, with the state that suggests and whether the chosen one differs."""
        shown = page_findings(finding.theme, AnonymousUser()) if finding.pk else []
        ours = [one for one in shown if one.finding.pk == finding.pk]
        give_strength(ours, AnonymousUser())
        counted = ours[0].strength if ours else Strength()
        return render_to_string(
            "admin/finding_strength.html", {"strength": counted, "finding": finding, "rules": STATE_RULES}
        )

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("theme")

    def choice_words(self, record: Finding) -> str:
        return f"{record.theme} · {record.order}. {record.claim}"
