"""Themes with their workshop: passages on one side, findings on the other."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Question
from kpknow.content.admin import Tool
from kpknow.content.admin.base import after_saving
from kpknow.content.admin.choices import possible_keys
from kpknow.content.admin.guarded import SaveRefused
from kpknow.content.editing.lock import hold, hold_writers
from kpknow.curation.themes.commands import NEW, picked, run, ticked
from kpknow.curation.themes.desk import asked_on_desk, findings_on_desk, poles_on_desk, version_of
from kpknow.curation.themes.figures import Figures
from kpknow.curation.themes.passages import Passages
from stories.actions.findings import NotPossible
from stories.models import Finding, FindingState, Theme
from stories.reading.strength import STATE_RULES, WHY

PlainThemeAdmin: Any = type(admin.site.get_model_admin(Theme))

MEANWHILE = gettext_lazy(
    "Somebody changed these findings meanwhile, and nothing was done. What you ticked and wrote is still here: look at"
    " what is there now, and choose again."
)

admin.site.unregister(Theme)


@admin.register(Theme)
class ThemeAdmin(PlainThemeAdmin):  # type: ignore[misc] # whichever class stood there before
    def get_urls(self) -> Any:
        wrap = self.admin_site.admin_view(self.workshop_view)
        return [path("<path:object_id>/workshop/", wrap, name="stories_theme_workshop"), *super().get_urls()]

    def get_tools(self, request: HttpRequest, record: Any) -> list[Tool]:
        tools: list[Tool] = super().get_tools(request, record)
        if self.may_build(request, record):
            tools = [Tool(gettext_lazy("Build findings"), workshop_address(record.pk), acts=False), *tools]
        return tools

    def may_build(self, request: HttpRequest, theme: Any = None) -> bool:
        """Who may change both the theme and findings, which have a right of their own."""
        may_change = self.has_change_permission(request, theme)
        return bool(may_change and request.user.has_perm("stories.change_finding"))

    def workshop_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show both sides, or do what a button says while nobody else writes."""
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "POST"])
        if not self.may_build(request):
            raise PermissionDenied
        theme = self.get_object(request, object_id)
        if theme is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[no-any-return] # Django's own answer
        if not self.may_build(request, theme) or (request.POST.get("do") == NEW and not self._may_make(request)):
            raise PermissionDenied
        if request.method != "POST":
            return self._show(request, theme, QueryDict())
        try:
            with transaction.atomic():
                hold_writers()
                hold(Theme, theme.pk)
                if request.POST.get("version") != version_of(theme):
                    raise NotPossible(str(MEANWHILE))
                place = run(theme, request.POST)
                theme.save(update_fields=["changed_at"])
                self.log_change(request, theme, _("Findings were worked on."))
                for look in after_saving:
                    look(request, theme)
                self._look_again(request, theme)
        except (NotPossible, SaveRefused) as refused:
            messages.error(request, str(refused))
        except IntegrityError:
            messages.error(request, MEANWHILE)
        else:
            return HttpResponseRedirect(f"{request.get_full_path()}#{place}")
        return self._show(request, theme, request.POST)

    def _may_make(self, request: HttpRequest) -> bool:
        return request.user.has_perm("stories.add_finding")

    def _show(self, request: HttpRequest, theme: Theme, sent: QueryDict) -> HttpResponse:
        """``sent``: what was ticked and written where nothing came of it, to be shown again."""
        passages, (poles, leanings) = Passages(theme, request.GET), poles_on_desk(theme)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Findings of “%(theme)s”") % {"theme": theme.name},
            "opts": self.opts,
            "theme": theme,
            "passages": passages,
            "figures": Figures(theme, request.GET),
            "findings": findings_on_desk(theme, leanings),
            "poles": poles,
            "shown": [(passage, leanings.get(passage.pk, "")) for passage in passages.page],
            "asked": asked_on_desk(theme, sent),
            "picked": picked(sent),
            "ticked": ticked(sent),
            "claim": sent.get("claim", ""),
            "chosen_question": chosen(Question, sent.get("question", "")),
            "chosen_finding": chosen(Finding, sent.get("to", "")),
            "states": FindingState.choices,
            "rules": STATE_RULES,
            "why": WHY,
            "version": version_of(theme),
            "may_make": self._may_make(request),
            "may_open_passages": request.user.has_perm("stories.change_highlight"),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/theme_workshop.html", context)


def chosen(model: type[Model], key: str) -> Any:
    return next(iter(possible_keys(model._meta.pk, [key])), None)


def workshop_address(key: Any) -> str:
    return reverse("admin:stories_theme_workshop", args=(key,))
