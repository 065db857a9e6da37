"""Typed payloads of a part's events: one agency's share of a request."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final

from springhead.engine.kernel.problems import Refused
from springhead.engine.kernel.workflow import Command
from springhead.foundation.cases.documents import NO_DOCUMENT, Document, document
from springhead.foundation.cases.reading import Data
from springhead.procedures.data_requests import texts
from springhead.procedures.data_requests.commands import MOST_FIELDS, MOST_ITEMS, Contest
from springhead.procedures.data_requests.reading import (
    LONGEST_LINE,
    WORDS_APART,
    choice,
    day,
    lines,
    mappings,
    number,
    stars,
    text,
)
from springhead.procedures.data_requests.vocabulary import (
    COUNTING,
    PLANNED,
    ItemAnswer,
    Level,
    Outcome,
)

MOST_LINKS: Final = 20


@dataclass(frozen=True, slots=True)
class Assign:
    """Give these items (numbers of the request's items; empty: all) to the agency of the case."""

    event: ClassVar[str] = "assign"
    items: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """Another agency says that the agency of the case holds these items."""

    event: ClassVar[str] = "offer"
    items: tuple[int, ...] = ()
    from_agency: str = ""


@dataclass(frozen=True, slots=True)
class Seek:
    """An agency says that it does not hold these items, and does not know who does."""

    event: ClassVar[str] = "seek"
    items: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Transfer:
    """Not held here: it belongs to `agency`."""

    event: ClassVar[str] = "transfer"
    agency: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class ReturnToDesk:
    """Not held here, and the agency does not know by whom: the central desk finds out."""

    event: ClassVar[str] = "return_to_desk"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Take:
    """Yes, it is ours."""

    event: ClassVar[str] = "take"


@dataclass(frozen=True, slots=True)
class SendBack:
    """It is not ours either: the central desk rules."""

    event: ClassVar[str] = "send_back"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class NobodyTook:
    """The agency said nothing for two working days: the central desk rules."""

    event: ClassVar[str] = "nobody_took"


@dataclass(frozen=True, slots=True)
class Place:
    """The central desk rules: this agency answers."""

    event: ClassVar[str] = "place"
    agency: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """A concrete question to the asker; the term runs on."""

    event: ClassVar[str] = "ask"
    text: str = ""


@dataclass(frozen=True, slots=True)
class Pause:
    """A concrete question without which the agency cannot go on; the term rests where the rule allows it."""

    event: ClassVar[str] = "pause"
    text: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What the asker says to a question."""

    event: ClassVar[str] = "reply"
    text: str = ""


@dataclass(frozen=True, slots=True)
class PauseExpired:
    """Nobody replied; the agency answers on what it has."""

    event: ClassVar[str] = "pause_expired"


@dataclass(frozen=True, slots=True)
class Extend:
    """So many days more, with reasons, where the rule allows it."""

    event: ClassVar[str] = "extend"
    days: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Approve:
    """This draft (its digest) may be sent, says the lead or the head."""

    event: ClassVar[str] = "approve"
    draft: str = ""
    level: Level | None = None
    document: Document = NO_DOCUMENT


@dataclass(frozen=True, slots=True)
class Answer:
    """The concrete answer: one outcome for each item."""

    event: ClassVar[str] = "answer"
    items: tuple[ItemAnswer, ...] = ()
    document: Document = NO_DOCUMENT


@dataclass(frozen=True, slots=True)
class Change:
    """Another answer after an objection; it replaces the first with its promises."""

    event: ClassVar[str] = "change"
    items: tuple[ItemAnswer, ...] = ()
    document: Document = NO_DOCUMENT
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Accept:
    """The asker takes the answer; `stars` 0 when not rated."""

    event: ClassVar[str] = "accept"
    stars: int = 0
    comment: str = ""


@dataclass(frozen=True, slots=True)
class GoSilent:
    """Thirty days without a word of the asker."""

    event: ClassVar[str] = "go_silent"


@dataclass(frozen=True, slots=True)
class Uphold:
    """After an objection the agency stays with its answer; the committee hears it."""

    event: ClassVar[str] = "uphold"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MissReview:
    """The agency did not reconsider in time; the committee hears it."""

    event: ClassVar[str] = "miss_review"


@dataclass(frozen=True, slots=True)
class RuleOpen:
    """A resolution: the refused items are to be opened by the end of `until`."""

    event: ClassVar[str] = "rule_open"
    until: date | None = None
    reason: str = ""
    document: Document = NO_DOCUMENT


@dataclass(frozen=True, slots=True)
class RuleUphold:
    """A resolution: the answer stands."""

    event: ClassVar[str] = "rule_uphold"
    reason: str = ""
    document: Document = NO_DOCUMENT


@dataclass(frozen=True, slots=True)
class Hear:
    """A resolution on a refusal nobody objected to: it was heard and is reasonable."""

    event: ClassVar[str] = "hear"
    reason: str = ""
    document: Document = NO_DOCUMENT


@dataclass(frozen=True, slots=True)
class Track:
    """A resolution on a silent agency: it is put under control (列管) and has to answer by the end of `until`."""

    event: ClassVar[str] = "track"
    until: date | None = None
    reason: str = ""
    document: Document = NO_DOCUMENT


@dataclass(frozen=True, slots=True)
class Complete:
    """Nothing is left to be delivered."""

    event: ClassVar[str] = "complete"


@dataclass(frozen=True, slots=True)
class Resume:
    """What was delivered does not hold any more; the promise is open again."""

    event: ClassVar[str] = "resume"


@dataclass(frozen=True, slots=True)
class Drop:
    """The request was withdrawn, merged or declined."""

    event: ClassVar[str] = "drop"


@dataclass(frozen=True, slots=True)
class Revive:
    """The request goes on after all."""

    event: ClassVar[str] = "revive"


def _numbers(data: Data) -> tuple[int, ...]:
    return tuple(sorted({number({"items": one}, "items") for one in lines(data, "items", most=MOST_ITEMS)}))


def item_answer(data: Data, mark: str = "") -> ItemAnswer:
    """Read what is said of one item. On a form each name carries the item's number, as `outcome_1`."""
    given = {name.removesuffix(mark): value for name, value in data.items() if name.endswith(mark)}
    outcome = choice(given, "outcome", Outcome)
    if outcome is None:
        raise Refused(texts.NO_OUTCOME.at(f"outcome{mark}"))
    counting = {name: _ITEM[name](given, name) for name in COUNTING[outcome]}
    return ItemAnswer(item=number(given, "item"), outcome=outcome, reason=text(given, "reason"), **counting)


def _planned(data: Data, name: str) -> str:
    value = text(data, name, 8)
    return value if value in PLANNED else ""


_ITEM: Final[dict[str, Callable[[Data, str], Any]]] = {
    "dataset": lambda data, name: text(data, name, 16),
    "links": lambda data, name: lines(data, name, most=MOST_LINKS, apart=WORDS_APART),
    "until": day,
    "fields": lambda data, name: lines(data, name, most=MOST_FIELDS),
    "format": lambda data, name: text(data, name, 24),
    "fee": lambda data, name: text(data, name, LONGEST_LINE),
    "conditions": text,
    "legal_basis": lambda data, name: text(data, name, LONGEST_LINE),
    "grounds": lambda data, name: lines(data, name, most=20),
    "partial": text,
    "planned": _planned,
    "holder": lambda data, name: text(data, name, 16),
}


def item_answers(data: Data) -> tuple[ItemAnswer, ...]:
    """Read the answers to all items: a list `items` in JSON, numbered fields on a form."""
    if "items" in data:
        return tuple(item_answer(one) for one in mappings(data, "items"))
    marks = [name.removeprefix("outcome") for name in data if name.startswith("outcome_")]
    return tuple(item_answer({**data, f"item{mark}": mark.removeprefix("_")}, mark) for mark in marks)


def _ruling(of: Callable[[date | None, str, Document], Command]) -> Callable[[Data], Command]:
    return lambda data: of(day(data, "until"), text(data, "reason"), document(data))


_READERS: Final[dict[str, Callable[[Data], Command]]] = {
    "assign": lambda data: Assign(_numbers(data)),
    "offer": lambda data: Offer(_numbers(data), text(data, "from_agency", 16)),
    "seek": lambda data: Seek(_numbers(data)),
    "transfer": lambda data: Transfer(text(data, "agency", 16), text(data, "reason")),
    "return_to_desk": lambda data: ReturnToDesk(text(data, "reason")),
    "take": lambda _data: Take(),
    "send_back": lambda data: SendBack(text(data, "reason")),
    "nobody_took": lambda _data: NobodyTook(),
    "place": lambda data: Place(text(data, "agency", 16), text(data, "reason")),
    "ask": lambda data: Ask(text(data, "text")),
    "pause": lambda data: Pause(text(data, "text")),
    "reply": lambda data: Reply(text(data, "text")),
    "pause_expired": lambda _data: PauseExpired(),
    "extend": lambda data: Extend(number(data, "days"), text(data, "reason")),
    "approve": lambda data: Approve(text(data, "draft", 64), choice(data, "level", Level), document(data)),
    "answer": lambda data: Answer(item_answers(data), document(data)),
    "change": lambda data: Change(item_answers(data), document(data), text(data, "reason")),
    "accept": lambda data: Accept(stars(data), text(data, "comment")),
    "contest": lambda data: Contest(text(data, "reason"), stars(data)),
    "go_silent": lambda _data: GoSilent(),
    "uphold": lambda data: Uphold(text(data, "reason")),
    "miss_review": lambda _data: MissReview(),
    "rule_open": _ruling(RuleOpen),
    "rule_uphold": lambda data: RuleUphold(text(data, "reason"), document(data)),
    "hear": lambda data: Hear(text(data, "reason"), document(data)),
    "track": _ruling(Track),
    "complete": lambda _data: Complete(),
    "resume": lambda _data: Resume(),
    "drop": lambda _data: Drop(),
    "revive": lambda _data: Revive(),
}


def parse(event: str, data: Mapping[str, Any]) -> Command:
    """Make the typed payload of an event from JSON or a form; Refused names what cannot be read."""
    reader = _READERS.get(event)
    if reader is None:
        raise Refused(texts.NO_SUCH_COMMAND.at(event))
    return reader(data)
