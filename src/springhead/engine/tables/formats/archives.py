"""ZIP and GZIP: opened one level, names never used as paths, bytes counted while they come out."""

import gzip
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import IO, Final

from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.formats import texts
from springhead.engine.tables.limits import Limits

CHUNK: Final = 1 << 20
RATIO_FROM: Final = 10_000_000  # small files may shrink as much as they like
IGNORED: Final = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")
SIDECARS: Final = (".txt", ".md", ".html", ".htm", ".pdf", ".doc", ".docx", ".odt", ".png", ".jpg")
_BROKEN: Final = (zipfile.BadZipFile, OSError, EOFError, zlib.error, RuntimeError, ValueError)


def entries(path: Path, limits: Limits, where: str = "") -> list[zipfile.ZipInfo]:
    """Return the files in a ZIP, after the checks its directory allows.

    Raises `Refused`: damaged, encrypted, too many, too large, too high a ratio, names that leave the folder.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            found = [info for info in archive.infolist() if not info.is_dir()]
    except _BROKEN as error:
        raise Refused(texts.BROKEN_ARCHIVE.at(where, reason=str(error)[:120])) from error
    if len(found) > limits.archive_members:
        raise Refused(texts.ARCHIVE_TOO_MANY.at(where, found=len(found), limit=limits.archive_members))
    for info in found:
        _check_name(info.filename, where)
        if info.flag_bits & 0x1:
            raise Refused(texts.ENCRYPTED_ARCHIVE.at(where))
    _check_size(sum(info.file_size for info in found), path.stat().st_size, limits, where)
    return [info for info in found if not _ignored(info.filename)]


def name_of(info: zipfile.ZipInfo) -> str:
    """Return the name of an entry; old Windows tools wrote it in Big5 without saying so."""
    if info.flag_bits & 0x800 or info.filename.isascii():
        return info.filename
    raw = info.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "cp950"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def extract(path: Path, info: zipfile.ZipInfo, target: Path, limits: Limits, where: str = "") -> Path:
    """Write one entry to `target`, counting what really comes out (headers lie)."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open(info) as source, target.open("wb") as out:
            _pour(source, out, info.compress_size, limits, where)
    except _BROKEN as error:
        raise Refused(texts.BROKEN_ARCHIVE.at(where, reason=str(error)[:120])) from error
    return target


def gunzip(path: Path, target: Path, limits: Limits, where: str = "") -> Path:
    """Write the content of a GZIP to `target`, counting what comes out."""
    try:
        with gzip.open(path) as source, target.open("wb") as out:
            _pour(source, out, path.stat().st_size, limits, where)
    except _BROKEN as error:
        raise Refused(texts.BROKEN_ARCHIVE.at(where, reason=str(error)[:120])) from error
    return target


def tables_in(found: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """Return the entries that may be tables: readme files and pictures beside them do not count."""
    tables = [info for info in found if PurePosixPath(info.filename).suffix.lower() not in SIDECARS]
    texts_only = [info for info in found if PurePosixPath(info.filename).suffix.lower() == ".txt"]
    return tables or texts_only


def _pour(
    source: IO[bytes] | gzip.GzipFile,
    out: IO[bytes],
    packed: int,
    limits: Limits,
    where: str,
) -> None:
    total = 0
    while chunk := source.read(CHUNK):
        total += len(chunk)
        _check_size(total, packed, limits, where)
        out.write(chunk)


def _check_size(unpacked: int, packed: int, limits: Limits, where: str) -> None:
    if unpacked > limits.unpacked_bytes:
        limit = f"{limits.unpacked_bytes:,} bytes"
        raise Refused(texts.ARCHIVE_TOO_LARGE.at(where, found=f"{unpacked:,} bytes", limit=limit))
    if unpacked > RATIO_FROM and unpacked > packed * limits.unpacked_ratio:
        ratio = unpacked // max(1, packed)
        raise Refused(
            texts.ARCHIVE_TOO_LARGE.at(where, found=f"{ratio:,}:1", limit=f"{limits.unpacked_ratio:,}:1")
        )


def _check_name(name: str, where: str) -> None:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    drive = len(name) > 1 and name[1] == ":"
    if ".." in parts or name.startswith(("/", "\\")) or drive or "\x00" in name:
        raise Refused(texts.ARCHIVE_UNSAFE_NAME.at(where, name=name[:120]))


def _ignored(name: str) -> bool:
    lowered = name.lower()
    return lowered.startswith(IGNORED[0]) or PurePosixPath(lowered).name in IGNORED or "/._" in f"/{lowered}"
