"""`{% load demo %}`: the demo accounts for the sign-in page."""

from typing import Any

from django import template

from springhead.doors.demo import people
from springhead.foundation.agencies import naming

register = template.Library()


@register.simple_tag
def demo_accounts() -> dict[str, Any]:
    """Return the personas and the password they share."""
    names = naming.names_for(one.agency for one in people.PERSONAS)
    return {
        "personas": [(one, names.get(one.agency)) for one in people.PERSONAS],
        "password": people.PASSWORD,
    }
