"""Cursors: where a page ended, bound to one snapshot and one query. Opaque outside, checked when they return."""

import binascii
import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Any, Final

import orjson

from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.query.texts import BAD_CURSOR

SEAL: Final = 9  # bytes


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a query's answer: snapshot number, row number (or offset), sort values of the last row."""

    snapshot: int
    row: int
    keys: tuple[Any, ...] = ()

    def seal(self, binding: bytes) -> str:
        """Return the opaque text. `binding` names the snapshot's content and the query.

        The seal keeps a cursor from being used with another query by mistake. It is no secret and need not
        be one: a cursor holds only values of public rows, and they are bound, never written, into SQL.
        """
        body = orjson.dumps([self.snapshot, self.row, self.keys])
        return urlsafe_b64encode(_seal(body, binding) + body).rstrip(b"=").decode()


def peek(text: str) -> Cursor:
    """Read a cursor without checking its seal, to learn its snapshot; Refused when it is no cursor."""
    return _open(text)[0]


def unseal(text: str, binding: bytes, keys: int) -> Cursor:
    """Read a cursor made with the same binding and number of sort values; Refused otherwise."""
    cursor, body, seal = _open(text)
    if seal != _seal(body, binding) or len(cursor.keys) != keys:
        raise Refused(BAD_CURSOR.at("cursor"))
    return cursor


def _open(text: str) -> tuple[Cursor, bytes, bytes]:
    try:
        raw = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        snapshot, row, keys = orjson.loads(raw[SEAL:])
        whole = isinstance(snapshot, int) and isinstance(row, int) and isinstance(keys, list)
    except (binascii.Error, ValueError, TypeError):
        whole = False
    if not whole:
        raise Refused(BAD_CURSOR.at("cursor"))
    return Cursor(snapshot, row, tuple(keys)), raw[SEAL:], raw[:SEAL]


def _seal(body: bytes, binding: bytes) -> bytes:
    return hashlib.blake2b(body, key=binding[:64], digest_size=SEAL).digest()


def digest(content: str, conditions: list[tuple[str, str]]) -> bytes:
    """Return a short hash of a snapshot's content and a query's conditions."""
    text = "\x1f".join((content, *(f"{key}\x1e{value}" for key, value in conditions)))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=32).digest()
