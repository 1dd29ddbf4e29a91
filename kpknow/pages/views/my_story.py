"""What a person finds of theirs with the code they were given, and how they hide it."""

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from events.models import Contributor
from kpknow.curation.actions.receipts import hide_everything, open_hiding, receipt_of
from kpknow.curation.appearances import appearances_of
from kpknow.curation.people import person_with
from kpknow.pages.forms import CodeForm
from kpknow.pages.views.errors import csrf_failure
from kpknow.safety.open_forms import sent_from_here
from kpknow.safety.rates import Rate, too_many

WRONG_CODES = Rate("my story", most=20, seconds=1800, ceiling=600)
"""At this pace, guessing one of a thousand codes among 10^15 takes a worker some ninety thousand years."""
SALT, OPEN_FOR = "my story", 30 * 60
"""The page with the button to hide works for half an hour; then the code is asked again."""


@csrf_exempt  # no cookie: see kpknow.safety.open_forms
@require_http_methods(["GET", "HEAD", "POST"])
def my_story(request: HttpRequest) -> HttpResponse:
    """Enter the code, see what strangers can read today, hide all of it. Nothing of this stands in an address."""
    if request.method != "POST":
        return answer(request, "my_story", form=CodeForm())
    if not sent_from_here(request):
        return csrf_failure(request)
    if "hide" in request.POST:
        return hide(request)
    if wait := WRONG_CODES.wait(request):
        return too_many(request, wait)
    form = CodeForm(request.POST)
    receipt = receipt_of(form.cleaned_data["code"]) if form.is_valid() else None
    if receipt is not None:
        return what_is_theirs(request, receipt.contributor)
    WRONG_CODES.count(request)
    if form.is_valid():
        form.add_error("code", _("This code opens nothing. Please compare each digit with the paper."))
    return answer(request, "my_story", form=form)


def hide(request: HttpRequest) -> HttpResponse:
    try:
        key = signing.loads(request.POST["hide"], salt=SALT, max_age=OPEN_FOR)
    except signing.BadSignature:
        form = CodeForm()
        return answer(request, "my_story", form=form, notice=_("This page was open for long. Please enter your code."))
    if (contributor := person_with(key)) is None:
        return answer(request, "my_story", form=CodeForm())
    hide_everything(contributor)
    return what_is_theirs(request, contributor, just_hidden=True)


def what_is_theirs(request: HttpRequest, contributor: Contributor, *, just_hidden: bool = False) -> HttpResponse:
    return answer(
        request,
        "my_story_found",
        shown=[one for one in appearances_of(contributor) if one.is_shown],
        hiding=open_hiding(contributor),
        just_hidden=just_hidden,
        token=signing.dumps(contributor.pk, salt=SALT),
    )


def answer(request: HttpRequest, template: str, **context: object) -> HttpResponse:
    response = render(request, f"pages/{template}.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
