"""A theme a coder misses, proposed from where it was missed."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kpknow.curation.coding.forms import NewThemeForm
from kpknow.curation.coding.texts import text_for


@require_http_methods(["GET", "HEAD", "POST"])
def propose_theme(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    text = text_for(request, kind, key)
    if not request.user.has_perm("stories.add_theme"):
        raise PermissionDenied
    form = NewThemeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        theme = form.propose(by=request.user)
        words = _("“%(theme)s” is proposed. You may code with it; readers see it once it is published.")
        messages.success(request, words % {"theme": theme.name})
        return HttpResponseRedirect(text.address_of(text.page, theme=theme.pk))
    context = admin.site.each_context(request) | {
        "title": _("New theme"),
        "opts": text.source._meta,
        "text": text,
        "form": form,
    }
    request.current_app = admin.site.name
    return TemplateResponse(request, "admin/coding/theme.html", context, status=422 if form.errors else 200)


propose_theme_view = admin.site.admin_view(propose_theme)
