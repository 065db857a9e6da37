"""JSON that keeps its numbers as they were written: 0.10 stays 0.10, a 30-digit number stays whole."""

import json
import re
from typing import Any, Final

from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.formats import texts

MAX_DEPTH: Final = 100
_INTEGER: Final = re.compile(r"-?\d+\Z")


class Number(str):
    """The digits of a JSON number, as they stood in the file."""

    __slots__ = ()

    @property
    def whole(self) -> bool:
        """Tell whether it is written as an integer."""
        return bool(_INTEGER.match(self))


def loads(text: str | bytes, *, where: str = "", line: int = 1) -> Any:
    """Parse JSON; numbers become `Number`, NaN and Infinity become None.

    Raises `Refused` with line and character when it is broken or nested too deep.
    """
    try:
        return _DECODER.decode(text if isinstance(text, str) else text.decode())
    except json.JSONDecodeError as error:
        raise Refused(
            texts.BROKEN_JSON.at(where, line=error.lineno + line - 1, position=error.colno, reason=error.msg)
        ) from error
    except RecursionError as error:
        raise Refused(texts.JSON_TOO_DEEP.at(where, limit=MAX_DEPTH)) from error


def dumps(value: Any) -> str:
    """Write a value back as compact JSON text, numbers as they were."""
    if isinstance(value, Number):
        return str.__str__(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{_quote(key)}:{dumps(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(dumps, value)) + "]"
    return _quote(value) if isinstance(value, str) else json.dumps(value)


def plain(value: Any) -> str | None:
    """Return a scalar as the text of a cell."""
    if value is None or isinstance(value, str):
        return None if value is None else str.__str__(value)
    return "true" if value is True else "false" if value is False else dumps(value)


def _quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _nothing(_: str) -> None:
    return None


_DECODER: Final = json.JSONDecoder(parse_int=Number, parse_float=Number, parse_constant=_nothing)
