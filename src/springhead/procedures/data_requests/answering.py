"""What an answer writes: one decision per item, the promises it makes, and those it takes back."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from springhead.engine.kernel.actors import Actor, machine
from springhead.engine.kernel.language import pick
from springhead.engine.kernel.now import taipei
from springhead.engine.kernel.workflow import Phase
from springhead.foundation.cases import clocks
from springhead.foundation.cases.decisions import Outcome as Decided
from springhead.foundation.cases.decisions import decide
from springhead.foundation.cases.fire import Opening, fire, open_case
from springhead.foundation.cases.models import Case
from springhead.foundation.cases.registry import Turn
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.commitments.commands import Promise, Replace
from springhead.foundation.commitments.models import Commitment
from springhead.procedures.data_requests import linking, part_commands, words
from springhead.procedures.data_requests.models import Part, PartItem
from springhead.procedures.data_requests.vocabulary import ItemAnswer, Outcome

REQUESTS: Final = machine("data_requests")
REMEDIES: Final = ("objection", "committee", "formal_application")

Moves = tuple[Callable[[], object], ...]


def first(row: Part, at: datetime) -> None:
    """Note how long the first concrete answer took, and whether it came in time; later ones change nothing."""
    if row.answered_at is not None:
        return
    day = taipei(at).date()
    row.answered_at, row.answered_on = at, day
    clock = row.case.clocks.filter(kind="answer").order_by("-id").first()
    if clock is not None:
        term = clocks.reckoning(clock)
        row.due_on, row.on_time = term.last_day, at < term.due
    if row.since is not None:
        row.days = (day - taipei(row.since).date()).days


def write(
    row: Part, answers: tuple[ItemAnswer, ...], turn: Turn
) -> tuple[dict[str, Any], dict[str, Any], Moves]:
    """Write the decisions. Returns public facts, private ones, and the moves that follow.

    Reasons are free text people may have to take back; the ledger proves them by a digest.
    """
    said = {one.item: one for one in answers}
    items = list(row.items.select_related("item", "dataset", "decision", "commitment"))
    moves: list[Callable[[], object]] = []
    for one in items:
        moves += take_back(one, turn.at)
        moves += _write_item(row, one, said[one.item.number], turn)
    moves.append(partial(linking.watch, row.case.number, answers, turn.at))
    row.has_refusal = any(one.outcome == Outcome.REFUSED for one in items)
    row.heard_at = None
    public = {"answers": [_public(one) for one in answers]}
    return public, {"answers": [_plain(one) for one in answers]}, tuple(moves)


def _write_item(row: Part, one: PartItem, said: ItemAnswer, turn: Turn, *, resolution: bool = False) -> Moves:
    dataset = Dataset.objects.filter(public_id=said.dataset).first() if said.dataset else None
    one.dataset = dataset or one.dataset
    one.decision = decide(
        row.case,
        Decided(
            str(said.outcome),
            reasons=said.reason,
            grounds=said.grounds,
            remedies=REMEDIES if said.outcome is Outcome.REFUSED else (),
            body={**_plain(said), "resolution": True} if resolution else _plain(said),
        ),
        turn,
        supersedes=one.decision,
    )
    one.outcome, one.commitment = str(said.outcome), None
    one.save()
    if said.outcome is Outcome.WILL_OPEN:
        assert said.until is not None  # the guard wanted it
        fields = said.fields or tuple(one.item.fields)
        by = REQUESTS if resolution else turn.by
        return (partial(promise, one.pk, said.until, fields, said.format, by=by, at=turn.at),)
    if said.outcome is Outcome.NOT_HELD_HERE:
        return (partial(_seek, row.case, one.item.number, said.holder, at=turn.at),)
    return ()


def promise(  # noqa: PLR0913  a promise has these parts
    item_pk: int, until: date, fields: tuple[str, ...], form: str, *, by: Actor, at: datetime
) -> None:
    """Open the commitment of an item, under the part's case."""
    one = PartItem.objects.select_related("part__case", "part__request__case", "dataset").get(pk=item_pk)
    assert one.dataset is not None  # an agency's item always has its record
    known = _promised_already(one.dataset.pk, until, fields)
    if known is not None:
        PartItem.objects.filter(pk=item_pk).update(commitment=known)
        return
    case = Case.objects.get(pk=one.part.case_id)
    opening = Opening(
        dict(one.dataset.title),
        case.agency_id,
        subjects=(one.dataset.public_id, case.number, one.part.request.case.number),
        parent=case,
    )
    command = Promise(one.dataset.public_id, until, fields, form)
    made = open_case("commitment", command, opening, by=by, at=at)
    PartItem.objects.filter(pk=item_pk).update(commitment=made.case)


def _promised_already(dataset_pk: int, until: date, fields: tuple[str, ...]) -> Case | None:
    """Return the case of an open promise of the very same: this dataset, this day, these fields."""
    rows = Commitment.objects.filter(dataset_id=dataset_pk, due_on=until, is_open=True).select_related("case")
    return next((row.case for row in rows if set(fields) <= set(row.items)), None)


def take_back(one: PartItem, at: datetime) -> Moves:
    """Return the move by which a changed answer replaces the open promise of an item."""
    if one.commitment is None or one.commitment.phase == Phase.CLOSED:
        return ()
    reason = pick(words.PART_SHOWN["changed"], "zh-Hant") + "，原承諾由新的回復取代。"
    return (partial(fire, one.commitment.number, Replace(reason), by=REQUESTS, at=at),)


def open_by_ruling(row: Part, until: date, reason: str, turn: Turn) -> Moves:
    """Write the resolution over what was refused (over everything, when nothing was)."""
    items = list(row.items.select_related("item", "dataset", "decision", "commitment"))
    refused = [one for one in items if one.outcome == Outcome.REFUSED] or items
    moves: list[Callable[[], object]] = []
    for one in refused:
        moves += take_back(one, turn.at)
        said = ItemAnswer(one.item.number, Outcome.WILL_OPEN, reason=reason, until=until)
        moves += _write_item(row, one, said, turn, resolution=True)
    row.has_refusal = any(one.outcome == Outcome.REFUSED for one in items)
    return tuple(moves)


def _seek(case: Case, item: int, holder: str, *, at: datetime) -> None:
    """Open a part of its own for an item this agency does not hold."""
    assert case.parent is not None  # a part has its request
    request = Case.objects.get(pk=case.parent.pk)
    opening = Opening(
        dict(request.title), holder, owner_id=request.owner_id, subjects=(request.number,), parent=request
    )
    command = part_commands.Offer((item,), case.agency_id) if holder else part_commands.Seek((item,))
    open_case("data_request_part", command, opening, by=REQUESTS, at=at)


def _public(one: ItemAnswer) -> dict[str, Any]:
    """Return what the ledger may say for ever: codes and dates, no free text."""
    return {
        "item": one.item,
        "outcome": str(one.outcome),
        "dataset": one.dataset,
        "until": one.until.isoformat() if one.until else "",
        "grounds": list(one.grounds),
    }


def _plain(one: ItemAnswer) -> dict[str, Any]:
    values = asdict(one)
    values |= {"outcome": str(one.outcome), "until": one.until.isoformat() if one.until else ""}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
