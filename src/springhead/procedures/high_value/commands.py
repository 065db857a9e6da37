"""Typed payloads of a nomination's events; forms, JSON and resolutions go through the same `parse`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Final

from springhead.engine.kernel.problems import Refused
from springhead.engine.kernel.workflow import Command
from springhead.foundation.cases.documents import NO_DOCUMENT, Document, document
from springhead.foundation.cases.reading import Data, choice, day, names, number, part, text
from springhead.foundation.catalog import codes
from springhead.procedures.high_value import sdgs, texts
from springhead.procedures.high_value.vocabulary import (
    HIGHEST_SCORE,
    Cause,
    SheetTold,
    Value,
)

LONGEST_REASON: Final = 4_000


@dataclass(frozen=True, slots=True)
class Nominated:
    """A dataset (public id) for a theme and sub-category of a cycle (number of its case), with its sheet."""

    cycle: str = ""
    dataset: str = ""
    theme: str = ""
    subcategory: str = ""
    sheet: SheetTold = field(default_factory=SheetTold)


@dataclass(frozen=True, slots=True)
class Propose(Nominated):
    """Somebody outside the agency proposes it; the agency has days to answer."""

    event: ClassVar[str] = "propose"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Nominate(Nominated):
    """The agency nominates it, of its own accord or because it was proposed."""

    event: ClassVar[str] = "nominate"


@dataclass(frozen=True, slots=True)
class Revise:
    """A better sheet before the consultation opens."""

    event: ClassVar[str] = "revise"
    sheet: SheetTold = field(default_factory=SheetTold)


@dataclass(frozen=True, slots=True)
class Decline:
    """The agency does not nominate it, or no longer; the committee hears why."""

    event: ClassVar[str] = "decline"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class MissScreening:
    """The agency did not answer a proposal: it goes on as 民間提案."""

    event: ClassVar[str] = "miss_screening"


@dataclass(frozen=True, slots=True)
class Consult:
    """`consultation` (case number) asks about it now."""

    event: ClassVar[str] = "consult"
    consultation: str = ""


@dataclass(frozen=True, slots=True)
class Close:
    """Its consultation has closed."""

    event: ClassVar[str] = "close"


@dataclass(frozen=True, slots=True)
class Extend:
    """So many days more to respond, once, with reasons."""

    event: ClassVar[str] = "extend"
    days: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Respond:
    """What the agency makes of the comments, and the sheet as adjusted."""

    event: ClassVar[str] = "respond"
    answer: str = ""
    sheet: SheetTold = field(default_factory=SheetTold)


@dataclass(frozen=True, slots=True)
class MissResponse:
    """The agency did not respond: the committee gets the sheet as it was."""

    event: ClassVar[str] = "miss_response"


@dataclass(frozen=True, slots=True)
class Score:
    """What a member (public id of the seat) scores, 0 to 5 under each criterion, with reasons."""

    event: ClassVar[str] = "score"
    member: str = ""
    scores: dict[str, int] = field(default_factory=dict)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a body resolved: reasons, and where it sets one a day."""

    reason: str = ""
    until: date | None = None
    document: Document = NO_DOCUMENT


@dataclass(frozen=True, slots=True)
class Recommend(Ruling):
    """The agency's committee recommends it to the Executive Yuan's."""

    event: ClassVar[str] = "recommend"


@dataclass(frozen=True, slots=True)
class Reject(Ruling):
    """A committee does not list it."""

    event: ClassVar[str] = "reject"


@dataclass(frozen=True, slots=True)
class PutOnList(Ruling):
    """The Executive Yuan's committee lists it, to be released by the end of `until` (else the day of the sheet)."""

    event: ClassVar[str] = "put_on_list"


@dataclass(frozen=True, slots=True)
class SendBack(Ruling):
    """The Executive Yuan's committee has questions."""

    event: ClassVar[str] = "send_back"


@dataclass(frozen=True, slots=True)
class Announce:
    """It stands on an announced list: its day is a promise."""

    event: ClassVar[str] = "announce"


@dataclass(frozen=True, slots=True)
class Release:
    """The promise is kept."""

    event: ClassVar[str] = "release"


@dataclass(frozen=True, slots=True)
class FallAway:
    """Its promise was given up by a resolution."""

    event: ClassVar[str] = "fall_away"


@dataclass(frozen=True, slots=True)
class Relapse:
    """What was released does not hold any more."""

    event: ClassVar[str] = "relapse"


@dataclass(frozen=True, slots=True)
class BeginReview:
    """Look at it again."""

    event: ClassVar[str] = "begin_review"
    cause: Cause | None = None
    evidence: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Keep(Ruling):
    """It stays as it is."""

    event: ClassVar[str] = "keep"


@dataclass(frozen=True, slots=True)
class Improve(Ruling):
    """It stays and gets better by the end of `until`; `fields` are to be added."""

    event: ClassVar[str] = "improve"
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Delist(Ruling):
    """It is high-value data no longer; the data stay where they are."""

    event: ClassVar[str] = "delist"


@dataclass(frozen=True, slots=True)
class End:
    """Its cycle was called off."""

    event: ClassVar[str] = "end"


def sheet(data: Data) -> SheetTold:
    """Read a sheet: JSON with `values` and `scores` as objects, or a form with `value_…` and `score_…` fields."""
    values, scores = part(data, "values"), part(data, "scores")
    licence = text(data, "licence", 200)
    return SheetTold(
        title=text(data, "title", 255),
        description=text(data, "description"),
        values={
            one: text(values, one, 2_000) or text(data, f"value_{one}", 2_000) for one in map(str, Value)
        },
        scores=_scores(data, scores),
        fields=names(data, "fields", most=200),
        format=codes.format_of(text(data, "format", 24)),
        interval=text(data, "interval", 40),
        standard=text(data, "standard", 120),
        licence=codes.licence_of(licence) or licence,
        sdg=tuple(dict.fromkeys(map(sdgs.normal, names(data, "sdg", most=30)))),
        steward=text(data, "steward", 120),
        until=day(data, "until"),
    )


def _scores(data: Data, given: Data) -> dict[str, int]:
    found = {}
    for one in map(str, Value):
        points = number(given, one) if one in given else number(data, f"score_{one}")
        if points is not None:
            if points > HIGHEST_SCORE:
                raise Refused(texts.ODD_SCORE.at(f"score_{one}", n=points, most=HIGHEST_SCORE))
            found[one] = points
    return found


def _nominated(data: Data) -> dict[str, Any]:
    return {
        "cycle": text(data, "cycle", 24),
        "dataset": text(data, "dataset", 16),
        "theme": text(data, "theme", 24),
        "subcategory": text(data, "subcategory", 24),
        "sheet": sheet(data),
    }


def _ruling(of: Callable[..., Command]) -> Callable[[Data], Command]:
    return lambda data: of(_reason(data), day(data, "until"), document(data))


def _reason(data: Data) -> str:
    return text(data, "reason", LONGEST_REASON)


def _review(data: Data) -> BeginReview:
    cause = choice(data, "cause", Cause) or (Cause.YEARLY if data.get("last_day") else None)
    return BeginReview(cause, names(data, "evidence"), _reason(data))


_READERS: Final[dict[str, Callable[[Data], Command]]] = {
    "propose": lambda data: Propose(**_nominated(data), reason=_reason(data)),
    "nominate": lambda data: Nominate(**_nominated(data)),
    "revise": lambda data: Revise(sheet(data)),
    "decline": lambda data: Decline(_reason(data)),
    "miss_screening": lambda _data: MissScreening(),
    "consult": lambda data: Consult(text(data, "consultation", 24)),
    "close": lambda _data: Close(),
    "extend": lambda data: Extend(number(data, "days") or 0, _reason(data)),
    "respond": lambda data: Respond(text(data, "answer", LONGEST_REASON), sheet(data)),
    "miss_response": lambda _data: MissResponse(),
    "score": lambda data: Score(text(data, "member", 16), _scores(data, part(data, "scores")), _reason(data)),
    "recommend": _ruling(Recommend),
    "reject": _ruling(Reject),
    "put_on_list": _ruling(PutOnList),
    "send_back": _ruling(SendBack),
    "announce": lambda _data: Announce(),
    "release": lambda _data: Release(),
    "fall_away": lambda _data: FallAway(),
    "relapse": lambda _data: Relapse(),
    "begin_review": _review,
    "keep": _ruling(Keep),
    "improve": lambda data: Improve(
        _reason(data), day(data, "until"), document(data), names(data, "fields", most=200)
    ),
    "delist": _ruling(Delist),
    "end": lambda _data: End(),
}


def parse(event: str, data: Data) -> Command:
    """Make the typed payload of an event from JSON or a form; Refused names what cannot be read."""
    reader = _READERS.get(event)
    if reader is None:
        raise Refused(texts.NO_SUCH_COMMAND.at(event))
    return reader(data)
