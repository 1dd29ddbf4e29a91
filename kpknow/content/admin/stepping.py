"""Pages and buttons for the steps of a record: one record or many, always asked once more before it is done."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kpknow.content.actions import publishing
from kpknow.content.admin.base import Tool
from kpknow.content.admin.previewing import PreviewingAdmin
from kpknow.content.admin.steps import PUBLISH, REDRAFT, RETURN, SEND, STEPS, WITHDRAW, Sorted, Step, sort

record_tools: list[Callable[[HttpRequest, Any], list[Tool]]] = []
"""Buttons that apps above this one put above the form of every record."""

MOST_AT_ONCE = 200
"""Records of one bulk action: what can be asked for what is missing, and what somebody can read before agreeing."""
MOST_BLOCKERS_SHOWN = 20
"""Messages of one bulk action; more would push the list off the screen."""


class SteppingAdmin(PreviewingAdmin):
    """The steps this person may take with this record, as buttons and as bulk actions."""

    actions = ("send_selected", "return_selected", "publish_selected", "withdraw_selected", "redraft_selected")

    # Who may

    def has_send_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may work on a draft may hand it over."""
        return self.has_change_permission(request, obj)

    def has_review_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._has_right(request, "review")

    def has_publish_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Publishing, withdrawing and taking up again are one right."""
        return self._has_right(request, "publish")

    def _has_right(self, request: HttpRequest, verb: str) -> bool:
        return bool(request.user.has_perm(f"{self.opts.app_label}.{verb}_{self.opts.model_name}"))

    def may_step(self, request: HttpRequest, step: Step, record: Any = None) -> bool:
        return bool(getattr(self, f"has_{step.permission}_permission")(request, record))

    # Where

    def get_urls(self) -> Any:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        steps = [
            path(
                f"<path:object_id>/{step.name}/",
                self.admin_site.admin_view(partial(self.step_view, step=step)),
                name=f"{name}_{step.name}",
            )
            for step in STEPS.values()
        ]
        return [*steps, *super().get_urls()]

    def address_of(self, page: str, record: Any) -> str:
        return reverse(
            f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}",
            args=(record.pk,),
            current_app=self.admin_site.name,
        )

    def get_tools(self, request: HttpRequest, record: Any) -> list[Tool]:
        steps = [step for step in STEPS.values() if step.fits(record) and self.may_step(request, step, record)]
        own = [Tool(step.label, self.address_of(step.name, record), acts=False) for step in steps]
        added = [tool for tools in record_tools for tool in tools(request, record)]
        return [*own, *added, *super().get_tools(request, record)]

    # With the button that saves

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> Any:
        record = context.get("original")
        context["show_send"] = not context.get("is_popup") and self._may_send(request, record)
        return super().render_change_form(request, context, *args, **kwargs)

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **kwargs: Any) -> Any:
        self._send_saved(request, obj)
        return super().response_add(request, obj, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Any) -> Any:
        self._send_saved(request, obj)
        return super().response_change(request, obj)

    def _may_send(self, request: HttpRequest, record: Any) -> bool:
        if record is None:
            return bool(self.has_add_permission(request))
        return SEND.fits(record) and self.may_step(request, SEND, record)

    def _send_saved(self, request: HttpRequest, record: Any) -> None:
        """“Save and send for review”: in the save's own transaction, so that what is sent is what was just written."""
        if "_send" not in request.POST or hasattr(request, "is_preview") or not self._may_send(request, record):
            return
        publishing.send_for_review(record, by=request.user)
        self.log_change(request, record, str(SEND.logged))
        self.message_user(request, SEND.done(1) % {"count": 1}, messages.SUCCESS)

    # One record

    def step_view(self, request: HttpRequest, object_id: str, step: Step) -> HttpResponse:
        record = self.get_object(request, object_id)
        if not self.may_step(request, step, record):
            raise PermissionDenied
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[no-any-return] # Django's own answer
        back = self.address_of("change", record)
        return self._take(request, step, [record], back, confirmed=request.method == "POST")

    # Many

    @admin.action(description=SEND.label, permissions=["send"])
    def send_selected(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        return self._take_selected(request, SEND, queryset)

    @admin.action(description=RETURN.label, permissions=["review"])
    def return_selected(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        return self._take_selected(request, RETURN, queryset)

    @admin.action(description=PUBLISH.label, permissions=["publish"])
    def publish_selected(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        return self._take_selected(request, PUBLISH, queryset)

    @admin.action(description=gettext_lazy("Withdraw, with a reason"), permissions=["publish"])
    def withdraw_selected(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        return self._take_selected(request, WITHDRAW, queryset)

    @admin.action(description=REDRAFT.label, permissions=["publish"])
    def redraft_selected(self, request: HttpRequest, queryset: Any) -> HttpResponse:
        return self._take_selected(request, REDRAFT, queryset)

    def _take_selected(self, request: HttpRequest, step: Step, queryset: Any) -> HttpResponse:
        back = request.get_full_path()
        records = list(queryset[: MOST_AT_ONCE + 1])
        if len(records) > MOST_AT_ONCE:
            words = _("Choose at most %(most)d records at once. Nothing was changed.") % {"most": MOST_AT_ONCE}
            self.message_user(request, words, messages.ERROR)
            return HttpResponseRedirect(back)
        return self._take(request, step, records, back, confirmed=request.POST.get("post") == "yes")

    # Asking once more, and doing it

    def _take(self, request: HttpRequest, step: Step, records: list[Any], back: str, confirmed: bool) -> HttpResponse:
        found = sort(step, records, lambda record: self.may_step(request, step, record))
        if not found.ready and (confirmed or not found.held):
            self._say_held(request, found.held)
            self._say_unfit(request, found)
            return HttpResponseRedirect(back)
        form = step.form(request.POST if confirmed else None) if step.form else None
        if confirmed and (form is None or form.is_valid()):
            self._act(request, step, found, form.cleaned_data if form else {})
            return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": step.label,
            "opts": self.opts,
            "step": step,
            "records": found.ready,
            "held": found.held,
            "unfit": found.unfit,
            "form": form,
            "back": back,
            "action": request.POST.get("action", ""),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/step_records.html", context)

    def _act(self, request: HttpRequest, step: Step, found: Sorted, words: dict[str, Any]) -> None:
        done, held, moved = 0, [*found.held], 0
        for record in found.ready:
            try:
                step.act(record, by=request.user, **words)
            except publishing.NotReady as refused:
                held.append((record, refused.blockers))
            except publishing.WrongStatus:
                moved += 1
            else:
                done += 1
                self.log_change(request, record, str(step.logged))
        self._say_held(request, held)
        if done:
            self.message_user(request, step.done(done) % {"count": done}, messages.SUCCESS)
        if moved:
            self.message_user(request, _("Somebody else was faster; please look again."), messages.WARNING)
        self._say_unfit(request, found)

    def _say_held(self, request: HttpRequest, held: list[tuple[Any, list[publishing.Blocker]]]) -> None:
        said = [
            _("“%(record)s” is not published: %(blocker)s") % {"record": record, "blocker": blocker}
            for record, blockers in held
            for blocker in blockers
        ]
        for words in said[:MOST_BLOCKERS_SHOWN]:
            self.message_user(request, words, messages.ERROR)
        if (unsaid := len(said) - MOST_BLOCKERS_SHOWN) > 0:
            words = ngettext("And %(count)d more reason.", "And %(count)d more reasons.", unsaid)
            self.message_user(request, words % {"count": unsaid}, messages.ERROR)

    def _say_unfit(self, request: HttpRequest, found: Sorted) -> None:
        if count := len(found.unfit):
            words = ngettext(
                "%(count)d was left as it is: that step does not start from where it stands.",
                "%(count)d were left as they are: that step does not start from where they stand.",
                count,
            )
            self.message_user(request, words % {"count": count}, messages.WARNING)
