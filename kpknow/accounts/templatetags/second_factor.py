"""What the page about signing in says first."""

from django import template
from django.template import Context

from kpknow.accounts.factors import is_missing

register = template.Library()


@register.simple_tag(takes_context=True)
def second_factor_missing(context: Context) -> bool:
    request = context["request"]
    return bool(request.user.is_authenticated and is_missing(request, request.user))
