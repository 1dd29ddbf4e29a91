"""Sessions that know whose they are, so that all of one account can be ended at once."""

from typing import ClassVar

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class StaffSessionManager(BaseSessionManager["StaffSession"]):
    pass


class StaffSession(AbstractBaseSession):
    """Keeps no address and no name of a browser."""

    account_id = models.BigIntegerField(_("account"), null=True, db_index=True, editable=False)
    """No foreign key: a session is no reason to keep an account, and without the account it opens nothing."""

    objects: ClassVar[StaffSessionManager] = StaffSessionManager()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
