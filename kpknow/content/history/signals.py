"""What the audit log hears of by itself: accounts that come, go and may do more or less."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from kpknow.content.history.acts import record_act
from kpknow.content.history.recording import current
from kpknow.content.models import ActVerb

RIGHTS = ("is_active", "is_staff", "is_superuser")


def signed_in(user: Any, **_signal: Any) -> None:
    record_act(ActVerb.SIGNED_IN, by=user, about=user)


def signed_out(user: Any, **_signal: Any) -> None:
    if user is not None:
        record_act(ActVerb.SIGNED_OUT, by=user, about=user)


def sign_in_failed(credentials: dict[str, Any], **_signal: Any) -> None:
    """A name nobody has is not written down: people type their pass phrase, or their e-mail, into the wrong field."""
    accounts = get_user_model()._default_manager
    name = str(credentials.get("username") or "")[:150].replace("\x00", "").encode("utf-8", "replace").decode()
    record_act(ActVerb.SIGN_IN_FAILED, by=None, about=accounts.filter(username=name).first() if name else None)


def acting() -> Any:
    """The account whose request this is."""
    recorder = current.get()
    found = get_user_model()._default_manager.filter(pk=recorder.account) if recorder and recorder.account else None
    return found.first() if found is not None else None


def account_before(instance: Any, **_signal: Any) -> None:
    before = type(instance)._default_manager.filter(pk=instance.pk).values(*RIGHTS).first() if instance.pk else None
    instance._rights_before = before


def account_after(instance: Any, update_fields: Any = None, **_signal: Any) -> None:
    now = {name: getattr(instance, name) for name in RIGHTS}
    if instance._rights_before != now:
        record_act(ActVerb.ACCOUNT_CHANGED, by=acting(), about=instance)


def gone(instance: Any, **_signal: Any) -> None:
    verb = ActVerb.GROUP_CHANGED if isinstance(instance, Group) else ActVerb.ACCOUNT_CHANGED
    record_act(verb, by=acting(), about=instance)


def tied(instance: Any, action: str, reverse: bool, model: Any, pk_set: Any, **_signal: Any) -> None:
    """Groups of an account, rights of a group or an account, from either side."""
    if action not in ("post_add", "post_remove", "pre_clear") or (action != "pre_clear" and not pk_set):
        return
    changed = list(model._default_manager.filter(pk__in=pk_set or ())) if reverse else [instance]
    for one in changed:
        if not reverse or isinstance(one, (Group, get_user_model())):
            verb = ActVerb.GROUP_CHANGED if isinstance(one, Group) else ActVerb.ACCOUNT_CHANGED
            record_act(verb, by=acting(), about=one)


def listen() -> None:
    account: Any = get_user_model()
    user_logged_in.connect(signed_in, dispatch_uid="history.signed_in")
    user_logged_out.connect(signed_out, dispatch_uid="history.signed_out")
    user_login_failed.connect(sign_in_failed, dispatch_uid="history.sign_in_failed")
    pre_save.connect(account_before, sender=account, dispatch_uid="history.account_before")
    post_save.connect(account_after, sender=account, dispatch_uid="history.account_after")
    post_delete.connect(gone, sender=account, dispatch_uid="history.account_gone")
    post_delete.connect(gone, sender=Group, dispatch_uid="history.group_gone")
    for through in (account.groups.through, account.user_permissions.through, Group.permissions.through):
        m2m_changed.connect(tied, sender=through, dispatch_uid=f"history.{through._meta.label_lower}")
