"""The effects of a request's events, named after them. Called by `cases.fire`, inside its transaction."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import Any, Final

from springhead.engine.kernel import policies
from springhead.engine.kernel.actors import Actor, machine
from springhead.engine.kernel.calendar import taiwan
from springhead.engine.kernel.clock import Mark, reckon
from springhead.engine.kernel.fold import fold
from springhead.engine.kernel.language import pick
from springhead.engine.kernel.now import taipei
from springhead.engine.kernel.problems import Refused
from springhead.engine.kernel.workflow import ClockAct
from springhead.foundation.cases import askers
from springhead.foundation.cases.fire import Opening, Outcome, fire, open_case
from springhead.foundation.cases.models import Case
from springhead.foundation.cases.registry import Told, Turn
from springhead.foundation.catalog import classes
from springhead.foundation.catalog.models import Dataset
from springhead.procedures.data_requests import commands, part_commands, texts
from springhead.procedures.data_requests.models import DataRequest, Supporter, WantedItem
from springhead.procedures.data_requests.part_rules import TABLE as PART_TABLE

DISPATCH: Final = machine("dispatch")
HIDDEN: Final = {"zh-Hant": "（標題已遮蔽）", "en": "(title hidden)"}


def _row(case: Case) -> DataRequest:
    return DataRequest.objects.select_related("case").get(case=case)


def submit(case: Case, command: commands.Submit, turn: Turn) -> Told:
    """Write the request down; known agencies get their parts at once, and the asker hears of everything.

    What people wrote stays out of the ledger, which proves it by a digest: it may have to be hidden.
    """
    due = answer_due(turn.at)
    datasets = {one.public_id: one for one in Dataset.objects.filter(public_id__in=command.datasets)}
    titles = [
        one.title or pick(classes.public_title(datasets[one.dataset]), "zh-Hant") for one in command.items
    ]
    fields = [" ".join(one.fields) for one in command.items]
    row = DataRequest.objects.create(
        case=case,
        reason=command.reason,
        name_shown=askers.shown_name(turn.by.id),
        identity=command.identity,
        industry=command.industry,
        agencies=list(command.agencies),
        submitted_at=turn.at,
        due_on=due,
        year=taipei(turn.at).year,
        words=searchable(command.title, *map(" ".join, zip(titles, fields, strict=True))),
    )
    items = WantedItem.objects.bulk_create(
        WantedItem(
            request=row,
            number=n,
            title=title,
            fields=list(one.fields),
            dataset=datasets.get(one.dataset),
        )
        for n, (one, title) in enumerate(zip(command.items, titles, strict=True), 1)
    )
    askers.follow(turn.by.id, case.number, at=turn.at)
    return Told(
        public={
            "due": due.isoformat(),
            "items": len(items),
            "datasets": sorted(datasets),
            "agencies": list(command.agencies),
        },
        private={
            "title": command.title,
            "reason": command.reason,
            "items": [{"title": one.title, "fields": one.fields} for one in items],
        },
        then=tuple(partial(give, case, agency, at=turn.at) for agency in dict.fromkeys(command.agencies)),
    )


def searchable(*texts: str) -> str:
    """Return what a list is searched by: one text, folded."""
    return fold(" ".join(texts))


def answer_due(at: datetime) -> date:
    """Return the last day (Taipei) for an answer to what is submitted at this instant, by the rule in force."""
    policy = policies.in_force("answer", taipei(at).date())
    return reckon(policy, [Mark(ClockAct.START, at)], taiwan()).last_day


def give(
    case: Case, agency_id: str, *, at: datetime, by: Actor = DISPATCH, items: tuple[int, ...] = ()
) -> Outcome:
    """Open the part of an agency. Raises Refused when it has one, or does not exist any more."""
    opening = Opening(
        dict(case.title),
        agency_id,
        owner_id=case.owner_id,
        subjects=(case.number,),
        parent=Case.objects.get(pk=case.pk),
    )
    return open_case("data_request_part", part_commands.Assign(items), opening, by=by, at=at)


def join(case: Case, _command: commands.Join, turn: Turn) -> Told:
    """Count one more who wants this. Raises Refused for whoever asks or joined already."""
    row = _row(case)
    if turn.by.id == case.owner_id or row.joined.filter(party_id=turn.by.id).exists():
        raise Refused(texts.JOINED_ALREADY.at())
    _support(row, turn.by.id, turn.at)
    return Told(public={"supporters": row.supporters})


def _support(row: DataRequest, party_id: str, at: datetime) -> None:
    _, fresh = Supporter.objects.get_or_create(request=row, party_id=party_id, defaults={"joined_at": at})
    if fresh:
        row.supporters += 1
        row.save(update_fields=["supporters"])
    askers.follow(party_id, row.case.number, at=at)


def merge(case: Case, command: commands.Merge, turn: Turn) -> Told:
    """Let the other request carry this one: whoever wanted it joins there."""
    row = _row(case)
    target = (
        DataRequest.objects.select_related("case")
        .select_for_update(of=("self",))
        .get(case__number=command.into)
    )
    row.merged_into = target
    _rule(row, "merged", command.reason, turn)
    for party_id in [case.owner_id, *row.joined.order_by("id").values_list("party_id", flat=True)]:
        if party_id and party_id != target.case.owner_id:
            _support(target, party_id, turn.at)
    public = {"into": command.into, "supporters": target.supporters}
    return Told(public=public, private={"reason": command.reason}, then=_drop(case, turn.at))


def decline(case: Case, command: commands.Decline, turn: Turn) -> Told:
    """Send the request back with a ground and reasons."""
    assert command.ground is not None  # the guard wanted it
    row = _row(case)
    row.declined_ground = str(command.ground)
    _rule(row, "declined", command.reason, turn)
    return Told(
        public={"ground": row.declined_ground},
        private={"reason": command.reason},
        then=_drop(case, turn.at),
    )


def _rule(row: DataRequest, state: str, reason: str, turn: Turn) -> None:
    row.ruling, row.ruled_by, row.ruled_from = reason, turn.by.id, state
    row.save()


def contest(case: Case, command: commands.Contest, turn: Turn) -> Told:
    """Keep the objection to a ruling of the central desk."""
    row = _row(case)
    row.contested_at, row.objection = turn.at, command.reason
    row.save(update_fields=["contested_at", "objection"])
    return Told(private={"reason": command.reason})


def restore(case: Case, command: commands.Restore, turn: Turn) -> Told:
    """Let the request go on where it was. Raises Refused for whoever ruled before."""
    row = _row(case)
    _another_desk(row, turn)
    row.merged_into, row.declined_ground = None, ""
    row.save(update_fields=["merged_into", "declined_ground"])
    return Told(
        private={"reason": command.reason},
        then=_each_part(case, ("dropped",), part_commands.Revive(), turn.at),
    )


def confirm(case: Case, command: commands.Confirm, turn: Turn) -> Told:
    """Let it stay as ruled. Raises Refused for whoever ruled before."""
    row = _row(case)
    _another_desk(row, turn)
    row.ruling = f"{row.ruling}\n\n{command.reason}"
    row.save(update_fields=["ruling"])
    return Told(private={"reason": command.reason})


def _another_desk(row: DataRequest, turn: Turn) -> None:
    if turn.by.id == row.ruled_by:
        raise Refused(texts.SAME_DESK.at())


def withdraw(case: Case, _command: commands.Withdraw, turn: Turn) -> Told:
    """Offer the request to its supporters; without any it ends at once."""
    row = _row(case)
    now_or_later = (
        () if row.supporters else (partial(fire, case.number, commands.LetGo(), by=DISPATCH, at=turn.at),)
    )
    return Told(public={"supporters": row.supporters}, then=now_or_later)


def take_over(case: Case, _command: commands.TakeOver, turn: Turn) -> Told:
    """Let a supporter be the asker. Raises Refused for anybody else."""
    row = _row(case)
    if not row.joined.filter(party_id=turn.by.id).delete()[0]:
        raise Refused(texts.NOT_SUPPORTER.at())
    case.owner_id = turn.by.id
    Case.objects.filter(parent=case, type="data_request_part").update(owner_id=turn.by.id)
    row.supporters -= 1
    row.name_shown = askers.shown_name(turn.by.id)
    row.save(update_fields=["supporters", "name_shown"])
    return Told(public={"supporters": row.supporters})


def let_go(case: Case, _command: commands.LetGo, turn: Turn) -> Told:
    """End the request with the parts nobody has answered."""
    return Told(then=_drop(case, turn.at))


def redact(case: Case, command: commands.Redact, _turn: Turn) -> Told:
    """Hide words from the public; that it happened, where and why stays visible."""
    assert command.place is not None  # the guard wanted it
    assert command.ground is not None  # the guard wanted it
    row = _row(case)
    row.redactions = {**row.redactions, str(command.place): str(command.ground)}
    if command.place == "name":
        row.name_shown = ""
    if command.place == "title":
        case.title = dict(HIDDEN)
        row.words = searchable(*row.items.values_list("title", flat=True))
        Case.objects.filter(parent=case).update(title=dict(HIDDEN))
    row.save(update_fields=["redactions", "name_shown", "words"])
    public = {"place": str(command.place), "ground": str(command.ground)}
    return Told(public=public, private={"reason": command.reason} if command.reason else None)


def begin(_case: Case, _command: commands.Begin, _turn: Turn) -> None:
    """Nothing but the state: the agency's part tells the rest."""


def decide(_case: Case, _command: commands.Decide, _turn: Turn) -> None:
    """Nothing but the state."""


def deliver(_case: Case, _command: commands.Deliver, _turn: Turn) -> None:
    """Nothing but the state."""


def finish(_case: Case, _command: commands.Finish, _turn: Turn) -> None:
    """Nothing but the state."""


def reopen(_case: Case, _command: commands.Reopen, _turn: Turn) -> None:
    """Nothing but the state."""


def _drop(case: Case, at: datetime) -> tuple[Callable[[], object], ...]:
    droppable = tuple(str(state) for state in PART_TABLE.states if PART_TABLE.row(state, "drop"))
    return _each_part(case, droppable, part_commands.Drop(), at)


def _each_part(
    case: Case, states: tuple[str, ...], command: Any, at: datetime
) -> tuple[Callable[[], object], ...]:
    numbers = case.children.filter(type="data_request_part", state__in=states).order_by("id")
    return tuple(
        partial(fire, number, command, by=DISPATCH, at=at)
        for number in numbers.values_list("number", flat=True)
    )
