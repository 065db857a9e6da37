"""What each command of a nomination, a call or a cycle asks on a page; what is not here the machine or a body does."""

from typing import Any, Final

from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.now import today
from springhead.foundation.catalog import codes
from springhead.procedures.high_value import call_texts, cycle_texts, themes, words
from springhead.procedures.high_value.models import Cycle
from springhead.procedures.high_value.vocabulary import CAUSES, HIGHEST_SCORE, VALUES

NOMINATION: Final[dict[str, tuple[str, ...]]] = {
    "nominate": ("sheet",),
    "revise": ("sheet",),
    "respond": ("answer", "sheet"),
    "extend": ("days", "reason"),
    "decline": ("reasons",),
    "score": ("member", "scores", "reason_note"),
    "begin_review": ("cause", "reason_note"),
}
CALL: Final[dict[str, tuple[str, ...]]] = {"submit": (), "state_none": ("reasons",)}
CYCLE: Final[dict[str, tuple[str, ...]]] = {
    "publish_sheet": (),
    "suggest": ("theme_name", "reason", "goals"),
    "answer_suggestion": ("suggestion", "disposition", "reason"),
    "fix_themes": ("themes", "agencies", "reason_note"),
    "call_more": ("agencies", "until"),
    "consult": ("until", "seeds"),
    "consult_more": ("until", "seeds"),
    "announce": ("document",),
    "amend": ("document", "reason"),
    "evaluate": ("report",),
    "finish": (),
    "cancel": ("reason",),
}
LABELS: Final = {"nomination": words.EVENTS, "call": call_texts.EVENTS, "cycle": cycle_texts.EVENTS}
ASKED: Final = {"nomination": NOMINATION, "call": CALL, "cycle": CYCLE}
DISPOSITIONS: Final[dict[str, LanguageMap]] = {
    "accepted": {"zh-Hant": "採納", "en": "Accepted"},
    "partly": {"zh-Hant": "部分採納", "en": "Partly accepted"},
    "rejected": {"zh-Hant": "不採納", "en": "Not accepted"},
    "noted": {"zh-Hant": "納入參考", "en": "Noted"},
}


def form(of: str, event: str, address: str) -> dict[str, Any]:
    """Return what the form of a command asks, and where it is sent."""
    return {
        "event": event,
        "label": LABELS[of][event],
        "asks": ASKED[of][event],
        "address": address,
        "causes": [(code, name) for code, name in CAUSES.items() if code == "asked"],
        "dispositions": list(DISPOSITIONS.items()),
    }


def sheet_choices(cycle: Cycle) -> dict[str, Any]:
    """Return the closed lists of a nomination sheet in a cycle."""
    chosen = set(cycle.themes)
    found = [one for one in themes.themes(today()) if not chosen or one.code in chosen]
    return {
        "themes": found,
        "values": list(VALUES.items()),
        "points": range(HIGHEST_SCORE + 1),
        "licences": list(codes.licences().values()),
        "intervals": (
            "即時",
            "每10分鐘",
            "每小時",
            "每日",
            "每週",
            "每月",
            "每季",
            "每半年",
            "每年",
            "不定期",
        ),
        "formats": ("CSV", "JSON", "XML", "GEOJSON", "ODS", "PARQUET", "API"),
    }


def typed(given: Any) -> dict[str, Any]:
    """Return a posted form with its lists as lists."""
    return {
        **given.dict(),
        **{name: given.getlist(name) for name in ("themes", "agencies") if name in given},
    }
