"""The state table of a delivery (送件): how one file becomes a published version. Pure.

Design section 6.1: received → read → (held for mending) → checked → published | refused.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.language import joined
from springhead.engine.kernel.problems import Problem, Severity
from springhead.engine.kernel.workflow import Audience, ClockAct, ClockEffect, Phase, Row, Table
from springhead.foundation.catalog import texts
from springhead.foundation.catalog.commands import Accept, Discard, Mend, Publish, RollBack, Withdraw


class State(StrEnum):
    """Where a delivery stands."""

    RECEIVED = "received"  # the bytes are safe; a worker reads them
    READ = "read"  # read and judged; a worker goes on
    HELD = "held"  # an error finding waits for the officer
    CHECKED = "checked"  # nothing is in the way of publishing any more
    PUBLISHED = "published"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # was published, is no longer offered


@dataclass(frozen=True, slots=True)
class Facts:
    """What the guards may look at, gathered beforehand.

    `open_rules` are rules with error findings neither mended nor accepted, `one_by_one` those that cannot be
    accepted wholesale (hidden parts of a workbook); `drift` the names of columns
    that vanish or change type; `gaps` what the metadata still lack, with why it is needed.
    """

    open_rules: tuple[str, ...] = ()
    one_by_one: tuple[str, ...] = ()
    drift: tuple[str, ...] = ()
    gaps: tuple[Problem, ...] = ()
    built: bool = False
    current: bool = False
    others: int = 0  # other published versions that could become current


def nothing_open(facts: Facts, _command: object) -> Iterable[Problem]:
    """Refuse while error findings are neither mended nor accepted."""
    if facts.open_rules:
        yield texts.OPEN_FINDINGS.at("findings", rules=joined(facts.open_rules), n=len(facts.open_rules))


def something_open(facts: Facts, _command: object) -> Iterable[Problem]:
    """Refuse to hold a file that has nothing in the way."""
    if not facts.open_rules:
        yield texts.NOTHING_OPEN.at("findings")


def stores_built(facts: Facts) -> Iterable[Problem]:
    """Refuse before the stores of the new version stand."""
    if not facts.built:
        yield texts.NOT_BUILT.at("delivery")


def metadata_complete(facts: Facts) -> Iterable[Problem]:
    """Refuse while obligatory metadata are missing; every gap at once."""
    yield from (gap for gap in facts.gaps if gap.severity is Severity.ERROR)


def drift_confirmed(facts: Facts, command: Publish) -> Iterable[Problem]:
    """Refuse to take columns away from users unless the officer says so."""
    if facts.drift and not command.confirm_drift:
        yield texts.DRIFT.at("confirm_drift", columns=joined(facts.drift), n=len(facts.drift))


def reason_given(_facts: Facts, command: Discard | Withdraw | RollBack) -> Iterable[Problem]:
    """Refuse without a reason people can read."""
    if len(command.reason.strip()) < texts.SHORTEST_REASON:
        yield texts.REASON_MISSING.at("reason", least=texts.SHORTEST_REASON)


def mendings_given(_facts: Facts, command: Mend) -> Iterable[Problem]:
    """Refuse an empty list of mendings, unless all are to be taken back."""
    if not command.mendings and not command.replace:
        yield texts.NO_MENDING.at("mendings")


def acceptable(facts: Facts, command: Accept) -> Iterable[Problem]:
    """Refuse to accept rules that have nothing open, and wholesale what must be looked at one by one."""
    for rule in command.rules:
        if rule in facts.one_by_one or (rule == "*" and set(facts.open_rules) <= set(facts.one_by_one)):
            yield texts.CANNOT_ACCEPT.at(rule)
        elif rule != "*" and rule not in facts.open_rules:
            yield texts.NOT_FOUND_IN_FILE.at(rule)


def not_current(facts: Facts) -> Iterable[Problem]:
    """Refuse to go back to the version that answers already."""
    if facts.current:
        yield texts.ALREADY_CURRENT.at("snapshot")


OFFICERS: Final = (Role.OFFICER, Role.AGENCY_LEAD, Role.AGENCY_HEAD)
WORKER: Final = (Role.MACHINE,)
BY_HAND: Final = (*OFFICERS, Role.MACHINE)  # the command line and a fetch by schedule act as machines

# While a file is held its agency's ten working days run (content/clocks/mending.toml).
START_MENDING: Final = ClockEffect(ClockAct.START, "mending")
STOP_MENDING: Final = ClockEffect(ClockAct.STOP, "mending")

_TELL_AGENCY: Final = (Audience.OFFICERS,)
_TELL_FOLLOWERS: Final = (Audience.FOLLOWERS,)
_LIVE: Final = (State.RECEIVED, State.READ, State.HELD, State.CHECKED)

TABLE: Final = Table(
    case_type="delivery",
    states=State,
    phases={
        State.RECEIVED: Phase.INTAKE,
        State.READ: Phase.INTAKE,
        State.HELD: Phase.IN_REVIEW,
        State.CHECKED: Phase.DELIVERING,
        State.PUBLISHED: Phase.CLOSED,
        State.REFUSED: Phase.CLOSED,
        State.WITHDRAWN: Phase.CLOSED,
    },
    rows=(
        Row((), "receive", State.RECEIVED, BY_HAND),
        Row((State.RECEIVED,), "read", State.READ, WORKER),
        Row(
            (State.READ,), "hold", State.HELD, WORKER,
            guards=(something_open,), clocks=(START_MENDING,), notify=_TELL_AGENCY, shown="held",
        ),
        Row((State.READ,), "check", State.CHECKED, WORKER, guards=(nothing_open,)),
        Row((State.RECEIVED, State.READ), "refuse", State.REFUSED, WORKER, notify=_TELL_AGENCY),
        Row(
            (State.HELD, State.CHECKED), "mend", State.RECEIVED, BY_HAND,
            guards=(mendings_given,), clocks=(STOP_MENDING,),
        ),
        Row((State.HELD,), "accept", State.READ, BY_HAND, guards=(acceptable,), clocks=(STOP_MENDING,)),
        Row(
            (State.CHECKED,), "publish", State.PUBLISHED, BY_HAND,
            when=(stores_built, metadata_complete), guards=(nothing_open, drift_confirmed),
            notify=_TELL_FOLLOWERS, shown="published",
        ),
        Row(_LIVE, "discard", State.REFUSED, BY_HAND, guards=(reason_given,), clocks=(STOP_MENDING,)),
        Row(
            (State.PUBLISHED,), "roll_back", None, OFFICERS,
            when=(not_current,), guards=(reason_given,), notify=_TELL_FOLLOWERS, shown="rolled_back",
        ),
        Row(
            (State.PUBLISHED,), "withdraw", State.WITHDRAWN, OFFICERS,
            guards=(reason_given,), notify=_TELL_FOLLOWERS, shown="withdrawn",
        ),
    ),
)  # fmt: skip
