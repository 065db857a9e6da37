"""What an ODS carries that nobody sees (OpenDocument 1.3, part 3)."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from lxml import etree

from springhead.engine.kernel.language import joined
from springhead.engine.tables.formats.workbooks import texts
from springhead.engine.tables.formats.workbooks.parts import (
    Formulas,
    Inventory,
    Part,
    bounded,
    columns_part,
    letters,
    rows_part,
)
from springhead.engine.tables.formats.workbooks.xlsx_hidden import parse

TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
UNSEEN: Final = ("collapse", "filter")
LAST_ROW: Final = 1_048_576
PEOPLE: Final = ("creator", "initial-creator", "printed-by")


@dataclass(slots=True)
class _State:
    """Where in the document the search is."""

    found: Inventory = field(default_factory=Inventory)
    unseen_styles: set[str] = field(default_factory=set)
    sheet: str = ""
    row: int = 0
    column: int = 0
    cell: int = 0
    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    notes: int = 0
    width: int = 0  # of this row, to its last cell that holds something
    repeat: int = 1  # of this row
    cells: int = 0  # of this sheet, repeats counted


def search(path: Path) -> Inventory:
    """Search the document. Raises `zipfile.BadZipFile` or `etree.XMLSyntaxError` when it is damaged."""
    with zipfile.ZipFile(path) as archive:
        state = _State()
        with archive.open("content.xml") as content:
            _walk(content, state)
        state.found.parts.extend(_people(archive))
        state.found.parts.extend(
            Part(f"part:{name}", texts.HIDDEN_CUSTOM, {"name": name})
            for name in archive.namelist()
            if name.startswith(("Object ", "Basic/", "Scripts/")) and name.endswith((".xml", ".py", ".js"))
        )
    return state.found


def _walk(content: IO[bytes], state: _State) -> None:
    events = etree.iterparse(
        content,
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=True,
    )
    for event, element in events:
        tag = str(element.tag)
        if event == "start":
            _starts(tag, element, state)
        else:
            _ends(tag, state)
            if tag in (f"{TABLE}table-row", f"{TABLE}table"):
                element.clear(keep_tail=False)


def _starts(tag: str, element: Any, state: _State) -> None:
    if tag == f"{STYLE}table-properties" and element.get(f"{TABLE}display") == "false":
        state.unseen_styles.add(element.getparent().get(f"{STYLE}name", ""))
    elif tag == f"{TABLE}table":
        state.sheet, state.row, state.column = element.get(f"{TABLE}name", ""), 0, 0
        state.rows, state.columns, state.notes, state.cells = [], [], 0, 0
        if element.get(f"{TABLE}style-name", "") in state.unseen_styles:
            state.found.parts.append(
                Part(f"sheet:{state.sheet}", texts.HIDDEN_SHEET, {"name": state.sheet}, sheet=state.sheet)
            )
    elif tag == f"{TABLE}table-column":
        state.columns.extend(_span(element, state.column, 16_384, "number-columns-repeated"))
        state.column += _repeat(element, "number-columns-repeated")
    elif tag == f"{TABLE}table-row":
        state.rows.extend(_span(element, state.row, LAST_ROW, "number-rows-repeated"))
        state.row += _repeat(element, "number-rows-repeated")
        state.cell, state.width, state.repeat = 0, 0, _repeat(element, "number-rows-repeated")
    elif tag in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
        _cell(element, state)
    elif tag == f"{OFFICE}annotation":
        state.notes += 1
    elif tag in (f"{TABLE}named-range", f"{TABLE}named-expression"):
        name = element.get(f"{TABLE}name", "")
        value = element.get(f"{TABLE}cell-range-address") or element.get(f"{TABLE}expression", "")
        state.found.parts.append(
            Part(f"name:{name}", texts.HIDDEN_NAME, {"name": name, "value": value[:120]})
        )


def _cell(element: Any, state: _State) -> None:
    if element.get(f"{TABLE}formula"):
        formulas = state.found.formulas.setdefault(state.sheet, Formulas())
        formulas.count += 1
        formulas.first = formulas.first or f"{letters(state.cell)}{state.row}"
    state.cell += _repeat(element, "number-columns-repeated")
    if element.get(f"{OFFICE}value-type") or element.get(f"{TABLE}formula"):
        state.width = state.cell


def _ends(tag: str, state: _State) -> None:
    if tag == f"{TABLE}table-row" and state.width:
        state.cells += state.repeat * state.width
        bounded(state.sheet, state.cells)
    if tag != f"{TABLE}table":
        return
    parts = state.found.parts
    if state.rows:
        parts.append(rows_part(state.sheet, state.rows))
    if state.columns:
        parts.append(columns_part(state.sheet, state.columns))
    if state.notes:
        params = {"name": state.sheet, "count": state.notes}
        parts.append(Part(f"comments:{state.sheet}", texts.HIDDEN_COMMENTS, params))


def _repeat(element: Any, name: str) -> int:
    text = element.get(f"{TABLE}{name}", "1")
    return min(int(text), LAST_ROW) if text.isdigit() else 1


def _span(element: Any, at: int, most: int, name: str) -> Iterator[int]:
    if element.get(f"{TABLE}visibility") in UNSEEN and element.get(f"{TABLE}visibility"):
        yield from range(at, min(at + _repeat(element, name), most))


def _people(archive: zipfile.ZipFile) -> Iterator[Part]:
    if "meta.xml" not in archive.namelist():
        return
    found: list[str] = []
    for element in parse(archive, "meta.xml").iter():
        text = (element.text or "").strip()
        if str(element.tag).rpartition("}")[2] in PEOPLE and text and text not in found:
            found.append(text)
    if found:
        yield Part("properties", texts.HIDDEN_PROPERTIES, {"value": joined(found)})
