"""The page on which a curator chooses what of a theme moves, and where."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpknow.content.admin.choices import RecordChoice, SoundMultipleChoiceField
from kpknow.content.models import Status
from kpknow.curation.actions.moving_rows import MergeRefused, seen_token
from kpknow.curation.actions.splitting_themes import Part, split_theme
from stories.models import Coding, Finding, Highlight, Theme

MOST_OFFERED = 800
"""Passages on one page: Django takes a thousand fields of a form."""


class Passages(SoundMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.shown_text[:200]} ({obj.shown_voice})"


class SplitForm(forms.Form):
    into = forms.ModelChoiceField(
        label=gettext_lazy("To a theme that is there"),
        queryset=Theme.objects.none(),
        required=False,
        widget=RecordChoice(Coding._meta.get_field("theme"), admin.site),
    )
    name = forms.CharField(
        label=gettext_lazy("Or to a new theme of this name"),
        max_length=120,
        required=False,
        widget=forms.TextInput({"class": "vTextField"}),
        help_text=gettext_lazy("It starts as a draft: until it is published, readers do not find what moved there."),
    )
    findings = SoundMultipleChoiceField(
        label=gettext_lazy("Findings that move"),
        queryset=Finding.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    takes_along = forms.BooleanField(
        label=gettext_lazy("With the passages that only these findings rest on"), required=False, initial=True
    )
    passages = Passages(
        label=gettext_lazy("Passages that move"),
        queryset=Highlight.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any, theme: Theme) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["findings"].queryset = Finding.objects.filter(theme=theme).order_by("order")
        coded = Coding.objects.filter(theme=theme, highlight=OuterRef("pk"))
        passages = Highlight.objects.filter(Exists(coded)).for_page().order_by("order", "pk")
        self.count = passages.count()
        offered = list(passages.values_list("pk", flat=True)[:MOST_OFFERED])
        fields["passages"].queryset = passages.filter(pk__in=offered)
        fields["into"].queryset = Theme.objects.exclude(pk=theme.pk).exclude(status=Status.WITHDRAWN)

    @property
    def unoffered(self) -> int:
        return max(0, self.count - MOST_OFFERED)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(given.get("into")) == bool(given.get("name", "").strip()) and not self.errors:
            self.add_error("into", ValidationError(_("Choose a theme, or write the name of a new one.")))
        if not given.get("findings") and not given.get("passages") and not self.errors:
            self.add_error(None, ValidationError(_("Choose at least one passage or finding.")))
        return given

    @property
    def part(self) -> Part:
        given = self.cleaned_data
        findings = [finding.pk for finding in given["findings"]]
        return Part(findings, [passage.pk for passage in given["passages"]], given["takes_along"])


def split_page(theme_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
    """GET shows what can move; POST moves it. Whoever opens it has to be allowed to change both themes."""
    if not theme_admin.may_merge(request):
        raise PermissionDenied
    theme = theme_admin.get_object(request, object_id)
    if theme is None or theme.status == Status.WITHDRAWN:
        return theme_admin._get_obj_does_not_exist_redirect(request, theme_admin.opts, object_id)  # type: ignore[no-any-return] # Django's own answer
    if not theme_admin.may_merge(request, theme):
        raise PermissionDenied
    form = SplitForm(request.POST if request.method == "POST" else None, theme)
    if request.method == "POST" and form.is_valid():
        into = form.cleaned_data["into"]
        if not (theme_admin.may_merge(request, into) if into else theme_admin.has_add_permission(request)):
            raise PermissionDenied
        try:
            name, seen = form.cleaned_data["name"], request.POST.get("seen", "")
            split = split_theme(theme, form.part, into=into, name=name, by=request.user, seen=seen)
        except MergeRefused as refused:
            form.add_error(None, refused.words)
        else:
            theme_admin.log_change(request, theme, _("Part of it moved to “%(theme)s”.") % {"theme": split.target})
            theme_admin.log_change(request, split.target, _("Part of “%(theme)s” moved to it.") % {"theme": theme})
            words = _("Part of “%(one)s” moved to “%(other)s”.") % {"one": theme, "other": split.target}
            theme_admin.message_user(request, words, messages.SUCCESS)
            return HttpResponseRedirect(reverse("admin:curation_themesplit_change", args=(split.pk,)))
    context = {
        **theme_admin.admin_site.each_context(request),
        "title": _("Split “%(theme)s”") % {"theme": theme},
        "opts": theme_admin.opts,
        "theme": theme,
        "form": form,
        "seen": seen_token(theme),
        "back": theme_admin.address_of("change", theme),
    }
    request.current_app = theme_admin.admin_site.name
    return TemplateResponse(request, "admin/split_theme.html", context)
