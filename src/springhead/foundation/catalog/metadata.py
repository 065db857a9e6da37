"""Metadata of one dataset as a typed value: read from a form, checked, and told what it lacks. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, Final
from urllib.parse import urlsplit

from springhead.engine.kernel.problems import Problem
from springhead.foundation.catalog import codes, frequency, texts
from springhead.foundation.catalog.fields import BY_NAME, FIELDS, Field, Need
from springhead.foundation.catalog.vocabulary import Openness

SEPARATORS: Final = "、,，;；\n"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a form asks. Names are those of `fields.FIELDS`; empty means not stated."""

    title: str = ""
    title_en: str = ""
    description: str = ""
    description_en: str = ""
    category: str = ""
    openness: str = "open"
    grounds: tuple[str, ...] = ()
    grounds_note: str = ""
    licence: str = ""
    cost: str = ""
    cost_url: str = ""
    cost_law: str = ""
    frequency: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_email: str = ""
    field_description: str = ""
    keywords: tuple[str, ...] = ()
    covers_from: date | None = None
    covers_to: date | None = None
    spatial: str = ""
    language: str = ""
    landing_page: str = ""
    theme: str = ""
    notes: str = ""
    unreadable: tuple[Problem, ...] = field(default=(), compare=False)

    def filled(self, proposals: "Metadata") -> "Metadata":
        """Return this with every empty field taken from `proposals`."""
        missing = {name: getattr(proposals, name) for name in NAMES if not getattr(self, name)}
        return replace(self, **missing)

    @property
    def titles(self) -> dict[str, str]:
        """The title in the languages it was given in."""
        return both(self.title, self.title_en)

    def as_values(self) -> dict[str, str]:
        """Return the text each form field shows."""
        return {name: _shown(getattr(self, name)) for name in NAMES}


def both(zh: str, en: str) -> dict[str, str]:
    """Return a text in the languages it was given in."""
    return {lang: text for lang, text in (("zh-Hant", zh), ("en", en)) if text}


NAMES: Final = tuple(entry.name for entry in fields(Metadata) if entry.name != "unreadable")


def _shown(value: Any) -> str:
    if isinstance(value, tuple):
        return "、".join(value)
    return value.isoformat() if isinstance(value, date) else str(value or "")


def read(values: Mapping[str, Any]) -> Metadata:
    """Read form fields or JSON; what cannot be read is left empty and told in `unreadable`."""
    problems: list[Problem] = []
    found: dict[str, Any] = {}
    for name in NAMES:
        if name not in values:
            continue
        try:
            found[name] = _value(name, values[name])
        except ValueError:
            problems.append(_unreadable(name, values[name]))
    return Metadata(**found, unreadable=tuple(problems))


def _value(name: str, raw: Any) -> Any:
    """Return the typed value of one field; ValueError when it cannot be read."""
    if name in ("keywords", "grounds"):
        return words(raw)
    text = str(raw if raw is not None else "").strip()
    if name in ("covers_from", "covers_to"):
        return date.fromisoformat(text) if text else None
    if not text:
        return ""
    return _CODED[name](text) if name in _CODED else text


def words(raw: Any) -> tuple[str, ...]:
    """Split a list typed as text (、 , ; or one per line); a list stays one. Repeats are dropped."""
    if isinstance(raw, str):
        for mark in SEPARATORS:
            raw = raw.replace(mark, "\x1f")
        raw = raw.split("\x1f")
    return tuple(dict.fromkeys(str(entry).strip() for entry in raw or () if str(entry).strip()))


def _known(code: str) -> str:
    if not code:
        raise ValueError(code)
    return code


def _cost(text: str) -> str:
    return _known(
        {"free": "free", "免費": "free", "paid": "paid", "付費": "paid", "收費": "paid"}.get(text.lower(), "")
    )


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError(text)
    return text


_CODED: Final = {
    "category": lambda text: _known(codes.category_of(text)),
    "licence": lambda text: _known(codes.licence_of(text)),
    "openness": lambda text: str(Openness(text)),
    "cost": _cost,
    "cost_url": _address,
    "landing_page": _address,
}
_HINTS: Final = {
    "category": ("請選 18 個服務分類之一。", "Choose one of the 18 service categories."),
    "licence": ("請選清單中的授權。", "Choose a licence of the list."),
    "openness": ("請選開放、依申請提供或不開放。", "Choose open, on application or not provided."),
    "cost": ("請選免費或付費。", "Choose free or paid."),
    "covers_from": ("日期請寫成 2026-01-31。", "Write the date as 2026-01-31."),
    "covers_to": ("日期請寫成 2026-01-31。", "Write the date as 2026-01-31."),
}
_ADDRESS_HINT: Final = ("網址須以 https:// 或 http:// 開頭。", "An address begins with https:// or http://.")


def _unreadable(name: str, raw: Any) -> Problem:
    entry, hint = BY_NAME[name], _HINTS.get(name, _ADDRESS_HINT)
    return texts.FIELD_UNREADABLE.at(
        name, label=entry.zh, label_en=entry.en, value=str(raw)[:80], hint=hint[0], hint_en=hint[1]
    )


def gaps(metadata: Metadata) -> tuple[Problem, ...]:
    """Return everything that is missing or wrong: errors stand in the way of publishing, warnings advise."""
    found = [*metadata.unreadable]
    unread = {problem.where for problem in metadata.unreadable}
    for entry in FIELDS:
        value = getattr(metadata, entry.name)
        if entry.name in unread:
            continue
        if not value and _needed(entry, metadata) is not Need.MAY:
            found.append(_missing(entry, _needed(entry, metadata)))
        elif entry.most and isinstance(value, str) and len(value) > entry.most:
            found.append(
                texts.FIELD_TOO_LONG.at(
                    entry.name, label=entry.zh, label_en=entry.en, most=entry.most, n=len(value)
                )
            )
    return (*found, *_wrong_grounds(metadata))


def _needed(entry: Field, metadata: Metadata) -> Need:
    if entry.name in ("grounds", "grounds_note") and metadata.openness not in ("", Openness.OPEN):
        return Need.MUST
    if entry.name in ("cost_url", "cost_law") and metadata.cost == "paid":
        return Need.MUST
    return entry.need


def _missing(entry: Field, need: Need) -> Problem:
    kind = texts.FIELD_MISSING if need is Need.MUST else texts.FIELD_ADVISED
    return kind.at(entry.name, label=entry.zh, label_en=entry.en, why=entry.why_zh, why_en=entry.why_en)


def _wrong_grounds(metadata: Metadata) -> Iterable[Problem]:
    allowed = {ground.code for ground in codes.grounds_for(Openness(metadata.openness or "open"))}
    for code in metadata.grounds:
        if code not in allowed:
            entry = BY_NAME["grounds"]
            yield texts.FIELD_UNREADABLE.at(
                "grounds", label=entry.zh, label_en=entry.en, value=code,
                hint="請選適用這個類別的依據。", hint_en="Choose a ground that fits the class.",
            )  # fmt: skip


def frequency_of(metadata: Metadata) -> frequency.Frequency:
    """Return the update frequency as a structure."""
    return frequency.parse(metadata.frequency)
