"""Typed payloads of a consultation's events; forms and JSON go through the same `parse`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Final

from springhead.engine.kernel.problems import Refused
from springhead.engine.kernel.workflow import Command
from springhead.forums.consultations import texts
from springhead.forums.consultations.kinds import kinds
from springhead.forums.consultations.reading import (
    LONGEST_LINE,
    address,
    choice,
    day,
    flag,
    names,
    number,
    rows,
    text,
)
from springhead.forums.consultations.vocabulary import (
    ASSURANCES,
    Anchor,
    Brought,
    Choice,
    HideGround,
    Paper,
    Seed,
    Side,
)
from springhead.foundation.cases.reading import Data

MOST_ANCHORS: Final = 500
MOST_PAPERS: Final = 50
MOST_SEEDS: Final = 60
MOST_BROUGHT: Final = 10_000
LONGEST_COMMENT: Final = 5_000
LONGEST_STATEMENT: Final = 140
PARAGRAPH: Final = "paragraph"


@dataclass(frozen=True, slots=True)
class Plan:
    """Prepare a consultation. `agencies` are public ids of those concerned beside the host, `about` public ids.

    `platform` is its address on the national participation platform; `here` tells whether people may comment here
    too; `assurance` how sure the platform has to be of them; `statements` whether there are statements to vote on.
    """

    event: ClassVar[str] = "plan"
    kind: str = "other"
    title: str = ""
    title_en: str = ""
    question: str = ""
    background: str = ""
    can_change: str = ""
    decides: str = ""
    decides_on: date | None = None
    papers: tuple[Paper, ...] = ()
    agencies: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    platform: str = ""
    here: bool = True
    assurance: int = 0
    statements: bool = False
    seeds: tuple[Seed, ...] = ()
    opens_on: date | None = None
    closes_on: date | None = None


@dataclass(frozen=True, slots=True)
class Revise(Plan):
    """Prepare it anew; what is not given is empty."""

    event: ClassVar[str] = "revise"


@dataclass(frozen=True, slots=True)
class Announce:
    """Make it public before it opens; it opens by itself on its day."""

    event: ClassVar[str] = "announce"


@dataclass(frozen=True, slots=True)
class Open:
    """Open it to comments."""

    event: ClassVar[str] = "open"


@dataclass(frozen=True, slots=True)
class Extend:
    """Give people so many days more."""

    event: ClassVar[str] = "extend"
    days: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Close:
    """The last day has passed; the days of the answer count from it, however late a machine notices."""

    event: ClassVar[str] = "close"
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Postpone:
    """Answer so many days later, once, with reasons and how far the work is."""

    event: ClassVar[str] = "postpone"
    days: int = 0
    reason: str = ""
    progress: str = ""


@dataclass(frozen=True, slots=True)
class DeadlineMissed:
    """The answer is late; `last_day` was the last day."""

    event: ClassVar[str] = "deadline_missed"
    last_day: date | None = None


@dataclass(frozen=True, slots=True)
class Respond:
    """Answer: what changes and what does not, for everybody; the table says it group by group."""

    event: ClassVar[str] = "respond"
    text: str = ""


@dataclass(frozen=True, slots=True)
class Reopen:
    """Take up a published answer again, with reasons; it stands until the correction is published."""

    event: ClassVar[str] = "reopen"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Correct:
    """Publish the corrected table as the next version, with a summary for everybody."""

    event: ClassVar[str] = "correct"
    text: str = ""


@dataclass(frozen=True, slots=True)
class Uphold:
    """Leave the published answer as it is, with reasons; what was changed meanwhile is dropped."""

    event: ClassVar[str] = "uphold"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Cancel:
    """Call it off, with reasons."""

    event: ClassVar[str] = "cancel"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """Say something, of a part (`anchor`, its id) or in reply `to` a comment (its number)."""

    event: ClassVar[str] = "comment"
    text: str = ""
    anchor: str = ""
    to: int = 0


@dataclass(frozen=True, slots=True)
class BringIn:
    """Take over comments made on another platform."""

    event: ClassVar[str] = "bring_in"
    comments: tuple[Brought, ...] = ()


@dataclass(frozen=True, slots=True)
class Hide:
    """Hide the text of a comment; its author hears the reasons."""

    event: ClassVar[str] = "hide"
    comment: int = 0
    ground: HideGround | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Unhide:
    """Show the text of a hidden comment again."""

    event: ClassVar[str] = "unhide"
    comment: int = 0


@dataclass(frozen=True, slots=True)
class Propose:
    """Put a statement forward for others to vote on."""

    event: ClassVar[str] = "propose"
    text: str = ""


@dataclass(frozen=True, slots=True)
class Admit:
    """Put a proposed statement up for voting."""

    event: ClassVar[str] = "admit"
    statement: int = 0


@dataclass(frozen=True, slots=True)
class TurnDown:
    """Do not put a proposed statement up; whoever proposed it hears the reasons."""

    event: ClassVar[str] = "turn_down"
    statement: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Vote:
    """Agree, disagree or pass; a later vote of the same person takes the place of an earlier one."""

    event: ClassVar[str] = "vote"
    statement: int = 0
    choice: Choice | None = None


def _plan(data: Data, made: type[Plan]) -> Plan:
    kind = str(data.get("kind") or "other")
    if kind not in kinds():
        raise Refused(texts.NO_SUCH_CHOICE.at("kind", value=kind[:40], known=", ".join(kinds())))
    assurance = number(data, "assurance")
    if assurance not in ASSURANCES:
        raise Refused(texts.NO_NUMBER.at("assurance", value=str(assurance)))
    return made(
        kind=kind,
        title=text(data, "title", LONGEST_LINE),
        title_en=text(data, "title_en", LONGEST_LINE),
        question=text(data, "question"),
        background=text(data, "background"),
        can_change=text(data, "can_change"),
        decides=text(data, "decides", 1_000),
        decides_on=day(data, "decides_on"),
        papers=tuple(
            Paper(_line(one["title"], "papers"), address(one["url"], "papers"))
            for one in rows(data, "papers", most=MOST_PAPERS, parts=("title", "url"))
        ),
        agencies=names(data, "agencies"),
        about=names(data, "about", most=2_000),
        anchors=_anchors(data),
        platform=address(text(data, "platform", 1_000), "platform"),
        here=flag(data, "here", default=True),
        assurance=assurance,
        statements=flag(data, "statements"),
        seeds=seeds(data),
        opens_on=day(data, "opens_on"),
        closes_on=day(data, "closes_on"),
    )


def _line(value: str, name: str, longest: int = LONGEST_LINE) -> str:
    if len(value) > longest:
        raise Refused(texts.TOO_LONG.at(name, n=len(value), most=longest))
    return value


def _anchors(data: Data) -> tuple[Anchor, ...]:
    """Read what may be commented on by itself: a list of objects, or one label a line (paragraphs p1, p2 …)."""
    given = data.get("anchors")
    if isinstance(given, str):
        lines = [line.strip() for line in given.splitlines() if line.strip()]
        given = [{"kind": PARAGRAPH, "id": f"p{n}", "label": line} for n, line in enumerate(lines, 1)]
    found = rows({"anchors": given}, "anchors", most=MOST_ANCHORS, parts=("kind", "id", "label"))
    made = tuple(
        Anchor(
            _line(one["kind"] or PARAGRAPH, "anchors", 24),
            _line(one["id"], "anchors", 64),
            _line(one["label"], "anchors"),
        )
        for one in found
    )
    ids = [one.id for one in made]
    if len(set(ids)) < len(ids) or not all(ids):
        raise Refused(texts.ANCHOR_TWICE.at("anchors"))
    return made


def seeds(data: Data) -> tuple[Seed, ...]:
    """Read the statements a consultation begins with, each of one side."""
    return tuple(_seed(one) for one in _seeds(data))


def _seeds(data: Data) -> tuple[dict[str, str], ...]:
    """Read the statements from both sides: `seeds` (objects), or one a line in `seeds_for` and `seeds_against`."""
    if "seeds" in data:
        return rows(data, "seeds", most=MOST_SEEDS, parts=("text", "side"))
    found: list[dict[str, str]] = []
    for side in Side:
        listed = rows(data, f"seeds_{side}", most=MOST_SEEDS, parts=("text",))
        found += [{"text": one["text"], "side": str(side)} for one in listed]
    return tuple(found)


def _seed(one: dict[str, str]) -> Seed:
    side = choice(one, "side", Side)
    if side is None:
        raise Refused(texts.NO_SUCH_CHOICE.at("seeds", value="", known=", ".join(Side)))
    return Seed(_line(one["text"], "seeds", LONGEST_STATEMENT), side)


def _brought(data: Data) -> BringIn:
    parts = ("number", "on", "name", "text", "anchor")
    found = rows(data, "comments", most=MOST_BROUGHT, parts=parts)
    return BringIn(
        tuple(
            Brought(
                _line(one["number"], "number", 40),
                _line(one["on"], "on", 10),
                _line(one["name"], "name", 120),
                _line(one["text"], "text", LONGEST_COMMENT),
                _line(one["anchor"], "anchor", 64),
            )
            for one in found
        )
    )


_READERS: Final[dict[str, Callable[[Data], Command]]] = {
    "plan": lambda data: _plan(data, Plan),
    "revise": lambda data: _plan(data, Revise),
    "announce": lambda _data: Announce(),
    "open": lambda _data: Open(),
    "extend": lambda data: Extend(number(data, "days"), text(data, "reason")),
    "close": lambda data: Close(day(data, "last_day")),
    "postpone": lambda data: Postpone(number(data, "days"), text(data, "reason"), text(data, "progress")),
    "deadline_missed": lambda data: DeadlineMissed(day(data, "last_day")),
    "respond": lambda data: Respond(text(data, "text")),
    "reopen": lambda data: Reopen(text(data, "reason")),
    "correct": lambda data: Correct(text(data, "text")),
    "uphold": lambda data: Uphold(text(data, "reason")),
    "cancel": lambda data: Cancel(text(data, "reason")),
    "comment": lambda data: Comment(
        text(data, "text", LONGEST_COMMENT), text(data, "anchor", 64), number(data, "to")
    ),
    "bring_in": _brought,
    "hide": lambda data: Hide(
        number(data, "comment"), choice(data, "ground", HideGround), text(data, "reason")
    ),
    "unhide": lambda data: Unhide(number(data, "comment")),
    "propose": lambda data: Propose(text(data, "text", LONGEST_STATEMENT)),
    "admit": lambda data: Admit(number(data, "statement")),
    "turn_down": lambda data: TurnDown(number(data, "statement"), text(data, "reason")),
    "vote": lambda data: Vote(number(data, "statement"), choice(data, "choice", Choice)),
}


def parse(event: str, data: Data) -> Command:
    """Make the typed payload of an event from JSON or a form; Refused names what cannot be read."""
    reader = _READERS.get(event)
    if reader is None:
        raise Refused(texts.NO_SUCH_COMMAND.at(event))
    return reader(data)
