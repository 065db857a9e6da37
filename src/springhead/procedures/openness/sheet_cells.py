"""The cells of an inventory's table: what each column shows of a dataset, and how it is read again without loss."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.problems import Problem
from springhead.foundation.catalog import codes
from springhead.foundation.catalog.bulk_sheets import same
from springhead.foundation.catalog.vocabulary import Openness, Stage, word
from springhead.procedures.openness import commands
from springhead.procedures.openness import inventory_texts as texts
from springhead.procedures.openness.inventory import Line, Said, Share

COLUMNS: Final[dict[str, LanguageMap]] = {
    "id": {"zh-Hant": "資料集編號", "en": "Dataset id"},
    "title": {"zh-Hant": "資料集名稱", "en": "Dataset"},
    "stage": {"zh-Hant": "現況", "en": "Stage"},
    "openness": {"zh-Hant": "開放類別", "en": "Class"},
    "grounds": {"zh-Hant": "依據", "en": "Grounds"},
    "reason": {"zh-Hant": "理由", "en": "Reasons"},
    "expires_on": {"zh-Hant": "類別到期日", "en": "Class expires on"},
    "review_on": {"zh-Hant": "再檢討日", "en": "Next review"},
    "heard": {"zh-Hant": "審議", "en": "Heard"},
    "sharings": {"zh-Hant": "共享對象與依據", "en": "Shared with whom, on what basis"},
    "planned_on": {"zh-Hant": "預計建置日", "en": "Planned for"},
    "withheld": {"zh-Hant": "清冊不公開之依據", "en": "Ground for keeping the entry back"},
    "remarks": {"zh-Hant": "備註", "en": "Remarks"},
}
READ_ONLY: Final = ("title", "stage", "review_on", "heard")  # of a dataset that is there already
HEADS: Final = {
    text: name for name, label in COLUMNS.items() for text in (name, label["zh-Hant"], label["en"].lower())
}
HEARD: Final = {"reasonable": "合理", "unreasonable": "不合理", "": "未經審議"}
APART: Final = "；"
MOST_SHARINGS: Final = 50


@dataclass(frozen=True, slots=True)
class Cells:
    """One row, read: what could not be read stands in `problems`, named by its column."""

    title: str = ""
    openness: str = ""
    grounds: tuple[str, ...] = ()
    reason: str = ""
    expires_on: date | None = None
    withheld: str = ""
    planned_on: date | None = None
    remarks: str = ""
    sharings: tuple[Share, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def said(self) -> Said:
        """What the row says beside the class."""
        return Said(self.withheld, self.planned_on, self.remarks, self.sharings)

    def command(self, event: str, dataset: str) -> Any:
        """Return the payload of a class event this row asks for."""
        return commands.parse(
            event,
            {
                "dataset": dataset,
                "openness": self.openness,
                "grounds": self.grounds,
                "reason": self.reason,
                "expires_on": self.expires_on.isoformat() if self.expires_on else "",
            },
        )


def of(line: Line) -> dict[str, str]:
    """Return what the table shows of a dataset, by column."""
    dataset, record, entry = line.dataset, line.record, line.entry
    current = record.current if record else None
    classed = current is not None and current.openness == dataset.openness
    return {
        "id": dataset.public_id,
        "title": dataset.name,
        "stage": word(Stage(dataset.stage)).zh,
        "openness": word(Openness(dataset.openness)).zh if dataset.openness else "",
        "grounds": "、".join(dataset.grounds),
        "reason": dataset.grounds_note,
        "expires_on": _day(current.expires_on if current and classed else None),
        "review_on": _day(record.review_on if record else None),
        "heard": HEARD[current.verdict] if current and classed else "",
        "sharings": "\n".join(_share(one) for one in line.sharings),
        "planned_on": _day(entry.planned_on if entry else None),
        "withheld": entry.withheld if entry else "",
        "remarks": entry.remarks if entry else "",
    }


def _day(value: date | None) -> str:
    return value.isoformat() if value else ""


def _share(one: Any) -> str:
    parts = [one.with_whom, one.basis, _day(one.since), _day(one.until)]
    while not parts[-1]:
        parts.pop()
    return APART.join(parts)


def read(told: Mapping[str, str]) -> Cells:
    """Read one row; every problem at once, each named by its column."""
    found: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, reader in _READERS.items():
        try:
            found[name] = reader(same(told.get(name, "")))
        except _UnreadableError as error:
            problems.append(error.problem)
    return Cells(**found, problems=tuple(problems))


class _UnreadableError(ValueError):
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def _title(text: str) -> str:
    if len(text) > 255:
        raise _UnreadableError(texts.TOO_LONG.at("title", n=len(text), most=255))
    return text


def _openness(text: str) -> str:
    words = {**{str(one): str(one) for one in Openness}, **{word(one).zh: str(one) for one in Openness}}
    if text and text not in words:
        raise _UnreadableError(texts.NO_SUCH_CLASS.at("openness", value=text[:40]))
    return words.get(text, "")


def _grounds(text: str) -> tuple[str, ...]:
    for mark in ",，;；\n":
        text = text.replace(mark, "、")
    return tuple(dict.fromkeys(one.strip() for one in text.split("、") if one.strip()))


def _limited(name: str, most: int) -> Callable[[str], str]:
    def reader(text: str) -> str:
        if len(text) > most:
            raise _UnreadableError(texts.TOO_LONG.at(name, n=len(text), most=most))
        return text

    return reader


def _date(name: str) -> Callable[[str], date | None]:
    def reader(text: str) -> date | None:
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise _UnreadableError(texts.NO_DAY.at(name, value=text[:40])) from error

    return reader


def _withheld(text: str) -> str:
    if text and text not in codes.grounds():
        raise _UnreadableError(texts.NO_SUCH_GROUND.at("withheld", value=text[:40]))
    return text


def sharings(text: str) -> tuple[Share, ...]:
    """Read one share a line: with whom；basis；since；until (dates may be left out)."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) > MOST_SHARINGS:
        raise _UnreadableError(texts.TOO_LONG.at("sharings", n=len(lines), most=MOST_SHARINGS))
    return tuple(_one_share(line) for line in lines)


def _one_share(line: str) -> Share:
    parts = [part.strip() for part in line.split(APART)]
    if not 2 <= len(parts) <= 4 or not parts[0] or not parts[1] or len(parts[0]) > 200 or len(parts[1]) > 500:
        raise _UnreadableError(texts.SHARE_UNREADABLE.at("sharings", value=line[:60]))
    days = [_date("sharings")(part) for part in parts[2:]] + [None, None]
    return parts[0], parts[1], days[0], days[1]


_READERS: Final[dict[str, Callable[[str], Any]]] = {
    "title": _title,
    "openness": _openness,
    "grounds": _grounds,
    "reason": _limited("reason", 4_000),
    "expires_on": _date("expires_on"),
    "withheld": _withheld,
    "planned_on": _date("planned_on"),
    "remarks": _limited("remarks", 1_000),
    "sharings": sharings,
}
