"""Readers of every format but delimited text: detect what a file is, open it as a grid of text."""

from pathlib import Path

from springhead.engine.tables.formats.detect import detect, extension_finding
from springhead.engine.tables.formats.opening import Opening, TextReader
from springhead.engine.tables.grid import Grid
from springhead.engine.tables.limits import Limits
from springhead.engine.tables.recipe import Recipe

__all__ = ["Opening", "TextReader", "detect", "extension_finding", "open_grid"]


def open_grid(  # noqa: PLR0913  the shape agreed with the reader of delimited text
    kind: str,
    path: Path,
    *,
    filename: str = "",
    recipe: Recipe | None = None,
    limits: Limits | None = None,
    work: Path,
    text: TextReader | None = None,
) -> Grid:
    """Open a file of a kind `detect` named and return its cells as text.

    `work` is an empty folder for files made on the way; it must live as long as the grid. `text` opens
    delimited text found inside an archive. Raises `Refused` for what cannot be read.
    """
    from springhead.engine.tables.formats.readers import read

    opening = Opening(path, work, filename, recipe or Recipe(), limits or Limits(), text)
    return read(kind, opening)
