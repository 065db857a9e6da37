"""Which encoding explains which stretch of a file: whole chunks at a time, line by line only where there is damage."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa

from springhead.engine.tables import big5

CHUNK: Final = 8 << 20
STRETCH: Final = 4 << 10  # bytes below which a damaged stretch is looked at line by line
LONG: Final = 32 << 20  # bytes of one line that are kept together (longer ones are refused later)
_NEWLINE: Final = 10

Bytes = np.ndarray[Any, np.dtype[np.uint8]]
Flags = np.ndarray[Any, np.dtype[np.bool_]]


def valid_utf8(path: Path) -> bool:
    """Tell whether the whole file is UTF-8 (tested in pieces, by Arrow, on two cores, at memory speed)."""
    size = path.stat().st_size
    with path.open("rb") as file, ThreadPoolExecutor(2) as pool:
        return all(pool.map(lambda at: _valid_at(file.fileno(), at, size), range(0, size, CHUNK)))


def _valid_at(file: int, at: int, size: int) -> bool:
    """Test one chunk: from its first character that begins there to the end of its last."""
    data = os.pread(file, CHUNK + 3, at)
    begin = _first_boundary(data) if at else 0
    end = len(data) if at + len(data) >= size else CHUNK + _first_boundary(data[CHUNK:])
    return valid(data[begin:end])


def _first_boundary(data: bytes) -> int:
    return next((at for at, byte in enumerate(data[:3]) if not 0x80 <= byte < 0xC0), min(3, len(data)))


def wide(head: bytes) -> str:
    """Return "utf-16-le" or "utf-16-be" for UTF-16 without a mark: its ASCII characters have a zero byte each."""
    half = max(1, len(head) // 2)
    even, odd = head[::2].count(0), head[1::2].count(0)
    for zeros, others, name in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if (zeros > 0.2 * half and others < 0.05 * half) or (zeros > max(2, 0.1 * half) and not others):
            return name
    return ""


def valid(data: bytes) -> bool:
    """Tell whether these bytes are UTF-8."""
    ends = pa.py_buffer(np.array([0, len(data)], np.int32).tobytes())
    try:
        pa.StringArray.from_buffers(1, ends, pa.py_buffer(data)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def stretches(path: Path) -> Iterator[tuple[int, bytes, str]]:
    """Yield stretches of whole lines: number of the first, bytes, and the encoding of all ("" for a lone line)."""
    number, rest = 1, b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            whole = rest + chunk
            cut = whole.rfind(b"\n") + 1
            if not cut and len(whole) < LONG:
                rest = whole
                continue
            cut = cut or len(whole)
            rest = whole[cut:]
            yield from _halved(number, whole[:cut])
            number += whole.count(b"\n", 0, cut)
    if rest:
        yield from _halved(number, rest)


def _halved(number: int, raw: bytes) -> Iterator[tuple[int, bytes, str]]:
    # Damage is rare: halving finds it without looking at each line.
    name = "utf-8" if valid(raw) else "cp950" if _surely_cp950(raw) else ""
    cut = 0
    if not name and len(raw) > STRETCH:
        cut = raw.find(b"\n", len(raw) // 2, -1) + 1 or raw.rfind(b"\n", 0, len(raw) // 2) + 1
    if cut:
        yield from _halved(number, raw[:cut])
        yield from _halved(number + raw.count(b"\n", 0, cut), raw[cut:])
    elif name:
        yield number, raw, name
    else:
        for line in _lines(raw):
            yield number, line, ""
            number += line.endswith(b"\n")


def _surely_cp950(raw: bytes) -> bool:
    """Tell whether all is strict CP950 and no line with other than ASCII characters can be UTF-8."""
    try:
        raw.decode("cp950", big5.STRICT_HANDLER)
    except UnicodeDecodeError:
        return False
    data = np.frombuffer(raw, np.uint8)
    high, after = data[:-1], data[1:]
    inside = (after >= 0x80) & (after < 0xC0)
    odd = np.zeros(len(data), bool)
    odd[1:] = np.where(high < 0x80, inside, (high >= 0xC0) & ~inside)
    return bool(np.all(by_lines(raw, odd)[foreign(raw)]))


def by_lines(raw: bytes, flags: Flags) -> Flags:
    """Tell for each line of these bytes whether any of its bytes is flagged."""
    data = np.frombuffer(raw, np.uint8)
    starts = np.concatenate(([0], np.flatnonzero(data == _NEWLINE) + 1))
    found: Flags = np.logical_or.reduceat(flags, starts[starts < len(data)])
    return found


def _lines(raw: bytes) -> list[bytes]:
    parts = raw.split(b"\n")
    return [part + b"\n" for part in parts[:-1]] + ([parts[-1]] if parts[-1] else [])


def line_encoding(raw: bytes) -> str:
    """Return the encoding of one line: "utf-8", "cp950", or "" when it is neither."""
    for name, errors in (("utf-8", "strict"), ("cp950", big5.STRICT_HANDLER)):
        try:
            raw.decode(name, errors)
        except UnicodeDecodeError:
            continue
        return name
    return ""


def foreign(raw: bytes) -> Flags:
    """Tell for each line of these bytes whether it holds other than ASCII characters."""
    return by_lines(raw, np.frombuffer(raw, np.uint8) >= 0x80)
