"""A table of addresses: segments in braces are parameters, `export.{format}` matches a part of a segment."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from springhead.engine.dataplane.plane import Handler, Params


@dataclass(slots=True)
class _Node:
    fixed: dict[str, "_Node"] = field(default_factory=dict)
    open: tuple[str, "_Node"] | None = None
    prefixes: dict[str, tuple[str, "_Node"]] = field(default_factory=dict)
    handler: Handler | None = None


class Router:
    """Finds the handler of a path."""

    def __init__(self, routes: Iterable[tuple[str, Handler]]) -> None:
        self._root = _Node()
        for pattern, handler in routes:
            node = self._root
            for segment in pattern.strip("/").split("/"):
                node = _grow(node, segment)
            node.handler = handler

    def find(self, path: str) -> tuple[Handler, Params] | None:
        """Return the handler and the parameters of a path, or None."""
        node: _Node | None = self._root
        params: Params = {}
        for segment in path.split("/")[1:]:
            if node is None:
                return None
            node = _step(node, segment, params)
        return (node.handler, params) if node is not None and node.handler else None


def _grow(node: _Node, segment: str) -> _Node:
    head, brace, rest = segment.partition("{")
    if not brace:
        return node.fixed.setdefault(segment, _Node())
    name = rest.rstrip("}")
    if head:
        return node.prefixes.setdefault(head, (name, _Node()))[1]
    if node.open is None:
        node.open = (name, _Node())
    return node.open[1]


def _step(node: _Node, segment: str, params: Params) -> _Node | None:
    found = node.fixed.get(segment)
    if found is not None:
        return found
    for head, (name, following) in node.prefixes.items():
        if segment.startswith(head):
            params[name] = segment[len(head) :]
            return following
    if node.open is not None and segment:
        params[node.open[0]] = segment
        return node.open[1]
    return None
