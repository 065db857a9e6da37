"""The directory of an OLE2 compound file: which streams it holds, and their bytes.

Old Excel, old Word and password-protected new Excel all start with the same eight bytes; only the names
of the streams inside tell them apart. Layout: [MS-CFB] version 3 and 4.
"""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.formats import texts

MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAST_REGULAR: Final = 0xFFFFFFFA
ENTRY_SIZE: Final = 128
MINI_STREAM_LIMIT: Final = 4096
MINI_SECTOR: Final = 64
ROOT: Final = "Root Entry"
MAX_STREAM: Final = 256 << 20


@dataclass(frozen=True, slots=True)
class Stream:
    """One entry of the directory: where its first sector is and how long it is, in bytes."""

    name: str
    start: int
    size: int


class Compound:
    """A compound file held in memory (old workbooks are at most some tens of megabytes)."""

    def __init__(self, data: bytes) -> None:
        if not data.startswith(MAGIC) or len(data) < 512:
            raise Refused(texts.BROKEN_WORKBOOK.at(reason="OLE2"))
        self.data = data
        self.sector = 1 << struct.unpack_from("<H", data, 30)[0]
        if self.sector not in (512, 4096):
            raise Refused(texts.BROKEN_WORKBOOK.at(reason="OLE2 sector"))
        self.table = self._allocation_table()
        directory = self._chain(struct.unpack_from("<I", data, 48)[0])
        self.streams = {stream.name: stream for stream in _entries(directory)}

    def read(self, name: str) -> bytes:
        """Return the bytes of a stream; small ones live in 64-byte pieces of the root's own stream."""
        stream = self.streams[name]
        if stream.size >= MINI_STREAM_LIMIT:
            return self._chain(stream.start)[: stream.size]
        table = _words(self._chain(struct.unpack_from("<I", self.data, 60)[0]))
        pieces = self._chain(self.streams[ROOT].start)
        parts: list[bytes] = []
        sector = stream.start
        while sector < len(table) and len(parts) * MINI_SECTOR < MINI_STREAM_LIMIT:
            parts.append(pieces[sector * MINI_SECTOR : (sector + 1) * MINI_SECTOR])
            sector = table[sector]
        return b"".join(parts)[: stream.size]

    def _at(self, sector: int) -> bytes:
        begin = (sector + 1) * self.sector
        return self.data[begin : begin + self.sector]

    def _allocation_table(self) -> list[int]:
        lists = list(struct.unpack_from("<109I", self.data, 76))
        following, seen = struct.unpack_from("<I", self.data, 68)[0], 0
        while following < LAST_REGULAR and seen * self.sector < len(self.data):
            more = _words(self._at(following))
            if not more:
                break
            lists.extend(more[:-1])
            following, seen = more[-1], seen + 1
        return [word for number in lists if number < LAST_REGULAR for word in _words(self._at(number))]

    def _chain(self, sector: int) -> bytes:
        parts: list[bytes] = []
        room = min(len(self.data), MAX_STREAM) // self.sector + 1
        while sector < len(self.table) and len(parts) <= room:  # a loop in the chain ends at the room
            parts.append(self._at(sector))
            sector = self.table[sector]
        return b"".join(parts)


def open_compound(path: Path) -> Compound:
    """Read the directory of an OLE2 file; Refused when it is damaged."""
    return Compound(path.read_bytes())


def _words(block: bytes) -> list[int]:
    return list(struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4]))


def _entries(directory: bytes) -> list[Stream]:
    found = []
    for offset in range(0, len(directory) - ENTRY_SIZE + 1, ENTRY_SIZE):
        length = struct.unpack_from("<H", directory, offset + 64)[0]
        if 2 <= length <= 64:
            name = directory[offset : offset + length - 2].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<II", directory, offset + 116)
            found.append(Stream(name, start, size))
    return found
