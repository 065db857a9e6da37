"""Stores of one snapshot: an SQLite row store always, a DuckDB file for large tables."""

from springhead.engine.tables.stores.build import SCAN_ROWS, BuiltStore, build
from springhead.engine.tables.stores.indexes import choose_indexes
from springhead.engine.tables.stores.layout import Cell, Layout

__all__ = ["SCAN_ROWS", "BuiltStore", "Cell", "Layout", "build", "choose_indexes"]
