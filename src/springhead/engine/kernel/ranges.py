"""Which part of a file a client asks for (RFC 9110, section 14), and its bytes: one range, or the whole."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

RANGE: Final = re.compile(rb"bytes=([0-9]{0,15})-([0-9]{0,15})")
PIECE: Final = 262_144


def part(asked: bytes, condition: bytes, *, etag: bytes, size: int) -> tuple[int, int] | None:
    """Return the bytes asked for as a half-open interval; None when they lie outside the file.

    `asked` and `condition` are the headers `Range` and `If-Range`, empty without one.
    """
    found = RANGE.fullmatch(asked.replace(b" ", b""))
    if found is None or found[0] == b"bytes=-" or (condition and condition != etag):
        return 0, size  # no range, one we do not serve (several parts), or of another version
    first, last = found[1], found[2]
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last) + 1, size) if first and last else size
    return (start, end) if start < end else None


def pieces(path: Path, start: int, end: int) -> Iterator[bytes]:
    """Yield the bytes of a half-open interval; the file is open only meanwhile."""
    with path.open("rb") as file:
        file.seek(start)
        left = end - start
        while left and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
