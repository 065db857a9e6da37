"""Which address an OpenAPI document (3.x, or Swagger 2.0) lets one call without knowing more. Pure.

Source: OpenAPI Specification 3.1, sections 4.8.5 (servers), 4.8.8 (paths), 4.8.12 (parameters), 4.8.18 (responses).
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode, urljoin

from springhead.foundation.checks.rules import name_key

MOST_PATHS: Final = 300  # of one document
MOST_VALUE: Final = 200  # characters of an example
DEEPEST: Final = 6  # schemas inside schemas
MOST_NAMES: Final = 500
_HOLE: Final = re.compile(r"\{([^{}]+)\}")
_VERSION: Final = re.compile(r"(?:3\.\d+|2\.0)")


@dataclass(frozen=True, slots=True)
class Sample:
    """A call that needs nothing filled in: its address, and the names its answer is said to have."""

    url: str
    names: frozenset[str]


def read(body: bytes) -> dict[str, Any] | None:
    """Return an OpenAPI document; None when the bytes are no such document in JSON."""
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or not isinstance(found.get("paths"), dict):
        return None
    version = found.get("openapi") or found.get("swagger")
    return found if isinstance(version, str) and _VERSION.match(version) else None


def samples(document: Mapping[str, Any], at: str, *, wanted: Iterable[str] = ()) -> list[Sample]:
    """Return the GET calls that can be made as they are; those said to answer with most `wanted` names first.

    `at` is the address of the document: servers are told relative to it.
    """
    base = _base(document, at)
    keys = {name_key(name) for name in wanted}
    found = [one for path, item in _paths(document) for one in _call(document, base, path, item)]
    return sorted(found, key=lambda one: -len(keys & one.names))


def _paths(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for path, item in list(document["paths"].items())[:MOST_PATHS]:
        if isinstance(path, str) and path.startswith("/") and isinstance(item, dict):
            yield path, item


def _base(document: Mapping[str, Any], at: str) -> str:
    """Return the address that paths are appended to, without a slash at its end."""
    if "swagger" in document:
        host, folder = document.get("host"), document.get("basePath")
        schemes = document.get("schemes")
        scheme = schemes[0] if isinstance(schemes, list) and schemes else at.partition(":")[0]
        told = f"{scheme}://{host}" if isinstance(host, str) and host else ""
        return urljoin(at, told + (folder if isinstance(folder, str) else "/")).rstrip("/")
    servers = document.get("servers")
    first = servers[0] if isinstance(servers, list) and servers and isinstance(servers[0], dict) else {}
    address = first.get("url", "/")
    variables = first.get("variables", {})
    filled = _HOLE.sub(
        lambda hole: _default(variables, hole[1]), address if isinstance(address, str) else "/"
    )
    return urljoin(at, filled).rstrip("/")


def _default(variables: Any, name: str) -> str:
    one = variables.get(name) if isinstance(variables, dict) else None
    return str(one.get("default", "")) if isinstance(one, dict) else ""


def _call(document: Mapping[str, Any], base: str, path: str, item: Mapping[str, Any]) -> Iterator[Sample]:
    """Yield the GET call of a path, unless something has to be filled in that the document gives no example of."""
    operation = item.get("get")
    if not isinstance(operation, dict):
        return
    filled: dict[str, str] = {}
    query: list[tuple[str, str]] = []
    for one in _parameters(document, item, operation):
        value = _example(document, one)
        if one.get("in") == "path" and value:
            filled[str(one.get("name"))] = value
        elif one.get("required") is True:
            if one.get("in") != "query" or not value:
                return
            query.append((str(one.get("name")), value))
    if any(name not in filled for name in _HOLE.findall(path)):
        return
    where = base + _HOLE.sub(lambda hole: quote(filled[hole[1]], safe=""), path)
    names = frozenset(_names(document, _answer(document, operation), DEEPEST))
    yield Sample(f"{where}?{urlencode(query)}" if query else where, names)


def _parameters(
    document: Mapping[str, Any], item: Mapping[str, Any], operation: Mapping[str, Any]
) -> list[Mapping[str, Any]]:
    """Return the parameters of a call; those of the operation take the place of those of its path."""
    found: dict[tuple[str, str], Mapping[str, Any]] = {}
    for told in (item.get("parameters"), operation.get("parameters")):
        for given in told if isinstance(told, list) else ():
            one = _resolved(document, given)
            found[str(one.get("in")), str(one.get("name"))] = one
    return list(found.values())


def _example(document: Mapping[str, Any], one: Mapping[str, Any]) -> str:
    """Return a value the document itself offers for a parameter; empty when it offers none."""
    schema = _resolved(document, one.get("schema"))
    several = one.get("examples")
    inside = [
        given.get("value")
        for given in (several.values() if isinstance(several, dict) else ())
        if isinstance(given, dict)
    ]
    listed = schema.get("examples")
    choices = schema.get("enum") or one.get("enum")
    offered = [
        one.get("example"),
        *inside,
        schema.get("example"),
        *(listed if isinstance(listed, list) else ()),
    ]
    offered += [schema.get("default"), one.get("default"), *(choices if isinstance(choices, list) else ())]
    plain = (
        given for given in offered if isinstance(given, str | int | float) and not isinstance(given, bool)
    )
    return next((str(given)[:MOST_VALUE] for given in plain if str(given)), "")


def _answer(document: Mapping[str, Any], operation: Mapping[str, Any]) -> Any:
    """Return the schema of the good answer, None without one."""
    responses = operation.get("responses")
    good = responses.get("200") or responses.get("default") if isinstance(responses, dict) else None
    one = _resolved(document, good)
    content = one.get("content")
    for media in content.values() if isinstance(content, dict) else ():
        if isinstance(media, dict) and media.get("schema"):
            return media["schema"]
    return one.get("schema")


def _names(document: Mapping[str, Any], schema: Any, depth: int) -> Iterator[str]:
    """Yield the folded names of the properties a schema has, however deep."""
    one = _resolved(document, schema)
    if depth == 0 or not one:
        return
    properties = one.get("properties")
    for name, inner in list(properties.items())[:MOST_NAMES] if isinstance(properties, dict) else ():
        yield name_key(str(name))
        yield from _names(document, inner, depth - 1)
    yield from _names(document, one.get("items"), depth - 1)
    for word in ("allOf", "oneOf", "anyOf"):
        parts = one.get(word)
        for part in parts[:20] if isinstance(parts, list) else ():
            yield from _names(document, part, depth - 1)


def _resolved(document: Mapping[str, Any], given: Any) -> Mapping[str, Any]:
    """Follow references inside the document, a few steps; what leads nowhere is empty."""
    for _ in range(8):
        if not isinstance(given, dict):
            return {}
        target = given.get("$ref")
        if not isinstance(target, str):
            return given
        given = _at(document, target)
    return {}


def _at(document: Mapping[str, Any], target: str) -> Any:
    if not target.startswith("#/"):
        return None
    here: Any = document
    for part in target[2:].split("/"):
        here = here.get(part.replace("~1", "/").replace("~0", "~")) if isinstance(here, dict) else None
    return here
