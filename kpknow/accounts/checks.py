"""What must not be let out of this machine."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security, deploy=True)
def second_factor_is_demanded(app_configs: Any, **kwargs: Any) -> Sequence[CheckMessage]:
    if settings.SECOND_FACTOR != "offered":
        return []
    return [Error("SECOND_FACTOR only offers it; set publishers or everyone.", id="kpknow.E004")]
