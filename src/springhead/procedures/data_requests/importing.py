"""Loads old requests as closed historical cases: numbered like all, marked as history, classified by rule.

They never ran on the tables, so no command is fired; one ledger event a batch proves what was loaded by the
Merkle root of its records. A second run finds every request again and changes nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from springhead.engine.kernel.actors import Actor, machine
from springhead.engine.kernel.canonical import canonical
from springhead.engine.kernel.merkle import leaf_hash, root_of
from springhead.engine.kernel.now import TAIPEI, now
from springhead.engine.kernel.workflow import Phase
from springhead.foundation.agencies import naming
from springhead.foundation.agencies.models import Agency
from springhead.foundation.cases import numbers
from springhead.foundation.cases.guarded import moving
from springhead.foundation.cases.models import Case
from springhead.foundation.ledger import append
from springhead.procedures.data_requests import classify, history
from springhead.procedures.data_requests.actions import searchable
from springhead.procedures.data_requests.history import HistoricalPart, HistoricalRequest
from springhead.procedures.data_requests.models import DataRequest, Part, PartItem, WantedItem
from springhead.procedures.data_requests.vocabulary import Outcome

BY: Final = machine("import")
BATCH: Final = 100
SCHEME: Final = "data_gov_tw"
UNKNOWN: Final = date(
    2013, 1, 1
)  # a case must have a day it opened on; the request itself says that it is unknown

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Loaded:
    """What an import did."""

    added: int = 0
    parts: int = 0
    completed: int = 0
    unchanged: int = 0


def load(paths: Sequence[Path], *, progress: Progress = lambda _done, _total: None, by: Actor = BY) -> Loaded:
    """Load archives joined by the portal's numbers. Refused for a file that is none of them."""
    found = history.join(history.read(path) for path in paths)
    names = {part.agency for one in found for part in one.parts if part.agency}
    agencies = naming.find_or_provisional_many(sorted(names), by=by)
    loaded = Loaded()
    for start in range(0, len(found), BATCH):
        batch = found[start : start + BATCH]
        with transaction.atomic():
            _load_batch(batch, agencies, loaded, by)
        progress(min(start + BATCH, len(found)), len(found))
    return loaded


def _load_batch(
    batch: Sequence[HistoricalRequest], agencies: dict[str, Agency], loaded: Loaded, by: Actor
) -> None:
    known = DataRequest.objects.select_related("case").in_bulk(
        [_origin(one) for one in batch], field_name="origin"
    )
    fresh: list[HistoricalRequest] = []
    with moving():
        for one in batch:
            row = known.get(_origin(one))
            if row is None:
                _add(one, agencies, loaded)
                fresh.append(one)
            elif _complete(row, one, agencies, loaded):
                fresh.append(one)
            else:
                loaded.unchanged += 1
    if fresh:
        _tell(fresh, by)


def _origin(one: HistoricalRequest) -> str:
    return f"{SCHEME}:{one.origin}"


def _add(one: HistoricalRequest, agencies: dict[str, Agency], loaded: Loaded) -> None:
    asked = _noon(one.asked_on or _answered(one) or UNKNOWN)
    case = _case("data_request", numbers.next_number("DR", parent=None, at=asked), one, asked)
    row = DataRequest.objects.create(
        case=case,
        reason=one.reason,
        submitted_at=_noon(one.asked_on) if one.asked_on else None,
        historical=True,
        origin=_origin(one),
        year=(one.asked_on or _answered(one) or UNKNOWN).year if one.asked_on or _answered(one) else None,
        words=searchable(one.title, one.dataset, *one.fields),
    )
    item = WantedItem.objects.create(
        request=row, number=1, title=(one.dataset or one.title)[:255], fields=list(one.fields)
    )
    for part in one.parts:
        _add_part(row, item, part, agencies, one, asked)
    loaded.added += 1
    loaded.parts += len(one.parts)


def _complete(row: DataRequest, one: HistoricalRequest, agencies: dict[str, Agency], loaded: Loaded) -> bool:
    """Add the parts of agencies that another archive knows; tell whether anything was added."""
    have = set(row.parts.values_list("case__agency_id", flat=True))
    missing = [part for part in one.parts if _agency(part, agencies) not in have]
    item = row.items.first()
    if not missing or item is None:
        return False
    for part in missing:
        _add_part(row, item, part, agencies, one, row.case.opened_at)
    loaded.completed += 1
    loaded.parts += len(missing)
    return True


def _add_part(  # noqa: PLR0913, PLR0917  a part has these
    row: DataRequest,
    item: WantedItem,
    part: HistoricalPart,
    agencies: dict[str, Agency],
    one: HistoricalRequest,
    asked: datetime,
) -> None:
    case = _case(
        "data_request_part",
        numbers.next_number("", parent=row.case, at=asked),
        one,
        asked,
        parent=row.case,
        agency_id=_agency(part, agencies),
    )
    said = classify.classify(part.answer) if part.answer else classify.Proposal(None)
    days = (part.answered_on - one.asked_on).days if part.answered_on and one.asked_on else None
    made = Part.objects.create(
        case=case,
        request=row,
        since=row.submitted_at,
        answered_on=part.answered_on,
        answered_at=_noon(part.answered_on) if part.answered_on else None,
        days=days if days is not None and days >= 0 else None,
        by_rule=said.evidence,
        has_refusal=said.outcome is Outcome.REFUSED,
        heard_at=asked if said.outcome is Outcome.REFUSED else None,  # history; no committee hears it now
    )
    PartItem.objects.create(part=made, item=item, outcome=str(said.outcome or ""))


def _case(  # noqa: PLR0913, PLR0917  a case has these
    kind: str,
    number: str,
    one: HistoricalRequest,
    at: datetime,
    parent: Case | None = None,
    agency_id: str = "",
) -> Case:
    return Case.objects.create(
        type=kind,
        number=number,
        state="closed",
        phase=Phase.CLOSED,
        version=1,
        parent=parent,
        agency_id=agency_id,
        title={"zh-Hant": one.title[:255]},
        opened_at=at,
        changed_at=at,
        closed_at=at,
    )


def _agency(part: HistoricalPart, agencies: dict[str, Agency]) -> str:
    found = agencies.get(part.agency)
    return found.final().public_id if found else ""


def _answered(one: HistoricalRequest) -> date | None:
    return min((part.answered_on for part in one.parts if part.answered_on), default=None)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=TAIPEI)


def _tell(fresh: Iterable[HistoricalRequest], by: Actor) -> None:
    """Prove a batch by the Merkle root of its records."""
    leaves = [leaf_hash(canonical(_plain(one))) for one in fresh]
    public = {"scheme": SCHEME, "requests": len(leaves), "root": root_of(leaves).hex()}
    append("data_requests:imported", subject="history", actor=by.id, public=public, at=now())


def _plain(one: HistoricalRequest) -> dict[str, Any]:
    values = asdict(one)
    return {name: _text(value) for name, value in values.items() if name != "verdicts"}


def _text(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _text(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_text(each) for each in value]
    return value if isinstance(value, str | int) else ("" if value is None else value.isoformat())
