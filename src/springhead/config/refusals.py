"""A refused dataset and its class are one matter: what happens to one is carried over to the other.

Read by `wiring.py` as a follower of the ledger, so each side moves in a transaction of its own; what its table
refuses meanwhile stays where it is, on its own list.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Count

from springhead.engine.kernel.actors import Actor, Role, machine
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.engine.kernel.workflow import Command
from springhead.foundation.cases.fire import Opening, fire, open_case
from springhead.foundation.cases.models import Case
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.catalog.vocabulary import Openness
from springhead.foundation.commitments.commands import Settle
from springhead.foundation.ledger.entries import Entry
from springhead.procedures.data_requests import part_commands
from springhead.procedures.data_requests.models import Part, PartItem, WantedItem
from springhead.procedures.data_requests.vocabulary import Outcome
from springhead.procedures.openness import commands, naming
from springhead.procedures.openness.models import Record
from springhead.procedures.openness.settling import live_record

REFUSALS: Final = machine("refusals")
RULED: Final = ("find_reasonable", "find_unreasonable", "set_day", "promise_opening", "bind")
SET_BY_COMMITTEE: Final = ("openness.find_unreasonable", "openness.set_day")
CLASSES: Final = {
    Outcome.REFUSED: Openness.NOT_PROVIDED,
    Outcome.ON_APPLICATION: Openness.ON_APPLICATION,
}
FREE: Final = ("免費", "無", "0", "free")
GONE: Final = (Outcome.NOT_COLLECTED, Outcome.NOT_HELD_HERE)


def follow(entries: Sequence[Entry]) -> None:
    """Carry over what these events say: answers, rulings, promises kept or given up, withdrawn datasets."""
    for entry in entries:
        kind, _, event = entry.event.partition(".")
        if kind == "data_request_part":
            _of_part(entry, event)
        elif kind == "openness" and event in RULED:
            _of_class(entry)
        elif kind == "commitment":
            _of_promise(entry, event)
        elif entry.event == "dataset:withdrawn":
            for row in Record.objects.filter(dataset__public_id=entry.subject, live=True).select_related(
                "case"
            ):
                _try(row.case, commands.End(), entry.at)


def _of_part(entry: Entry, event: str) -> None:
    if event in ("answer", "change"):
        for item in _items(str(entry.public["case"])):
            _answered(item, entry.at)
    elif event in ("hear", "rule_uphold", "rule_open"):
        _ruled(entry, event)


def _items(number: str) -> list[PartItem]:
    rows = PartItem.objects.filter(part__case__number=number).exclude(dataset=None)
    return list(rows.select_related("part__case", "dataset__agency", "decision", "commitment", "item"))


def _answered(item: PartItem, at: datetime) -> None:
    assert item.dataset is not None  # `_items` leaves the others out
    row = live_record(item.dataset.pk)
    if item.outcome in CLASSES and row is None:
        _classify(item, item.dataset, at)
    elif row is not None and row.origin == item.part.number:
        follows = _after_change(item)
        if follows is not None:
            _try(row.case, follows, at)


def _classify(item: PartItem, dataset: Dataset, at: datetime) -> None:
    """Propose the class of what was refused; what the public has already is no refusal of the dataset."""
    decision = item.decision
    if dataset.visible or decision is None or dataset.agency.public_id != item.part.case.agency_id:
        return
    openness = CLASSES[Outcome(item.outcome)]
    grounds, reasons = tuple(decision.grounds), decision.reasons
    if openness is Openness.ON_APPLICATION:
        grounds, reasons = _on_application(decision.body)
    command = commands.Classify(dataset.public_id, openness, grounds, reasons, origin=item.part.number)
    opening = Opening(
        naming.title_of(dataset), dataset.agency.public_id, subjects=(dataset.public_id, item.part.number)
    )
    with suppress(Refused):
        open_case("openness", command, opening, by=REFUSALS, at=at, key=f"refusal:{decision.public_id}")


def _on_application(told: Mapping[str, Any]) -> tuple[tuple[str, ...], str]:
    """Return grounds and reasons of what is provided on application, from the terms the answer names."""
    fee = str(told.get("fee", ""))
    charged = fee.strip().lower() not in FREE
    terms = f"提供條件：{told.get('conditions', '')}；費用：{fee}；法律依據：{told.get('legal_basis', '')}。"
    return (
        "op-conditions",
        *(("op-charge",) if charged else ()),
    ), f"機關回復資料請求時表明本項資料依申請提供。{terms}"


def _after_change(item: PartItem) -> Command | None:
    if item.outcome == Outcome.ALREADY_OPEN:
        return commands.OpenUp()
    if item.outcome == Outcome.WILL_OPEN and item.commitment is not None:
        return commands.PromiseOpening(_day(item.commitment))
    return commands.End() if item.outcome in GONE else None


def _day(promise: Case) -> date:
    due: date = promise.commitment.due_on
    return due


def _ruled(entry: Entry, event: str) -> None:
    """Let what a committee resolved on a refusal count for the class of the same dataset."""
    reason = _reason(str(entry.public["case"]), event)
    until = date.fromisoformat(entry.public["until"]) if entry.public.get("until") else None
    body = _body(entry.actor)
    for item in _items(str(entry.public["case"])):
        if event == "rule_open":
            _settle(item.commitment, entry)
        row = live_record(item.dataset_id or 0)
        if row is None or not row.unheard:
            continue
        if event == "rule_open" and item.outcome == Outcome.WILL_OPEN:
            _try(row.case, commands.FindUnreasonable(reason, until), entry.at, by=body)
        elif event != "rule_open" and item.outcome == Outcome.REFUSED:
            _try(row.case, commands.FindReasonable(reason), entry.at, by=body)


def _reason(number: str, event: str) -> str:
    found = Case.objects.get(number=number).decisions.filter(event=event).order_by("-id").first()
    return found.reasons if found else ""


def _of_class(entry: Entry) -> None:
    """Let what was found of a class count for the refusals of the same dataset, when all of a part agree."""
    dataset = str(entry.public.get("dataset", ""))
    if entry.event in SET_BY_COMMITTEE:
        for row in Record.objects.filter(dataset__public_id=dataset, live=True).select_related("promise"):
            _settle(row.promise, entry)
    waiting = Part.objects.filter(
        items__dataset__public_id=dataset, items__outcome=Outcome.REFUSED, heard_at=None
    )
    for part in waiting.select_related("case").distinct():
        command, body = _settlement(part)
        if command is not None:
            _try(part.case, command, entry.at, by=_body(body))


def _settlement(part: Part) -> tuple[Command | None, str]:
    """Return what the part's refused items come to together, and the body that found it; None while they differ."""
    rows = [
        live_record(pk)
        for pk in part.items.filter(outcome=Outcome.REFUSED).values_list("dataset_id", flat=True)
    ]
    found = [_finding(row) for row in rows]
    first = found[0] if found else None
    if first is None or any(one is None or one[:2] != first[:2] for one in found):
        return None, ""
    verdict, until, reason, body = first
    if verdict == "reasonable":
        upheld = part.case.state == "in_committee"
        return (part_commands.RuleUphold(reason) if upheld else part_commands.Hear(reason)), body
    return (part_commands.RuleOpen(until, reason) if until else None), body


def _finding(row: Record | None) -> tuple[str, date | None, str, str] | None:
    if row is None or row.current is None or not row.current.verdict:
        return None
    promise = row.promise
    return (
        row.current.verdict,
        _day(promise) if promise else None,
        row.current.heard_reason,
        row.current.heard_by,
    )


def _of_promise(entry: Entry, event: str) -> None:
    """Open what was promised and is kept; ask anew about what was given up."""
    number = str(entry.public.get("case", ""))
    rows: Iterable[Record] = Record.objects.filter(promise__number=number, live=True).select_related("case")
    for row in rows:
        if event == "verify":
            _try(row.case, commands.OpenUp(), entry.at)
        elif event in ("abandon", "replace"):
            _try(row.case, commands.LetFall(), entry.at)


def _settle(promise: Case | None, entry: Entry) -> None:
    """Make a date final that the committee itself has just set: it need not hear its own date again."""
    if promise is not None:
        _try(promise, Settle(), entry.at, by=_body(entry.actor))


def _body(party: str) -> Actor:
    return Actor(id=party, roles=frozenset({Role.COMMITTEE}))


def _try(case: Case, command: Any, at: datetime, *, by: Actor = REFUSALS) -> None:
    with suppress(Refused):
        fire(case.number, command, by=by, at=at)


def demand(dataset_pks: Sequence[int]) -> dict[int, tuple[int, list[str]]]:
    """Return who asked for these datasets within a year: voices (askers and joiners), and the requests' numbers."""
    since = now() - timedelta(days=366)
    items = WantedItem.objects.filter(dataset__in=list(dataset_pks), request__submitted_at__gte=since)
    found: dict[int, tuple[int, list[str]]] = {}
    rows = items.annotate(joined=Count("request__joined")).order_by("pk")
    for pk, number, joined in rows.values_list("dataset_id", "request__case__number", "joined"):
        if pk is not None:
            voices, cases = found.get(pk, (0, []))
            found[pk] = (voices + 1 + joined, [*cases, number])
    return found
