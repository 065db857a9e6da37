"""The effects of an application's events, named after them. Called by `cases.fire`, inside its transaction."""

from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from springhead.engine.kernel.now import taipei
from springhead.foundation.cases.decisions import Outcome, decide
from springhead.foundation.cases.models import Case, Clock
from springhead.foundation.cases.registry import Told, Turn
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.catalog.vocabulary import Openness, Stage
from springhead.foundation.ledger.entries import stamp
from springhead.procedures.openness import application_commands as commands
from springhead.procedures.openness import application_texts as texts
from springhead.procedures.openness import personal_links
from springhead.procedures.openness.application_rules import Facts
from springhead.procedures.openness.facts import grounds_on
from springhead.procedures.openness.models import Application, HandedOver, PersonalLink, Remark, Terms

REMEDIES = ("administrative_appeal",)  # art. 20


def facts(case: Case, command: object | None, at: datetime) -> Facts:
    """Gather what the guards look at; the case is locked."""
    row = Application.objects.filter(case=case).first() if case.pk else None
    if row is None:
        name = command.dataset if isinstance(command, commands.Apply) else ""
        mine = Dataset.objects.exclude(stage=Stage.WITHDRAWN).filter(
            visible=True, agency__public_id=case.agency_id
        )
        found = mine.filter(public_id=name).first() if name else None
        return Facts(
            known=found is not None,
            on_application=found is not None and found.openness == Openness.ON_APPLICATION,
            terms=found is not None and Terms.objects.filter(dataset=found).exists(),
        )
    link = personal_links.find(row, getattr(command, "link", ""))
    clock = case.clocks.filter(kind="application_completion", status=Clock.Status.RUNNING).first()
    grounds = grounds_on(taipei(at).date())
    return Facts(
        known=True,
        on_application=True,
        terms=True,
        unpaid=row.unpaid,
        grounds=grounds["not_provided"] | grounds["on_application"],
        completion_over=bool(clock and clock.due_at and clock.due_at <= at),
        acknowledged=row.acknowledged_at is not None,
        file_known=isinstance(command, commands.OfferLink)
        and personal_links.file_of(row.dataset, command.file) is not None,
        link_known=link is not None,
        link_over=link is not None and personal_links.is_over(link, at),
    )


def _row(case: Case) -> Application:
    return Application.objects.select_related("dataset", "case").get(case=case)


def apply(case: Case, command: commands.Apply, _turn: Turn) -> Told:
    """Keep the application with the terms as they were accepted; who applies stays out of the ledger."""
    dataset = Dataset.objects.get(public_id=command.dataset)
    terms = terms_of(Terms.objects.get(dataset=dataset))
    Application.objects.create(
        case=case,
        dataset=dataset,
        name=command.name,
        purpose=command.purpose,
        wanted=command.wanted,
        terms=terms,
    )
    private = {"name": command.name, "purpose": command.purpose, "wanted": command.wanted, "terms": terms}
    return Told(public={"dataset": dataset.public_id}, private=private)


def terms_of(row: Terms) -> dict[str, str]:
    """Return the terms as data."""
    return {name: getattr(row, name) for name in ("conditions", "fee", "fee_basis", "way", "form")}


def ask_to_complete(case: Case, command: commands.AskToComplete, turn: Turn) -> Told:
    """Keep what is missing."""
    return _say(case, command.text, turn)


def complete(case: Case, command: commands.Complete, turn: Turn) -> Told:
    """Keep what was added."""
    return _say(case, command.text, turn)


def _say(case: Case, text: str, turn: Turn, **public: Any) -> Told:
    row = _row(case)
    Remark.objects.create(application=row, event=turn.row.event, text=text, at=turn.at)
    return Told(public={"dataset": row.dataset.public_id, **public}, private={"text": text})


def not_completed(_case: Case, _command: commands.NotCompleted, _turn: Turn) -> None:
    """Nothing but the state and the term."""


def extend_decision(case: Case, command: commands.ExtendDecision, turn: Turn) -> Told:
    """Keep why it takes longer."""
    return _say(case, command.reason, turn, days=command.days)


def grant(case: Case, command: commands.Grant, turn: Turn) -> Told:
    """Write the grant down with its fee."""
    row = _row(case)
    row.fee_twd, row.fee_basis, row.conditions = command.fee_twd, command.fee_basis, command.conditions
    row.decided_at = turn.at
    row.save(update_fields=["fee_twd", "fee_basis", "conditions", "decided_at"])
    body = {"fee_twd": command.fee_twd, "fee_basis": command.fee_basis, "conditions": command.conditions}
    decide(case, Outcome("granted", reasons=command.reason, body=body), turn)
    public = {"dataset": row.dataset.public_id, "fee_twd": command.fee_twd}
    return Told(public=public, private={**body, "reason": command.reason})


def refuse(case: Case, command: commands.Refuse, turn: Turn) -> Told:
    """Write the refusal down with its grounds and remedies."""
    row = _row(case)
    row.decided_at = turn.at
    row.save(update_fields=["decided_at"])
    outcome = Outcome("refused", reasons=command.reason, grounds=command.grounds, remedies=REMEDIES)
    decide(case, outcome, turn)
    public = {"dataset": row.dataset.public_id, "grounds": list(command.grounds)}
    return Told(public=public, private={"reason": command.reason})


def note_payment(case: Case, command: commands.NotePayment, turn: Turn) -> Told:
    """Note the receipt; the time to hand over begins anew."""
    del turn
    row = _row(case)
    row.paid_receipt = command.receipt
    row.save(update_fields=["paid_receipt"])
    public = {"dataset": row.dataset.public_id, "fee_twd": row.fee_twd}
    return Told(public=public, private={"receipt": command.receipt})


def hand_over(case: Case, command: commands.HandOver, turn: Turn) -> Told:
    """Add a line to the delivery log; whoever has the file can prove by the hash that it is this one."""
    row = _row(case)
    HandedOver.objects.create(
        application=row, what=command.what, way=command.way, sha256=command.sha256, by=turn.by.id, at=turn.at
    )
    public = {"dataset": row.dataset.public_id, "sha256": command.sha256, "number": row.deliveries.count()}
    return Told(public=public, private={"what": command.what, "way": command.way})


def offer_link(case: Case, command: commands.OfferLink, turn: Turn) -> Told:
    """Let the applicant have one file, as it is now, until the end of a day."""
    row = _row(case)
    file = personal_links.file_of(row.dataset, command.file)
    assert file is not None  # the guard wanted it
    until = personal_links.end_of(turn.at, command.days)
    link = PersonalLink.objects.create(
        application=row,
        table_id=file.table,
        snapshot=file.snapshot,
        name=file.name[:255],
        sha256=file.sha256,
        size=file.size,
        made_at=turn.at,
        made_by=turn.by.id,
        expires_at=until,
    )
    public = {"dataset": row.dataset.public_id, "link": link.public_id, "sha256": file.sha256}
    return Told(public={**public, "until": stamp(until)}, private={"name": file.name})


def collect(case: Case, command: commands.Collect, turn: Turn) -> Told:
    """Add a line to the delivery log for one use of a personal link."""
    row = _row(case)
    link = personal_links.find(row, command.link)
    assert link is not None  # the guard wanted it
    made = HandedOver.objects.create(
        application=row,
        what=link.name,
        way=texts.THROUGH_LINK["zh-Hant"],
        sha256=link.sha256,
        link=link,
        by=turn.by.id,
        at=turn.at,
    )
    public = {"dataset": row.dataset.public_id, "link": link.public_id, "sha256": link.sha256}
    return Told(
        public={**public, "number": row.deliveries.count()},
        private={"what": link.name},
        then=(partial(personal_links.keep_receipt, made.pk, case.number),),
    )


def withdraw_link(case: Case, command: commands.WithdrawLink, turn: Turn) -> Told:
    """End a personal link, with reasons."""
    link = personal_links.find(_row(case), command.link)
    assert link is not None  # the guard wanted it
    link.withdrawn_at, link.withdrawn_why = turn.at, command.reason
    link.save(update_fields=["withdrawn_at", "withdrawn_why"])
    transaction.on_commit(partial(personal_links.close, case.number), robust=True)
    return _say(case, command.reason, turn, link=link.public_id)


def acknowledge(case: Case, _command: commands.Acknowledge, turn: Turn) -> Told:
    """Note that the applicant has it."""
    row = _row(case)
    row.acknowledged_at = turn.at
    row.save(update_fields=["acknowledged_at"])
    return Told(public={"dataset": row.dataset.public_id})


def take_back(_case: Case, _command: commands.TakeBack, _turn: Turn) -> None:
    """Nothing but the state."""


def revoke(case: Case, command: commands.Revoke, turn: Turn) -> Told:
    """Take the grant back."""
    decide(case, Outcome("revoked", reasons=command.reason), turn)
    transaction.on_commit(partial(personal_links.close, case.number), robust=True)
    return _say(case, command.reason, turn)
