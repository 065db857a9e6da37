"""The state table of an application (申請) for data provided on application: decided in time, delivered, receipted. Pure.

After arts. 10 to 16 of the Freedom of Government Information Law: fifteen days, once extended by at most fifteen more;
completed within seven; a refusal says its grounds. What was granted may be taken back, with reasons.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.problems import Problem
from springhead.engine.kernel.workflow import (
    ALL_CLOCKS,
    Audience,
    ClockAct,
    ClockEffect,
    Lapse,
    Phase,
    Row,
    Table,
)
from springhead.procedures.openness import application_commands as commands
from springhead.procedures.openness import application_texts as texts
from springhead.procedures.openness.vocabulary import SHORTEST_REASON

LEAST_REASONS: Final = 30
LONGEST_LINK: Final = 90  # days a personal link holds at most
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class State(StrEnum):
    """Where an application stands."""

    SUBMITTED = "submitted"
    COMPLETING = "completing"  # the applicant adds what is missing
    GRANTED = "granted"
    DELIVERED = "delivered"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"  # by the applicant
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the guards may look at. `unpaid` is the fee in whole TWD that was not noted as paid."""

    known: bool = False
    on_application: bool = False
    terms: bool = False
    unpaid: int = 0
    grounds: frozenset[str] = frozenset()
    completion_over: bool = False
    acknowledged: bool = False
    file_known: bool = False  # the file a command names is one of the dataset's current ones, kept here
    link_known: bool = False
    link_over: bool = False


def dataset_known(facts: Facts) -> Iterable[Problem]:
    """Refuse an application for nothing."""
    if not facts.known:
        yield texts.NO_DATASET.at("dataset")


def is_on_application(facts: Facts) -> Iterable[Problem]:
    """Refuse where nothing needs to be applied for, or nothing is provided."""
    if facts.known and not facts.on_application:
        yield texts.NOT_ON_APPLICATION.at("dataset")


def terms_stated(facts: Facts) -> Iterable[Problem]:
    """Refuse while the agency has not said on which terms."""
    if facts.known and facts.on_application and not facts.terms:
        yield texts.NO_TERMS.at("dataset")


def form_filled(_facts: Facts, command: commands.Apply) -> Iterable[Problem]:
    """Refuse without a name, a purpose, and the acceptance of the terms."""
    if not command.name:
        yield texts.NO_NAME.at("name")
    if len(command.purpose) < SHORTEST_REASON:
        yield texts.NO_PURPOSE.at("purpose", least=SHORTEST_REASON)
    if not command.accepts:
        yield texts.NOT_ACCEPTED.at("accepts")


def text_given(_facts: Facts, command: commands.AskToComplete | commands.Complete) -> Iterable[Problem]:
    """Refuse an empty question or answer."""
    if len(command.text) < SHORTEST_REASON:
        yield texts.NO_TEXT.at("text", least=SHORTEST_REASON)


def reason_given(
    _facts: Facts, command: commands.ExtendDecision | commands.Revoke | commands.WithdrawLink
) -> Iterable[Problem]:
    """Refuse without a reason people can read."""
    if len(command.reason) < SHORTEST_REASON:
        yield texts.NO_TEXT.at("reason", least=SHORTEST_REASON)


def fee_founded(_facts: Facts, command: commands.Grant) -> Iterable[Problem]:
    """Refuse a grant that does not say what it costs, or a fee without its legal basis."""
    if command.fee_twd is None:
        yield texts.NO_FEE.at("fee_twd")
    elif command.fee_twd and not command.fee_basis:
        yield texts.NO_FEE_BASIS.at("fee_basis")


def refusal_grounded(facts: Facts, command: commands.Refuse) -> Iterable[Problem]:
    """Refuse a refusal without a ground in force and without reasons."""
    if not command.grounds:
        yield texts.NO_GROUND.at("grounds")
    for code in command.grounds:
        if code not in facts.grounds:
            yield texts.NO_SUCH_GROUND.at("grounds", code=code)
    have = len("".join(command.reason.split()))
    if have < LEAST_REASONS:
        yield texts.REASONS_SHORT.at("reason", least=LEAST_REASONS, have=have)


def paid(facts: Facts) -> Iterable[Problem]:
    """Refuse to hand over what was not paid."""
    if facts.unpaid:
        yield texts.UNPAID.at(fee=facts.unpaid)


def fee_open(facts: Facts) -> Iterable[Problem]:
    """Refuse to note a payment of nothing."""
    if not facts.unpaid:
        yield texts.NOTHING_TO_PAY.at()


def receipt_named(_facts: Facts, command: commands.NotePayment) -> Iterable[Problem]:
    """Refuse a payment without the number of its receipt."""
    if not command.receipt:
        yield texts.NO_RECEIPT.at("receipt")


def delivery_described(_facts: Facts, command: commands.HandOver) -> Iterable[Problem]:
    """Refuse a delivery nobody can tell from another."""
    if not command.what:
        yield texts.NO_WHAT.at("what")
    if not command.way:
        yield texts.NO_WAY.at("way")
    if command.sha256 and not _SHA256.fullmatch(command.sha256):
        yield texts.NO_HASH.at("sha256")


def file_offered(facts: Facts, _command: commands.OfferLink) -> Iterable[Problem]:
    """Refuse a file that is not kept here."""
    if not facts.file_known:
        yield texts.NO_LINK_FILE.at("file")


def days_within(_facts: Facts, command: commands.OfferLink) -> Iterable[Problem]:
    """Refuse a link for no time, or for ever."""
    if not 1 <= command.days <= LONGEST_LINK:
        yield texts.NO_LINK_DAYS.at("days", most=LONGEST_LINK)


def link_live(facts: Facts, _command: commands.Collect | commands.WithdrawLink) -> Iterable[Problem]:
    """Refuse a link of another application, and one that is over."""
    if not facts.link_known:
        yield texts.NO_LINK.at("link")
    elif facts.link_over:
        yield texts.LINK_OVER.at("link")


def completion_over(facts: Facts) -> Iterable[Problem]:
    """Refuse to go on while the applicant may still add something."""
    if not facts.completion_over:
        yield texts.NOT_YET.at()


def not_acknowledged(facts: Facts) -> Iterable[Problem]:
    """Refuse to acknowledge twice."""
    if facts.acknowledged:
        yield texts.ACKNOWLEDGED.at()


LEADS: Final = (Role.AGENCY_LEAD, Role.AGENCY_HEAD)
AGENCY: Final = (Role.OFFICER, *LEADS)
MACHINE: Final = (Role.MACHINE,)
APPLICANT: Final = (Role.REQUESTER,)
_STOP: Final = ClockEffect(ClockAct.STOP, ALL_CLOCKS)
_RESUME: Final = (
    ClockEffect(ClockAct.RESUME, "application"),
    ClockEffect(ClockAct.STOP, "application_completion"),
)
_DELIVER: Final = ClockEffect(ClockAct.START, "application_delivery")
_BOTH: Final = (Audience.REQUESTER, Audience.OFFICERS)

TABLE: Final = Table(
    case_type="data_application",
    states=State,
    phases={
        State.SUBMITTED: Phase.IN_REVIEW,
        State.COMPLETING: Phase.WAITING_ON_REQUESTER,
        State.GRANTED: Phase.DELIVERING,
        State.DELIVERED: Phase.CLOSED,
        State.REFUSED: Phase.CLOSED,
        State.TAKEN_BACK: Phase.CLOSED,
        State.REVOKED: Phase.CLOSED,
    },
    rows=(
        Row(
            (), "apply", State.SUBMITTED, (Role.CITIZEN,),
            when=(dataset_known, is_on_application, terms_stated), guards=(form_filled,),
            clocks=(ClockEffect(ClockAct.START, "application"),), notify=_BOTH, shown="submitted",
        ),
        Row(
            (State.SUBMITTED,), "ask_to_complete", State.COMPLETING, AGENCY, guards=(text_given,),
            clocks=(ClockEffect(ClockAct.PAUSE, "application"), ClockEffect(ClockAct.START, "application_completion")),
            notify=(Audience.REQUESTER,), shown="completing",
        ),
        Row(
            (State.COMPLETING,), "complete", State.SUBMITTED, APPLICANT, guards=(text_given,), clocks=_RESUME,
            notify=(Audience.OFFICERS,), shown="completed",
        ),
        Row(
            (State.COMPLETING,), "not_completed", State.SUBMITTED, MACHINE, when=(completion_over,), clocks=_RESUME,
            notify=_BOTH, shown="not_completed",
        ),
        Row(
            (State.SUBMITTED,), "extend_decision", None, LEADS, guards=(reason_given,),
            clocks=(ClockEffect(ClockAct.EXTEND, "application"),), notify=(Audience.REQUESTER,), shown="extended",
        ),
        Row(
            (State.SUBMITTED,), "grant", State.GRANTED, AGENCY, guards=(fee_founded,), clocks=(_STOP, _DELIVER),
            notify=(Audience.REQUESTER,), shown="granted",
        ),
        Row(
            (State.SUBMITTED,), "refuse", State.REFUSED, LEADS, guards=(refusal_grounded,), clocks=(_STOP,),
            notify=(Audience.REQUESTER,), shown="refused",
        ),
        Row(
            (State.GRANTED,), "note_payment", None, AGENCY, when=(fee_open,), guards=(receipt_named,),
            clocks=(_DELIVER,), notify=(Audience.REQUESTER,), shown="paid",
        ),
        Row(
            (State.GRANTED, State.DELIVERED), "hand_over", State.DELIVERED, AGENCY, when=(paid,),
            guards=(delivery_described,), clocks=(_STOP,), notify=(Audience.REQUESTER,), shown="delivered",
        ),
        Row(
            (State.GRANTED, State.DELIVERED), "offer_link", None, AGENCY, when=(paid,),
            guards=(file_offered, days_within), clocks=(_STOP,), notify=(Audience.REQUESTER,), shown="link_offered",
        ),
        Row(
            (State.GRANTED, State.DELIVERED), "collect", State.DELIVERED, APPLICANT, guards=(link_live,),
            clocks=(_STOP,), shown="collected",
        ),
        Row(
            (State.GRANTED, State.DELIVERED), "withdraw_link", None, AGENCY, guards=(link_live, reason_given),
            notify=(Audience.REQUESTER,), shown="link_withdrawn",
        ),
        Row(
            (State.DELIVERED,), "acknowledge", None, APPLICANT, when=(not_acknowledged,),
            notify=(Audience.OFFICERS,), shown="acknowledged",
        ),
        Row(
            (State.SUBMITTED, State.COMPLETING, State.GRANTED), "take_back", State.TAKEN_BACK, APPLICANT,
            clocks=(_STOP,), notify=(Audience.OFFICERS,), shown="taken_back",
        ),
        Row(
            (State.GRANTED, State.DELIVERED), "revoke", State.REVOKED, LEADS, guards=(reason_given,), clocks=(_STOP,),
            notify=(Audience.REQUESTER,), shown="revoked",
        ),
    ),
    lapses=(Lapse("application_completion", "not_completed"),),
)  # fmt: skip
