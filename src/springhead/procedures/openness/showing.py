"""How classes, grounds and cases are shown on pages."""

from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import urlencode

from springhead.engine.kernel.language import LanguageMap
from springhead.foundation.catalog import codes
from springhead.foundation.catalog.vocabulary import Openness, word
from springhead.procedures.openness import naming, vocabulary, words
from springhead.procedures.openness.models import Classification, Record

UNKNOWN: Final[LanguageMap] = {"zh-Hant": "待補", "en": "Not stated"}
KIND: Final = {
    "in_force": "plain", "proposed": "info", "noticed": "info", "reviewing": "info", "unreasonable": "bad",
    "promised": "info", "open": "ok", "entered": "warn", "ended": "plain",
}  # fmt: skip


def class_name(openness: str) -> LanguageMap:
    """Return the name of a class; “not stated” for the unknown one."""
    return word(Openness(openness)).name if openness else UNKNOWN


def line(row: Record) -> dict[str, Any]:
    """Return a case as lists show it: class, state, whether it was heard, its grounds."""
    shown = row.proposed or row.current
    return {
        "row": row,
        "title": naming.title_of(row.dataset),
        "becomes": class_name(row.proposed.openness) if row.proposed else None,
        "class": class_name(row.openness),
        "state": words.STATES[row.state],
        "kind": KIND[row.state],
        "unheard": row.unheard,
        "migrated": row.migrated,
        "grounds": grounds(shown.grounds) if shown else [],
        "cause": vocabulary.CAUSES.get(row.cause),
    }


def grounds(named: Iterable[str]) -> list[codes.Ground]:
    """Return the grounds of these codes; one that content no longer knows shows its code."""
    known = codes.grounds()
    return [known.get(code, codes.Ground(code, code, code, code, ())) for code in named]


def evidence(named: Iterable[str]) -> list[tuple[str, LanguageMap]]:
    """Return evidence of a review as addresses (empty: none) and names: datasets, requests, searches, words."""
    return [_evidence(one) for one in named]


def _evidence(one: str) -> tuple[str, LanguageMap]:
    if one.startswith(vocabulary.SEARCH):
        term = one.removeprefix(vocabulary.SEARCH)
        return f"/search?{urlencode({'q': term})}", {
            "zh-Hant": f"搜尋「{term}」",
            "en": f"searches for “{term}”",
        }
    places = {"ds_": "/datasets/", "DR-": "/requests/", "OC-": "/openness/"}
    start = places.get(one[:3], "")
    return f"{start}{one}" if start else "", {"zh-Hant": one, "en": one}


def classification(made: Classification | None) -> dict[str, Any] | None:
    """Return one class as the case page shows it."""
    if made is None:
        return None
    return {"made": made, "class": class_name(made.openness), "grounds": grounds(made.grounds)}
