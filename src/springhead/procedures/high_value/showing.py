"""How cycles and nominations are shown on pages."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from springhead.engine.kernel.language import LANGS, LanguageMap
from springhead.engine.kernel.now import taipei
from springhead.foundation.cases.models import Case
from springhead.foundation.catalog import codes, frequency
from springhead.foundation.ui import formats
from springhead.procedures.high_value import call_texts, cycle_texts, themes, words
from springhead.procedures.high_value.actions import day_of
from springhead.procedures.high_value.models import Call, Cycle, Nomination, Sheet
from springhead.procedures.high_value.texts import SHEET_NAMES
from springhead.procedures.high_value.vocabulary import VALUES

TWO: Final = 2  # versions to compare
OPEN: Final = ("released", "in_review")
ENDED: Final = ("not_listed", "retired")
KIND: Final = {
    "proposed": "info", "declined": "warn", "nominated": "plain", "in_consultation": "info", "responding": "info",
    "agency_committee": "info", "ey_committee": "info", "listed": "ok", "scheduled": "info", "released": "ok",
    "in_review": "warn", "not_listed": "plain", "retired": "plain",
}  # fmt: skip
CYCLE_KIND: Final = {
    "planning": "plain", "proposing": "info", "nominating": "info", "consulting": "info", "deliberating": "info",
    "announced": "ok", "evaluating": "ok", "finished": "plain", "cancelled": "plain",
}  # fmt: skip
CALL_KIND: Final = {"called": "info", "submitted": "ok", "none": "plain", "ended": "plain"}
ORIGINS: Final[dict[str, LanguageMap]] = {
    "agency": {"zh-Hant": "機關提報", "en": "nominated by the agency"},
    "civic": {"zh-Hant": "民間提案", "en": "proposed by the public"},
    "policy": {"zh-Hant": "主管機關提案", "en": "proposed by the policy office"},
}
ROLES: Final[dict[str, LanguageMap]] = {
    "agency": {"zh-Hant": "機關自評", "en": "the agency itself"},
    "agency_member": {"zh-Hant": "機關代表委員", "en": "members for agencies"},
    "public_member": {"zh-Hant": "民間委員", "en": "public members"},
}
SHEET: Final[dict[str, LanguageMap]] = {
    "title": {"zh-Hant": "名稱", "en": "name"},
    "description": {"zh-Hant": "說明", "en": "description"},
    **SHEET_NAMES,
    "standard": {"zh-Hant": "資料標準", "en": "data standard"},
    "sdg": {"zh-Hant": "SDGs", "en": "SDGs"},
    "until": {"zh-Hant": "擬開放日", "en": "to be released by"},
}


def line(row: Nomination) -> dict[str, Any]:
    """Return a nomination as lists show it."""
    promise = getattr(row.promise, "commitment", None) if row.promise else None
    return {
        "row": row,
        "title": row.title,
        "state": words.STATES[row.state],
        "kind": KIND[row.state],
        "theme": themes.name_of(row.theme),
        "subcategory": themes.subcategory_of(row.theme, row.subcategory),
        "origin": ORIGINS[row.origin],
        "silent": row.agency_silent,
        "day": _day(row),
        "promise": promise,
        "late": bool(promise and promise.state == "late"),
    }


def _day(row: Nomination) -> date | None:
    """Return the day a dataset was released, of others the day in force; none of what is not to be released."""
    if row.state in ENDED:
        return None
    opened = row.released_at if row.state in OPEN else None
    return taipei(opened).date() if opened else day_of(row)


def cycle_line(row: Cycle) -> dict[str, Any]:
    """Return a cycle as lists show it."""
    return {"row": row, "state": cycle_texts.STATES[row.state], "kind": CYCLE_KIND[row.state]}


def call_line(row: Call) -> dict[str, Any]:
    """Return an agency's part as lists show it; `late`: it missed its window."""
    late = row.missed_at is not None
    return {"row": row, "state": call_texts.STATES[row.state], "kind": CALL_KIND[row.state], "late": late}


def late_line(case: Case) -> dict[str, Any]:
    """Return a call or a nomination that is late: its term, or of a late release the promised `day`; whose it is."""
    if case.type == "hv_call":
        return {"case": case, "state": None, "agency": None, "day": None}
    row: Nomination = case.hv_nomination
    promised = case.state == "scheduled" and row.promise
    return {
        "case": case,
        "state": words.STATES[case.state],
        "agency": row.agency,
        "day": promised.commitment.due_on if promised else None,
    }


def calendar(row: Cycle, today: date) -> list[dict[str, Any]]:
    """Return the windows of a cycle in order, each with its last day and whether it is over."""
    return [
        {"name": name, "label": label, "day": getattr(row, name), "over": bool(day and day < today)}
        for name, label in cycle_texts.FIELDS.items()
        if name != "note"
        for day in (getattr(row, name),)
    ]


def sheet(body: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what a sheet promises, line by line."""
    return [
        {
            "label": label,
            "value": told(name, body[name]),
            "name": name,
        }
        for name, label in SHEET.items()
        if body.get(name)
    ]


def told(name: str, value: Any) -> LanguageMap | str:
    """Say a value of a sheet in the words of the platform: a licence by name, a frequency and a day written out."""
    words = _WORDS.get(name)
    said = _said(value)
    return {lang: words(said, lang) for lang in LANGS} if words and said else said


def _licence(code: str, lang: str) -> str:
    found = codes.licences().get(code)
    return found.name(lang) if found else code


def _interval(text: str, lang: str) -> str:
    return frequency.parse(text).words(lang)


_WORDS: Final[Mapping[str, Callable[[str, str], str]]] = {
    "licence": _licence,
    "interval": _interval,
    "until": formats.written,
}


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return what differs between two versions of a sheet, line by line, arguments and scores too."""
    found = [
        {"label": label, "before": told(name, before.get(name)), "after": told(name, after.get(name))}
        for name, label in SHEET.items()
        if name != "title" and _said(before.get(name)) != _said(after.get(name))
    ]
    for code, label in VALUES.items():
        for part in ("values", "scores"):
            old, new = before.get(part, {}).get(code), after.get(part, {}).get(code)
            if old != new:
                found.append({"label": label, "before": _said(old), "after": _said(new)})
    return found


def compared(sheets: Sequence[Sheet], before: str = "", after: str = "") -> dict[str, Any]:
    """Return what differs between two chosen versions of a sheet; the first and the one in force unless they exist."""
    if len(sheets) < TWO:
        return {"differences": []}
    by_version = {str(one.version): one for one in sheets}
    old, new = by_version.get(before, sheets[0]), by_version.get(after, sheets[-1])
    return {"old": old, "new": new, "differences": differences(old.body, new.body), "versions": sheets}


def _said(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "、".join(str(one) for one in value)
    return "" if value is None else str(value)
