"""From the first bytes of an answer to evidence: which format they are, which page, which fields. No Django."""

import re
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Final

from springhead.engine.kernel.problems import Problem, Refused
from springhead.engine.net.fetch import Peek
from springhead.engine.storage.texts import DISK_FULL
from springhead.engine.tables import beginning, reading, worker
from springhead.engine.tables import texts as table_texts
from springhead.engine.tables.formats import archives, detect
from springhead.engine.tables.formats import texts as format_texts
from springhead.engine.tables.limits import Limits
from springhead.engine.tables.recipe import Mending, Recipe
from springhead.engine.tables.report import Report
from springhead.foundation.checks import pages
from springhead.foundation.checks.evidence import LONGEST, MOST_FIELDS, Evidence

BEGINNING: Final = 1_000_000  # bytes of a text file that are looked at
CONTAINER: Final = 20_000_000  # bytes of a workbook, archive or Parquet file, which are only readable whole
MOST_TABLES: Final = 3  # of one archive
LIMITS: Final = Limits(
    memory=600_000_000,
    seconds=30,
    threads=1,
    file_bytes=CONTAINER,
    unpacked_bytes=200_000_000,
    archive_members=1_000,
    findings_per_rule=1,
)
_CONTAINERS: Final = (b"PK\x03\x04", b"PAR1", b"\x1f\x8b", b"\xd0\xcf\x11\xe0")
_REFUSED: Final = {
    format_texts.PDF.code: "pdf",
    format_texts.DOCUMENT.code: "document",
    format_texts.IMAGE.code: "image",
    format_texts.EXECUTABLE.code: "program",
    format_texts.TEXT_DOCUMENT.code: "text",
    format_texts.API_DOCUMENT.code: "text",
    format_texts.DATABASE_FILE.code: "database",
    format_texts.ARCHIVE_KIND.code: "archive",
    format_texts.UNKNOWN_BINARY.code: "binary",
    format_texts.HTML_PAGE.code: "html",
    format_texts.RDF_DOCUMENT.code: "rdf",
    format_texts.SPREADSHEET_XML.code: "xml",
    format_texts.BINARY_WORKBOOK.code: "xlsx",
    format_texts.ENCRYPTED_WORKBOOK.code: "xlsx",
    table_texts.EMPTY_FILE.code: "empty",
}
_HTML_ROOTS: Final = re.compile(
    rb"(?>\s*(?:<!--(?:(?!-->).)*+-->\s*)*+)<(?:script|div|form|table|p|span|meta|title|style|center|font|h[1-6]|a|img"
    rb"|input|br|link|iframe|noscript|section|ul|b)\b",
    re.IGNORECASE | re.DOTALL,
)
_SCRIPT: Final = re.compile(
    r"\s*(?:[\"']use strict|\(?\s*function\b|(?:var|let|const)\s+\w+\s*=|window\.|import\s.*from|/\*)"
)
_META: Final = re.compile(rb"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)


def most(first: bytes) -> int:
    """Return how many bytes to read of a body that begins so."""
    return CONTAINER if first.startswith(_CONTAINERS) else BEGINNING


def sniff(peek: Peek, folder: Path, *, asked: str, apart: bool) -> Evidence:
    """Return what the first bytes of an answer tell. `folder` is empty and one's own; `apart`: read in a child.

    Never raises `Refused` for what is wrong with the file: that is evidence.
    """
    seen = Evidence(
        status=peek.status,
        final=peek.url[: LONGEST * 7],
        media=peek.media_type[:100],
        name=peek.name,
        size=len(peek.start) if peek.whole else peek.size,
        whole=peek.whole,
        first=_shown(peek.start),
        digest=sha256(peek.start).hexdigest(),
    )
    if not peek.start.strip():
        return replace(seen, kind="empty")
    file = folder / "beginning"
    file.write_bytes(peek.start)
    kind, problem = _kind(file, peek)
    seen = replace(seen, kind=kind)
    if kind == "html":
        found = pages.tell(_text(peek), final=peek.url, asked=asked, name=peek.name)
        return replace(seen, page=found.page, title=found.title, offers=found.offers)
    if not 200 <= peek.status < 300:
        return seen
    if problem is not None:
        return seen if kind == "rdf" else seen.with_trouble(problem)
    return _read(seen, file, folder, apart=apart)


def _kind(file: Path, peek: Peek) -> tuple[str, Problem | None]:
    """Return the format by its bytes, and why it cannot be read where that is known already."""
    if _HTML_ROOTS.match(peek.start[:4096]):
        return "html", None
    try:
        kind = detect(file, peek.name)
    except Refused as refused:
        problem = refused.problems[0]
        if problem.code == format_texts.BROKEN_ARCHIVE.code and not peek.whole:
            return _kind_of_names(peek.start), None
        return _REFUSED.get(problem.code, "binary"), problem
    if kind == "csv" and _SCRIPT.match(_text(peek)[:400]):
        return "script", None
    return kind, None


def _kind_of_names(start: bytes) -> str:
    """Tell a ZIP that breaks off by the names of its first entries."""
    if b"[Content_Types].xml" in start or b"xl/" in start[:4096]:
        return "document" if b"word/" in start or b"ppt/" in start else "xlsx"
    if b"opendocument.spreadsheet" in start[:200]:
        return "ods"
    return "shp" if b".shp" in start.lower() else "zip"


def _read(seen: Evidence, file: Path, folder: Path, *, apart: bool) -> Evidence:
    """Read what there is of the file and note its fields and rows."""
    if not seen.whole:
        if seen.kind not in beginning.WHOLE:
            return seen  # a container larger than we read: its format is all we know
        file.write_bytes(beginning.close(seen.kind, file.read_bytes()))
    try:
        reports = _reports(file, folder, seen.name, apart=apart)
    except Refused as refused:
        problem = refused.problems[0]
        if problem.code == DISK_FULL.code:
            raise
        return seen.with_trouble(problem)
    names = [name for report in reports for name in _names(report)]
    rows = sum(report.rows + report.set_aside for report in reports)
    return replace(seen, fields=tuple(dict.fromkeys(names))[:MOST_FIELDS], fields_read=True, rows=rows)


def _reports(file: Path, folder: Path, name: str, *, apart: bool) -> list[Report]:
    try:
        return [_report(file, folder, name, Recipe(), apart=apart)]
    except Refused as refused:
        if refused.problems[0].code != format_texts.ARCHIVE_SEVERAL.code:
            raise
    inside = [archives.name_of(one) for one in archives.tables_in(archives.entries(file, LIMITS, name))]
    return [
        _report(file, folder, name, Recipe((Mending("sheet", value=one),)), apart=apart)
        for one in inside[:MOST_TABLES]
    ]


def _report(file: Path, folder: Path, name: str, recipe: Recipe, *, apart: bool) -> Report:
    if apart:
        return worker.read_in_child(
            file, folder=folder / "child", filename=name, recipe=recipe, limits=LIMITS
        )
    return reading.read(file, filename=name, recipe=recipe, limits=LIMITS)


def _names(report: Report) -> Iterable[str]:
    """Yield every way a column is called: its name, with its unit, in its other language."""
    for column in report.columns:
        yield column.name[:100]
        if column.unit and column.unit not in column.name:
            yield f"{column.name}({column.unit})"[:100]
        yield from (title[:100] for title in column.title.values() if title and title != column.name)


def _text(peek: Peek) -> str:
    """Decode a page as browsers do: what the server said, what the page says, UTF-8, Big5."""
    said = _META.search(peek.start[:2048])
    for encoding in (peek.charset, said[1].decode("ascii", "ignore") if said else "", "utf-8", "cp950"):
        try:
            return peek.start.decode(encoding or "utf-8")
        except (UnicodeDecodeError, LookupError):
            continue
    return peek.start.decode("utf-8", "replace")


def _shown(start: bytes) -> str:
    """Return the first bytes for a reader: text where it is text, else in hex."""
    head = start[:120]
    for encoding in ("utf-8", "cp950"):
        text = head.decode(encoding, "ignore")
        if (
            text
            and all(char.isprintable() or char in "\r\n\t" for char in text)
            and len(text.encode(encoding)) > len(head) - 4
        ):
            return " ".join(text.lstrip("\ufeff").split())[:80]
    return head[:16].hex(" ")
