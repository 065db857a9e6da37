"""`{% load agencies %}`: the names of roles, and what others add to the sign-in page."""

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from springhead.engine.kernel.language import pick
from springhead.foundation.agencies import registry
from springhead.foundation.agencies.texts import role_name as name_of
from springhead.foundation.ui.frame import language

register = template.Library()


@register.filter
def role_name(role: str) -> str:
    """Return what a role is called in the language of the page."""
    return pick(name_of(role), language())


@register.simple_tag(takes_context=True)
def sign_in_extras(context: Context) -> SafeString:
    """Draw what other rooms put on the sign-in page (the demo's accounts)."""
    request = context.get("request")
    parts = (
        render_to_string(name, {"demo": context.get("demo")}, request)
        for name in registry.sign_in_templates()
    )
    return mark_safe("".join(parts))  # noqa: S308  rendered templates
