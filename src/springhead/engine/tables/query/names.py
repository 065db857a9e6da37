"""The words of one table: which column a name, an alias or a parameter means, and which word is nearest."""

from collections.abc import Iterable
from difflib import get_close_matches
from functools import lru_cache
from typing import Final

from springhead.engine.kernel.language import LanguageMap, joined
from springhead.engine.tables.aliases import RESERVED
from springhead.engine.tables.query.tree import Op
from springhead.engine.tables.schema import Column
from springhead.engine.tables.stores.layout import Cell, Layout

FIELD: Final = "field:"  # `field:limit=3` asks for the column that is called "limit"
SUFFIXES: Final = {f"__{op}": op for op in Op if op is not Op.EQ}
SHOWN_NAMES: Final = 40


class Names:
    """Columns of one snapshot by name and alias; a name goes before an alias."""

    def __init__(self, columns: tuple[Column, ...], layout: Layout) -> None:
        self.columns = columns
        self.layout = layout
        self.whole = tuple(range(len(columns)))
        self._shown = tuple(column.name for column in columns)
        self._at = {column.alias: index for index, column in enumerate(columns)}
        self._at |= {column.name: index for index, column in enumerate(columns)}

    def column(self, word: str) -> int | None:
        """Return the position of the column with this name or alias."""
        return self._at.get(word)

    def called(self, fields: tuple[int, ...]) -> tuple[str, ...]:
        """Return the names of some columns."""
        return self._shown if fields is self.whole else tuple(self._shown[index] for index in fields)

    def cell(self, index: int) -> Cell:
        """Return how a column is stored."""
        return self.layout.cells[index]

    def parameter(self, key: str) -> tuple[int, Op] | None:
        """Return what a filter parameter means; an exact column name goes before a suffix."""
        word = key.removeprefix(FIELD) if key.startswith(FIELD) and key not in self._at else key
        exact = self._at.get(word)
        if exact is not None:
            return exact, Op.EQ
        stem, mark, suffix = word.rpartition("__")
        op = SUFFIXES.get(mark + suffix)
        index = self._at.get(stem)
        return None if op is None or index is None else (index, op)

    def nearest_parameter(self, key: str) -> str:
        """Return the parameter most like `key`: a reserved word, or a column with the suffix it came with."""
        stem, mark, suffix = key.removeprefix(FIELD).rpartition("__")
        if not mark:
            return nearest(key, (*self.words(), *sorted(RESERVED)))
        column = stem if stem in self._at else nearest(stem, self.words())
        return column + nearest(mark + suffix, tuple(SUFFIXES))

    def nearest_column(self, word: str) -> str:
        """Return the column name or alias most like `word`."""
        return nearest(word, self.words())

    def words(self) -> tuple[str, ...]:
        """Return all names and aliases."""
        return tuple(self._at)

    def shown(self) -> LanguageMap:
        """Return the column names as a list for a sentence, cut when long."""
        return joined((column.name for column in self.columns), most=SHOWN_NAMES)


def nearest(word: str, choices: Iterable[str]) -> str:
    """Return the choice most like `word`, whatever its case; the first one when nothing is alike."""
    return _nearest(word[:100], tuple(choices))


@lru_cache(256)
def _nearest(word: str, choices: tuple[str, ...]) -> str:
    lower = {choice.lower(): choice for choice in reversed(choices)}
    found = get_close_matches(word.lower(), lower, n=1, cutoff=0.3)
    return lower[found[0]] if found else next(iter(choices), "")
