"""`{% load demo %}`: the demo accounts for the sign-in page."""

from typing import Any

from django import template

from springhead.doors.demo import people

register = template.Library()


@register.simple_tag
def demo_accounts() -> dict[str, Any]:
    """Return the personas and the password they share."""
    return {"personas": people.PERSONAS, "password": people.PASSWORD}
