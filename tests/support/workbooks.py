"""Small workbooks that hide things, made by us."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

ROWS = [["姓名", "單位", "人數"], ["甲", "民政局", 3], ["乙", "社會局", 5], ["丙", "教育局", 7]]
PLAIN = {"creator": "", "lastModifiedBy": ""}


def plain(path: Path, change: Callable[[openpyxl.Workbook], None] = lambda book: None) -> Path:
    """Write a three-row workbook without any personal property, after `change`."""
    book = openpyxl.Workbook()
    book.properties.creator = ""
    sheet = book.active
    sheet.title = "資料"
    for row in ROWS:
        sheet.append(row)
    change(book)
    book.save(path)
    return path


def hidden_sheet(book: openpyxl.Workbook) -> None:
    book.create_sheet("員工").append(["身分證", "A123456789"])
    book["員工"].sheet_state = "hidden"


def very_hidden_sheet(book: openpyxl.Workbook) -> None:
    hidden_sheet(book)
    book["員工"].sheet_state = "veryHidden"


def hidden_row(book: openpyxl.Workbook) -> None:
    book["資料"].row_dimensions[3].hidden = True


def hidden_column(book: openpyxl.Workbook) -> None:
    book["資料"].column_dimensions["B"].hidden = True


def named_range(book: openpyxl.Workbook) -> None:
    book.defined_names["小計"] = DefinedName("小計", attr_text="資料!$C$2:$C$4")


def comment(book: openpyxl.Workbook) -> None:
    book["資料"]["A2"].comment = Comment("請確認本人電話 0912-000-000", "王承辦")


def author(book: openpyxl.Workbook) -> None:
    book.properties.creator = "370063王承辦"


def with_entry(path: Path, name: str, content: bytes) -> Path:
    """Add one part to the package of a workbook, as other tools leave it there."""
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, content)
    return path


PIVOT = b'<pivotCacheDefinition xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" recordCount="42"/>'
LINK = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
