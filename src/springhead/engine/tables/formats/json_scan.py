"""Where the records are in a JSON file, found without building it in memory.

One pass over the bytes looks only at strings and brackets and notes every list of objects, list of lists,
object of like objects and object of like lists that is not inside another one. The largest of them, in bytes, is the data.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from mmap import mmap
from typing import Final

from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.formats import texts
from springhead.engine.tables.formats.json_text import MAX_DEPTH, loads

Buffer = bytes | mmap

_TOKEN: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+"(\s*+:)?|[{}\[\]]', re.DOTALL)
_FIELD_LISTS: Final = frozenset({"id", "type", "info"})  # CKAN and CWA describe their columns in such a list
MAX_KEYS: Final = 200


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the file that may be the table. `kind`: objects, arrays, mapping or groups; offsets in bytes."""

    path: tuple[str, ...]
    kind: str
    start: int
    end: int
    count: int
    keys: frozenset[str]

    @property
    def name(self) -> str:
        """The path as an officer writes it; "." is the whole file."""
        return ".".join(self.path) or "."

    @property
    def weight(self) -> tuple[bool, int]:
        """Larger is likelier to be the data; a list that only describes columns comes last."""
        return (not self.keys <= _FIELD_LISTS, self.end - self.start)


@dataclass(slots=True)
class _Frame:
    """An object or list that is still open."""

    is_list: bool
    start: int
    key: str
    in_list: bool
    last_key: str = ""
    keys: int = 0
    names: set[str] = field(default_factory=set)
    objects: int = 0
    lists: int = 0
    flat_lists: int = 0
    texts: int = 0
    shared: set[str] | None = None  # names that every child has: an object, or a list in its objects
    object_lists: int = 0
    union: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Outline:
    """What a JSON file looks like from above."""

    spans: tuple[Span, ...]
    top_names: frozenset[str]

    def best(self) -> Span | None:
        """Return the likeliest table."""
        return max(self.spans, key=lambda span: span.weight, default=None)


class _Scan:
    def __init__(self) -> None:
        self.stack: list[_Frame] = []
        self.spans: list[Span] = []
        self.top: frozenset[str] = frozenset()

    def text(self, token: bytes, *, is_key: bool) -> None:
        frame = self.stack[-1] if self.stack else None
        if frame is None:
            return
        if not is_key:
            frame.texts += 1
            return
        frame.keys += 1
        if not frame.in_list or len(self.stack) <= 2 or self.stack[-2].in_list is False:
            frame.last_key = token[1 : token.rindex(b'"')].decode("utf-8", "replace")
            if len(frame.names) < MAX_KEYS:
                frame.names.add(frame.last_key)

    def opens(self, at: int, *, is_list: bool) -> None:
        parent = self.stack[-1] if self.stack else None
        if len(self.stack) >= MAX_DEPTH:
            raise Refused(texts.JSON_TOO_DEEP.at(limit=MAX_DEPTH))
        in_list = parent is not None and (parent.in_list or parent.is_list)
        if parent:
            parent.objects += not is_list
            parent.lists += is_list
        key = parent.last_key if parent and not parent.is_list else ""
        self.stack.append(_Frame(is_list, at, key, in_list))

    def closes(self, at: int, *, is_list: bool) -> None:
        if not self.stack or self.stack[-1].is_list != is_list:
            return  # broken: the strict parser will say where
        frame = self.stack.pop()
        parent = self.stack[-1] if self.stack else None
        if parent is None:
            self.top = frozenset(frame.names)
        else:
            _tell_parent(parent, frame)
        if not frame.in_list:
            self._candidate(frame, at + 1)

    def _candidate(self, frame: _Frame, end: int) -> None:
        kind = _kind(frame)
        if not kind:
            return
        while self.spans and self.spans[-1].start > frame.start:
            self.spans.pop()  # inside this one
        path = tuple(open_frame.key for open_frame in self.stack[1:])
        path = (*path, frame.key) if self.stack else ()
        count = frame.objects if kind in ("objects", "mapping") else frame.lists
        self.spans.append(Span(path, kind, frame.start, end, count, frozenset(frame.union)))


def outline(buffer: Buffer) -> Outline:
    """Scan a JSON text in UTF-8 (bytes or a memory map) once."""
    scan = _Scan()
    for match in _TOKEN.finditer(buffer):
        at = match.start()
        first = buffer[at]
        if first == 0x22:  # "
            scan.text(match.group(), is_key=match.lastindex is not None)
        elif first in (0x7B, 0x5B):  # { [
            scan.opens(at, is_list=first == 0x5B)
        else:
            scan.closes(at, is_list=first == 0x5D)
    return Outline(tuple(scan.spans), scan.top)


def pieces(buffer: Buffer, span: Span) -> Iterator[tuple[str, int, int]]:
    """Yield (key or "", start, end) of each object or list directly inside a span."""
    depth, start, key = 0, 0, ""
    for match in _TOKEN.finditer(buffer, span.start, span.end):
        first = buffer[match.start()]
        if first == 0x22:
            if depth == 1 and match.lastindex:
                key = str(loads(match.group().rstrip(b": \t\r\n")))
        elif first in (0x7B, 0x5B):
            start, depth = (match.start() if depth == 1 else start), depth + 1
        else:
            depth -= 1
            if depth == 1:
                yield key, start, match.end()
                key = ""


def _tell_parent(parent: _Frame, frame: _Frame) -> None:
    if frame.is_list:
        parent.flat_lists += not (frame.objects or frame.lists)
        parent.object_lists += _kind(frame) == "objects"
    if parent.in_list or (frame.is_list and parent.is_list):
        return
    names = frame.union if frame.is_list else frame.names
    parent.shared = set(names) if parent.shared is None else parent.shared & names
    if len(parent.union) < MAX_KEYS:
        parent.union |= names


def _kind(frame: _Frame) -> str:
    if frame.is_list:
        if frame.objects and not frame.lists and not frame.texts:
            return "objects"
        all_flat = frame.lists > 1 and frame.lists == frame.flat_lists
        return "arrays" if all_flat and not frame.objects and not frame.texts else ""
    if len(frame.union) >= MAX_KEYS or not frame.shared:
        return ""
    if frame.objects >= 2 and frame.keys == frame.objects:
        return "mapping"
    alike = len(frame.shared) * 2 >= len(frame.union)
    return "groups" if frame.object_lists >= 2 and frame.keys == frame.object_lists and alike else ""
