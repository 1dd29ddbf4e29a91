"""Bringing a text in: choose it, go through it, say who spoke, save it as draft stories."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kpknow.content.admin import ReadOnly, StaffAdmin, Tool, pill
from kpknow.curation.actions.manuscripts import (
    ChangedMeanwhile,
    SpeakersUnconfirmed,
    bring_in,
    revise,
    save_stories,
    throw_away,
)
from kpknow.curation.documents.forms import BringInForm
from kpknow.curation.documents.story_forms import StoriesSheet
from kpknow.curation.documents.worksheet import Worksheet
from kpknow.curation.models import Manuscript
from stories.models import Story

NAME = "curation_manuscript"
CHANGED = gettext_lazy("Somebody else changed this text meanwhile. Nothing was saved; what you wrote stands below.")


@admin.register(Manuscript)
class ManuscriptAdmin(ReadOnly, StaffAdmin):
    """Texts on their way to becoming stories. Who may add stories may bring texts in, and sees their own."""

    change_list_template = "admin/manuscripts.html"
    list_display = ("name", "standing", "brought_at", "brought_by")
    list_filter = ("brought_at",)
    list_select_related = ("brought_by",)
    search_fields = ("name",)
    fields = ("name", "language", "standing", "brought_at", "brought_by", "made")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).filter(pk__in=Manuscript.objects.visible_to(request.user).values("pk"))

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return admin.site.get_model_admin(Story).has_add_permission(request)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_urls(self) -> Any:
        wrap = self.admin_site.admin_view
        return [
            path("bring-in/", wrap(self.bring_in_view), name=f"{NAME}_bring_in"),
            path("<int:key>/text/", wrap(self.text_view), name=f"{NAME}_text"),
            path("<int:key>/stories/", wrap(self.stories_view), name=f"{NAME}_stories"),
            path("<int:key>/pictures/<int:place>/", wrap(self.picture_view), name=f"{NAME}_picture"),
            path("<int:key>/throw-away/", wrap(self.throw_away_view), name=f"{NAME}_throw_away"),
            *super().get_urls(),
        ]

    def get_tools(self, request: HttpRequest, record: Any) -> list[Tool]:
        throw = Tool(gettext_lazy("Throw it away"), address("throw_away", record), acts=False)
        if record.finished_at:
            return [throw]
        return [
            Tool(gettext_lazy("Go through the text"), address("text", record), acts=False),
            Tool(gettext_lazy("Make stories of it"), address("stories", record), acts=False),
            throw,
        ]

    @admin.display(description=gettext_lazy("state"), ordering="finished_at")
    def standing(self, manuscript: Manuscript) -> SafeString:
        return pill("published", _("saved as stories")) if manuscript.finished_at else pill("pending", _("in work"))

    @admin.display(description=gettext_lazy("stories made of it"))
    def made(self, manuscript: Manuscript) -> SafeString | str:
        rows = [(reverse("admin:stories_story_change", args=(one.pk,)), one) for one in manuscript.stories.all()]
        return format_html_join("", '<p><a href="{}">{}</a></p>', rows) or "–"

    # The steps

    def bring_in_view(self, request: HttpRequest) -> HttpResponse:
        self._ask_permission(request)
        form = BringInForm(*(request.POST, request.FILES) if request.method == "POST" else ())
        if form.is_valid():
            given = form.cleaned_data
            manuscript = bring_in(form.reading, name=given["name"], language=given["language"], by=request.user)
            return HttpResponseRedirect(address("text", manuscript))
        context = {"title": _("Bring in a text"), "form": form}
        return self._page(request, "admin/bring_in.html", context, bad=bool(form.errors))

    def text_view(self, request: HttpRequest, key: int) -> HttpResponse:
        manuscript = self._manuscript(request, key)
        sheet = Worksheet(
            manuscript, number(request.GET.get("part")), request.POST if request.method == "POST" else None
        )
        bad = False
        if request.method == "POST":
            if sheet.is_valid():
                try:
                    edition = number(request.POST.get("edition"))
                    manuscript = revise(manuscript, sheet.revised, sheet.answers, edition=edition)
                except ChangedMeanwhile:
                    sheet.errors.append(str(CHANGED))
                else:
                    return self._go_on(request, manuscript, sheet.part)
            bad = True
        context = {
            "title": _("Go through the text"),
            "manuscript": manuscript,
            "edition": request.POST.get("edition", manuscript.edition),
            "sheet": sheet,
            "back": address("change", manuscript),
        }
        return self._page(request, "admin/manuscript_text.html", context, bad=bad)

    def _go_on(self, request: HttpRequest, manuscript: Manuscript, part: int) -> HttpResponse:
        """To the page the pressed button named, once the text is saved."""
        if "people" in request.POST:
            if not manuscript.unconfirmed:
                return HttpResponseRedirect(address("stories", manuscript))
            words = _("Saved. Still to be confirmed, in the list of speakers: %(labels)s.")
            labels = ", ".join(manuscript.unconfirmed)
            self.message_user(request, words % {"labels": labels}, messages.WARNING)
        else:
            self.message_user(request, _("Saved."), messages.SUCCESS)
        part += "next" in request.POST
        return HttpResponseRedirect(f"{address('text', manuscript)}?part={part}")

    def stories_view(self, request: HttpRequest, key: int) -> HttpResponse:
        manuscript = self._manuscript(request, key)
        if manuscript.unconfirmed:
            words = _("First confirm each speaker: %(labels)s.") % {"labels": ", ".join(manuscript.unconfirmed)}
            self.message_user(request, words, messages.WARNING)
            return HttpResponseRedirect(address("text", manuscript))
        sheet = StoriesSheet(request, manuscript)
        bad = False
        if request.method == "POST":
            if sheet.is_valid():
                try:
                    stories = save_stories(
                        manuscript,
                        sheet.drafts,
                        sheet.people,
                        sheet.origin,
                        edition=number(request.POST.get("edition")),
                        by=request.user,
                    )
                except (ChangedMeanwhile, SpeakersUnconfirmed):
                    self.message_user(request, CHANGED, messages.ERROR)
                else:
                    return self._saved(request, manuscript, stories)
            bad = True
        context = {
            "title": _("Make stories of it"),
            "manuscript": manuscript,
            "edition": request.POST.get("edition", manuscript.edition),
            "sheet": sheet,
            "back": address("text", manuscript),
        }
        return self._page(request, "admin/manuscript_stories.html", context, bad=bad)

    def _saved(self, request: HttpRequest, manuscript: Manuscript, stories: list[Story]) -> HttpResponse:
        for story in stories:
            self.log_change(request, story, _("Made of a text that was brought in."))
        words = ngettext("%(count)d draft story is saved.", "%(count)d draft stories are saved.", len(stories))
        self.message_user(request, words % {"count": len(stories)}, messages.SUCCESS)
        if len(stories) == 1:
            return HttpResponseRedirect(reverse("admin:stories_story_change", args=(stories[0].pk,)))
        return HttpResponseRedirect(address("change", manuscript))

    def picture_view(self, request: HttpRequest, key: int, place: int) -> HttpResponse:
        picture = self._manuscript(request, key).pictures.filter(place=min(place, 32_767)).first()
        if picture is None:
            raise Http404
        return HttpResponse(bytes(picture.picture), content_type="image/webp")

    def throw_away_view(self, request: HttpRequest, key: int) -> HttpResponse:
        manuscript = self._manuscript(request, key, finished=True)
        if request.method == "POST":
            throw_away(manuscript)
            self.message_user(request, _("It is thrown away. Stories made of it stay."), messages.SUCCESS)
            return HttpResponseRedirect(reverse(f"admin:{NAME}_changelist"))
        context = {"title": _("Throw it away"), "manuscript": manuscript, "back": address("change", manuscript)}
        return self._page(request, "admin/manuscript_throw_away.html", context)

    def _ask_permission(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _manuscript(self, request: HttpRequest, key: int, *, finished: bool = False) -> Manuscript:
        self._ask_permission(request)
        found = Manuscript.objects.visible_to(request.user).filter(pk=min(key, 2**63 - 1))
        manuscript = (found if finished else found.filter(finished_at=None)).first()
        if manuscript is None:
            raise Http404
        return manuscript

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any], *, bad: bool = False) -> HttpResponse:
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "POST"])
        request.current_app = self.admin_site.name
        context = {**self.admin_site.each_context(request), "opts": self.opts, "bad": bad, **context}
        if bad:
            context["title"] = _("Error: %(title)s") % {"title": context["title"]}
        return TemplateResponse(request, template, context)


def address(page: str, manuscript: Manuscript) -> str:
    return reverse(f"admin:{NAME}_{page}", args=(manuscript.pk,))


def number(text: str | None) -> int:
    """A small whole number somebody typed into an address or a form; 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else 0
