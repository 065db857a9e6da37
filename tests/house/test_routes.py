"""Every address says who may open it, and every table has its migration."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from springhead.foundation.ui.access import access_of

# Views of libraries, guarded by the libraries themselves.
FOREIGN = ("allauth.", "ninja.", "django.")


def routes(patterns: list[Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        where = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, where)
        elif isinstance(pattern, URLPattern):
            yield where, pattern.callback


def test_every_route_has_a_permission() -> None:
    unmarked = [
        where
        for where, view in routes(get_resolver().url_patterns)
        if not getattr(view, "func", view).__module__.startswith(FOREIGN) and access_of(view) is None
    ]
    assert not unmarked


def test_every_api_operation_has_a_permission() -> None:
    from springhead.config.api import api

    unmarked = [
        f"{operation.methods} {path}"
        for _, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
        if access_of(operation.view_func) is None
    ]
    assert not unmarked


def test_no_api_operation_is_hidden_behind_another() -> None:
    from springhead.config.api import api

    found = [
        (path, resolve("/api/v1" + re.sub(r"\{\w+\}", "x1", path)).route)
        for _, router in api._routers
        for path in router.path_operations
    ]
    assert found
    hidden = [
        (path, route)
        for path, route in found
        if re.sub(r"<[^>]*>", "", route) != re.sub(r"\{\w+\}", "", f"api/v1{path}")
    ]
    assert not hidden


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
