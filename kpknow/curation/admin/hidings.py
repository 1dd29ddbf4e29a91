"""What people hid with their code: it waits here, out of sight for readers, until somebody looks at it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpknow.content.admin import ReadOnly, StaffAdmin, Tool, filled, pill
from kpknow.curation.actions.receipts import AlreadyReviewed, review_hiding
from kpknow.curation.admin.contributors import may_withdraw
from kpknow.curation.forms import ReviewForm
from kpknow.curation.models import Hiding


@admin.register(Hiding)
class HidingAdmin(ReadOnly, StaffAdmin):
    list_display = ("contributor", "hidden_at", "standing", "reviewed_at", "reviewed_by")
    list_filter = (("reviewed_at", filled(gettext_lazy("day of the review"))),)
    list_select_related = ("contributor", "reviewed_by")
    search_fields = ("contributor__name",)
    fields = ("contributor", "hidden_at", "standing", "review", "reviewed_at", "reviewed_by")
    readonly_fields = ("standing",)

    @admin.display(description=gettext_lazy("state"), ordering="reviewed_at")
    def standing(self, hiding: Hiding) -> SafeString:
        if hiding.reviewed_at is None:
            return pill("pending", _("waits for a review"))
        return pill("published", _("shown again")) if hiding.is_released else pill("withdrawn", _("withdrawn"))

    def get_tools(self, request: HttpRequest, record: Any) -> list[Tool]:
        everything = reverse("admin:events_contributor_everything", args=(record.contributor_id,))
        tools = [Tool(gettext_lazy("Everything they appear in"), everything, acts=False)]
        if record.reviewed_at is None and may_withdraw(request):
            review = reverse("admin:curation_hiding_review", args=(record.pk,))
            tools.append(Tool(gettext_lazy("Review"), review, acts=False))
        return tools

    def get_urls(self) -> Any:
        wrap = self.admin_site.admin_view(self.review_view)
        return [path("<path:object_id>/review/", wrap, name="curation_hiding_review"), *super().get_urls()]

    def review_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show again, or withdraw for good: each with what the review found."""
        if not may_withdraw(request):
            raise PermissionDenied
        if (hiding := self.get_object(request, object_id)) is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[no-any-return] # Django's own answer
        back = reverse("admin:curation_hiding_change", args=(hiding.pk,))
        form = ReviewForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            release = form.cleaned_data["outcome"] == "release"
            try:
                review_hiding(hiding, by=request.user, review=form.cleaned_data["reason"], release=release)
            except AlreadyReviewed:
                self.message_user(request, _("Somebody reviewed it meanwhile. Nothing was changed."), messages.ERROR)
            else:
                words = _("It may be shown again.") if release else _("Everything of this person is withdrawn.")
                self.log_change(request, hiding, words)
                self.message_user(request, words, messages.SUCCESS)
            return HttpResponseRedirect(back)
        shared = {**self.admin_site.each_context(request), "opts": self.opts}
        context = {"title": _("Review what a person hid"), "hiding": hiding, "form": form, "back": back}
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/review_hiding.html", shared | context)
