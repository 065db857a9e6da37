"""What a table is made of: columns with a real name, a stable ASCII alias and a type."""

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Final


class Type(StrEnum):
    """The seven types a column can have."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"


MAX_COLUMNS: Final = 1_000


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a published table.

    `name` is the header as published; `alias` is ASCII (`[a-z][a-z0-9_]*`), unique in the table and kept
    for the same name in every later snapshot. Titles and descriptions are language maps.
    """

    name: str
    alias: str
    type: Type = Type.TEXT
    title: dict[str, str] = field(default_factory=dict)
    description: dict[str, str] = field(default_factory=dict)
    unit: str = ""
    role: str = ""  # "", "key", "longitude", "latitude", "twd97_x", "twd97_y", "geometry"
    crs: str = ""  # of a place in metres: "EPSG:3826" (TWD97 zone 121), "EPSG:3825" (zone 119)
    indexed: bool = False
    profile: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the column as plain data."""
        return {**asdict(self), "type": str(self.type)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Column":
        """Read what `as_json` wrote; unknown keys are ignored so that older readers live on."""
        known = {key: value for key, value in data.items() if key in cls.__dataclass_fields__}
        return cls(**{**known, "type": Type(known.get("type", "text"))})
