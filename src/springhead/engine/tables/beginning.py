"""The beginning of a file made whole: cut behind its last complete record, and closed, so that it can be read.

Only the first megabyte of a large file is looked at to tell its columns; readers rightly refuse what breaks off.
"""

import re
from typing import Final

# Whatever stays open matches to the end: so that every byte is looked at once, whoever wrote the file.
_JSON: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\Z)|[{}\[\]]', re.DOTALL)
_XML: Final = re.compile(
    rb"<!--(?:.*?-->|.*\Z)|<!\[CDATA\[(?:.*?\]\]>|.*\Z)|<\?(?:.*?\?>|.*\Z)|<![^>]*+(?:>|\Z)"
    rb"|<(/?)([^\s<>/!?]++)((?:\s[^<>]*+)?|/)>",
    re.DOTALL,
)
_CLOSES: Final = {b"{": b"}", b"[": b"]"}
_LINES: Final = ("csv", "ndjson")
_TREES: Final = ("xml", "kml")
WHOLE: Final = ("csv", "ndjson", "json", "geojson", "xml", "kml")
"""Kinds (`formats.detect`) whose beginning can be read alone; of the others only the whole file can."""


def close(kind: str, start: bytes) -> bytes:
    """Return the beginning of a file of one of the kinds in `WHOLE` as a complete, smaller file.

    What has no complete record comes back as it is; wide encodings (UTF-16, UTF-32) are cut by lines only.
    """
    if kind in _LINES or b"\0" in start[:64]:
        return _lines(start)
    return _json(start) if kind in ("json", "geojson") else _xml(start)


def _lines(start: bytes) -> bytes:
    wide = start[:2] in (b"\xff\xfe", b"\xfe\xff")
    cut = max(start.rfind(b"\n"), start.rfind(b"\r"))
    if cut < 0:
        return start
    return start[: cut + 1 + (cut + 1) % 2] if wide else start[: cut + 1]


def _json(start: bytes) -> bytes:
    stack: list[bytes] = []
    cut = depth = 0  # behind the last value that closed, and how many were still open around it
    for token in _JSON.finditer(start):
        mark = token[0]
        if mark in _CLOSES:
            stack.append(mark)
        elif mark in (b"}", b"]") and stack:
            stack.pop()
            cut, depth = token.end(), len(stack)
    # Since that value only deeper ones were opened, so what was open around it still stands first.
    return start[:cut] + b"".join(_CLOSES[one] for one in reversed(stack[:depth])) if cut else start


def _xml(start: bytes) -> bytes:
    stack: list[bytes] = []
    cut = depth = 0
    for token in _XML.finditer(start):
        closing, name, rest = token[1], token[2], token[3]
        if name is None or rest.endswith(b"/"):
            continue
        if not closing:
            stack.append(name)
        elif stack and stack[-1] == name:
            stack.pop()
            cut, depth = token.end(), len(stack)
    return start[:cut] + b"".join(b"</" + one + b">" for one in reversed(stack[:depth])) if cut else start
