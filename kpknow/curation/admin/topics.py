"""Topics with what curators do to them: merge, undo, find what looks alike."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from events.admin.vocabulary import TopicAdmin as VocabularyTopicAdmin
from events.models import Topic
from kpknow.content.admin import Tool
from kpknow.content.admin.choices import possible_keys
from kpknow.curation.actions.merging import AlreadyMerged, MergedIntoItself, TargetIsMerged, merge_topics
from kpknow.curation.actions.telling_apart import offer_again, tell_apart
from kpknow.curation.duplicates import possible_duplicates
from kpknow.curation.forms import TargetForm
from kpknow.curation.models import DistinctTopics, TopicMerge
from kpknow.curation.preview import previews
from kpknow.curation.taggings import records_of

MOST_AT_ONCE = 20
"""Topics merged in one go: what a preview can show and somebody can read."""
MOST_PAIRS = 100
REFUSED = (MergedIntoItself, AlreadyMerged, TargetIsMerged)

admin.site.unregister(Topic)


@admin.register(Topic)
class TopicAdmin(VocabularyTopicAdmin):
    actions = ("merge_selected",)
    change_list_template = "admin/topics.html"

    def get_urls(self) -> Any:
        wrap = self.admin_site.admin_view
        return [
            path("merge/", wrap(self.merge_view), name="events_topic_merge"),
            path("duplicates/", wrap(self.duplicates_view), name="events_topic_duplicates"),
            *super().get_urls(),
        ]

    def get_tools(self, request: HttpRequest, record: Any) -> list[Tool]:
        if not self.has_change_permission(request, record):
            return []
        if record.merged_into_id:
            merge = TopicMerge.objects.filter(merged=record, undone_at__isnull=True).first()
            log = merge and reverse("admin:curation_topicmerge_change", args=(merge.pk,))
            return [Tool(gettext_lazy("How it was merged"), log, acts=False)] if log else []
        return [Tool(gettext_lazy("Merge into…"), merge_address([record.pk]), acts=False)]

    @admin.action(description=gettext_lazy("Merge into…"), permissions=["change"])
    def merge_selected(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        return HttpResponseRedirect(merge_address(queryset.order_by("pk").values_list("pk", flat=True)))

    # Merging

    def merge_view(self, request: HttpRequest) -> HttpResponse:
        """Choose the topic to keep, see what changes, confirm: three steps of one address."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        keys = possible_keys(Topic._meta.pk, request.GET.getlist("merged"))
        merged = list(Topic.objects.visible_to(request.user).filter(pk__in=keys[:MOST_AT_ONCE]).order_by("name"))
        if not merged or len(keys) > MOST_AT_ONCE:
            words = _("Choose up to %(most)d topics that still stand for themselves.") % {"most": MOST_AT_ONCE}
            self.message_user(request, words, messages.ERROR)
            return HttpResponseRedirect(reverse("admin:events_topic_changelist"))
        form = TargetForm(request.GET if "into" in request.GET else None, merged=merged, user=request.user)
        context = {"title": _("Merge topics"), "form": form, "merged": merged}
        if not form.is_valid():
            return self.curator_page(request, "admin/merge_choose.html", context)
        kept = form.cleaned_data["into"]
        if request.method == "POST":
            return self.merge_now(request, merged, kept)
        change_target = merge_address([topic.pk for topic in merged])
        context |= {"kept": kept, "previews": previews(merged, kept), "back": change_target}
        return self.curator_page(request, "admin/merge_preview.html", context)

    def merge_now(self, request: HttpRequest, merged: list[Topic], kept: Topic) -> HttpResponse:
        try:
            with transaction.atomic():
                for topic in merged:
                    merge_topics(topic, kept, by=request.user)
                    self.log_change(request, topic, _("Merged into “%(topic)s”.") % {"topic": kept.name})
                    self.log_change(request, kept, _("“%(topic)s” was merged into it.") % {"topic": topic.name})
        except REFUSED as refused:
            words = _("“%(topic)s” was merged meanwhile. Nothing was changed; please look again.")
            self.message_user(request, words % {"topic": refused.topic.name}, messages.ERROR)
            return HttpResponseRedirect(reverse("admin:events_topic_changelist"))
        words = ngettext("%(count)d topic became “%(topic)s”.", "%(count)d topics became “%(topic)s”.", len(merged))
        self.message_user(request, words % {"count": len(merged), "topic": kept.name}, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:curation_topicmerge_changelist"))

    # Pairs that look alike

    def duplicates_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            return self.judge_pair(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "POST"])
        pairs = possible_duplicates()
        shown = pairs[:MOST_PAIRS]
        counts = records_of({topic.pk for pair in shown for topic in (pair.one, pair.other)})
        context = {
            "title": _("Possible duplicates"),
            "pairs": [
                {
                    "reason": pair.reason.label,
                    "topics": [
                        (topic, counts.get(topic.pk, 0), merge_address([other.pk], topic.pk))
                        for topic, other in ((pair.one, pair.other), (pair.other, pair.one))
                    ],
                }
                for pair in shown
            ],
            "unshown": len(pairs) - len(shown),
            "apart": DistinctTopics.objects.select_related("one", "other"),
        }
        return self.curator_page(request, "admin/possible_duplicates.html", context)

    def judge_pair(self, request: HttpRequest) -> HttpResponse:
        """“Not the same”, or that taken back."""
        keys = possible_keys(Topic._meta.pk, request.POST.getlist("topic"))
        topics = list(Topic.objects.filter(pk__in=keys[:2]))
        verdict = {"apart": tell_apart, "again": offer_again}.get(request.POST.get("verdict", ""))
        if len(topics) != 2 or verdict is None:
            self.message_user(request, _("That is not a pair of topics. Nothing was changed."), messages.ERROR)
        elif verdict is tell_apart:
            tell_apart(*topics, by=request.user)
            words = _("“%(one)s” and “%(other)s” are not offered any more.")
            self.message_user(request, words % {"one": topics[0].name, "other": topics[1].name}, messages.SUCCESS)
        else:
            offer_again(*topics)
            words = _("“%(one)s” and “%(other)s” may be offered again.")
            self.message_user(request, words % {"one": topics[0].name, "other": topics[1].name}, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:events_topic_duplicates"))

    def curator_page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        request.current_app = self.admin_site.name
        return TemplateResponse(
            request, template, {**self.admin_site.each_context(request), "opts": self.opts, **context}
        )


def merge_address(merged: Any, into: int | None = None) -> str:
    """The page to merge these topics: to choose the target, or to preview one."""
    pairs = [("merged", key) for key in merged] + ([("into", into)] if into else [])
    return f"{reverse('admin:events_topic_merge')}?{urlencode(pairs)}"
