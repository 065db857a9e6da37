"""What a column is for: a key, a coordinate. Told by its name, and by its values where a profile has them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from springhead.engine.tables.schema import Column, Type

_NUMERIC: Final = frozenset({Type.INTEGER, Type.DECIMAL})
_EAST: Final = re.compile(
    r"經度|(?:^|[_\s])(?:lng|lon|long|longitude|wgs84[_ ]?x)\b|longitude|座標X|坐標X|X[座坐]標|東經|(?:^|_)(?:twd97_?)?x$|lng$|lon$",
    re.IGNORECASE,
)
_NORTH: Final = re.compile(
    r"緯度|(?:^|[_\s])(?:lat|latitude|wgs84[_ ]?y)\b|latitude|座標Y|坐標Y|Y[座坐]標|北緯|(?:^|_)(?:twd97_?)?y$|lat$",
    re.IGNORECASE,
)
_CODE: Final = re.compile(r"編號|代碼|代號|序號|識別碼|(?:^|[_ ])(?:id|code|no|sno)$", re.IGNORECASE)

# (pattern, lowest, highest, role): the first that fits name and values.
_RANGES: Final = (
    (_EAST, -180.0, 180.0, "longitude"),
    (_NORTH, -90.0, 90.0, "latitude"),
    (_EAST, 70_000.0, 400_000.0, "twd97_x"),
    (_NORTH, 2_300_000.0, 2_950_000.0, "twd97_y"),
)


def assign(columns: Sequence[Column], rows: int, key: Sequence[str] = ()) -> tuple[Column, ...]:
    """Return the columns with roles; each role is given once, but that of a `key` chosen from several columns."""
    given: set[str] = {"key"} if key else set()
    found = []
    for column in columns:
        if column.name in key:
            found.append(replace(column, role="key"))
            continue
        role = _role(column, rows)
        if role in given:
            role = ""
        given.add(role or "-")
        found.append(replace(column, role=role) if role else column)
    return tuple(found)


def _role(column: Column, rows: int) -> str:
    profile = column.profile
    if column.type in _NUMERIC:
        low, high = profile.get("min"), profile.get("max")
        for pattern, lowest, highest, role in _RANGES:
            if pattern.search(column.name) and (
                low is None or high is None or (lowest <= low and high <= highest and high != 0)
            ):
                return role
    if (
        profile
        and rows
        and _CODE.search(column.name)
        and profile.get("distinct") == rows
        and not profile.get("nulls")
    ):
        return "key"
    return ""
