"""A server that is off says nothing, not even no: to ask it again costs every reader of a page the seconds until it is
given up, and a page asks more than once.
"""

import time
from collections import defaultdict
from functools import partial
from typing import Any

from django.db.backends.postgresql import base

from kpknow.silence import Silence

AWAY = 5.0
"""Seconds for which a server that did not answer is not asked again, by this process."""
NO_ANSWER = 1.0
"""Seconds after which a connection that failed counts as not answered; a server that starts says no at once."""
silences: defaultdict[tuple[Any, Any], Silence] = defaultdict(partial(Silence, AWAY))
"""By host and port."""


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Raises OperationalError at once while the server is left alone."""
        silence = silences[conn_params.get("host"), conn_params.get("port")]
        if silence.is_kept():
            raise self.Database.OperationalError("The database server did not answer a moment ago.")
        began = time.monotonic()
        try:
            connection = super().get_new_connection(conn_params)
        except self.Database.OperationalError:
            if time.monotonic() - began < NO_ANSWER:
                silence.end()
            else:
                silence.begin()
            raise
        silence.end()
        return connection
