"""What the moves of a part must stand up to: the facts, and the guards over facts and payloads. Pure.

Answers that cannot be sent (issue of 2020: 129 of 336 “already provided” were not open data, 60 of 193
“agreed” had no date): a link that delivers a page, “under study” without a date, “see our website”, a refusal
without ground and reasons.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from springhead.engine.kernel.language import LANGS
from springhead.engine.kernel.problems import Problem
from springhead.procedures.data_requests import part_texts, texts
from springhead.procedures.data_requests.commands import Contest
from springhead.procedures.data_requests.part_commands import (
    Accept,
    Answer,
    Approve,
    Ask,
    Assign,
    Change,
    Extend,
    Hear,
    Offer,
    Pause,
    Place,
    Reply,
    ReturnToDesk,
    RuleOpen,
    RuleUphold,
    Seek,
    SendBack,
    Track,
    Transfer,
    Uphold,
)
from springhead.procedures.data_requests.vocabulary import (
    LONG_OVERDUE,
    MOST_TRANSFERS,
    UNSATISFIED,
    ItemAnswer,
    Level,
    Outcome,
    says_study,
    says_website,
)

LONGEST_PROMISE: Final = timedelta(days=3 * 366)
SHORTEST_REASON: Final = 10
BLANK: Final = re.compile("【[^】]*】")  # of a reply template
SHORTEST_REFUSAL: Final = 30  # procedures reference, section 5.1: reasons of a decision

Reasoned = (
    Transfer | ReturnToDesk | SendBack | Place | Extend | Contest | Change | Uphold | RuleOpen | RuleUphold | Hear | Track
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PartFacts:
    """What the guards may look at, gathered beforehand with the case locked.

    `links` holds, for each address an answer names, why it cannot be sent (nothing: it delivers; None: not
    looked at yet). `served`
    are the named datasets that the public can query or download now, `datasets` those that exist. `approvals`
    are the levels that approved the draft whose digest is `digest`; `approvals_wanted` those the agency wants.
    """

    today: date
    request_open: bool = True
    agency_active: bool = True
    twice: bool = False
    known_items: tuple[int, ...] = ()
    items: tuple[int, ...] = ()
    transfers: int = 0
    placed: bool = False
    receiver: str = ""  # "active", "same" or empty when there is none
    question_open: bool = False
    contested: bool = False
    refusal_unheard: bool = False
    overdue_working_days: int = 0
    grounds: frozenset[str] = frozenset()
    datasets: frozenset[str] = frozenset()
    served: frozenset[str] = frozenset()
    links: Mapping[str, tuple[Problem | None, ...]] = field(default_factory=dict)
    holders: frozenset[str] = frozenset()
    approvals_wanted: tuple[Level, ...] = ()
    approvals: frozenset[Level] = frozenset()
    draft: str = ""


def request_open(facts: PartFacts) -> Iterable[Problem]:
    """Refuse to give a part of a closed request to anybody."""
    if not facts.request_open:
        yield part_texts.REQUEST_CLOSED.at()


def agency_active(facts: PartFacts) -> Iterable[Problem]:
    """Refuse an agency that does not exist any more."""
    if not facts.agency_active:
        yield part_texts.AGENCY_INACTIVE.at("agency")


def not_twice(facts: PartFacts) -> Iterable[Problem]:
    """Refuse to give the same request to the same agency twice."""
    if facts.twice:
        yield part_texts.ASSIGNED_TWICE.at("agency")


def items_known(facts: PartFacts, command: Assign | Offer | Seek) -> Iterable[Problem]:
    """Refuse items the request does not have."""
    for one in sorted(set(command.items) - set(facts.known_items)):
        yield part_texts.NO_SUCH_ITEM.at("items", n=one)


def may_transfer(facts: PartFacts) -> Iterable[Problem]:
    """Refuse a third transfer, and any after the central desk has ruled."""
    if facts.placed:
        yield part_texts.PLACED_BY_DESK.at()
    elif facts.transfers >= MOST_TRANSFERS:
        yield part_texts.TRANSFERRED_ENOUGH.at(most=MOST_TRANSFERS)


def receiver_known(facts: PartFacts, _command: Transfer) -> Iterable[Problem]:
    """Refuse a transfer to nobody, to oneself, or to an agency that does not exist any more."""
    if facts.receiver != "active":
        yield part_texts.NO_RECEIVER.at("agency")


def placed_agency_known(facts: PartFacts, _command: Place) -> Iterable[Problem]:
    """Refuse to rule for nobody; the agency that holds the part now may be ruled for."""
    if facts.receiver not in ("active", "same"):
        yield part_texts.NO_RECEIVER.at("agency")


def reason_given(_facts: PartFacts, command: Reasoned) -> Iterable[Problem]:
    """Refuse without reasons people can read."""
    if len(command.reason) < SHORTEST_REASON:
        yield texts.NO_REASON.at("reason", least=SHORTEST_REASON)


def text_given(_facts: PartFacts, command: Ask | Pause | Reply) -> Iterable[Problem]:
    """Refuse an empty question or reply."""
    if len(command.text) < SHORTEST_REASON:
        yield part_texts.NO_TEXT.at("text", least=SHORTEST_REASON)


def question_open(facts: PartFacts) -> Iterable[Problem]:
    """Refuse a reply to nothing."""
    if not facts.question_open:
        yield part_texts.NO_QUESTION.at()


def draft_named(facts: PartFacts, command: Approve) -> Iterable[Problem]:
    """Refuse to approve anything but the draft as it stands now."""
    if not command.draft or command.draft != facts.draft:
        yield part_texts.DRAFT_CHANGED.at("draft")
    if command.level is None:
        yield part_texts.NO_LEVEL.at("level")


def every_item_once(facts: PartFacts, command: Answer | Change) -> Iterable[Problem]:
    """Refuse an answer that leaves an item out, says two things of one, or speaks of one nobody asked for."""
    said = [one.item for one in command.items]
    for n in facts.items:
        if said.count(n) != 1:
            yield (part_texts.ITEM_UNANSWERED if n not in said else part_texts.ITEM_TWICE).at(
                f"item_{n}", n=n
            )
    for n in sorted(set(said) - set(facts.items)):
        yield part_texts.NO_SUCH_ITEM.at("items", n=n)
    if command.items and all(one.outcome is Outcome.NOT_HELD_HERE for one in command.items):
        yield part_texts.TRANSFER_INSTEAD.at("outcome")


def concrete(facts: PartFacts, command: Answer | Change) -> Iterable[Problem]:
    """Refuse what is no concrete answer; every problem of every item at once."""
    for one in command.items:
        yield from _CONCRETE[one.outcome](facts, one)
        yield from _sayings(one)


def links_deliver(facts: PartFacts, command: Answer | Change) -> Iterable[Problem]:
    """Refuse links that do not deliver machine-readable data: the machine's look decides."""
    for one in command.items:
        if one.outcome is Outcome.ALREADY_OPEN:
            for n, link in enumerate(one.links, 1):
                for problem in facts.links.get(link, (None,)):
                    kind = part_texts.LINK_FAILS if problem else texts.LINK_UNCHECKED
                    yield kind.at(f"links_{one.item}", n=n, link=link, why=_both(problem) if problem else "")


def approved(facts: PartFacts, _command: Answer | Change) -> Iterable[Problem]:
    """Refuse to send what the agency's own rule wants approved first."""
    for level in facts.approvals_wanted:
        if level not in facts.approvals:
            yield part_texts.NOT_APPROVED.at("approve", level=part_texts.LEVELS[level])


def no_hidden_objection(_facts: PartFacts, command: Accept) -> Iterable[Problem]:
    """Refuse to count as accepted what is an objection: under three stars, with a reason."""
    if command.stars and command.stars < UNSATISFIED and command.comment:
        yield part_texts.IS_AN_OBJECTION.at("stars", stars=command.stars)


def not_contested(facts: PartFacts) -> Iterable[Problem]:
    """Refuse a second objection."""
    if facts.contested:
        yield texts.CONTESTED_ONCE.at()


def refusal_unheard(facts: PartFacts) -> Iterable[Problem]:
    """Refuse to hear what was not refused, or was heard."""
    if not facts.refusal_unheard:
        yield part_texts.NOTHING_TO_HEAR.at()


def long_overdue(facts: PartFacts) -> Iterable[Problem]:
    """Refuse to put an agency under control that is not twenty working days overdue."""
    if facts.overdue_working_days < LONG_OVERDUE:
        yield part_texts.NOT_OVERDUE.at(least=LONG_OVERDUE)


def day_given(facts: PartFacts, command: Track) -> Iterable[Problem]:
    """Refuse a demand without a day."""
    yield from _day(facts, command.until, "until")


def opening_day_given(facts: PartFacts, command: RuleOpen) -> Iterable[Problem]:
    """Refuse a resolution to open without a day."""
    yield from _day(facts, command.until, "until")


def _day(facts: PartFacts, until: date | None, where: str) -> Iterable[Problem]:
    if until is None:
        yield part_texts.NO_DATE.at(where)
    elif not facts.today < until <= facts.today + LONGEST_PROMISE:
        yield part_texts.ODD_DATE.at(where, day=until, today=facts.today)


def _already_open(facts: PartFacts, one: ItemAnswer) -> Iterable[Problem]:
    if not one.links and not one.dataset:
        yield part_texts.NO_LINK.at(f"links_{one.item}", n=one.item)
    if one.dataset and one.dataset not in facts.served:
        yield part_texts.NOT_SERVED.at(f"dataset_{one.item}", n=one.item, id=one.dataset)


def _will_open(facts: PartFacts, one: ItemAnswer) -> Iterable[Problem]:
    yield from _day(facts, one.until, f"until_{one.item}")


def _on_application(_facts: PartFacts, one: ItemAnswer) -> Iterable[Problem]:
    if not one.links:
        yield part_texts.NO_FORM.at(f"links_{one.item}", n=one.item)
    for name in ("fee", "conditions", "legal_basis"):
        if not getattr(one, name):
            yield part_texts.TERMS_MISSING.at(f"{name}_{one.item}", n=one.item, what=part_texts.TERMS[name])


def _refused(facts: PartFacts, one: ItemAnswer) -> Iterable[Problem]:
    if not one.grounds:
        yield part_texts.NO_GROUND.at(f"grounds_{one.item}", n=one.item)
    for code in one.grounds:
        if code not in facts.grounds:
            yield part_texts.NO_SUCH_GROUND.at(f"grounds_{one.item}", code=code)
    if len("".join(one.reason.split())) < SHORTEST_REFUSAL:
        yield part_texts.REFUSAL_REASON.at(f"reason_{one.item}", n=one.item, least=SHORTEST_REFUSAL)
    if len(one.partial) < SHORTEST_REASON:
        yield part_texts.PARTIAL_UNSAID.at(f"partial_{one.item}", n=one.item, least=SHORTEST_REASON)


def _not_collected(_facts: PartFacts, one: ItemAnswer) -> Iterable[Problem]:
    if len(one.reason) < SHORTEST_REASON:
        yield texts.NO_REASON.at(f"reason_{one.item}", least=SHORTEST_REASON)
    if not one.planned:
        yield part_texts.PLAN_UNSAID.at(f"planned_{one.item}", n=one.item)


def _not_held_here(facts: PartFacts, one: ItemAnswer) -> Iterable[Problem]:
    if one.holder and one.holder not in facts.holders:
        yield part_texts.NO_RECEIVER.at(f"holder_{one.item}")


_CONCRETE: Final = {
    Outcome.ALREADY_OPEN: _already_open,
    Outcome.WILL_OPEN: _will_open,
    Outcome.ON_APPLICATION: _on_application,
    Outcome.REFUSED: _refused,
    Outcome.NOT_COLLECTED: _not_collected,
    Outcome.NOT_HELD_HERE: _not_held_here,
}


def _sayings(one: ItemAnswer) -> Iterable[Problem]:
    """Find “under study” without a date and “see our website” without data, whatever the outcome is called."""
    words = f"{one.reason} {one.conditions} {one.partial}"
    if BLANK.search(words):
        yield part_texts.BLANK_LEFT.at(f"reason_{one.item}", n=one.item)
    if says_study(words) and one.outcome is not Outcome.WILL_OPEN:
        yield part_texts.UNDER_STUDY.at(f"reason_{one.item}", n=one.item)
    if says_website(words) and one.outcome not in (Outcome.ALREADY_OPEN, Outcome.ON_APPLICATION):
        yield part_texts.SEE_WEBSITE.at(f"reason_{one.item}", n=one.item)


def _both(problem: Problem) -> dict[str, str]:
    return {lang: problem.message(lang) for lang in LANGS}
