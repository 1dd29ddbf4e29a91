"""``StaffSession``: one browser signed in. ``Tries``: passwords and codes tried. ``Invitation``: a way in, once.

``SavedView``: how an account likes to look at a list. ``Preference``: what else it chose.
"""

from kpknow.accounts.models.invitation import Invitation
from kpknow.accounts.models.preference import Preference
from kpknow.accounts.models.saved_view import SavedView
from kpknow.accounts.models.staff_session import StaffSession
from kpknow.accounts.models.tries import SpentCode, Tries

__all__ = ["Invitation", "Preference", "SavedView", "SpentCode", "StaffSession", "Tries"]
