"""The door for anybody who wants something changed or removed: no account, no e-mail, and a code to ask again with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kpknow.curation.actions.removal_requests import receive_request, request_of
from kpknow.curation.records_by_address import path_of
from kpknow.pages.forms import ProgressForm, RemovalForm
from kpknow.pages.views.errors import csrf_failure
from kpknow.safety.codes import grouped
from kpknow.safety.open_forms import sent_from_here
from kpknow.safety.rates import Rate, too_many

REQUESTS = Rate("removal", most=6, seconds=1800, ceiling=120)
WRONG_CODES = Rate("removal code", most=20, seconds=1800, ceiling=600)


@csrf_exempt  # no cookie: see kpknow.safety.open_forms
@require_http_methods(["GET", "HEAD", "POST"])
def removal(request: HttpRequest) -> HttpResponse:
    """Two forms at one address: to ask, and to see how far it is."""
    if request.method != "POST":
        page = path_of(request.GET.get("page", ""))
        return answer(request, form=RemovalForm(initial={"page": page}), progress=ProgressForm(auto_id="p_%s"))
    if not sent_from_here(request):
        return csrf_failure(request)
    return progress(request) if "code" in request.POST else ask(request)


def ask(request: HttpRequest) -> HttpResponse:
    form = RemovalForm(request.POST)
    if wait := REQUESTS.wait(request):
        return too_many(request, wait)
    if not form.is_valid():
        return answer(request, form=form, progress=ProgressForm(auto_id="p_%s"))
    REQUESTS.count(request)
    words = form.cleaned_data
    page = path_of(words["page"]) or words["page"]
    code = receive_request(page=page, words=words["words"], contact=words.get("contact", ""))
    return answer(request, code=grouped(code))


def progress(request: HttpRequest) -> HttpResponse:
    if wait := WRONG_CODES.wait(request):
        return too_many(request, wait)
    form = ProgressForm(request.POST, auto_id="p_%s")
    if form.is_valid():
        if found := request_of(form.cleaned_data["code"]):
            return answer(request, found=found)
        form.add_error("code", _("There is no request with this code. Please compare each digit."))
    WRONG_CODES.count(request)
    return answer(request, form=RemovalForm(), progress=form)


def answer(request: HttpRequest, **context: object) -> HttpResponse:
    response = render(request, "pages/removal.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
