from typing import Any, ClassVar

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from events.admin.consents import CONSENT_GUARDED
from events.admin.events import FIGURE_FIELDS
from events.admin.tagging import TaggedRecordAdmin, TaggingRows
from kpknow.content.admin import LookupAdmin, StackedRows, TableRows, filled
from kpknow.content.admin.base import ReadOnly
from stories.actions.blocks import UnknownSpeaker, read_blocks
from stories.admin.media import MediaRows
from stories.forms import ContributionForm, ContributionFormSet, StoryForm
from stories.models import Block, Moment, Story, StoryContribution, StoryFigure, TaggedStory


class ContributionRows(TableRows):
    """Who told, spoke in or made it, each under their own consent."""

    model = StoryContribution
    guarded = CONSENT_GUARDED
    form = ContributionForm
    formset = ContributionFormSet
    fields = ("contributor", "role", "label", "consent")
    autocomplete_fields = ("contributor", "consent")
    verbose_name = _("person")
    verbose_name_plural = _("people of this story")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        """Without Django's check for protected records: StoryForm says beside the text whose turns are still in it."""
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.form.hand_clean_DELETE = lambda form: None
        return formset


class FigureRows(StackedRows):
    model = StoryFigure
    classes = ("collapse",)
    fields = FIGURE_FIELDS


class MomentRows(TableRows):
    model = Moment
    verbose_name_plural = _("timeline")


class TopicRows(TaggingRows):
    model = TaggedStory


@admin.register(Story)
class StoryAdmin(TaggedRecordAdmin):
    form = StoryForm
    list_display = ("title", "status_pill", "kind", "when_words", "event", "language", "changed_at")
    list_filter = (
        "status",
        "kind",
        "is_sensitive",
        "takes_comments",
        ("programme", admin.RelatedOnlyFieldListFilter),
        ("countries", admin.RelatedOnlyFieldListFilter),
        "populations",
        "language",
        ("content_note", filled(_("content note"))),
        ("translation_of", filled(_("text it translates"))),
    )
    list_select_related: ClassVar[Any] = ("event",)
    search_fields = ("title", "slug", "standfirst")
    autocomplete_fields = ("event", "programme", "organisations", "countries", "populations", "translation_of")
    created_in_place = ("organisations",)
    fieldsets = (
        (None, {"fields": ("title", "slug", "kind", "standfirst", "is_sensitive", "takes_comments", "content_note")}),
        (_("When"), {"fields": ("dated", "date_note")}),
        (_("In short"), {"fields": ("in_short",)}),
        (_("The text"), {"fields": ("body",), "classes": ("the-text",)}),
        (
            _("The practice, in five fields"),
            {"fields": ("issue", "context", "key_elements", "outcomes", "lessons"), "classes": ("collapse",)},
        ),
        (
            _("What it belongs to"),
            {"fields": ("event", "programme", "organisations", "countries", "populations", "translation_of")},
        ),
    )
    inlines = (ContributionRows, FigureRows, MomentRows, MediaRows, TopicRows)
    refused_by = (*TaggedRecordAdmin.refused_by, UnknownSpeaker)

    @admin.display(description=_("date"), ordering="dated_earliest")
    def when_words(self, story: Story) -> str:
        return story.when

    def get_queryset(self, request: HttpRequest) -> Any:
        """Lists and choices do without the text."""
        queryset = super().get_queryset(request)
        match = request.resolver_match
        return queryset if match and "object_id" in match.kwargs else queryset.defer("body")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The text becomes blocks once its people are saved; people taken out go after their turns have gone."""
        super().save_related(request, form, formsets, change)
        read_blocks(form.instance)
        for formset in formsets:
            if isinstance(formset, ContributionFormSet):
                for gone in formset.deleted_objects:
                    gone.delete()

    def refusal_words(self, refused: Exception) -> Any:
        return str(refused) if isinstance(refused, UnknownSpeaker) else super().refusal_words(refused)


@admin.register(Block)
class BlockAdmin(ReadOnly, LookupAdmin):
    """Only to be chosen as a source; blocks are made from the story's text."""

    keeps_history = True
    history_of = "story"
    list_display = ("text", "story", "number", "kind")
    ordering = ("story_id", "number")  # as the key of both has it; by the story's own order every block is sorted anew
    list_select_related = ("story",)
    search_fields = ("text", "story__title")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("story")

    def choice_words(self, record: Block) -> str:
        return f"{record.story} · {record.number}: {record.text[:80]}"
