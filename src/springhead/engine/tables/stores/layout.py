"""How a table stands inside its stores. Names there are internal (c0, c1, …): no published word reaches SQL.

Both stores carry their layout in a table `meta`, so a store explains itself without its manifest.
"""

from dataclasses import asdict, dataclass
from typing import Any

import orjson

from springhead.engine.tables.schema import Type


@dataclass(frozen=True, slots=True)
class Cell:
    """One stored column.

    `name` is internal ("c3"). `utc`: instants kept in UTC, shown with a final "Z". `nullable` is a fact
    about this snapshot's rows, not a promise. `folded` names the column that `contains` looks into: the
    column itself when folding changes none of its values, else a folded copy ("f3"); empty when not text.
    """

    name: str
    type: Type
    utc: bool = False
    nullable: bool = True
    folded: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """The stored columns in the order of the published ones, and what was derived from them.

    `place` names the two columns with WGS84 longitude and latitude, if the table has a place; `made_place`
    tells that they were computed (from TWD97) and are no published columns. `indexes` hold for SQLite.
    `ordered` names the time column whose values never go down from one row to the next, if there is one:
    then the order of the file can be walked along any index that ends in it. `texts` are the published names
    that stand in the ready-made JSON text of each row (SQLite's table `j`), none if there are no such texts.
    `listed` names the text columns whose few values stand in SQLite's table `v`.
    """

    cells: tuple[Cell, ...]
    rows: int
    place: tuple[str, str] | None = None
    made_place: bool = False
    indexes: tuple[tuple[str, ...], ...] = ()
    ordered: str = ""
    texts: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()

    def stored(self) -> tuple[str, ...]:
        """Return the names of all stored columns: published ones, folded copies, computed place."""
        copies = tuple(cell.folded for cell in self.cells if cell.folded not in ("", cell.name))
        place = self.place if self.place and self.made_place else ()
        return (*(cell.name for cell in self.cells), *copies, *place)

    def dump(self) -> str:
        """Return the layout as JSON, for the table `meta`."""
        return orjson.dumps(asdict(self)).decode()

    @classmethod
    def load(cls, text: str) -> "Layout":
        """Read what `dump` wrote."""
        data: dict[str, Any] = orjson.loads(text)
        cells = tuple(Cell(**{**cell, "type": Type(cell["type"])}) for cell in data["cells"])
        place = tuple(data["place"]) if data["place"] else None
        indexes = tuple(tuple(index) for index in data["indexes"])
        # Stores built by earlier versions know nothing of texts and lists.
        texts, listed = tuple(data.get("texts", ())), tuple(data.get("listed", ()))
        return cls(cells, data["rows"], place, data["made_place"], indexes, data["ordered"], texts, listed)
