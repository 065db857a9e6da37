"""Tables that become one block a row on a phone: each cell then needs the name of its column beside it."""

import re
from html import escape, unescape
from typing import Final

_TABLE: Final = re.compile(r'<table class="[^"]*\bstacks\b[^"]*">.*?</table>', re.DOTALL)
_HEAD: Final = re.compile(r"<thead.*?</thead>", re.DOTALL)
_COLUMN: Final = re.compile(r"<th\b[^>]*>(.*?)</th>", re.DOTALL)
_HIDDEN: Final = re.compile(r'<span class="visually-hidden">.*?</span>', re.DOTALL)
_TAG: Final = re.compile(r"<[^>]*>")
_ROW: Final = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
_CELL: Final = re.compile(r"<(t[dh])\b(?P<attributes>[^>]*)>")


def labelled(html: str) -> str:
    """Write the name of its column into every cell after the first of a table of class `stacks`, as `data-label`.

    A column whose name is only there for screen readers gets none, nor do tables whose rows span columns.
    """
    return _TABLE.sub(lambda found: _with_labels(found.group()), html) if "stacks" in html else html


def _with_labels(table: str) -> str:
    head = _HEAD.search(table)
    if head is None or "colspan" in table:
        return table
    names = [_words(one) for one in _COLUMN.findall(head.group())]
    return table[: head.end()] + _ROW.sub(lambda row: _row(row.group(), names), table[head.end() :])


def _row(row: str, names: list[str]) -> str:
    places = iter(range(len(names)))

    def cell(found: re.Match[str]) -> str:
        name = names[at] if (at := next(places, 0)) else ""
        label = f' data-label="{escape(name)}"' if name else ""
        return f"<{found[1]}{found['attributes']}{label}>"

    return _CELL.sub(cell, row)


def _words(head: str) -> str:
    return " ".join(unescape(_TAG.sub("", _HIDDEN.sub("", head))).split())
