"""What every format reader is handed."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from springhead.engine.tables.grid import Grid
from springhead.engine.tables.limits import Limits
from springhead.engine.tables.recipe import Recipe

TextReader = Callable[["Opening"], Grid]


@dataclass(frozen=True, slots=True)
class Opening:
    """A file to be opened: its bytes, the name the sender gave, and a folder to work in.

    `text` reads delimited text (it lives beside the formats, so it is passed in); `depth` counts archives
    already opened around this file.
    """

    path: Path
    work: Path
    filename: str = ""
    recipe: Recipe = field(default_factory=Recipe)
    limits: Limits = field(default_factory=Limits)
    text: TextReader | None = None
    depth: int = 0

    def inside(self, path: Path, filename: str) -> "Opening":
        """Return the opening of a file that was packed in this one."""
        return replace(self, path=path, filename=filename, depth=self.depth + 1)
