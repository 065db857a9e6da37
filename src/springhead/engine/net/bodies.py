"""Reading the body of an answer: decoded with a bound, counted, hashed and written to a file."""

import errno
import shutil
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

from springhead.engine.kernel.problems import Refused
from springhead.engine.net.texts import ENCODING, TOO_LARGE
from springhead.engine.storage.texts import DISK_FULL

STEP: Final = 1 << 20
_PLAIN: Final = {"", "identity"}
_WINDOW: Final = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}


@dataclass(frozen=True, slots=True)
class Body:
    """What was written: SHA-256 in hex and size in bytes, both after decoding."""

    sha256: str
    size: int


def save(chunks: Iterable[bytes], path: Path, *, encoding: str, limit: int, where: str) -> Body:
    """Write a body to `path`. Never holds more than a megabyte; stops where the limit is passed."""
    digest, size = sha256(), 0
    with path.open("wb") as file:
        for chunk in decoded(chunks, encoding=encoding, where=where):
            size += len(chunk)
            if size > limit:
                raise Refused(TOO_LARGE.at(where, limit=limit))
            digest.update(chunk)
            _write(file, chunk, path)
    return Body(digest.hexdigest(), size)


def decoded(chunks: Iterable[bytes], *, encoding: str, where: str) -> Iterator[bytes]:
    """Undo `Content-Encoding` in steps of at most a megabyte, whatever a small body unfolds to."""
    name = encoding.strip().lower()
    if name in _PLAIN:
        yield from chunks
    elif name in _WINDOW:
        yield from _inflated(
            chunks, zlib.decompressobj(_WINDOW[name]), Refused(ENCODING.at(where, encoding=name))
        )
    else:
        raise Refused(ENCODING.at(where, encoding=name))


def _inflated(chunks: Iterable[bytes], machine: "zlib._Decompress", broken: Refused) -> Iterator[bytes]:
    try:
        for chunk in chunks:
            rest = chunk
            while rest and not machine.eof:
                yield machine.decompress(rest, STEP)
                rest = machine.unconsumed_tail
    except zlib.error as error:
        raise broken from error
    if not machine.eof:
        raise broken


def _write(file: BinaryIO, chunk: bytes, path: Path) -> None:
    try:
        file.write(chunk)
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        free = shutil.disk_usage(path.parent).free
        raise Refused(DISK_FULL.at(needed=len(chunk), free=free)) from error
