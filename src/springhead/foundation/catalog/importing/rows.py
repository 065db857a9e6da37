"""A catalogue file as rows of named cells: CSV in UTF-8, Big5 or UTF-16, packed or not, or a JSON list of objects. No Django."""

import csv
import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import orjson

from springhead.engine.kernel.problems import Refused
from springhead.engine.tables import encoding
from springhead.engine.tables.recipe import Recipe
from springhead.foundation.catalog.importing import texts

GZIP: Final = b"\x1f\x8b"
MOST_JSON: Final = 100_000_000  # bytes; a list of objects is read whole
NO_TEXT: Final = re.compile(r"[\x00-\x08\x0e-\x1f\ufeff\ufffd]")
Cells = dict[str, str]


@contextmanager
def opened(path: Path) -> Iterator[tuple[list[str], Iterator[tuple[int, Cells]]]]:
    """Give the names of the columns, and each row that says anything with its number as a spreadsheet counts.

    Refused when the file can be neither unpacked nor read as text, or its JSON is no list of objects.
    """
    with TemporaryDirectory(prefix="springhead-catalogue-") as folder, ExitStack() as files:
        plain = _unpacked(path, Path(folder))
        yield _of_json(plain) if _is_json(plain) else _of_csv(path, plain, Path(folder), files)


def _unpacked(path: Path, folder: Path) -> Path:
    with path.open("rb") as probe:
        if probe.read(2) != GZIP:
            return path
    plain = folder / "unpacked"
    try:
        with gzip.open(path) as packed, plain.open("wb") as out:
            while piece := packed.read(1 << 20):
                out.write(piece)
    except (OSError, EOFError, zlib.error) as error:
        raise Refused(texts.UNREADABLE.at(path.name, reason=str(error))) from error
    return plain


def _is_json(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"[", b"{")


def _of_json(path: Path) -> tuple[list[str], Iterator[tuple[int, Cells]]]:
    if path.stat().st_size > MOST_JSON:
        raise Refused(texts.UNREADABLE.at(path.name, reason=f"> {MOST_JSON:,} bytes"))
    try:
        told = orjson.loads(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise Refused(texts.UNREADABLE.at(path.name, reason=str(error))) from error
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        raise Refused(texts.NO_LIST.at(path.name))
    names = list(dict.fromkeys(chain.from_iterable(told)))
    return names, ((n, {name: _text(value) for name, value in one.items()}) for n, one in enumerate(told, 1))


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _of_csv(
    path: Path, plain: Path, folder: Path, files: ExitStack
) -> tuple[list[str], Iterator[tuple[int, Cells]]]:
    text = encoding.to_utf8(plain, recipe=Recipe(), work=folder)
    try:
        stream = text.path.open(encoding="utf-8-sig", errors="replace", newline="")
        reader = csv.reader(files.enter_context(stream))
        names = [name.strip() for name in next(reader, [])]
    except (OSError, csv.Error) as error:
        raise Refused(texts.UNREADABLE.at(path.name, reason=str(error))) from error
    if any(NO_TEXT.search(name) for name in names):
        raise Refused(texts.UNREADABLE.at(path.name, reason="不是文字 no text"))
    return names, _rows(reader, names)


def _rows(reader: Any, names: list[str]) -> Iterator[tuple[int, Cells]]:
    for row, cells in enumerate(reader, start=2):
        if any(cells):
            yield row, {name: cell.strip() for name, cell in zip(names, cells, strict=False) if name}
