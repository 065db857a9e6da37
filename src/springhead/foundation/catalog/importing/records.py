"""One row of a catalogue export as a typed record. Pure: no database, no Django."""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import orjson

from springhead.engine.kernel.now import TAIPEI
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.catalog import codes, frequency
from springhead.foundation.catalog.importing import rows, texts
from springhead.foundation.catalog.importing.columns import COLUMNS, LISTED, missing
from springhead.foundation.catalog.vocabulary import Kind, Openness

TITLE_LIMIT: Final = 500
_DATES: Final = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d",
    "%Y-%m-%dT%H:%M:%S",
)
# A `;` separates addresses only where another address (or nothing) follows: some addresses contain one.
_NEXT_ADDRESS: Final = re.compile(r";(?=\s*(?:https?://|ftp://|$))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Resource:
    """One address of a dataset, as declared."""

    url: str
    format: str
    kind: str
    encoding: str = ""
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One dataset of somebody else's catalogue. Empty means the source does not say."""

    foreign_id: str
    title: str
    agency: str
    description: str = ""
    openness: str = ""
    category: str = ""
    quality: str = ""
    licence: str = ""
    licence_text: str = ""
    cost: str = ""
    frequency: str = ""
    field_description: str = ""
    landing_page: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    notes: str = ""
    issued: str = ""
    modified: str = ""
    resources: tuple[Resource, ...] = field(default=())

    def digest(self) -> str:
        """Return a hash of everything the source says: equal digests mean nothing changed."""
        return hashlib.sha256(orjson.dumps(asdict(self), option=orjson.OPT_SORT_KEYS)).hexdigest()


def read(path: Path, *, publisher: str = "") -> Iterator[tuple[int, Record | None, list[Problem]]]:
    """Yield `(row, record or None, problems)` for each row; rows count as a spreadsheet does.

    `publisher`: whose list it is, where its columns are those of a county and its numbers its own.
    Raises `Refused` when the file is no catalogue at all.
    """
    with rows.opened(path) as (header, found):
        if gone := missing(header, published=bool(publisher)):
            raise Refused(*(texts.MISSING_COLUMN.at(name) for name in gone))
        known = LISTED if publisher else COLUMNS
        for row, cells in found:
            said = _named(known, cells)
            yield row, *_record(row, _of_county(said, publisher) if publisher else said)


def _named(known: Mapping[str, str], cells: Mapping[str, str]) -> dict[str, str]:
    """Return what a row says by the names of fields; of columns for the same field the first that says something."""
    said: dict[str, str] = {}
    for name, field_name in known.items():
        if cells.get(name):
            said.setdefault(field_name, cells[name])
    return said


def _of_county(said: Mapping[str, str], publisher: str) -> dict[str, str]:
    """Attribute a row to the publisher of the list: its unit goes into the notes, its number is the publisher's own."""
    unit = said.get("unit", "")
    source = f"資料來源：{unit}" if unit and unit != publisher else ""
    number = said.get("foreign_id", "")
    return {
        **said,
        "agency": publisher,
        "foreign_id": f"{publisher}:{number}" if number else "",
        "notes": "；".join(part for part in (said.get("notes", ""), source) if part),
    }


def _record(row: int, said: dict[str, str]) -> tuple[Record | None, list[Problem]]:
    problems = [
        texts.EMPTY_CELL.at(column, row=row)
        for column, name in (("資料集識別碼", "foreign_id"), ("資料集名稱", "title"), ("提供機關", "agency"))
        if not said.get(name)
    ]
    if problems:
        return None, problems
    record = Record(
        foreign_id=said["foreign_id"][:255],
        title=_cut(said["title"], row, problems),
        agency=said["agency"],
        openness=_openness(said.get("provision", "")),
        category=codes.category_of(said.get("category", "")),
        licence=codes.licence_of(said.get("licence", "")),
        licence_text=said.get("licence", ""),
        cost={"免費": "free", "付費": "paid"}.get(said.get("cost", ""), ""),
        issued=_date("上架日期", said.get("issued", ""), row, problems),
        modified=_date("詮釋資料更新時間", said.get("modified", ""), row, problems),
        resources=tuple(_resources(said)),
        **{name: said.get(name, "") for name in _PLAIN},
    )
    return record, problems


_PLAIN: Final = (
    "description", "quality", "frequency", "field_description", "landing_page", "contact_name", "contact_phone",
    "notes",
)  # fmt: skip


def _cut(title: str, row: int, problems: list[Problem]) -> str:
    if len(title) > TITLE_LIMIT:
        problems.append(texts.LONG_VALUE.at("資料集名稱", row=row, limit=TITLE_LIMIT))
    return title[:TITLE_LIMIT]


def _openness(text: str) -> str:
    """Old and new labels of the three classes; other values of the column say nothing about openness."""
    if "依申請" in text or "乙類" in text:
        return Openness.ON_APPLICATION
    if "不開放" in text or "丙類" in text:
        return Openness.NOT_PROVIDED
    return Openness.OPEN if "開放" in text or "甲類" in text else ""


def _date(column: str, text: str, row: int, problems: list[Problem]) -> str:
    """Return the instant in ISO 8601 on the Taipei wall clock, or an empty string."""
    if not text:
        return ""
    for form in _DATES:
        try:
            return datetime.strptime(text, form).replace(tzinfo=TAIPEI).isoformat()
        except ValueError:
            continue
    problems.append(texts.BAD_DATE.at(column, row=row, value=text[:40]))
    return ""


def _resources(said: dict[str, str]) -> Iterator[Resource]:
    """Pair addresses with formats, encodings and amounts; one format for all, or one for each."""
    urls = [url.strip() for url in _NEXT_ADDRESS.split(said.get("urls", "")) if url.strip()]
    formats = _parts(said.get("formats", ""))
    encodings, amounts = _parts(said.get("encodings", "")), _parts(said.get("amounts", ""))
    for place, url in enumerate(urls):
        shape = codes.format_of(_at(formats, place))
        yield Resource(
            url=url,
            format=shape,
            kind=Kind.API if shape in codes.SERVICE_FORMATS else Kind.LINK,
            encoding=_at(encodings, place)[:40],
            amount=_number(_at(amounts, place)) if len(amounts) == len(urls) else None,
        )


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";")] if text else []


def _at(parts: list[str], place: int) -> str:
    """The part at a place; a single part speaks for all."""
    if len(parts) == 1:
        return parts[0]
    return parts[place] if place < len(parts) else ""


def _number(text: str) -> int | None:
    digits = text.replace(",", "")
    return int(digits) if digits.isdigit() else None


def frequency_fields(text: str) -> dict[str, Any]:
    """Return the dataset's fields for an update frequency as written."""
    said = frequency.parse(text)
    return {
        "regularity": str(said.regularity),
        "every": said.amount,
        "every_unit": str(said.unit),
        "frequency_text": said.text[:120],
    }
