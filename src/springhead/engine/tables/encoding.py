"""From bytes to UTF-8, without ever guessing in silence.

Order: byte order mark, what an officer accepted, what the metadata declares, strict UTF-8 over the whole
file, UTF-16 without mark, strict CP950 (Big5 as Windows writes it, with user-defined characters) over the
whole file, line by line when two of them are mixed, and only then advice, which an officer must confirm.
"""

import codecs
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np

from springhead.engine.kernel.problems import Kind, Refused
from springhead.engine.tables import big5, stretches, texts
from springhead.engine.tables.findings import Finding
from springhead.engine.tables.recipe import Recipe

CHUNK: Final = 8 << 20
ADVICE: Final = 256 << 10  # bytes the advice looks at
ENOUGH: Final = 500_000  # characters after which no more are weighed
KEPT: Final = 10_000  # damaged places remembered
FEW: Final = 2  # lines in no known encoding that are damage rather than another encoding
_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Damage:
    """Bytes that are not valid in the encoding: physical line (from 1), offset in the original, the bytes."""

    line: int
    offset: int
    raw: bytes
    encoding: str = ""


@dataclass(slots=True)
class Text:
    """A file as UTF-8: where it is, how many bytes of mark to skip, and what it took to get there."""

    path: Path
    skip: int
    encoding: str
    findings: list[Finding] = field(default_factory=list)
    damage: list[Damage] = field(default_factory=list)


def to_utf8(path: Path, *, recipe: Recipe, work: Path) -> Text:
    """Return the file as UTF-8; a copy is written to the folder `work` only when it is something else."""
    with path.open("rb") as file:
        head = file.read(64 << 10)
    wanted = _name(recipe.value("encoding"))
    declared = _name(recipe.declared.get("encoding"))
    mark, name = next(((mark, name) for mark, name in _MARKS if head.startswith(mark)), (b"", ""))
    if wanted and not mark:
        return _accepted(path, wanted, work)
    text = _marked(path, mark, name, work) if mark else _unmarked(path, head, work)
    if declared and _family(declared) != _family(text.encoding):
        text.findings.append(_finding(texts.ENCODING_MISMATCH, value=declared, fixed=text.encoding))
    return text


def _name(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        return ""
    plain = value.strip().lower()
    if plain in {"big5", "big-5", "big5-hkscs", "ms950"}:
        return "cp950"
    try:
        return codecs.lookup(plain).name
    except LookupError:
        return ""


def _family(name: str) -> str:
    return "utf-8" if name in {"utf-8", "utf-8-sig", "ascii"} else name[:6]


def _finding(kind: Kind, **params: object) -> Finding:
    return Finding(kind.at("", **params))


def _marked(path: Path, mark: bytes, name: str, work: Path) -> Text:
    findings = [_finding(texts.BOM)]
    if name == "utf-8":
        if stretches.valid_utf8(path):
            return Text(path, len(mark), name, findings)
        text = _by_line(path, work)
        text.skip, text.findings = len(mark), findings + text.findings
        return text
    text = _copy(path, work, name, skip=len(mark))
    text.encoding = name[:6]
    text.findings = [*findings, _finding(texts.ENCODING, value=text.encoding.upper())]
    return text


def _unmarked(path: Path, head: bytes, work: Path) -> Text:
    wide = stretches.wide(head)
    if wide:
        text = _copy(path, work, wide, skip=0)
        text.encoding = "utf-16"
        text.findings = [_finding(texts.ENCODING, value="UTF-16")]
        return text
    if stretches.valid_utf8(path):
        return Text(path, 0, "utf-8")
    usual = _big5_share(path)
    if usual is not None and usual >= 0.5 and not big5.simplified(head):
        text = _copy(path, work, "cp950", skip=0, errors=big5.HANDLER)
        text.findings.append(_finding(texts.ENCODING, value="Big5（CP950）"))
        return text
    return _advised(path, work) if big5.simplified(head) else _by_line(path, work)


def _accepted(path: Path, name: str, work: Path) -> Text:
    if name == "utf-8" and stretches.valid_utf8(path):
        return Text(path, 0, name)
    return mended(path, name, work)


def _big5_share(path: Path) -> float | None:
    """Return the share of common characters when the whole file is strict CP950, else None."""
    decoder = codecs.getincrementaldecoder("cp950")(errors=big5.STRICT_HANDLER)
    common = rare = 0
    with path.open("rb") as file:
        try:
            while chunk := file.read(CHUNK):
                text = decoder.decode(chunk)
                found_common, found_rare = big5.count(text)
                common, rare = common + found_common, rare + found_rare
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return None
    return common / max(1, common + rare)


def mended(path: Path, name: str, work: Path, *, skip: int = 0) -> Text:
    """Return the file decoded from one encoding; bytes that are not valid in it are told and become U+FFFD."""
    handler = big5.HANDLER if name == "cp950" else "springhead-damage"
    return _copy(path, work, name, skip=skip, errors=handler)


def _copy(path: Path, work: Path, name: str, *, skip: int, errors: str = "springhead-damage") -> Text:
    target = work / "utf8.txt"
    notes = _Notes(name)
    _NOW.append(notes)
    try:
        with path.open("rb") as source, target.open("wb") as out:
            source.seek(skip)
            _convert(source, out, codecs.getincrementaldecoder(name)(errors=errors), notes, skip)
    finally:
        _NOW.pop()
    return Text(target, 0, name, damage=notes.damage)


def _convert(source: BinaryIO, out: BinaryIO, decoder: Any, notes: "_Notes", offset: int) -> None:
    while True:
        chunk = source.read(CHUNK)
        notes.base = offset - len(decoder.getstate()[0])
        text = decoder.decode(chunk, not chunk)
        offset += len(chunk)
        encoded = text.encode("utf-8", "replace")
        notes.settle(text)
        out.write(encoded)
        if not chunk:
            return


class _Notes:
    """Where the present conversion met damage."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.base = 0
        self.line = 1
        self.damage: list[Damage] = []
        self._fresh: list[tuple[int, bytes]] = []

    def meet(self, error: UnicodeDecodeError) -> None:
        self._fresh.append((self.base + error.start, error.object[error.start : error.end]))

    def settle(self, text: str) -> None:
        """Give the fresh places their lines: each stands as one U+FFFD in the text."""
        if self._fresh and len(self.damage) < KEPT:
            at = -1
            for offset, raw in self._fresh:
                at = text.find("\ufffd", at + 1)
                self._add(Damage(self.line + text.count("\n", 0, max(0, at)), offset, raw, self.name))
        self._fresh = []
        self.line += text.count("\n")

    def _add(self, damage: Damage) -> None:
        last = self.damage[-1] if self.damage else None
        if last and last.line == damage.line and last.offset + len(last.raw) == damage.offset:
            self.damage[-1] = replace(last, raw=last.raw + damage.raw)
        else:
            self.damage.append(damage)


_NOW: Final[list[_Notes]] = []  # the conversion under way in this process (conversions do not overlap)


def _damaged(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if _NOW:
        _NOW[-1].meet(error)
    return "\ufffd", error.end


codecs.register_error("springhead-damage", _damaged)
big5.register(_damaged)


# Line by line ---------------------------------------------------------------------------------------------
@dataclass(slots=True)
class _Lines:
    """How many lines with other than ASCII characters each encoding explains, and how well Big5 reads."""

    utf8: int = 0
    cp950: int = 0
    neither: int = 0
    common: int = 0
    doubtful: int = 0
    first: dict[str, int] = field(default_factory=dict)


def _by_line(path: Path, work: Path) -> Text:
    lines = _Lines()
    for number, raw, name in stretches.stretches(path):
        _weigh(lines, number, raw, name)
    big = lines.cp950 > lines.utf8 or (not lines.utf8 and lines.common > 0)
    if (big and lines.common < lines.doubtful) or (not big and not lines.utf8 and lines.neither > FEW):
        return _advised(path, work)
    main, other = ("cp950", "utf-8") if big else ("utf-8", "cp950")
    count = lines.utf8 if big else lines.cp950
    text = _copy_lines(path, work, main)
    if big:
        text.findings.append(_finding(texts.ENCODING, value="Big5（CP950）"))
    if count:
        kind = texts.MIXED_ENCODING.at("", count=count, value=other, encoding=main, line=lines.first[other])
        text.findings.append(Finding(kind, line=lines.first[other]))
    return text


def _weigh(lines: _Lines, number: int, raw: bytes, name: str) -> None:
    if raw.isascii():
        return
    foreign = stretches.foreign(raw)
    name = name or stretches.line_encoding(raw)
    count = int(np.count_nonzero(foreign))
    lines.first.setdefault(name, number + int(np.argmax(foreign)))
    if name == "utf-8":
        lines.utf8 += count
        return
    lines.cp950 += count if name else 0
    lines.neither += count if not name else 0
    if name and lines.common + lines.doubtful > ENOUGH:
        return
    text = raw.decode("cp950", big5.HANDLER)
    common, rare = big5.count(text)
    lines.common += common
    lines.doubtful += rare + 2 * text.count("\ufffd")


def _copy_lines(path: Path, work: Path, main: str) -> Text:
    target = work / "utf8.txt"
    notes = _Notes(main)
    offset = 0
    _NOW.append(notes)
    try:
        with target.open("wb") as out:
            for number, raw, sound in stretches.stretches(path):
                if sound == "utf-8":
                    out.write(raw)
                else:
                    notes.base, notes.line = offset, number
                    name = sound or stretches.line_encoding(raw) or main
                    text = raw.decode(name, "springhead-damage" if name == "utf-8" else big5.HANDLER)
                    notes.settle(text)
                    out.write(text.encode("utf-8", "replace"))
                offset += len(raw)
    finally:
        _NOW.pop()
    return Text(target, 0, main, damage=notes.damage)


def _advised(path: Path, work: Path) -> Text:
    with path.open("rb") as file:
        head = file.read(ADVICE)
    name = "gb18030" if big5.simplified(head) else _advice(head)
    if not name:
        raise Refused(texts.UNKNOWN_ENCODING.at(path.name))
    text = _copy(path, work, name, skip=0)
    text.findings.append(_finding(texts.ENCODING_GUESS, value=text.encoding))
    return text


def _advice(head: bytes) -> str:
    import charset_normalizer  # only where everything else has failed: loading it takes a while

    matches = charset_normalizer.from_bytes(head)
    best = matches.best()
    if best is None or best.encoding in {"utf_8", "big5", "cp950", "ascii"}:
        return ""
    western = any(
        match.encoding in {"cp1252", "latin_1"} and match.chaos <= best.chaos + 0.1 for match in matches
    )
    return "cp1252" if western else codecs.lookup(best.encoding).name
