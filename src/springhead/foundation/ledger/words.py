"""What events, subjects and actors are called on pages. Nouns bring their words through `config/wiring.py`."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from springhead.engine.kernel.language import LanguageMap

Lookup = Callable[[Collection[str]], Mapping[str, "Name"]]
"""Ids to their names, all at once; ids that must not be shown or are unknown are left out."""


@dataclass(frozen=True, slots=True)
class Name:
    """What a page calls something, and where it leads (a path without language prefix; empty: nowhere)."""

    text: LanguageMap
    href: str = ""


_EVENTS: Final[dict[str, LanguageMap]] = {
    "proposal.made": {"zh-Hant": "提出需兩人核可的動作", "en": "Proposed a step for two persons"},
    "proposal.rejected": {"zh-Hant": "駁回提案", "en": "Rejected a proposal"},
    "ledger.replace_key": {"zh-Hant": "更換帳本簽章金鑰", "en": "Replaced the ledger's signing key"},
}
_LOOKUPS: Final[dict[str, Lookup]] = {}
MACHINE: Final = "machine:"
_SYSTEM: Final[LanguageMap] = {"zh-Hant": "系統", "en": "The system"}
_PARTS: Final[dict[str, LanguageMap]] = {
    "clock": {"zh-Hant": "（期限）", "en": " (terms)"},
    "wait": {"zh-Hant": "（期限）", "en": " (terms)"},
    "checks": {"zh-Hant": "（查驗）", "en": " (checks)"},
    "fetch": {"zh-Hant": "（定期抓取）", "en": " (refetching)"},
    "cadence": {"zh-Hant": "（更新頻率）", "en": " (update frequency)"},
    "delivery": {"zh-Hant": "（送件）", "en": " (deliveries)"},
    "import": {"zh-Hant": "（匯入）", "en": " (import)"},
    "minutes": {"zh-Hant": "（會議紀錄）", "en": " (minutes)"},
    "commitments": {"zh-Hant": "（承諾）", "en": " (promises)"},
    "demo": {"zh-Hant": "（示範資料）", "en": " (demonstration)"},
    "command-line": {"zh-Hant": "（維運指令）", "en": " (command line)"},
}


def call_events(names: Mapping[str, LanguageMap]) -> None:
    """Give event codes their words."""
    _EVENTS.update(names)


def call_ids(prefix: str, lookup: Lookup) -> None:
    """Let ids that begin with `prefix` (`ds`, `ag`, `DR`) be named by this function."""
    _LOOKUPS[prefix] = lookup


def event_name(code: str) -> LanguageMap:
    """Return the words for an event code; the code itself where nobody named it."""
    return _EVENTS.get(code) or {"zh-Hant": code, "en": code}


def known_events() -> list[tuple[str, LanguageMap]]:
    """Return every named event code, in order."""
    return sorted(_EVENTS.items())


def names_of(ids: Iterable[str]) -> dict[str, Name]:
    """Return a name for every id, with one look-up per kind of id."""
    wanted = set(ids)
    named = {one: Name(_own_name(one)) for one in wanted}
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for one in wanted:
        groups[_prefix(one)].add(one)
    for prefix, members in groups.items():
        if prefix in _LOOKUPS:
            named.update(_LOOKUPS[prefix](members))
    return named


def _own_name(one: str) -> LanguageMap:
    """Return what something is called that no noun names: a part of the program is the system, else its id."""
    if not one.startswith(MACHINE):
        return {"zh-Hant": one, "en": one}
    part = _PARTS.get(one.removeprefix(MACHINE))
    return {lang: said + (part[lang] if part else "") for lang, said in _SYSTEM.items()}


def as_shown(value: Any) -> str:
    """Write a public fact for a page: text as it is, the rest as JSON."""
    import orjson

    return value if isinstance(value, str) else orjson.dumps(value).decode()


def _prefix(one: str) -> str:
    head, found, _ = one.replace("-", "_").partition("_")
    return head if found else ""
