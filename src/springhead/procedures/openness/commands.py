"""Typed payloads of the events of an openness class; forms, JSON and resolutions go through the same `parse`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final

from springhead.engine.kernel.problems import Refused
from springhead.engine.kernel.workflow import Command
from springhead.foundation.cases.documents import NO_DOCUMENT, Document, document
from springhead.foundation.cases.reading import Data
from springhead.foundation.catalog.vocabulary import Openness
from springhead.procedures.openness import texts
from springhead.procedures.openness.reading import choice, day, lines, text
from springhead.procedures.openness.vocabulary import Cause


@dataclass(frozen=True, slots=True)
class Classed:
    """A class with its grounds (codes), its reasons (public) and, where it is meant to end, the day it expires."""

    dataset: str = ""
    openness: Openness | None = None
    grounds: tuple[str, ...] = ()
    reason: str = ""
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Classify(Classed):
    """First classification of a dataset nobody could use yet; `origin` is the case it came from, if any."""

    event: ClassVar[str] = "classify"
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Enter(Classed):
    """A class that stood in the catalogue before: taken over as it was, without grounds or reasons."""

    event: ClassVar[str] = "enter"


@dataclass(frozen=True, slots=True)
class Propose(Classed):
    """Towards less open: a proposal, which the head of the agency approves."""

    event: ClassVar[str] = "propose"


@dataclass(frozen=True, slots=True)
class Justify(Classed):
    """The class stays; these are its grounds and reasons, to be heard anew."""

    event: ClassVar[str] = "justify"


@dataclass(frozen=True, slots=True)
class Relax(Classed):
    """Towards more open, but not quite: from not provided to on application. At once."""

    event: ClassVar[str] = "relax"


@dataclass(frozen=True, slots=True)
class Approve:
    """The head of the agency approves a proposal; `document` is the official document."""

    event: ClassVar[str] = "approve"
    document: Document = NO_DOCUMENT


@dataclass(frozen=True, slots=True)
class Withdraw:
    """The agency takes a proposal back."""

    event: ClassVar[str] = "withdraw"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TakeEffect:
    """The notice is over."""

    event: ClassVar[str] = "take_effect"


@dataclass(frozen=True, slots=True)
class FindReasonable:
    """審議合理."""

    event: ClassVar[str] = "find_reasonable"
    reason: str = ""
    document: Document = NO_DOCUMENT


@dataclass(frozen=True, slots=True)
class FindUnreasonable:
    """審議不合理; with `until` the day by which it has to be open."""

    event: ClassVar[str] = "find_unreasonable"
    reason: str = ""
    until: date | None = None
    document: Document = NO_DOCUMENT


@dataclass(frozen=True, slots=True)
class SetDay:
    """A resolution on an agency that neither changed nor promised: open by the end of `until`."""

    event: ClassVar[str] = "set_day"
    reason: str = ""
    until: date | None = None
    document: Document = NO_DOCUMENT


@dataclass(frozen=True, slots=True)
class PromiseOpening:
    """The agency promises to open it by the end of `until`."""

    event: ClassVar[str] = "promise_opening"
    until: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Bind:
    """The resolution named a day: it is a promise."""

    event: ClassVar[str] = "bind"
    until: date | None = None


@dataclass(frozen=True, slots=True)
class LetFall:
    """The promise was given up or replaced: the agency has to say anew."""

    event: ClassVar[str] = "let_fall"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class OpenUp:
    """Open, at once."""

    event: ClassVar[str] = "open_up"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class BeginReview:
    """Could this be open? `evidence` are ids or lines that show why it is asked."""

    event: ClassVar[str] = "begin_review"
    cause: Cause | None = None
    evidence: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MissReview:
    """The agency did not answer: the committee hears the class anew."""

    event: ClassVar[str] = "miss_review"


@dataclass(frozen=True, slots=True)
class RaiseDoubt:
    """A secretary puts a class on the committee's list, with evidence."""

    event: ClassVar[str] = "raise_doubt"
    reason: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanReview:
    """The next review is on `until`."""

    event: ClassVar[str] = "plan_review"
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Resume:
    """The old class stands again and waits for its committee."""

    event: ClassVar[str] = "resume"


@dataclass(frozen=True, slots=True)
class Rest:
    """The dataset stays open."""

    event: ClassVar[str] = "rest"


@dataclass(frozen=True, slots=True)
class End:
    """The dataset is gone."""

    event: ClassVar[str] = "end"


def _classed(of: Callable[..., Command]) -> Callable[[Data], Command]:
    return lambda data: of(
        dataset=text(data, "dataset", 16),
        openness=choice(data, "openness", Openness),
        grounds=lines(data, "grounds"),
        reason=text(data, "reason"),
        expires_on=day(data, "expires_on"),
    )


def _ruling(of: Callable[..., Command]) -> Callable[[Data], Command]:
    return lambda data: of(reason=text(data, "reason"), until=day(data, "until"), document=document(data))


def _review(data: Data) -> BeginReview:
    cause = choice(data, "cause", Cause) or (Cause.DUE if data.get("last_day") else None)
    return BeginReview(cause, lines(data, "evidence"), text(data, "reason"))


_READERS: Final[dict[str, Callable[[Data], Command]]] = {
    "classify": _classed(Classify),
    "enter": _classed(Enter),
    "propose": _classed(Propose),
    "justify": _classed(Justify),
    "relax": _classed(Relax),
    "approve": lambda data: Approve(document(data)),
    "withdraw": lambda data: Withdraw(text(data, "reason")),
    "take_effect": lambda _data: TakeEffect(),
    "find_reasonable": lambda data: FindReasonable(text(data, "reason"), document(data)),
    "find_unreasonable": _ruling(FindUnreasonable),
    "set_day": _ruling(SetDay),
    "promise_opening": lambda data: PromiseOpening(day(data, "until"), text(data, "reason")),
    "bind": lambda data: Bind(day(data, "until")),
    "let_fall": lambda data: LetFall(text(data, "reason")),
    "open_up": lambda data: OpenUp(text(data, "reason")),
    "begin_review": _review,
    "miss_review": lambda _data: MissReview(),
    "raise_doubt": lambda data: RaiseDoubt(text(data, "reason"), lines(data, "evidence")),
    "plan_review": lambda data: PlanReview(day(data, "until")),
    "resume": lambda _data: Resume(),
    "rest": lambda _data: Rest(),
    "end": lambda _data: End(),
}


def parse(event: str, data: Mapping[str, Any]) -> Command:
    """Make the typed payload of an event from JSON or a form; Refused names what cannot be read."""
    reader = _READERS.get(event)
    if reader is None:
        raise Refused(texts.NO_SUCH_COMMAND.at(event))
    return reader(data)
