"""The page behind a one-time link."""

from django.contrib import messages
from django.contrib.auth.password_validation import password_validators_help_texts
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kpknow.accounts.actions.invitations import InvitationOver, accept, find_invitation
from kpknow.accounts.forms import InvitedForm


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    try:
        found = find_invitation(token)
        form = InvitedForm(found.account, request.POST or None)
        if form.is_valid():
            accept(found, form.cleaned_data["new_password1"])
            messages.success(request, _("Your password is set. Please sign in with it."))
            return HttpResponseRedirect(reverse("account_login"))
    except InvitationOver:
        return render(request, "account/invitation_over.html", status=410)
    rules = password_validators_help_texts()
    return render(request, "account/invitation.html", {"form": form, "account": found.account, "rules": rules})
