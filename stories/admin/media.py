from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kpknow.content.admin import StackedRows, StaffAdmin, filled
from kpknow.content.admin.base import StaffFields
from stories.forms import MediaForm, PictureField
from stories.models import Media, StoryContribution

APPEARING_LATER = _("Save the story with its people first; then choose here who is seen or heard.")


class MediaFields(StaffFields):
    """Fields of a picture, film or podcast. Only people of its own story can appear in it, so all are shown."""

    form: Any = MediaForm
    formfield_overrides = {models.ImageField: {"form_class": PictureField}}
    story_id: Any = None

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name == "appearing":
            people = StoryContribution.objects.filter(story=self.story_id).select_related("contributor")
            kwargs |= {"queryset": people, "widget": forms.CheckboxSelectMultiple}
            if not people:
                kwargs["help_text"] = APPEARING_LATER
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class MediaRows(MediaFields, StackedRows):
    model = Media
    classes = ("collapse",)
    fields = (
        ("order", "kind"),
        "title",
        ("image", "alternative_text"),
        ("address", "minutes"),
        "caption",
        "appearing",
        "nobody_recognisable",
    )

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        self.story_id = obj.pk if obj else None
        return super().get_formset(request, obj, **kwargs)


@admin.register(Media)
class MediaAdmin(MediaFields, StaffAdmin):
    list_display = ("title", "kind", "story", "has_alternative_text", "nobody_recognisable")
    list_filter = ("kind", "nobody_recognisable", ("alternative_text", filled(_("alternative text"))))
    list_select_related = ("story",)
    search_fields = ("title", "caption", "story__title")
    autocomplete_fields = ("story",)
    fieldsets = (
        (None, {"fields": ("story", "order", "kind", "title")}),
        (_("A picture, kept here"), {"fields": ("image", "alternative_text")}),
        (_("A film or podcast, kept elsewhere"), {"fields": ("address", "minutes")}),
        (_("What readers are told"), {"fields": ("caption",)}),
        (_("Who is in it"), {"fields": ("appearing", "nobody_recognisable")}),
    )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Choices depend on the story; one ModelAdmin serves all requests, so nothing may stay on it."""
        form = super().get_form(request, obj, change, **kwargs)
        if "appearing" in form.base_fields and obj:
            form.base_fields["appearing"].queryset = obj.story.contributions.select_related("contributor")
            form.base_fields["appearing"].help_text = ""
        return form

    @admin.display(description=_("alternative text"), boolean=True)
    def has_alternative_text(self, media: Media) -> bool | None:
        return bool(media.alternative_text) if media.kind == "image" else None
