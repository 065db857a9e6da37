"""The plain marks of permission: who may open a route.

Deny by default: every route carries exactly one mark, and `tests/house` refuses a route without one.
`public` stands here, below every noun; the marks that know people and roles are in
`springhead.foundation.agencies.access`.
"""

from collections.abc import Callable
from typing import Any, Final, TypeVar

PUBLIC: Final = "public"
SIGNED_IN: Final = "signed-in"

_MARK: Final = "springhead_access"

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Mark a view or API operation that anybody may call, signed in or not."""
    return mark(view, PUBLIC)


def mark(view: View, rule: str) -> View:
    """Write the access rule on a view; ValueError when it carries another one already."""
    known = access_of(view)
    if known not in (None, rule):
        raise ValueError(f"{view} is marked {known!r} and cannot also be {rule!r}")
    setattr(view, _MARK, rule)
    return view


def access_of(view: Callable[..., Any]) -> str | None:
    """Return the rule a view carries (`public`, `signed-in`, `role:operator|officer`, …), None without one.

    Looks through class-based views too: the mark may stand on the class.
    """
    rule = getattr(view, _MARK, None) or getattr(getattr(view, "view_class", None), _MARK, None)
    return rule if isinstance(rule, str) else None
