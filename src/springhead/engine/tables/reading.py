"""Reading and checking one file of any format: the door to everything else in this folder."""

from collections.abc import Callable, Mapping
from pathlib import Path

from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.limits import Limits
from springhead.engine.tables.recipe import Recipe
from springhead.engine.tables.report import Report
from springhead.engine.tables.texts import EMPTY_FILE

Progress = Callable[[str, float], None]


def read(
    path: Path,
    *,
    filename: str = "",
    recipe: Recipe = Recipe(),
    limits: Limits = Limits(),
    out: Path | None = None,
    progress: Progress | None = None,
    aliases: Mapping[str, str] | None = None,
) -> Report:
    """Read a file whole and say what is in it and what is wrong with it.

    `filename` is the name the sender gave (its extension is a hint, never a proof). With `out` (a folder)
    it also writes `table.parquet` (typed, names as columns, file order) and `findings.ndjson` (all of them).
    `progress` is told a step and a fraction from 0 to 1. `aliases` are the names and aliases of earlier
    snapshots. Raises `Refused` for what cannot be read at all.
    """
    raise Refused(EMPTY_FILE.at(filename or path.name))
