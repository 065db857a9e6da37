"""What a file itself says about its metadata, so that the form starts filled. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import PurePath
from typing import Final

from springhead.engine.tables.schema import Column, Type
from springhead.foundation.catalog import codes
from springhead.foundation.catalog.metadata import Metadata

_NOISE: Final = re.compile(
    r"[_\-\s]*(?:\(\d+\)|v\d+|final|最新|定稿|副本|copy|\d{6,8}|1\d{2}年?\d{0,2}月?)$", re.IGNORECASE
)
_LONGEST_DESCRIPTION: Final = 500


@dataclass(frozen=True, slots=True)
class Office:
    """What is known of the publishing agency: its name, and how it was reached the last time."""

    name: str
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""


def from_file(title: str, office: Office, columns: Sequence[Column] = (), rows: int = 0) -> Metadata:
    """Propose metadata for a file of this title; nothing here is asserted until the officer publishes it."""
    days = _covered(columns)
    return Metadata(
        title=title,
        description=_description(title, office.name, columns, rows),
        category="I00",
        openness="open",
        licence=codes.DEFAULT_LICENCE,
        cost="free",
        frequency="不定期",
        contact_name=office.contact_name or f"{office.name}資料開放承辦人",
        contact_phone=office.contact_phone,
        contact_email=office.contact_email,
        field_description=field_description(columns),
        keywords=_keywords(columns),
        covers_from=days[0],
        covers_to=days[1],
        language="zh",
    )


def title_from(filename: str) -> str:
    """Turn a file name into a title: no folder, no ending, no version or date at its end."""
    stem = PurePath(filename.replace("\\", "/")).stem
    for _ in range(3):
        stem = _NOISE.sub("", stem)
    return stem.replace("_", " ").strip() or PurePath(filename).stem


def title_row(titles: Sequence[str]) -> str:
    """Return the title that stands above the header of a file, when it reads like one."""
    text = " ".join(str(titles[0]).split()) if titles else ""
    return text if 2 <= len(text) <= 60 else ""


def field_description(columns: Sequence[Column]) -> str:
    """Return 主要欄位說明 in the standard's pattern `名稱(alias)、…`."""
    return "、".join(f"{column.name}({column.alias})" for column in columns)


def _description(title: str, agency: str, columns: Sequence[Column], rows: int) -> str:
    if not columns:
        return ""
    names = "、".join(column.name for column in columns[:12])
    more = "等" if len(columns) > 12 else ""
    count = f"，共 {rows:,} 筆" if rows else ""
    return f"{agency}提供的「{title}」{count}。欄位包括{names}{more} {len(columns)} 欄。"[
        :_LONGEST_DESCRIPTION
    ]


def _keywords(columns: Sequence[Column]) -> tuple[str, ...]:
    named = [column.name for column in columns if column.type is Type.TEXT and 2 <= len(column.name) <= 8]
    return tuple(dict.fromkeys(named))[:5]


def _covered(columns: Sequence[Column]) -> tuple[date | None, date | None]:
    """Return the first and last day of the first date column that has a profile."""
    for column in columns:
        if column.type in (Type.DATE, Type.DATETIME):
            first, last = _day(column.profile.get("min")), _day(column.profile.get("max"))
            if first and last:
                return first, last
    return None, None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
