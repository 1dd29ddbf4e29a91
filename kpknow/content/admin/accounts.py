"""Staff accounts: what each may do comes from its groups alone."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroups
from django.contrib.auth.admin import UserAdmin as DjangoUsers
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import Group, Permission, User
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kpknow.content.admin.base import LookupAdmin, ReadOnly, StaffAdmin, Tool
from kpknow.content.admin.taking_back import TakesBack
from kpknow.content.forms import StaffForm

if TYPE_CHECKING:  # they take no type parameters at run time
    Users = DjangoUsers[Any]
    ChangeForm = UserChangeForm[Any]
    CreationForm = AdminUserCreationForm[Any]
else:
    Users, ChangeForm, CreationForm = DjangoUsers, UserChangeForm, AdminUserCreationForm

admin.site.unregister((User, Group))


class AccountForm(StaffForm, ChangeForm):
    pass


class NewAccountForm(StaffForm, CreationForm):
    pass


@admin.register(User)
class AccountAdmin(TakesBack, StaffAdmin, Users):
    """Without Django's two-list picker, which cannot be heard, and without rights given to one person alone."""

    form, add_form = AccountForm, NewAccountForm
    may_restore = False  # no old version gives rights back
    list_display = ("username", "is_active", "is_staff", "is_superuser", "last_login")
    list_filter = ("is_active", "is_superuser", "groups")
    filter_horizontal = ()
    autocomplete_fields = ("groups",)
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("What this account may do"), {"fields": ("is_active", "is_staff", "is_superuser", "groups")}),
        (_("Since when"), {"fields": ("date_joined", "last_login")}),
    )

    def get_tools(self, request: HttpRequest, record: Any) -> list[Tool]:
        if not self.may_take_back(request):
            return []
        address = reverse("admin:auth_user_take_back", args=(record.pk,))
        return [Tool(_("Take back changes…"), address, acts=False)]


@admin.register(Group)
class GroupAdmin(StaffAdmin, DjangoGroups):  # type: ignore[misc] # as above
    may_restore = False
    filter_horizontal = ()
    autocomplete_fields = ("permissions",)
    search_fields = ("name",)


@admin.register(Permission)
class PermissionAdmin(ReadOnly, LookupAdmin):
    """Only to be chosen for a group."""

    list_display = ("name", "content_type")
    list_select_related = ("content_type",)
    search_fields = ("name", "codename", "content_type__model")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("content_type")

    def choice_words(self, record: Permission) -> str:
        return f"{record.content_type.app_labeled_name}: {record.name}"
