"""JSON and map texts arrive in any encoding; they are read as UTF-8."""

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.findings import Finding
from springhead.engine.tables.formats import texts
from springhead.engine.tables.recipe import Recipe
from springhead.engine.tables.texts import ENCODING

CHUNK: Final = 1 << 20
MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def as_utf8(path: Path, *, recipe: Recipe, work: Path, declared: str = "") -> tuple[Path, str, list[Finding]]:
    """Return a file with the same text in UTF-8 without a mark, the encoding it had, and what to say of it.

    Order: mark, the recipe's or declared encoding, strict UTF-8 over the whole file, cp950. Raises `Refused`.
    """
    asked = recipe.value("encoding") or declared or recipe.declared.get("encoding") or ""
    encoding = _encoding(path, str(asked))
    if encoding == "utf-8":
        return path, encoding, []
    target = work / f"{path.stem[:40]}.utf8"
    with target.open("w", encoding="utf-8", newline="") as out:
        for text in decoded(path, encoding):
            out.write(text)
    name = "utf-8" if encoding == "utf-8-sig" else encoding
    said = [] if name == "utf-8" else [Finding(ENCODING.at(path.name, value=name))]
    return target, name, said


def decoded(path: Path, encoding: str) -> Iterator[str]:
    """Yield the text of a file piece by piece; UnicodeDecodeError when it is not in this encoding."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            yield decoder.decode(chunk)
        yield decoder.decode(b"", final=True)


def _encoding(path: Path, declared: str) -> str:
    with path.open("rb") as file:
        head = file.read(4)
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return encoding
    declared = "cp950" if declared.lower().replace("-", "") == "big5" else declared  # as Windows writes it
    problem = None
    for encoding in (declared, "utf-8", "cp950"):
        try:
            codecs.lookup(encoding)
            for _ in decoded(path, encoding):
                pass
        except LookupError:
            continue
        except UnicodeDecodeError as error:
            problem = problem or error
        else:
            return codecs.lookup(encoding).name
    position = problem.start + 1 if problem else 1
    raise Refused(texts.TEXT_ENCODING.at(position=position))
