"""Typed payloads of a cycle's events; forms and JSON go through the same `parse`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Final

from springhead.engine.kernel.problems import Refused
from springhead.engine.kernel.workflow import Command
from springhead.forums.consultations.commands import seeds
from springhead.forums.consultations.vocabulary import Seed
from springhead.foundation.cases.documents import NO_DOCUMENT, Document, document
from springhead.foundation.cases.reading import Data, choice, day, names, number, text
from springhead.procedures.high_value import texts
from springhead.procedures.high_value.vocabulary import Disposition, Value

MOST_AGENCIES: Final = 300


@dataclass(frozen=True, slots=True)
class Plan:
    """A round: its title, the weights (0 to 100) of the scoring sheet, and its calendar (Taipei dates)."""

    event: ClassVar[str] = "plan"
    title: str = ""
    title_en: str = ""
    weights: dict[str, int] = field(default_factory=dict)
    note: str = ""  # how points are given
    proposals_until: date | None = None
    nominations_until: date | None = None
    consultation_until: date | None = None
    committees_until: date | None = None
    executive_on: date | None = None


@dataclass(frozen=True, slots=True)
class Revise(Plan):
    """Plan it anew; what is not given is empty."""

    event: ClassVar[str] = "revise"


@dataclass(frozen=True, slots=True)
class PublishSheet:
    """Publish the scoring sheet and the calendar; proposals are open."""

    event: ClassVar[str] = "publish_sheet"


@dataclass(frozen=True, slots=True)
class Suggest:
    """Suggest a theme, with reasons and SDG goals (1 to 17)."""

    event: ClassVar[str] = "suggest"
    title: str = ""
    reason: str = ""
    goals: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerSuggestion:
    """What becomes of a suggested theme (its number), and why."""

    event: ClassVar[str] = "answer_suggestion"
    suggestion: int = 0
    disposition: Disposition | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FixThemes:
    """These themes (codes); these agencies (public ids) are called to nominate."""

    event: ClassVar[str] = "fix_themes"
    themes: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CallMore:
    """Call further agencies, until the end of `until`."""

    event: ClassVar[str] = "call_more"
    agencies: tuple[str, ...] = ()
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Consult:
    """Ask the public about what is nominated, one consultation per theme, until the end of `until`.

    `seeds` are statements of both sides that people vote on in each of them; without any there is no voting.
    """

    event: ClassVar[str] = "consult"
    until: date | None = None
    seeds: tuple[Seed, ...] = ()


@dataclass(frozen=True, slots=True)
class ConsultMore(Consult):
    """The same for what was nominated later."""

    event: ClassVar[str] = "consult_more"


@dataclass(frozen=True, slots=True)
class Deliberate:
    """Every consultation has closed: the committees' window begins."""

    event: ClassVar[str] = "deliberate"


@dataclass(frozen=True, slots=True)
class Announce:
    """Announce the list, by this official document."""

    event: ClassVar[str] = "announce"
    document: Document = NO_DOCUMENT


@dataclass(frozen=True, slots=True)
class Amend:
    """Announce a further version, with reasons."""

    event: ClassVar[str] = "amend"
    document: Document = NO_DOCUMENT
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Evaluate:
    """Publish the evaluation."""

    event: ClassVar[str] = "evaluate"
    report: str = ""


@dataclass(frozen=True, slots=True)
class Finish:
    """The round is over; what was released goes on being reviewed."""

    event: ClassVar[str] = "finish"


@dataclass(frozen=True, slots=True)
class Cancel:
    """Call it off, with reasons."""

    event: ClassVar[str] = "cancel"
    reason: str = ""


def _plan(data: Data, of: type[Plan]) -> Plan:
    weights = data.get("weights") if isinstance(data.get("weights"), dict) else None
    return of(
        title=text(data, "title", 255),
        title_en=text(data, "title_en", 255),
        weights=_weights(
            weights if weights is not None else {v: data.get(f"weight_{v}") for v in map(str, Value)}
        ),
        note=text(data, "note", 4_000),
        proposals_until=day(data, "proposals_until"),
        nominations_until=day(data, "nominations_until"),
        consultation_until=day(data, "consultation_until"),
        committees_until=day(data, "committees_until"),
        executive_on=day(data, "executive_on"),
    )


def _weights(given: dict[str, Any]) -> dict[str, int]:
    found = {one: number({f"weight_{one}": given.get(one)}, f"weight_{one}") for one in map(str, Value)}
    return {one: points for one, points in found.items() if points is not None}


def _suggest(data: Data) -> Suggest:
    goals = [number({"goals": one}, "goals") for one in names(data, "goals", most=17)]
    return Suggest(text(data, "title", 120), text(data, "reason", 4_000), tuple(one for one in goals if one))


def _reason(data: Data) -> str:
    return text(data, "reason", 4_000)


_READERS: Final[dict[str, Callable[[Data], Command]]] = {
    "plan": lambda data: _plan(data, Plan),
    "revise": lambda data: _plan(data, Revise),
    "publish_sheet": lambda _data: PublishSheet(),
    "suggest": _suggest,
    "answer_suggestion": lambda data: AnswerSuggestion(
        number(data, "suggestion") or 0, choice(data, "disposition", Disposition), _reason(data)
    ),
    "fix_themes": lambda data: FixThemes(
        names(data, "themes"), names(data, "agencies", most=MOST_AGENCIES), _reason(data)
    ),
    "call_more": lambda data: CallMore(names(data, "agencies", most=MOST_AGENCIES), day(data, "until")),
    "consult": lambda data: Consult(day(data, "until"), seeds(data)),
    "consult_more": lambda data: ConsultMore(day(data, "until"), seeds(data)),
    "deliberate": lambda _data: Deliberate(),
    "announce": lambda data: Announce(document(data)),
    "amend": lambda data: Amend(document(data), _reason(data)),
    "evaluate": lambda data: Evaluate(text(data, "report", 20_000)),
    "finish": lambda _data: Finish(),
    "cancel": lambda data: Cancel(_reason(data)),
}


def parse(event: str, data: Data) -> Command:
    """Make the typed payload of an event from JSON or a form; Refused names what cannot be read."""
    reader = _READERS.get(event)
    if reader is None:
        raise Refused(texts.NO_SUCH_COMMAND.at(event))
    return reader(data)
