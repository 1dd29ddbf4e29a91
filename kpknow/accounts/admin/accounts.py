"""Accounts are invited by a link, signed out and given a new factor; nobody ever types another one's password."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from kpknow.accounts.actions.invitations import LASTS, invite
from kpknow.accounts.actions.sessions import end_sessions
from kpknow.content.admin import Tool
from kpknow.content.admin.accounts import AccountAdmin
from kpknow.content.admin.choices import possible_keys
from kpknow.content.forms import StaffForm

admin.site.unregister(User)


class NewAccountForm(StaffForm):
    class Meta:
        model = User
        fields = ("username", "groups")

    def save(self, commit: bool = True) -> Any:
        self.instance.is_staff = True
        self.instance.set_unusable_password()
        return super().save(commit)


class ChangedAccountForm(StaffForm):
    class Meta:
        model = User
        fields = "__all__"  # the admin below chooses


@admin.register(User)
class StaffAccountAdmin(AccountAdmin):
    form = ChangedAccountForm  # type: ignore[assignment]  # Django's own comes with a password
    add_form = NewAccountForm  # type: ignore[assignment]  # as above
    add_form_template = None
    fieldsets = (
        (None, {"fields": ("username",)}),
        *AccountAdmin.fieldsets[1:],
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": ("username", "groups"),
                "description": gettext_lazy(
                    "After saving you get a link, once, that lets this person choose their own password."
                ),
            },
        ),
    )
    actions = ("sign_out",)

    def get_urls(self) -> list[URLPattern]:
        """Without Django's page on which one person types the password of another."""
        ours = [
            path(f"<str:key>/{name}/", self.admin_site.admin_view(require_POST(view)), name=f"auth_user_{name}")
            for name, view in (
                ("invite", self.invite_view),
                ("sign_out", self.sign_out_view),
                ("forget_factors", self.forget_factors_view),
            )
        ]
        return [*ours, *(one for one in super().get_urls() if one.name != "auth_user_password_change")]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who is no superuser makes none."""
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else (*fields, "is_superuser")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.is_within_reach(request, obj) and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.is_within_reach(request, obj) and super().has_delete_permission(request, obj)

    def is_within_reach(self, request: HttpRequest, account: Any) -> bool:
        """A superuser's account is changed, invited and signed out by superusers alone."""
        return account is None or not account.is_superuser or bool(request.user.is_superuser)

    def get_tools(self, request: HttpRequest, record: Any) -> list[Tool]:
        if not self.has_change_permission(request, record):
            return []
        words = _("Invite by a one-time link") if not record.has_usable_password() else _("New password by link")
        tools = [(words, "invite"), (_("Sign out everywhere"), "sign_out")]
        if Authenticator.objects.filter(user=record).exists():
            tools.append((_("Forget the second factors"), "forget_factors"))
        return [
            *super().get_tools(request, record),
            *(Tool(label, reverse(f"admin:auth_user_{name}", args=[record.pk])) for label, name in tools),
        ]

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        return self.shown_once(request, obj)

    def invite_view(self, request: HttpRequest, key: str) -> HttpResponse:
        account = self.reached(request, key)
        if not account.is_active:
            messages.error(request, _("This account is not active. Nobody can be invited to it."))
            return self.back_to(account)
        return self.shown_once(request, account)

    def shown_once(self, request: HttpRequest, account: Any) -> HttpResponse:
        """The only page that ever shows the link; the database keeps its hash."""
        address = request.build_absolute_uri(reverse("account_invitation", args=[invite(account)]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("A link for %(name)s") % {"name": account.get_username()},
            "opts": self.opts,
            "account": account,
            "address": address,
            "hours": int(LASTS.total_seconds() // 3600),
        }
        return render(request, "admin/invitation.html", context)

    def sign_out_view(self, request: HttpRequest, key: str) -> HttpResponse:
        account = self.reached(request, key)
        self.say_ended(request, end_sessions(account.pk))
        return self.back_to(account)

    def forget_factors_view(self, request: HttpRequest, key: str) -> HttpResponse:
        """For one who lost phone and recovery codes; asked of them in person, never by a message alone."""
        account = self.reached(request, key)
        with transaction.atomic():
            Authenticator.objects.filter(user=account).delete()
            end_sessions(account.pk)
        messages.success(request, _("The second factors are forgotten; this account is signed out everywhere."))
        return self.back_to(account)

    @admin.action(description=gettext_lazy("Sign out everywhere"), permissions=["change"])
    def sign_out(self, request: HttpRequest, queryset: Any) -> None:
        reached = [account for account in queryset if self.is_within_reach(request, account)]
        self.say_ended(request, sum(end_sessions(account.pk) for account in reached))

    def say_ended(self, request: HttpRequest, ended: int) -> None:
        words = ngettext("%(n)s session ended.", "%(n)s sessions ended.", ended)
        messages.success(request, words % {"n": ended})

    def reached(self, request: HttpRequest, key: str) -> Any:
        account = get_object_or_404(User, pk__in=possible_keys(self.opts.pk, [key]))
        if not self.has_change_permission(request, account):
            raise PermissionDenied
        return account

    def back_to(self, account: Any) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:auth_user_change", args=[account.pk]))
