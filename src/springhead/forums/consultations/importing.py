"""Comments of another platform as a table: a file or a paste, every problem named by row and column."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from springhead.engine.kernel.language import LanguageMap, joined
from springhead.engine.kernel.problems import Problem, Refused
from springhead.forums.consultations import table_texts as texts
from springhead.forums.consultations import texts as words
from springhead.forums.consultations.commands import LONGEST_COMMENT, MOST_BROUGHT
from springhead.forums.consultations.models import Consultation
from springhead.foundation.catalog.bulk import cell
from springhead.foundation.catalog.bulk_sheets import plain, read, same

COLUMNS: Final[dict[str, LanguageMap]] = {
    "number": {"zh-Hant": "編號", "en": "Number"},
    "on": {"zh-Hant": "日期", "en": "Date"},
    "name": {"zh-Hant": "姓名", "en": "Name"},
    "text": {"zh-Hant": "意見", "en": "Comment"},
    "anchor": {"zh-Hant": "段落", "en": "Part"},
}
HEADS: Final[dict[str, str]] = {
    **{text.lower(): name for name, one in COLUMNS.items() for text in (name, one["zh-Hant"], one["en"])},
    "序號": "number", "留言編號": "number", "留言日期": "on", "時間": "on", "留言時間": "on", "暱稱": "name",
    "留言者": "name", "留言內容": "text", "內容": "text", "建議": "text",
}  # fmt: skip
NEEDED: Final = ("number", "text")
LONGEST: Final = {"number": 40, "name": 120, "text": LONGEST_COMMENT}
MOST_PROBLEMS: Final = 50
_DAY: Final = re.compile(r"(\d{2,4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?")
ROC: Final = 1911


def from_paste(row: Consultation, pasted: str) -> list[dict[str, str]]:
    """Read what was pasted from a spreadsheet or typed as CSV; see `from_file`."""
    return from_file(row, pasted.encode(), "")


def from_file(row: Consultation, content: bytes, filename: str) -> list[dict[str, str]]:
    """Read CSV, ODS or XLSX into payloads of `bring_in`. Raises Refused with up to fifty problems."""
    rows = read(content, filename)
    place = _place(rows[0] if rows else [])
    reader = _Reader(place, _parts(row))
    for number, cells in enumerate(rows[1:], 2):
        if any(text.strip() for text in cells):
            reader.take(number, cells)
        if len(reader.problems) >= MOST_PROBLEMS:
            break
    if reader.problems:
        raise Refused(*reader.problems)
    if len(reader.found) > MOST_BROUGHT:
        raise Refused(words.TOO_MANY.at("comments", n=len(reader.found), most=MOST_BROUGHT))
    return reader.found


def _parts(row: Consultation) -> dict[str, str]:
    """Return the parts by id and by label."""
    found = {str(one["label"]): str(one["id"]) for one in row.anchors}
    return {**found, **{str(one["id"]): str(one["id"]) for one in row.anchors}}


def _place(header: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    problems = []
    known = joined([one["zh-Hant"] for one in COLUMNS.values()])
    for at, text in enumerate(header, 1):
        name = HEADS.get(same(text).lower(), "")
        if same(text) and not name:
            problems.append(texts.IMPORT_COLUMN.at(cell(1, at), value=same(text)[:40], known=known))
        elif name:
            found.setdefault(name, at)
    problems += [texts.IMPORT_NO_COLUMN.at(name, label=COLUMNS[name]) for name in NEEDED if name not in found]
    if problems:
        raise Refused(*problems)
    return found


class _Reader:
    """Reads rows; keeps payloads and problems."""

    def __init__(self, place: Mapping[str, int], parts: Mapping[str, str]) -> None:
        self.place, self.parts = place, parts
        self.found: list[dict[str, str]] = []
        self.problems: list[Problem] = []
        self.seen: dict[str, int] = {}

    def take(self, number: int, cells: Sequence[str]) -> None:
        """Take one row."""
        told = {name: plain(cells[at - 1]) if at <= len(cells) else "" for name, at in self.place.items()}
        wrong = list(self._problems(number, told))
        self.problems += wrong
        self.seen.setdefault(told["number"], number)
        if not wrong:
            anchor = self.parts.get(told.get("anchor", ""), "")
            self.found.append({**told, "on": _iso(told.get("on", "")) or "", "anchor": anchor})

    def _problems(self, number: int, told: Mapping[str, str]) -> Any:
        for name, text in told.items():
            where = cell(number, self.place[name])
            if name in NEEDED and not text:
                yield texts.IMPORT_EMPTY.at(where, label=COLUMNS[name])
            if len(text) > LONGEST.get(name, 10_000):
                yield texts.IMPORT_LONG.at(where, n=len(text), most=LONGEST[name])
            if name == "on" and text and _iso(text) is None:
                yield texts.IMPORT_DATE.at(where, value=text[:40])
            if name == "anchor" and text and text not in self.parts:
                yield texts.IMPORT_ANCHOR.at(where, value=text[:40])
            if name == "number" and text in self.seen and text:
                yield texts.IMPORT_TWICE.at(where, value=text[:40], row=self.seen[text])


def _iso(text: str) -> str | None:
    """Return a day as 2026-12-15, from that, 2026/12/15 or a year of the Republic; None when it is no day."""
    match = _DAY.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups())
    try:
        return date(year if year > ROC else year + ROC, month, day).isoformat()
    except ValueError:
        return None
