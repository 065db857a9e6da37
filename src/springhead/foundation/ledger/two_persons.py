"""Steps that no one may take alone: proposed with a reason by one person, confirmed by another."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from springhead.engine.kernel.ids import new
from springhead.engine.kernel.problems import Refused
from springhead.foundation.ledger import actions
from springhead.foundation.ledger.entries import Entry
from springhead.foundation.ledger.models import Proposal
from springhead.foundation.ledger.texts import NO_OPEN_PROPOSAL, PROPOSED_ALREADY, REASON_MISSING, SAME_PERSON

Effect = Callable[[], Mapping[str, Any]]
"""Does the step inside the transaction and returns the public facts of its event."""


def propose(step: str, *, subject: str, reason: str, by: str, at: datetime) -> Proposal:
    """Record a proposal, public from now on with its reason. `step` is an event code such as `file.purge`.

    Raises `Refused` without a reason, or while the same proposal is open.
    """
    if not reason.strip():
        raise Refused(REASON_MISSING.at(step))
    with transaction.atomic():
        if Proposal.objects.filter(step=step, subject=subject, outcome="").exists():
            raise Refused(PROPOSED_ALREADY.at(subject))
        proposal = Proposal.objects.create(
            public_id=new("pr"),
            step=step,
            subject=subject,
            reason=reason.strip(),
            proposer=by,
            proposed_at=at,
        )
        facts = {"proposal": proposal.public_id, "step": step, "reason": proposal.reason}
        actions.append("proposal.made", subject=subject, actor=by, public=facts, at=at)
    return proposal


def confirm(public_id: str, *, by: str, at: datetime, effect: Effect) -> Entry:
    """Take the proposed step in one transaction with its event. Raises `Refused` for the proposer themself."""
    with transaction.atomic():
        proposal = _open(public_id)
        if proposal.proposer == by:
            raise Refused(SAME_PERSON.at(public_id))
        _settle(proposal, "confirmed", by, at)
        facts = {
            "proposal": public_id,
            "proposer": proposal.proposer,
            "reason": proposal.reason,
            **effect(),
        }
        return actions.append(proposal.step, subject=proposal.subject, actor=by, public=facts, at=at)


def reject(public_id: str, *, by: str, at: datetime) -> Entry:
    """Close a proposal without taking the step; the proposer may do so too."""
    with transaction.atomic():
        proposal = _open(public_id)
        _settle(proposal, "rejected", by, at)
        facts = {"proposal": public_id, "step": proposal.step}
        return actions.append("proposal.rejected", subject=proposal.subject, actor=by, public=facts, at=at)


def open_proposals(step: str) -> list[Proposal]:
    """Return the open proposals of one kind, oldest first."""
    return list(Proposal.objects.filter(step=step, outcome="").order_by("proposed_at", "pk"))


def _open(public_id: str) -> Proposal:
    proposal = Proposal.objects.select_for_update().filter(public_id=public_id, outcome="").first()
    if proposal is None:
        raise Refused(NO_OPEN_PROPOSAL.at(public_id))
    return proposal


def _settle(proposal: Proposal, outcome: str, by: str, at: datetime) -> None:
    proposal.outcome, proposal.confirmer, proposal.settled_at = outcome, by, at
    proposal.save(update_fields=["outcome", "confirmer", "settled_at"])
