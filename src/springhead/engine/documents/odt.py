"""A paper as ODT (OpenDocument 1.3 text), for signing and editing in any office program."""

from io import BytesIO
from typing import Any, Final

from odf import teletype
from odf.opendocument import OpenDocumentText
from odf.style import ParagraphProperties, Style, TableCellProperties, TextProperties
from odf.table import Table as Grid
from odf.table import TableCell, TableColumn, TableHeaderRows, TableRow
from odf.text import H, P

from springhead.engine.documents.paper import Block, Heading, PageBreak, Paper, Table

MEDIA: Final = "application/vnd.oasis.opendocument.text"
BREAK: Final = "page"
_NO_TEXT: Final = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127))


def write(paper: Paper) -> BytesIO:
    """Return the paper as a file, at its beginning."""
    document = OpenDocumentText()
    line, cell, head = _styles(document)
    document.text.addElement(_filled(H(outlinelevel=1), paper.title))
    for block in paper.blocks:
        for element in _elements(block, line, cell, head):
            document.text.addElement(element)
    file = BytesIO()
    document.write(file)
    file.seek(0)
    return file


def _styles(document: Any) -> tuple[Any, Any, Any]:
    line = Style(name="line", family="paragraph")
    line.addElement(ParagraphProperties(marginbottom="0.25cm", lineheight="150%"))
    line.addElement(TextProperties(fontsize="12pt"))
    cell = Style(name="cell", family="table-cell")
    cell.addElement(TableCellProperties(padding="0.1cm", border="0.5pt solid #505a5f"))
    head = Style(name="head", family="paragraph")
    head.addElement(TextProperties(fontsize="11pt", fontweight="bold"))
    page = Style(name=BREAK, family="paragraph")
    page.addElement(ParagraphProperties(breakbefore="page"))
    document.styles.addElement(page)
    document.styles.addElement(line)
    document.styles.addElement(head)
    document.automaticstyles.addElement(cell)
    return line, cell, head


def _elements(block: Block, line: Any, cell: Any, head: Any) -> list[Any]:
    if isinstance(block, Heading):
        return [_filled(H(outlinelevel=block.level + 1), block.text)]
    if isinstance(block, Table):
        return [_table(block, line, cell, head)]
    if isinstance(block, PageBreak):
        return [P(stylename=BREAK)]
    return [_filled(P(stylename=line), part) for part in block.text.split("\n")]


def _table(block: Table, line: Any, cell: Any, head: Any) -> Any:
    grid = Grid()
    grid.addElement(TableColumn(numbercolumnsrepeated=len(block.head)))
    top = TableHeaderRows()
    top.addElement(_row(block.head, cell, head))
    grid.addElement(top)
    for row in block.rows:
        grid.addElement(_row(row, cell, line))
    return grid


def _row(texts: tuple[str, ...], cell: Any, style: Any) -> Any:
    row = TableRow()
    for text in texts:
        place = TableCell(stylename=cell, valuetype="string")
        for part in text.split("\n"):
            place.addElement(_filled(P(stylename=style), part))
        row.addElement(place)
    return row


def _filled(element: Any, text: str) -> Any:
    teletype.addTextToElement(element, text.translate(_NO_TEXT))
    return element
