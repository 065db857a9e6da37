"""One value, one sequence of bytes: canonical JSON after RFC 8785, the part of it that a record needs.

Strings, whole numbers up to ±(2⁵³ − 1), true, false, null, lists and objects. Numbers with a fraction are refused,
because two programs rarely write them alike: a measured value goes into the ledger as text.
"""

import json
from collections.abc import Mapping
from typing import Any, Final

LARGEST: Final = 2**53 - 1


def canonical(value: Any) -> bytes:
    """Return the canonical bytes of a JSON value.

    Raises:
        TypeError: for anything but the types named above (a float, a date, a key that is not text).
        ValueError: for a whole number beyond ±(2⁵³ − 1) or text that is not valid Unicode.
    """
    text = json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def _ordered(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {_key(key): _ordered(value[key]) for key in sorted(value, key=_by_utf16)}
    if isinstance(value, list | tuple):
        return [_ordered(item) for item in value]
    if isinstance(value, str):
        return str(value)
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return _whole(value)
    raise TypeError(f"{type(value).__name__} has no canonical form; write it as text")


def _whole(value: int) -> int:
    if abs(value) > LARGEST:
        raise ValueError(f"{value} is larger than every reader of JSON can hold; write it as text")
    return int(value)


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a key must be text, not {type(key).__name__}")
    return str(key)


def _by_utf16(key: Any) -> bytes:
    """Order of RFC 8785 3.2.3: by UTF-16 code units, not by code points."""
    return _key(key).encode("utf-16-be", "surrogatepass")
