"""What cases are called in the ledger and on pages of other nouns."""

from collections.abc import Collection, Mapping

from springhead.engine.kernel.language import LANGS, LanguageMap, pick
from springhead.engine.kernel.workflow import Phase
from springhead.foundation.cases.models import Case
from springhead.foundation.cases.registry import CaseType, case_types
from springhead.foundation.cases.texts import TERM_EVENTS
from springhead.foundation.ledger.words import Name


def event_names() -> dict[str, LanguageMap]:
    """Return the words for every event code of every case type, such as `delivery.publish`."""
    moves = {
        f"{kind.name}.{event}": _joined(kind.texts.name, kind.texts.events[event])
        for kind in case_types()
        for event in kind.table.events
    }
    return {**moves, **TERM_EVENTS}


def names(numbers: Collection[str]) -> Mapping[str, Name]:
    """Return the names of cases by number, in one query; drafts stay unnamed."""
    kinds = {kind.name: kind for kind in case_types()}
    rows = Case.objects.filter(number__in=numbers).exclude(phase=Phase.DRAFT)
    return {row.number: _name(kinds[row.type], row) for row in rows if row.type in kinds}


def _name(kind: CaseType, case: Case) -> Name:
    return Name(
        {lang: f"{case.number} {pick(case.title, lang)}".strip() for lang in LANGS}, kind.address(case)
    )


def _joined(kind: LanguageMap, event: LanguageMap) -> LanguageMap:
    return {"zh-Hant": f"{kind['zh-Hant']}：{event['zh-Hant']}", "en": f"{kind['en']}: {event['en']}"}
