"""Typed payloads of an application for data that are provided on application."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Final

from springhead.engine.kernel.problems import Refused
from springhead.engine.kernel.workflow import Command
from springhead.foundation.cases.reading import Data
from springhead.procedures.openness import application_texts as texts
from springhead.procedures.openness.reading import LONGEST_LINE, lines, text


@dataclass(frozen=True, slots=True)
class Apply:
    """Somebody applies for a dataset (public id): who, what for, which part, how to get it; the terms are accepted."""

    event: ClassVar[str] = "apply"
    dataset: str = ""
    name: str = ""
    purpose: str = ""
    wanted: str = ""
    accepts: bool = False


@dataclass(frozen=True, slots=True)
class AskToComplete:
    """What is missing; the term rests meanwhile."""

    event: ClassVar[str] = "ask_to_complete"
    text: str = ""


@dataclass(frozen=True, slots=True)
class Complete:
    """What the applicant adds."""

    event: ClassVar[str] = "complete"
    text: str = ""


@dataclass(frozen=True, slots=True)
class NotCompleted:
    """Nothing was added in time; the agency decides on what it has."""

    event: ClassVar[str] = "not_completed"


@dataclass(frozen=True, slots=True)
class ExtendDecision:
    """So many days more, once, with reasons."""

    event: ClassVar[str] = "extend_decision"
    days: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Grant:
    """Granted: for so much (whole TWD, with its legal basis where there is a fee), under these conditions."""

    event: ClassVar[str] = "grant"
    fee_twd: int | None = None
    fee_basis: str = ""
    conditions: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Refuse:
    """Refused, with grounds and reasons."""

    event: ClassVar[str] = "refuse"
    grounds: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NotePayment:
    """The fee was paid; `receipt` is the number of the agency's receipt."""

    event: ClassVar[str] = "note_payment"
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class HandOver:
    """Data went out: what, by which way, and the SHA-256 of the file where there is one."""

    event: ClassVar[str] = "hand_over"
    what: str = ""
    way: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class OfferLink:
    """The applicant may have a file of the dataset (its SHA-256) here, for so many days, as often as needed."""

    event: ClassVar[str] = "offer_link"
    file: str = ""
    days: int = 0


@dataclass(frozen=True, slots=True)
class Collect:
    """The applicant takes the file behind a personal link; every time is a line of the delivery log."""

    event: ClassVar[str] = "collect"
    link: str = ""


@dataclass(frozen=True, slots=True)
class WithdrawLink:
    """The agency ends a personal link before its day, with reasons the applicant reads."""

    event: ClassVar[str] = "withdraw_link"
    link: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """The applicant has it."""

    event: ClassVar[str] = "acknowledge"


@dataclass(frozen=True, slots=True)
class TakeBack:
    """The applicant does not want it any more."""

    event: ClassVar[str] = "take_back"


@dataclass(frozen=True, slots=True)
class Revoke:
    """The agency takes the grant back, with reasons."""

    event: ClassVar[str] = "revoke"
    reason: str = field(default="")


def _whole(data: Data, name: str) -> int | None:
    """Return a whole number from 0, None when nothing is given."""
    value = str(data.get(name) if data.get(name) is not None else "").strip()
    if not value:
        return None
    if not value.isdecimal() or len(value) > 9:
        raise Refused(texts.NO_NUMBER.at(name, value=value[:40]))
    return int(value)


def _apply(data: Data) -> Apply:
    accepts = str(data.get("accepts") or "").lower() in ("1", "true", "on", "yes")
    line = LONGEST_LINE
    return Apply(
        text(data, "dataset", 16),
        text(data, "name", line),
        text(data, "purpose"),
        text(data, "wanted"),
        accepts,
    )


_READERS: Final[dict[str, Callable[[Data], Command]]] = {
    "apply": _apply,
    "ask_to_complete": lambda data: AskToComplete(text(data, "text")),
    "complete": lambda data: Complete(text(data, "text")),
    "not_completed": lambda _data: NotCompleted(),
    "extend_decision": lambda data: ExtendDecision(_whole(data, "days") or 0, text(data, "reason")),
    "grant": lambda data: Grant(
        _whole(data, "fee_twd"),
        text(data, "fee_basis", LONGEST_LINE),
        text(data, "conditions"),
        text(data, "reason"),
    ),
    "refuse": lambda data: Refuse(lines(data, "grounds"), text(data, "reason")),
    "note_payment": lambda data: NotePayment(text(data, "receipt", 80)),
    "hand_over": lambda data: HandOver(
        text(data, "what", LONGEST_LINE), text(data, "way", LONGEST_LINE), text(data, "sha256", 64).lower()
    ),
    "offer_link": lambda data: OfferLink(text(data, "file", 64).lower(), _whole(data, "days") or 0),
    "collect": lambda data: Collect(text(data, "link", 16)),
    "withdraw_link": lambda data: WithdrawLink(text(data, "link", 16), text(data, "reason")),
    "acknowledge": lambda _data: Acknowledge(),
    "take_back": lambda _data: TakeBack(),
    "revoke": lambda data: Revoke(text(data, "reason")),
}


def parse(event: str, data: Mapping[str, Any]) -> Command:
    """Make the typed payload of an event from JSON or a form; Refused names what cannot be read."""
    reader = _READERS.get(event)
    if reader is None:
        raise Refused(texts.NO_SUCH_COMMAND.at(event))
    return reader(data)
