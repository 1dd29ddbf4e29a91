"""Freezing versions of a theme for citing, and taking one back: one page, for whoever may publish themes."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpknow.content.admin import RecordAdmin, Tool
from kpknow.content.forms import ReasonForm
from stories.actions.versions import NothingChanged, NotPublic, TooManyVersions, freeze_version, withdraw_version
from stories.models import Theme, ThemeVersion


class VersionForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("What is new"),
        max_length=300,
        required=False,
        widget=forms.TextInput({"class": "vTextField"}),
        help_text=gettext_lazy("Readers see it in the list of versions. Leave out names."),
    )


class VersionedAdmin(RecordAdmin):
    """A record of which versions can be frozen."""

    def get_urls(self) -> Any:
        view = self.admin_site.admin_view(self.versions_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_versions"
        return [path("<path:object_id>/versions/", view, name=name), *super().get_urls()]

    def get_tools(self, request: HttpRequest, record: Any) -> list[Tool]:
        tools = super().get_tools(request, record)
        if record.is_published and self.has_publish_permission(request, record):
            tools.append(Tool(gettext_lazy("Versions to cite"), self.address_of("versions", record), acts=False))
        return tools

    def versions_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Freeze with a note, or take back version ``withdraw`` with a reason."""
        theme = self.get_object(request, object_id)
        if not self.has_publish_permission(request, theme):
            raise PermissionDenied
        if theme is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[no-any-return] # Django's own answer
        posted = request.POST if request.method == "POST" else None
        chosen = chosen_version(theme, request)
        form: Any = ReasonForm(posted) if chosen else VersionForm(posted)
        if posted is not None and form.is_valid():
            if chosen:
                self._withdraw(request, theme, chosen, form.cleaned_data["reason"])
            else:
                self._freeze(request, theme, form.cleaned_data["note"])
            return HttpResponseRedirect(self.address_of("versions", theme))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Versions to cite: %(theme)s") % {"theme": theme},
            "opts": self.opts,
            "theme": theme,
            "versions": theme.versions.defer("content").select_related("theme", "frozen_by"),
            "chosen": chosen,
            "form": form,
            "back": self.address_of("versions" if chosen else "change", theme),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/theme_versions.html", context)

    def _freeze(self, request: HttpRequest, theme: Theme, note: str) -> None:
        try:
            version = freeze_version(theme, by=request.user, note=note)
        except NotPublic:
            self.message_user(request, _("Only a published theme can be frozen."), messages.ERROR)
        except TooManyVersions:
            self.message_user(request, _("This theme has as many versions as it can hold."), messages.ERROR)
        except NothingChanged as unchanged:
            words = _("Nothing has changed since version %(number)s: that can be cited.") % {"number": unchanged.number}
            self.message_user(request, words, messages.WARNING)
        else:
            self.log_change(request, theme, _("Froze version %(number)s.") % {"number": version.number})
            words = _("Version %(number)s is frozen and can be cited.") % {"number": version.number}
            self.message_user(request, words, messages.SUCCESS)

    def _withdraw(self, request: HttpRequest, theme: Theme, version: ThemeVersion, reason: str) -> None:
        withdraw_version(version, by=request.user, reason=reason)
        self.log_change(request, theme, _("Withdrew version %(number)s.") % {"number": version.number})
        words = _("Version %(number)s is withdrawn; its address says so.") % {"number": version.number}
        self.message_user(request, words, messages.SUCCESS)


def chosen_version(theme: Theme, request: HttpRequest) -> ThemeVersion | None:
    """The standing version that ``?withdraw=`` names, if any."""
    number = request.GET.get("withdraw", "")
    if not (number.isascii() and number.isdigit() and len(number) <= 3):
        return None
    return theme.versions.standing().filter(number=int(number)).select_related("theme").first()
