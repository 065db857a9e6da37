"""The effects of a part's events, named after them. Called by `cases.fire`, inside its transaction."""

from datetime import datetime
from typing import Any

from springhead.engine.kernel.now import taipei
from springhead.foundation.cases.decisions import Outcome as Decided
from springhead.foundation.cases.decisions import decide
from springhead.foundation.cases.documents import Document
from springhead.foundation.cases.models import Case
from springhead.foundation.cases.registry import Told, Turn
from springhead.foundation.catalog import wanting
from springhead.procedures.data_requests import answering, part_commands
from springhead.procedures.data_requests.commands import Contest
from springhead.procedures.data_requests.models import (
    Approval,
    DataRequest,
    Message,
    Part,
    PartItem,
    WantedItem,
)
from springhead.procedures.data_requests.vocabulary import Verdict


def _row(case: Case) -> Part:
    return Part.objects.select_related("case", "request__case").get(case=case)


def assign(case: Case, command: part_commands.Assign, turn: Turn) -> Told:
    """Make the agency's part, with a dataset record for each item."""
    return _open(case, command.items, turn)


def offer(case: Case, command: part_commands.Offer, turn: Turn) -> Told:
    """Make a part for an agency that has not said yes."""
    return _open(case, command.items, turn, from_agency=command.from_agency)


def seek(case: Case, command: part_commands.Seek, turn: Turn) -> Told:
    """Make a part nobody holds; the central desk places it."""
    return _open(case, command.items, turn)


def _open(case: Case, numbers: tuple[int, ...], turn: Turn, *, from_agency: str = "") -> Told:
    request = DataRequest.objects.get(case=case.parent)
    day = taipei(turn.at).date().isoformat()
    part = Part.objects.create(
        case=case,
        request=request,
        since=request.submitted_at,
        transfers=1 if from_agency else 0,
        chain=[{"agency": from_agency, "until": day}] if from_agency else [],
    )
    wanted = [one for one in request.items.all() if not numbers or one.number in numbers]
    for one in wanted:
        PartItem.objects.create(part=part, item=one, dataset_id=_record(one, case.agency_id, turn.at))
    return Told(public={"items": [one.number for one in wanted]}, since=request.submitted_at)


def _record(item: WantedItem, agency_id: str, at: datetime) -> int | None:
    """Return the dataset an item points at in this agency: the existing one, or a new one with stage wanted."""
    if item.dataset is not None and item.dataset.agency.public_id == agency_id:
        return item.dataset_id
    return wanting.want(agency_id, {"zh-Hant": item.title}, at=at).pk if agency_id else None


def transfer(case: Case, command: part_commands.Transfer, turn: Turn) -> Told:
    """Offer the part to another agency; the clock runs on."""
    row = _row(case)
    _say(row, turn, command.reason)
    return _pass_on(case, row, command.agency, turn)


def _pass_on(case: Case, row: Part, agency_id: str, turn: Turn) -> Told:
    was, case.agency_id = case.agency_id, agency_id
    if was != agency_id:
        row.chain = [*row.chain, {"agency": was, "until": taipei(turn.at).date().isoformat()}]
        row.transfers += 1
    row.save(update_fields=["chain", "transfers", "placed"])
    wanting.pass_on(
        row.items.exclude(dataset=None).values_list("dataset_id", flat=True), agency_id, at=turn.at
    )
    return Told(public={"from_agency": was, "to_agency": agency_id})


def return_to_desk(case: Case, command: part_commands.ReturnToDesk, turn: Turn) -> Told:
    """Let the central desk find out who holds it."""
    row = _row(case)
    row.transfers += 1
    row.save(update_fields=["transfers"])
    _say(row, turn, command.reason)
    return Told(private={"reason": command.reason})


def take(_case: Case, _command: part_commands.Take, _turn: Turn) -> None:
    """Nothing but the state: the part is theirs."""


def send_back(case: Case, command: part_commands.SendBack, turn: Turn) -> Told:
    """Keep why it is not theirs."""
    _say(_row(case), turn, command.reason)
    return Told(private={"reason": command.reason})


def nobody_took(_case: Case, _command: part_commands.NobodyTook, _turn: Turn) -> None:
    """Nothing but the state."""


def place(case: Case, command: part_commands.Place, turn: Turn) -> Told:
    """Rule which agency answers; nobody passes it on after that."""
    row = _row(case)
    row.placed = True
    _say(row, turn, command.reason)
    return _pass_on(case, row, command.agency, turn)


def ask(case: Case, command: part_commands.Ask, turn: Turn) -> Told:
    """Keep the question."""
    return _talk(case, command.text, turn, question_open=True)


def pause(case: Case, command: part_commands.Pause, turn: Turn) -> Told:
    """Keep the question for which the term rests."""
    return _talk(case, command.text, turn, question_open=True)


def reply(case: Case, command: part_commands.Reply, turn: Turn) -> Told:
    """Keep what the asker says."""
    return _talk(case, command.text, turn, question_open=False)


def _talk(case: Case, text: str, turn: Turn, *, question_open: bool) -> Told:
    row = _row(case)
    row.question_open = question_open
    row.save(update_fields=["question_open"])
    _say(row, turn, text)
    return Told(private={"text": text})


def pause_expired(case: Case, _command: part_commands.PauseExpired, _turn: Turn) -> None:
    """The question stays, unanswered."""
    Part.objects.filter(case=case).update(question_open=False)


def extend(case: Case, command: part_commands.Extend, turn: Turn) -> Told:
    """Keep why it takes longer."""
    _say(_row(case), turn, command.reason)
    return Told(public={"days": command.days}, private={"reason": command.reason})


def approve(case: Case, command: part_commands.Approve, turn: Turn) -> Told:
    """Note who approved which text."""
    assert command.level is not None  # the guard wanted it
    Approval.objects.get_or_create(
        part=_row(case),
        digest=command.draft,
        level=str(command.level),
        defaults={"by": turn.by.id, "document": _document(command.document), "at": turn.at},
    )
    return Told(public={"draft": command.draft, "level": str(command.level)})


def answer(case: Case, command: part_commands.Answer, turn: Turn) -> Told:
    """Write down what the agency says of each item; its promises begin to run."""
    row = _row(case)
    answering.first(row, turn.at)
    return _answered(row, command.items, command.document, turn)


def change(case: Case, command: part_commands.Change, turn: Turn) -> Told:
    """Replace the answer, and with it the promises it made."""
    row = _row(case)
    row.changed = True
    _say(row, turn, command.reason)
    return _answered(row, command.items, command.document, turn)


def _answered(row: Part, items: Any, document: Document, turn: Turn) -> Told:
    row.document = _document(document)
    row.verdict = Verdict.NONE
    facts, private, then = answering.write(row, items, turn)
    row.save()
    facts |= {"days": row.days, "on_time": row.on_time, "document": document.number}
    return Told(public=facts, private=private, then=then)


def accept(case: Case, command: part_commands.Accept, turn: Turn) -> Told:
    """Keep that the asker takes it."""
    return _verdict(case, Verdict.ACCEPTED, command.stars, command.comment, turn)


def go_silent(case: Case, _command: part_commands.GoSilent, turn: Turn) -> Told:
    """Keep that nobody said anything."""
    return _verdict(case, Verdict.SILENT, 0, "", turn)


def contest(case: Case, command: Contest, turn: Turn) -> Told:
    """Keep the objection."""
    row = _row(case)
    row.contested_at, row.objection = turn.at, command.reason
    row.save(update_fields=["contested_at", "objection"])
    return _verdict(case, Verdict.CONTESTED, command.stars, command.reason, turn)


def _verdict(case: Case, verdict: Verdict, stars: int, comment: str, _turn: Turn) -> Told:
    row = _row(case)
    row.verdict, row.stars, row.comment = str(verdict), stars or None, comment
    row.save(update_fields=["verdict", "stars", "comment"])
    return Told(public={"stars": row.stars}, private={"comment": comment} if comment else None)


def uphold(case: Case, command: part_commands.Uphold, turn: Turn) -> Told:
    """Keep why the agency stays with its answer."""
    _say(_row(case), turn, command.reason)
    return Told(private={"reason": command.reason})


def miss_review(_case: Case, _command: part_commands.MissReview, _turn: Turn) -> None:
    """Nothing but the state."""


def rule_open(case: Case, command: part_commands.RuleOpen, turn: Turn) -> Told:
    """Let a resolution open what was refused; the day it names is a promise."""
    assert command.until is not None  # the guard wanted it
    row = _row(case)
    then = answering.open_by_ruling(row, command.until, command.reason, turn)
    row.heard_at = turn.at
    row.save(update_fields=["heard_at", "has_refusal"])
    public = {"until": command.until.isoformat(), "document": command.document.number}
    return Told(public=public, private={"reason": command.reason}, then=then)


def rule_uphold(case: Case, command: part_commands.RuleUphold, turn: Turn) -> Told:
    """Let the answer stand."""
    return _heard(case, "upheld", command.reason, command.document, turn)


def hear(case: Case, command: part_commands.Hear, turn: Turn) -> Told:
    """Note that a committee found the refusal reasonable."""
    return _heard(case, "reasonable", command.reason, command.document, turn)


def _heard(case: Case, code: str, reason: str, document: Document, turn: Turn) -> Told:
    row = _row(case)
    row.heard_at = turn.at
    row.save(update_fields=["heard_at"])
    decide(case, Decided(code, reasons=reason, body={"document": _document(document)}), turn)
    return Told(public={"document": document.number}, private={"reason": reason})


def track(case: Case, command: part_commands.Track, turn: Turn) -> Told:
    """Put a silent agency under control until a day."""
    assert command.until is not None  # the guard wanted it
    row = _row(case)
    row.tracked_until = command.until
    row.save(update_fields=["tracked_until"])
    _say(row, turn, command.reason)
    public = {"until": command.until.isoformat(), "document": command.document.number}
    return Told(public=public, private={"reason": command.reason})


def complete(_case: Case, _command: part_commands.Complete, _turn: Turn) -> None:
    """Nothing but the state: no promise is open."""


def resume(_case: Case, _command: part_commands.Resume, _turn: Turn) -> None:
    """Nothing but the state: a promise is open again."""


def drop(_case: Case, _command: part_commands.Drop, _turn: Turn) -> None:
    """Nothing but the state: the request is over."""


def revive(_case: Case, _command: part_commands.Revive, _turn: Turn) -> None:
    """Nothing but the state: the term begins anew with the ruling that let the request go on."""


def _say(row: Part, turn: Turn, text: str) -> None:
    if text:
        Message.objects.create(part=row, event=turn.row.event, text=text, at=turn.at)


def _document(document: Document) -> dict[str, str]:
    return {
        "number": document.number,
        "on": document.on.isoformat() if document.on else "",
        "address": document.address,
    }
