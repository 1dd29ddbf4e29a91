"""After every save: does what is public still meet its checklist?"""

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kpknow.content.actions import publishing
from kpknow.content.records_above import records_above

if TYPE_CHECKING:  # Django's admin classes take no type parameters at run time
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin


class LookingAgain(ModelAdmin):
    """Asked when the form and all its rows are saved, within their transaction."""

    def response_add(self, request: HttpRequest, obj: Any, *args: Any, **kwargs: Any) -> Any:
        self._look_again(request, obj)
        return super().response_add(request, obj, *args, **kwargs)

    def response_change(self, request: HttpRequest, obj: Any) -> Any:
        self._look_again(request, obj)
        return super().response_change(request, obj)

    def _look_again(self, request: HttpRequest, row: Any) -> None:
        for record in records_above([row]):
            if blockers := publishing.look_again(record, by=request.user):
                words = _("“%(record)s” is back in review and out of readers’ sight until this is done: %(blockers)s")
                said = words % {"record": record, "blockers": " ".join(map(str, blockers))}
                self.message_user(request, said, messages.WARNING)
