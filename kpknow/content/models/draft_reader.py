"""Somebody who is shown one record before it is public, and is a stranger to everything else."""

from typing import Any


class DraftReader:
    """``visible_to`` lets drafts among ``records`` through to them, on pages only; every consent and shield holds.

    Neither an account nor Django's AnonymousUser: what is kept for strangers is not for them.
    """

    is_staff = is_superuser = is_active = is_authenticated = False
    is_anonymous = True
    pk = id = None
    username = ""

    def __init__(self, *records: Any) -> None:
        self.drafts = frozenset((record._meta.label_lower, record.pk) for record in records)

    def __str__(self) -> str:
        return ""

    def keys_of(self, model: Any) -> list[Any]:
        return [key for label, key in self.drafts if label == model._meta.label_lower]

    def get_username(self) -> str:
        return ""

    def has_perm(self, permission: str, obj: Any = None) -> bool:
        return False

    def has_perms(self, permissions: Any, obj: Any = None) -> bool:
        return False

    def has_module_perms(self, label: str) -> bool:
        return False
