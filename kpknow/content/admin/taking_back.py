"""Taking back everything an account changed since a moment: first what it would do, then done."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kpknow.content.history.restoring import Undone, preview_taking_back, take_back

if TYPE_CHECKING:  # it takes no type parameters at run time
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin

SHOWN = 50
"""Records named in a list of the preview; the count says the rest."""


class SinceForm(forms.Form):
    since = forms.DateTimeField(
        label=gettext_lazy("Changes since (UTC)"),
        widget=forms.DateTimeInput({"type": "datetime-local", "step": "1"}, format="%Y-%m-%dT%H:%M:%S"),
        help_text=gettext_lazy("Everything this account changed from then on, on every record."),
    )

    def clean_since(self) -> dt.datetime:
        since: dt.datetime = self.cleaned_data["since"]
        if since > timezone.now():
            raise forms.ValidationError(_("That is yet to come."))
        return since


def named(one: Any) -> str:
    """“Story: A safe home”; what was refused says so itself."""
    return one if isinstance(one, str) else f"{capfirst(one._meta.verbose_name)}: {one}"


class TakesBack(ModelAdmin):
    """For the admin of accounts."""

    def get_urls(self) -> Any:
        wrap = self.admin_site.admin_view(self.take_back_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_take_back"
        return [path("<path:object_id>/take-back/", wrap, name=name), *super().get_urls()]

    def may_take_back(self, request: HttpRequest) -> bool:
        return request.user.has_perm("content.take_back")

    def take_back_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """GET asks since when and shows what would go; POST does it. Both in time that grows with the records."""
        if not self.may_take_back(request):
            raise PermissionDenied
        account = self.get_object(request, unquote(object_id))
        if account is None:
            raise Http404
        sent = request.POST if request.method == "POST" else request.GET
        start = (timezone.now() - dt.timedelta(hours=24)).replace(microsecond=0)
        form = SinceForm(sent if "since" in sent else None, initial={"since": start})
        undone = None
        if form.is_valid():
            since = form.cleaned_data["since"]
            if request.method == "POST":
                self._say(request, take_back(account, since, by=request.user))
                return HttpResponseRedirect(reverse("admin:auth_user_change", args=(account.pk,)))
            undone = preview_taking_back(account, since, by=request.user)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": account,
            "name": str(account),
            "title": _("Take back what “%(account)s” changed") % {"account": account},
            "form": form,
            "undone": undone,
            "since": form.cleaned_data["since"].strftime("%Y-%m-%dT%H:%M:%S") if undone else "",
            "kinds": self._kinds(undone) if undone else [],
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/take_back.html", context)

    def _kinds(self, undone: Undone) -> list[tuple[str, list[str], int]]:
        """What would happen, with the records it would happen to, and how many more."""
        lists = (
            (_("Restored as they were before"), undone.restored),
            (_("Restored but for what others changed since"), undone.partly),
            (_("Withdrawn: made by this account, and public"), undone.withdrawn),
            (_("Left as they are"), [f"{name}: {words}" for name, words in undone.refused]),
        )
        return [(words, [named(one) for one in found[:SHOWN]], len(found)) for words, found in lists if found]

    def _say(self, request: HttpRequest, undone: Undone) -> None:
        count = len(undone.restored) + len(undone.partly) + len(undone.withdrawn)
        words = ngettext("%(count)d record was taken back.", "%(count)d records were taken back.", count)
        self.message_user(request, words % {"count": count}, messages.SUCCESS)
        if undone.refused:
            left = len(undone.refused)
            words = ngettext("%(count)d was left as it is.", "%(count)d were left as they are.", left)
            self.message_user(request, words % {"count": left}, messages.WARNING)
