"""What an XLSX carries that nobody sees: every part is named, so that it can be stripped or confirmed.

The worst leaks of this field were not break-ins but hidden sheets, cached pivot sources and named ranges in
published workbooks. The package is searched as a ZIP of XML; sheets are searched as text, because a million
rows must not become a tree.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any, Final

from lxml import etree

from springhead.engine.kernel.language import joined
from springhead.engine.kernel.problems import Kind
from springhead.engine.tables.formats.workbooks import texts
from springhead.engine.tables.formats.workbooks.parts import (
    Formulas,
    Inventory,
    Part,
    bounded,
    columns_part,
    rows_part,
)

CHUNK: Final = 4 << 20
LAST_COLUMN: Final = 16_383
BUILT_IN: Final = ("_xlnm.Print_Area", "_xlnm.Print_Titles", "_xlnm._FilterDatabase")  # hold references only
SOFTWARE: Final = (
    "openpyxl",
    "xlsxwriter",
    "apache poi",
    "microsoft office user",
    "windows user",
    "user",
    "admin",
)
NAMED_FIELDS: Final = ("creator", "lastModifiedBy", "Manager", "Company")

# Folders and files of the package that are never data of a visible cell.
CARRIED: Final[tuple[tuple[str, Kind, str], ...]] = (
    ("xl/externallinks/externallink", texts.HIDDEN_LINK, "link"),
    ("xl/comments", texts.HIDDEN_COMMENTS, "comments"),
    ("xl/threadedcomments/", texts.HIDDEN_COMMENTS, "comments"),
    ("xl/vbaproject.bin", texts.HIDDEN_MACRO, "macro"),
    ("customxml/item", texts.HIDDEN_CUSTOM, "part"),
    ("docprops/custom.xml", texts.HIDDEN_CUSTOM, "part"),
    ("xl/connections.xml", texts.HIDDEN_CUSTOM, "part"),
    ("xl/querytables/", texts.HIDDEN_CUSTOM, "part"),
    ("xl/model/", texts.HIDDEN_CUSTOM, "part"),
    ("xl/embeddings/", texts.HIDDEN_CUSTOM, "part"),
    ("xl/revisions/", texts.HIDDEN_CUSTOM, "part"),
)

_ROW: Final = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_COL: Final = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_NUMBER: Final = re.compile(rb'\br="(\d+)"')
_HIDDEN: Final = re.compile(rb"""\bhidden=["'](?:1|true)["']|\b(?:ht|width)=["']0(?:\.0+)?["']""")
_BOUND: Final = re.compile(rb"""\b(min|max)=["'](\d+)["']""")
_FORMULA: Final = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(<(?:\w+:)?v>[^<]+</|<(?:\w+:)?is>)?"
)
_ERROR: Final = re.compile(
    rb"""<(?:\w+:)?c\b([^>]*\bt=["']e["'][^>]*)>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)<""", re.DOTALL
)
_COLUMN: Final = re.compile(rb"""\br=["']([A-Z]{2,3})\d""")
_CELL: Final = re.compile(rb"""\br=["']([A-Z]+\d+)["']""")


def search(path: Path) -> Inventory:
    """Search the whole package. Raises `zipfile.BadZipFile` or `etree.XMLSyntaxError` when it is damaged."""
    found = Inventory()
    with zipfile.ZipFile(path) as archive:
        book = _Book(archive)
        for name, part, state in book.sheets:
            if state != "visible":
                found.parts.append(Part(f"sheet:{name}", texts.HIDDEN_SHEET, {"name": name}, sheet=name))
            if part in archive.namelist():
                _search_sheet(archive, part, name, found)
        found.parts.extend(_names(book.root))
        found.parts.extend(_pivots(archive))
        found.parts.extend(_carried(archive))
        found.parts.extend(_properties(archive))
    return found


class _Book:
    """The list of sheets in xl/workbook.xml."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.root = parse(archive, "xl/workbook.xml")
        links = {
            link.get("Id"): link.get("Target", "") for link in parse(archive, "xl/_rels/workbook.xml.rels")
        }
        self.sheets: list[tuple[str, str, str]] = []
        for sheet in self.root.iter("{*}sheet"):
            link = next((value for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")
            target = str(links.get(link, ""))
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            self.sheets.append((sheet.get("name", ""), part, sheet.get("state", "visible")))


def parse(archive: zipfile.ZipFile, name: str) -> Any:
    """Parse one XML part without entities or network."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(archive.read(name), parser)


def _search_sheet(archive: zipfile.ZipFile, part: str, name: str, found: Inventory) -> None:
    formulas = found.formulas.setdefault(name, Formulas())
    hidden_rows: list[int] = []
    hidden_columns: list[int] = []
    number, first, letters = 0, 0, b"A"
    for block in _blocks(archive, part):
        letters = max({letters, *_COLUMN.findall(block)}, key=lambda name: (len(name), name))
        for match in _COL.finditer(block):
            if _HIDDEN.search(match.group(1)):
                hidden_columns.extend(_bounds(match.group(1)))
        for match in _ROW.finditer(block):
            named = _NUMBER.search(match.group(1))
            number = int(named.group(1)) if named else number + 1
            first = first or number
            if _HIDDEN.search(match.group(1)):
                hidden_rows.append(number - 1)
        _count_formulas(block, formulas)
    bounded(name, (number - first + 1) * _index(letters))
    if hidden_rows:
        found.parts.append(rows_part(name, hidden_rows))
    if hidden_columns:
        found.parts.append(columns_part(name, hidden_columns))


def _blocks(archive: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """Yield a sheet's XML in blocks that end between rows."""
    rest = b""
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            if not rest and chunk.startswith((b"\xff\xfe", b"\xfe\xff")):
                raise zipfile.BadZipFile("a sheet in UTF-16")
            block = rest + chunk
            cut = max(block.rfind(b"</row>"), block.rfind(b":row>"), block.rfind(b"<row"), 0)
            rest = block[cut:]
            yield block[:cut]
    yield rest


def _count_formulas(block: bytes, formulas: Formulas) -> None:
    for match in _FORMULA.finditer(block):
        formulas.count += 1
        formulas.first = formulas.first or _cell(match.group(1))
        if match.group(2) is None:
            formulas.without_value += 1
            formulas.first_without = formulas.first_without or _cell(match.group(1))
    for match in _ERROR.finditer(block) if b't="e"' in block or b"t='e'" in block else ():
        formulas.errors += 1
        if not formulas.error:
            formulas.first_error, formulas.error = (
                _cell(match.group(1)),
                match.group(2).decode("utf-8", "replace"),
            )


def _index(letters: bytes) -> int:
    """Count a column from 1; one letter stands for any of them."""
    if len(letters) == 1:
        return 26
    index = 0
    for letter in letters:
        index = index * 26 + letter - 64
    return index


def _cell(attributes: bytes) -> str:
    match = _CELL.search(attributes)
    return match.group(1).decode() if match else "?"


def _bounds(attributes: bytes) -> range:
    found = {key: int(value) for key, value in _BOUND.findall(attributes)}
    first = found.get(b"min", 1)
    return range(first - 1, min(found.get(b"max", first), LAST_COLUMN + 1))


def _names(root: Any) -> Iterator[Part]:
    for name in root.iter("{*}definedName"):
        text = name.get("name", "")
        if text not in BUILT_IN:
            value = (name.text or "")[:120]
            yield Part(f"name:{text}", texts.HIDDEN_NAME, {"name": text, "value": value})


def _pivots(archive: zipfile.ZipFile) -> Iterator[Part]:
    for name in archive.namelist():
        if name.lower().startswith("xl/pivotcache/pivotcachedefinition"):
            count = parse(archive, name).get("recordCount", "?")
            short = PurePosixPath(name).stem
            yield Part(f"pivot:{short}", texts.HIDDEN_PIVOT, {"name": short, "count": count})


def _carried(archive: zipfile.ZipFile) -> Iterator[Part]:
    for name in archive.namelist():
        for prefix, kind, word in CARRIED:
            if (
                name.lower().startswith(prefix)
                and not name.lower().endswith((".rels", "/"))
                and "itemprops" not in name.lower()
            ):
                params = {"name": name, "count": _comment_count(archive, name) if word == "comments" else 1}
                yield Part(f"{word}:{name}", kind, params)


def _comment_count(archive: zipfile.ZipFile, name: str) -> int:
    root = parse(archive, name)
    return sum(1 for _ in root.iter("{*}comment", "{*}threadedComment"))


def _properties(archive: zipfile.ZipFile) -> Iterator[Part]:
    found: list[str] = []
    for name in ("docProps/core.xml", "docProps/app.xml"):
        if name not in archive.namelist():
            continue
        for element in parse(archive, name).iter():
            field = str(element.tag).rpartition("}")[2]
            text = (element.text or "").strip()
            if field in NAMED_FIELDS and text and text.lower() not in SOFTWARE and text not in found:
                found.append(text)
    if found:
        yield Part("properties", texts.HIDDEN_PROPERTIES, {"value": joined(found)})
