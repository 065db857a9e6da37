"""Typed payloads of a request's events; forms and JSON go through the same `parse`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from springhead.engine.kernel.problems import Refused
from springhead.engine.kernel.workflow import Command
from springhead.foundation.cases.reading import Data
from springhead.procedures.data_requests import texts
from springhead.procedures.data_requests.reading import (
    LONGEST_LINE,
    choice,
    lines,
    mappings,
    stars,
    text,
)
from springhead.procedures.data_requests.vocabulary import DeclineGround, Place, RedactionGround, Wanted

MOST_ITEMS: Final = 10
MOST_FIELDS: Final = 100
MOST_AGENCIES: Final = 60  # all counties and cities at once, and some more


@dataclass(frozen=True, slots=True)
class Submit:
    """Ask for data. `agencies` are public ids; empty: "I don't know", the central desk finds out."""

    event: ClassVar[str] = "submit"
    title: str = ""
    items: tuple[Wanted, ...] = ()
    reason: str = ""
    agencies: tuple[str, ...] = ()
    identity: str = ""
    industry: str = ""

    @property
    def datasets(self) -> tuple[str, ...]:
        """The public ids of the datasets it names, in the order of the items."""
        return tuple(one.dataset for one in self.items if one.dataset)


@dataclass(frozen=True, slots=True)
class Join:
    """I want this too."""

    event: ClassVar[str] = "join"


@dataclass(frozen=True, slots=True)
class Merge:
    """The same is asked already in the request with the number `into`."""

    event: ClassVar[str] = "merge"
    into: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Decline:
    """Not a request for data; with a ground and reasons."""

    event: ClassVar[str] = "decline"
    ground: DeclineGround | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Contest:
    """Object, once, with reasons; `stars` 1 to 5, 0 when not rated."""

    event: ClassVar[str] = "contest"
    reason: str = ""
    stars: int = 0


@dataclass(frozen=True, slots=True)
class Restore:
    """The objection is right: the request goes on."""

    event: ClassVar[str] = "restore"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Confirm:
    """The objection is not right: it stays as ruled."""

    event: ClassVar[str] = "confirm"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Withdraw:
    """I do not want it any more; supporters may take it over for seven days."""

    event: ClassVar[str] = "withdraw"


@dataclass(frozen=True, slots=True)
class TakeOver:
    """A supporter carries the request on."""

    event: ClassVar[str] = "take_over"


@dataclass(frozen=True, slots=True)
class LetGo:
    """Nobody took it over."""

    event: ClassVar[str] = "let_go"


@dataclass(frozen=True, slots=True)
class Redact:
    """Take words out of the public text, on a stated ground."""

    event: ClassVar[str] = "redact"
    place: Place | None = None
    ground: RedactionGround | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Begin:
    """A part went to an agency."""

    event: ClassVar[str] = "begin"


@dataclass(frozen=True, slots=True)
class Decide:
    """Every agency has answered."""

    event: ClassVar[str] = "decide"


@dataclass(frozen=True, slots=True)
class Deliver:
    """Only promises are left to be kept."""

    event: ClassVar[str] = "deliver"


@dataclass(frozen=True, slots=True)
class Finish:
    """Every part is closed."""

    event: ClassVar[str] = "finish"


@dataclass(frozen=True, slots=True)
class Reopen:
    """A part is open again."""

    event: ClassVar[str] = "reopen"


def _submit(data: Data) -> Submit:
    return Submit(
        title=text(data, "title", LONGEST_LINE),
        items=_items(data),
        reason=text(data, "reason"),
        agencies=lines(data, "agencies", most=MOST_AGENCIES),
        identity=text(data, "identity", 24),
        industry=text(data, "industry", 24),
    )


def _items(data: Data) -> tuple[Wanted, ...]:
    """Read the wanted items: a list in JSON; on a form one item by `wanted`, `dataset` and `fields`, more by number."""
    if "items" in data:
        found = [_item(one) for one in mappings(data, "items")]
    else:
        marks = ["", *(f"_{n}" for n in range(2, MOST_ITEMS + 2))]
        found = [
            Wanted(
                title=text(data, f"wanted{mark}", LONGEST_LINE),
                dataset=text(data, f"dataset{mark}", 16),
                fields=lines(data, f"fields{mark}", most=MOST_FIELDS),
            )
            for mark in marks
        ]
    found = [one for one in found if one.title or one.dataset or one.fields]
    if len(found) > MOST_ITEMS:
        raise Refused(texts.TOO_MANY.at("items", n=len(found), most=MOST_ITEMS))
    return tuple(found)


def _item(data: Data) -> Wanted:
    return Wanted(
        title=text(data, "title", LONGEST_LINE),
        dataset=text(data, "dataset", 16),
        fields=lines(data, "fields", most=MOST_FIELDS),
    )


_READERS: Final[dict[str, Callable[[Data], Command]]] = {
    "submit": _submit,
    "join": lambda _data: Join(),
    "merge": lambda data: Merge(text(data, "into", 24), text(data, "reason")),
    "decline": lambda data: Decline(choice(data, "ground", DeclineGround), text(data, "reason")),
    "contest": lambda data: Contest(text(data, "reason"), stars(data)),
    "restore": lambda data: Restore(text(data, "reason")),
    "confirm": lambda data: Confirm(text(data, "reason")),
    "withdraw": lambda _data: Withdraw(),
    "take_over": lambda _data: TakeOver(),
    "let_go": lambda _data: LetGo(),
    "redact": lambda data: Redact(
        choice(data, "place", Place), choice(data, "ground", RedactionGround), text(data, "reason")
    ),
    "begin": lambda _data: Begin(),
    "decide": lambda _data: Decide(),
    "deliver": lambda _data: Deliver(),
    "finish": lambda _data: Finish(),
    "reopen": lambda _data: Reopen(),
}


def parse(event: str, data: Mapping[str, Any]) -> Command:
    """Make the typed payload of an event from JSON or a form; Refused names what cannot be read."""
    reader = _READERS.get(event)
    if reader is None:
        raise Refused(texts.NO_SUCH_COMMAND.at(event))
    return reader(data)
