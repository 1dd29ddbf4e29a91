"""How any record gets its topics: a row for each, or by name."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.actions.tagging import tag_record
from events.tagging_forms import TaggingForm
from kpknow.content.admin import RecordAdmin, TableRows


class TaggingRows(TableRows):
    form = TaggingForm
    autocomplete_fields = ("tag",)
    verbose_name = _("topic")
    verbose_name_plural = _("topics")


class TaggedRecordAdmin(RecordAdmin):
    """Those who may add topics can also type them."""

    topic_fields = (_("Topics"), {"fields": ("topic_names",)})

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What the record is about stands before where it comes from."""
        fieldsets = [*super().get_fieldsets(request, obj)]
        may_save = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        if may_save and request.user.has_perm("events.add_topic"):
            fieldsets.insert(-1, self.topic_fields)
        return fieldsets

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        tag_record(form.instance, form.cleaned_data.get("topic_names") or ())
