"""Which columns nested records have: learned from all of them before the first cell is written.

An object becomes dotted columns (`a.b`); a list becomes JSON text. An object whose keys differ from record
to record like values do, or that is sometimes something else, stays JSON text too: its keys are data.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.formats import texts
from springhead.engine.tables.formats.json_text import MAX_DEPTH, Number, dumps, plain

MAX_NESTING: Final = 5  # objects inside objects that still become dotted columns
MAX_OPEN_KEYS: Final = 40  # more distinct keys than this below one path are data, not names
_TAG: Final = re.compile(r"<(?:/?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?|!--)>")


@dataclass(slots=True)
class Node:
    """What was seen at one path."""

    children: dict[str, "Node"] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    html: int = 0
    html_row: int = 0
    html_value: str = ""
    crowded: bool = False

    def opens(self, depth: int) -> bool:
        """Tell whether this object becomes columns of its own."""
        return self.kinds == {"object"} and not self.crowded and depth <= MAX_NESTING and bool(self.children)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One column: the keys that lead to it, and what its values are."""

    path: tuple[str, ...]
    node: Node

    @property
    def name(self) -> str:
        """The column's name: the keys joined by dots."""
        return ".".join(self.path)

    @property
    def type(self) -> str | None:
        """The schema type the format itself declares, when all values agree."""
        kinds = self.node.kinds
        if kinds in ({"integer"}, {"boolean"}):
            return next(iter(kinds))
        return "decimal" if kinds and kinds <= {"integer", "decimal"} else None


class Shape:
    """The columns of a stream of records, in order of first appearance."""

    def __init__(self, *, first_row: int = 2) -> None:
        self.root = Node(kinds={"object"})
        self.first_row = first_row
        self.count = 0
        self.set_aside = 0

    def learn(self, records: Iterable[dict[str, Any] | None]) -> "Shape":
        """Read every record once; None stands for one that was set aside."""
        try:
            for record in records:
                if record is None:
                    self.set_aside += 1
                else:
                    self._see_object(self.root, record, depth=0)
                self.count += 1
        except RecursionError as error:
            raise Refused(texts.JSON_TOO_DEEP.at(limit=MAX_DEPTH)) from error
        return self

    def leaves(self) -> list[Leaf]:
        """Return the columns."""
        return list(_leaves(self.root, (), 0))

    def _see(self, node: Node, value: Any, depth: int) -> None:
        if value is None:
            return
        kind = _kind(value)
        node.kinds.add(kind)
        if kind == "object":
            self._see_object(node, value, depth=depth)
        elif kind == "text" and "<" in value and _TAG.search(value):
            if not node.html:
                node.html_row, node.html_value = self.count + self.first_row, value[:200]
            node.html += 1

    def _see_object(self, node: Node, value: dict[str, Any], *, depth: int) -> None:
        if node.crowded or depth > MAX_NESTING:
            return
        for key, item in value.items():
            child = node.children.get(key)
            if child is None:
                if depth and len(node.children) >= MAX_OPEN_KEYS:
                    node.crowded, node.children = True, {}
                    return
                child = node.children[key] = Node()
            self._see(child, item, depth + 1)


def cells(record: dict[str, Any], leaves: list[Leaf]) -> list[str | None]:
    """Return the cells of one record."""
    return [_cell(record, leaf.path) for leaf in leaves]


def _cell(record: Any, path: tuple[str, ...]) -> str | None:
    for key in path:
        if not isinstance(record, dict):
            return None
        record = record.get(key)
    if isinstance(record, Number):
        return number_text(record)
    if isinstance(record, (dict, list)):
        return dumps(record) if record else None
    return plain(record)


def number_text(number: Number) -> str:
    """Write a number without an exponent where that stays readable."""
    if "e" not in number and "E" not in number:
        return str.__str__(number)
    digits, _, exponent = number.lower().partition("e")
    if len(digits) > 40 or abs(int(exponent[:6])) > 30:
        return str.__str__(number)
    from decimal import Decimal

    return format(Decimal(number), "f")


def _kind(value: Any) -> str:
    if isinstance(value, Number):
        return "integer" if value.whole else "decimal"
    if isinstance(value, str):
        return "text"
    if isinstance(value, bool):
        return "boolean"
    return "object" if isinstance(value, dict) else "list"


def _leaves(node: Node, path: tuple[str, ...], depth: int) -> Iterator[Leaf]:
    for key, child in node.children.items():
        if child.opens(depth + 1):
            yield from _leaves(child, (*path, key), depth + 1)
        else:
            yield Leaf((*path, key), child)
