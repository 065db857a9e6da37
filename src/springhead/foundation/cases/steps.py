"""What happened to a case, the newest first, in the sentences of its table: for the case's own page."""

from typing import Final

from springhead.engine.kernel.language import LanguageMap
from springhead.foundation.cases.models import Case
from springhead.foundation.cases.registry import CaseType, case_type
from springhead.foundation.ledger import Entry
from springhead.foundation.ledger import listing as ledger

MOST: Final = 100


def steps(case: Case, *, most: int = MOST, shown_only: bool = False) -> list[tuple[Entry, LanguageMap]]:
    """Return the events of a case itself, each with what the public reads of it; terms that ran out are left out.

    A row without a sentence is told by the name of its event; with `shown_only` it is left out. One query.
    """
    kind = case_type(case.type)
    found = ledger.events(ledger.Wanted(subject=case.number), count=most).entries
    told = [(entry, _said(kind, entry)) for entry in found if entry.event.startswith(f"{kind.name}.")]
    return [(entry, text or _named(kind, entry)) for entry, text in told if text or not shown_only]


def _said(kind: CaseType, entry: Entry) -> LanguageMap | None:
    event, state = _named_in(entry), str(entry.public.get("from", ""))
    row = kind.table.row(state, event) if state else kind.table.opening(event)
    return kind.texts.shown[row.shown] if row and row.shown else None


def _named(kind: CaseType, entry: Entry) -> LanguageMap:
    return kind.texts.events[_named_in(entry)]


def _named_in(entry: Entry) -> str:
    return entry.event.partition(".")[2]
