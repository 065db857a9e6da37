"""Reads the archives of requests that people published before: who asked for what, and what agencies said. Pure.

Two shapes. The scrape of the national portal (我想要更多) has ten column names but rows of any width: each further
agency and each further answer adds a cell, and answers are lists of HTML as text. The volunteers' labelled sheet has
one record an agency, with verdicts; the first record of a split request stands for the whole and often bears a mark
instead of an agency. Where the request was sent stands in a cell of its own, and not every agency named there has a
record. They share the portal's numbers.
"""

import csv
import html
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

from springhead.engine.kernel.problems import Refused
from springhead.procedures.data_requests import texts

SCRAPED: Final = ("ID", "建議之標題")
LABELLED: Final = ("原ID", "原開放建議標題")
STATES: Final = frozenset({"未回復", "已回復", "再回復", "處理中"})
MONTHS: Final = dict(
    zip(
        ["一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"],
        range(1, 13),
        strict=True,
    )
)
VERDICT: Final = "0. 政府對民眾申請開放資料的答覆是？"
TO_SPLIT: Final = "F"  # the verdict on a record that stands for a whole request, before it is split
MARKS: Final = frozenset({"要分案", "未派發", "未回復"})  # written where an agency should stand

_DAY: Final = re.compile(r"(十[一二]月|[一二三四五六七八九十]月)\s*(\d{1,2}),\s*(\d{4})")
_SLASHED: Final = re.compile(r"(\d{4})/(\d{1,2})/(\d{1,2})")
_TAG: Final = re.compile(r"<[^>]+>")
_BREAK: Final = re.compile(r"<br\s*/?>|</p>\s*,?\s*")
_PLATFORM: Final = re.compile(r"^關於您建議.{0,900}研議辦理", re.DOTALL)
_AGENCY: Final = re.compile(
    r"敬復|敬啟|敬上|謹復|謹啟|說明如下|回復如下|本(部|局|署|府|會|處|院|所|行|中心|總處|公司|平[臺台])"
)
# Personal data that must not be shown again, whoever wrote it.
_PRIVATE: Final = (
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+"), "（信箱）"),
    (re.compile(r"(?<!\d)09\d{2}[- ]?\d{3}[- ]?\d{3}(?!\d)"), "（電話）"),
    (re.compile(r"(?<![A-Za-z0-9])[A-Z][12]\d{8}(?!\d)"), "（身分證字號）"),
)


@dataclass(frozen=True, slots=True)
class HistoricalPart:
    """One agency's share: its name, its own text (empty: none known), when it answered (None: unknown)."""

    agency: str
    answer: str = ""
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class HistoricalRequest:
    """One request. `verdicts` are the volunteers' (A to H), kept for measuring, never shown as ours."""

    origin: str
    title: str
    dataset: str
    fields: tuple[str, ...]
    reason: str
    asked_on: date | None = None
    parts: tuple[HistoricalPart, ...] = ()
    said: str = ""  # the first text an agency wrote in the thread, whichever it was
    verdicts: tuple[str, ...] = field(default=(), compare=False)


def read(path: Path) -> list[HistoricalRequest]:
    """Read one archive in UTF-8 or Big5, told by its header. Refused when it is neither, or cannot be read."""
    rows = csv.reader(io.StringIO(_text(path), newline=""))
    try:
        header = tuple(name.strip() for name in next(rows, []))
        if header[:2] == SCRAPED:
            return list(_scraped(rows))
        if header[:2] == LABELLED:
            return list(_labelled(rows, header))
    except csv.Error as error:
        raise Refused(texts.ARCHIVE_UNREADABLE.at(path.name, reason=str(error))) from error
    raise Refused(texts.NO_ARCHIVE.at(path.name))


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise Refused(texts.ARCHIVE_UNREADABLE.at(path.name, reason=error.strerror or "")) from error
    for encoding in ("utf-8-sig", "cp950"):
        with suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    raise Refused(texts.ARCHIVE_UNREADABLE.at(path.name, reason="UTF-8, Big5 ✗"))


def join(archives: Iterable[Iterable[HistoricalRequest]]) -> list[HistoricalRequest]:
    """Join archives by the portal's number, so that no request appears twice, each labelled record a part."""
    found: dict[str, HistoricalRequest] = {}
    for archive in archives:
        for one in archive:
            found[one.origin] = _joined(found[one.origin], one) if one.origin in found else one
    return list(found.values())


def _joined(one: HistoricalRequest, other: HistoricalRequest) -> HistoricalRequest:
    """Let two records of one request complete each other; the agency's own text is kept with its agency."""
    first, second = (one, other) if not one.verdicts else (other, one)
    answers = {part.agency: part for part in first.parts if part.answer}
    parts = [answers.pop(part.agency, part) for part in second.parts] or list(first.parts)
    if len(parts) == 1 and not parts[0].answer:
        parts = [replace(parts[0], answer=first.said)]
    elif second.parts:
        parts += answers.values()
    return replace(
        first,
        title=first.title or second.title,
        dataset=first.dataset or second.dataset,
        fields=first.fields or second.fields,
        reason=first.reason or second.reason,
        parts=tuple(parts),
        asked_on=first.asked_on or second.asked_on,
        verdicts=one.verdicts + other.verdicts,
    )


def _scraped(rows: Iterable[list[str]]) -> Iterator[HistoricalRequest]:
    for row in rows:
        if not row or not row[0].strip():
            continue
        cells = [*row[:5], *[""] * (5 - len(row))]
        yield HistoricalRequest(
            origin=cells[0].strip(),
            title=hidden(cells[1].strip()),
            dataset=hidden(cells[2].strip()),
            fields=_fields(cells[3]),
            reason=hidden(cells[4].strip()),
            parts=_parts(row[5:]),
            said=hidden(own_text(_answers(row[5:]))),
        )


def _parts(cells: list[str]) -> tuple[HistoricalPart, ...]:
    """Return the parts of a row: agencies stand before the state, or before the first answer where none stands.

    Of a request to many agencies only four stand in the cells; the platform's own notes name the others. An
    answer belongs to the only agency, or to the one it names; which of many wrote it stays unknown otherwise.
    """
    end = next(
        (n for n, cell in enumerate(cells) if cell in STATES or cell.strip().startswith("[<")), len(cells)
    )
    texts_ = _texts(cells)
    whole = end < len(cells) and cells[end] in STATES
    noted = [] if whole else [name for text in texts_ if _PLATFORM.match(text) for name in _noted(text)]
    names = [
        name for name in dict.fromkeys([*(cell.strip() for cell in cells[:end]), *noted]) if _is_agency(name)
    ]
    answers = _answers(cells)
    answered_on = _portal_day(cells[end:])
    if len(names) == 1:
        answer = own_text(answers)
        return (HistoricalPart(names[0], hidden(answer), answered_on if answer else None),)
    return tuple(HistoricalPart(name, hidden(_by(name, answers))) for name in names)


def _texts(cells: Iterable[str]) -> list[str]:
    return [plain(cell) for cell in cells if cell.strip().startswith("[<")]


def _answers(cells: Iterable[str]) -> list[str]:
    """Return what agencies and askers wrote, without the platform's own notes."""
    return [text for text in _texts(cells) if not _PLATFORM.match(text)]


def _noted(text: str) -> list[str]:
    found = re.search(r"(?:主管機關|將由)\s*【?\s*([^】]+?)\s*】?\s*(?:接續)?研議", text)
    return [name.strip() for name in re.split("[、，,]", found[1])] if found else []


def _is_agency(name: str) -> bool:
    return 2 <= len(name) <= 40 and not name.startswith(("本平臺", "本平台"))


def _by(name: str, answers: list[str]) -> str:
    """Return the first answer that bears an agency's name and no other's words of thanks; empty when none does."""
    return next((text for text in answers if name in text and _AGENCY.search(text)), "")


def _labelled(rows: Iterable[list[str]], header: tuple[str, ...]) -> Iterator[HistoricalRequest]:
    found: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        cell = {name: row[n].strip() if n < len(row) else "" for n, name in enumerate(header)}
        if cell["原ID"]:
            found.setdefault(cell["原ID"], []).append(cell)
    for records in found.values():
        # Records that stand for the whole come last, so that an agency's text goes to its own record.
        yield _request(sorted(records, key=lambda cell: cell.get(VERDICT, "")[:1] == TO_SPLIT))


def _request(records: list[dict[str, str]]) -> HistoricalRequest:
    """Make one request of its labelled records: each a part, and one for every other agency it was sent to.

    The portal's own desk is a part only where a record says so.
    """
    first = records[0]
    sent = dict.fromkeys(name.strip() for cell in records for name in cell["原派發機關"].split(","))
    sent_to = [name for name in sent if name and name not in MARKS]
    agencies = [_labelled_agency(cell["標記用＿派發機關"], sent_to) for cell in records]
    others = [name for name in sent_to if name not in agencies and _is_agency(name)]
    return HistoricalRequest(
        origin=first["原ID"],
        title=hidden(first["原開放建議標題"]),
        dataset=hidden(first["建議資料集名稱"]),
        fields=_fields(first["建議開放的欄位"]),
        reason=hidden(first["建議原因"]),
        asked_on=_slashed(first["發表時間"]),
        parts=tuple(map(HistoricalPart, [*agencies, *others])),
        verdicts=tuple(cell.get(VERDICT, "")[:1] for cell in records),
    )


def _labelled_agency(name: str, sent_to: list[str]) -> str:
    """Return the agency of a record; where a mark stands instead, the first it was sent to; empty when unknown."""
    return name if name and name not in MARKS else next(filter(_is_agency, sent_to), "")


def own_text(answers: list[str]) -> str:
    """Return what the only agency itself wrote first; askers answer in the same thread. Empty when nothing is there."""
    return next((text for text in answers if _AGENCY.search(text)), answers[0] if answers else "")


def plain(text: str) -> str:
    """Return a list of HTML paragraphs as plain lines."""
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", text))).strip("[] \n")


def hidden(text: str) -> str:
    """Return a text with e-mail addresses, mobile numbers and identity numbers masked."""
    for pattern, mark in _PRIVATE:
        text = pattern.sub(mark, text)
    return text


def _fields(text: str) -> tuple[str, ...]:
    names = dict.fromkeys(name.strip()[:255] for name in re.split(r"[、,，;；\n]", hidden(text)))
    return tuple(name for name in names if name)[:50]


def _portal_day(cells: Iterable[str]) -> date | None:
    found = next(filter(None, map(_DAY.search, cells)), None)
    return date(int(found[3]), MONTHS[found[1]], int(found[2])) if found else None


def _slashed(text: str) -> date | None:
    found = _SLASHED.search(text)
    return date(int(found[1]), int(found[2]), int(found[3])) if found else None
