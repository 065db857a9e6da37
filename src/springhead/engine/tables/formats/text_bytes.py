"""JSON and map texts arrive in any encoding; they are read as UTF-8."""

import codecs
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Final

from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.encoding import Damage, mended, to_utf8
from springhead.engine.tables.findings import Finding
from springhead.engine.tables.formats import texts
from springhead.engine.tables.recipe import Recipe
from springhead.engine.tables.splitting import damage_problem
from springhead.engine.tables.texts import ENCODING, MIXED_ENCODING

CHUNK: Final = 1 << 20
FEW: Final = 3  # lost characters of a file that is otherwise in one encoding
LOST: Final = "\ufffd".encode()
LEADS: Final = tuple(
    bytes((byte,)) for byte in range(0xC2, 0xF5)
)  # first bytes of characters that are not ASCII
MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def as_utf8(path: Path, *, recipe: Recipe, work: Path, declared: str = "") -> tuple[Path, str, list[Finding]]:
    """Return a file with the same text in UTF-8 without a mark, the encoding it had, and what to say of it.

    Order: mark, the recipe's or declared encoding, strict UTF-8 over the whole file, cp950; then the same with a
    few invalid bytes, each told with its place and read as U+FFFD; then line by line. Raises `Refused`.
    """
    asked = recipe.value("encoding") or declared or recipe.declared.get("encoding") or ""
    encoding, problem = _encoding(path, str(asked))
    if problem:
        return _mended(path, str(asked), work, problem)
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


def _encoding(path: Path, declared: str) -> tuple[str, UnicodeDecodeError | None]:
    """Return the encoding of the file, or what is wrong with the likeliest one."""
    with path.open("rb") as file:
        head = file.read(4)
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return encoding, None
    problem = None
    for encoding in _candidates(declared):
        try:
            codecs.lookup(encoding)
            for _ in decoded(path, encoding):
                pass
        except LookupError:
            continue
        except UnicodeDecodeError as error:
            problem = problem or error
        else:
            return codecs.lookup(encoding).name, None
    return "", problem


def _candidates(declared: str) -> tuple[str, ...]:
    plain = declared.lower().replace("-", "").replace("_", "")
    declared = {"big5": "cp950", "utf8": "utf-8"}.get(plain, declared)  # Big5 as Windows writes it
    return tuple(dict.fromkeys((*filter(None, (declared,)), "utf-8", "cp950")))


def _mended(
    path: Path, declared: str, work: Path, problem: UnicodeDecodeError
) -> tuple[Path, str, list[Finding]]:
    """Read a damaged file in the first encoding that explains nearly all of it, else each line in its own."""
    for encoding in _candidates(declared):
        if encoding not in ("utf-8", "cp950"):
            continue
        text = mended(path, encoding, work)
        if _is_slight(path, text.path):
            said = [] if encoding == "utf-8" else [Finding(ENCODING.at(path.name, value=encoding))]
            return text.path, encoding, [*said, *map(_told, text.damage)]
    with suppress(Refused):
        text = to_utf8(path, recipe=Recipe(), work=work)
        if any(finding.problem.code == MIXED_ENCODING.code for finding in text.findings):
            return text.path, text.encoding, [*text.findings, *map(_told, text.damage)]
    raise Refused(texts.TEXT_ENCODING.at(position=problem.start + 1))


def _told(damage: Damage) -> Finding:
    return Finding(damage_problem(damage), line=damage.line)


def _is_slight(before: Path, after: Path) -> bool:
    """Tell whether few characters are lost: one in a hundred of those that are not ASCII, or three in a short file."""
    found, foreign = _count(after, LOST)
    lost, sound = found - _count(before, LOST)[0], foreign - found
    return lost * 100 <= sound or (lost <= FEW and (not sound or lost * 10 <= sound))


def _count(path: Path, wanted: bytes) -> tuple[int, int]:
    """Return how often a character stands in a file, and how many characters in it are not ASCII (as UTF-8)."""
    times = foreign = 0
    rest = b""
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            foreign += sum(map(chunk.count, LEADS))
            times += (rest + chunk).count(wanted)
            rest = chunk[1 - len(wanted) :]
    return times, foreign
