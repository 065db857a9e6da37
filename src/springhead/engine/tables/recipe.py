"""Accepted mendings of a file, remembered for the next delivery with the same header."""

import hashlib
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Mending:
    """One accepted change to how a file is read.

    `op` is one of: encoding (value), delimiter (value), sheet (value), record_path (value), header_rows
    (value: count), title_rows (value: count), name (column, value), type (column, value), missing_marks
    (column or "", value: list), keep_raw (column: do not normalise), roc_dates (column), ragged (value:
    "pad" or "set_aside"), twd97_zone (value: 119 or 121), strip_hidden (value: list of parts), accept (value: rule).
    """

    op: str
    column: str = ""
    value: Any = None


@dataclass(frozen=True, slots=True)
class Recipe:
    """Mendings in the order they apply, and the header they were accepted for."""

    mendings: tuple[Mending, ...] = ()
    fingerprint: str = ""
    declared: dict[str, Any] = field(
        default_factory=dict
    )  # encoding, place (agency and title), key (columns) as metadata says

    def of(self, op: str) -> tuple[Mending, ...]:
        """Return the mendings of one kind."""
        return tuple(mending for mending in self.mendings if mending.op == op)

    def value(self, op: str, default: Any = None) -> Any:
        """Return the value of the last mending of one kind."""
        found = self.of(op)
        return found[-1].value if found else default

    def accepts(self, rule: str) -> bool:
        """Tell whether the officer accepted this rule's findings as they are."""
        return any(mending.value in (rule, "*") for mending in self.of("accept"))

    def as_json(self) -> dict[str, Any]:
        """Return the recipe as plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Recipe":
        """Read what `as_json` wrote."""
        mendings = tuple(Mending(**mending) for mending in data.get("mendings", ()))
        return cls(mendings, data.get("fingerprint", ""), data.get("declared", {}))


def fingerprint(header: list[list[str]]) -> str:
    """Return a short hash of a header: a changed header asks the officer again."""
    text = "\x1e".join("\x1f".join(cell.strip() for cell in row) for row in header)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
