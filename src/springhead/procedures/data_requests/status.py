"""What the page of a request says: where it stands, who must act by when, what happens if they do not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.calendar import taiwan
from springhead.engine.kernel.language import LANGS, LanguageMap
from springhead.engine.kernel.now import now, taipei, today
from springhead.engine.kernel.workflow import Audience, Phase
from springhead.foundation.cases import clocks
from springhead.foundation.cases import queries as cases
from springhead.foundation.cases.explaining import Term, explain
from springhead.foundation.cases.models import Case, Clock
from springhead.foundation.cases.registry import case_type
from springhead.foundation.cases.texts import TERM_EVENTS
from springhead.foundation.catalog import codes
from springhead.foundation.commitments import texts as promises
from springhead.foundation.ledger import words as names
from springhead.foundation.ledger.entries import Entry
from springhead.foundation.ledger.listing import of_subjects
from springhead.procedures.data_requests import hearing, queries, rules, status_texts, words
from springhead.procedures.data_requests.models import DataRequest, Part, PartItem
from springhead.procedures.data_requests.vocabulary import Outcome

MOST_EVENTS: Final = 100
TERM_OF: Final = {
    "assigned": "answer", "offered": "answer", "unplaced": "answer", "clarifying": "answer",
    "answered": "verdict", "reconsidering": "reconsider", "in_committee": "agenda",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One item of one agency: what was wanted, what is said of it, and what came of that."""

    row: PartItem
    outcome: LanguageMap | None
    kind: str  # of the tag: ok, warn, bad, info, plain
    body: dict[str, Any]
    grounds: tuple[tuple[str, LanguageMap], ...]  # the article and its short name
    promise: Any
    unheard: bool
    standing: LanguageMap | None = None  # of the promise
    standing_kind: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """A part as the page shows it."""

    row: Part
    agency: Any
    state: LanguageMap
    term: Term | None
    last_day: date | None
    left: int
    days: int  # since the submission
    late: bool
    act: LanguageMap
    ladder: tuple[tuple[date, LanguageMap], ...]
    lines: tuple[Line, ...]
    verdict: LanguageMap | None
    offers: tuple[str, ...]

    @property
    def days_late(self) -> int:
        """Days since the last day; 0 while it is ahead."""
        return max(-self.left, 0)


def tell(found: DataRequest, *, viewer: Actor) -> dict[str, Any]:
    """Gather what the page of a request shows. A fixed number of queries per part."""
    parts = queries.parts_of(found)
    named = names.names_of([one.case.agency_id for one in parts if one.case.agency_id])
    told = [part_told(one, named.get(one.case.agency_id), viewer) for one in parts]
    return {
        "row": found,
        "state": words.STATES[found.case.state],
        "state_kind": _state_kind(found.case.state),
        "parts": told,
        "compared": len(told) > 3,
        "heard": hearing.heard(parts),
        "wanted": list(found.items.select_related("dataset")),
        "steps": _steps(found, parts, named),
        "offers": offers(found.case, viewer),
        "may_join": not found.historical and rules.TABLE.row(found.case.state, "join") is not None,
        "mine": bool(viewer.id) and viewer.id == found.case.owner_id,
        "joined": bool(viewer.id) and found.joined.filter(party_id=viewer.id).exists(),
        "since": (today() - taipei(found.submitted_at).date()).days if found.submitted_at else None,
        "redactions": [
            (words.PLACES[place], words.REDACTION_GROUNDS[why]) for place, why in found.redactions.items()
        ],
        "ruling_ground": words.DECLINE_GROUNDS.get(found.declined_ground),
    }


def part_told(row: Part, agency: Any, viewer: Actor) -> Told:
    """Return a part as pages show it."""
    clock = queries.running_clock(row.case, TERM_OF.get(row.case.state, "answer"))
    term = explain(clock, clocks.reckoning(clock), today=today()) if clock else None
    last = term.reckoning.last_day if term else None
    begun = taipei(row.since).date() if row.since else None
    open_term = row.case.phase != Phase.CLOSED and clock is not None and clock.status == Clock.Status.RUNNING
    return Told(
        row=row,
        agency=agency,
        state=words.PART_STATES[row.case.state],
        term=term if open_term else None,
        last_day=last,
        left=(last - today()).days if last else 0,
        days=((row.answered_on or today()) - begun).days if begun else 0,
        late=bool(open_term and clock and clock.due_at and clock.due_at <= now()),
        act=status_texts.ACT.get(row.case.state, {}),
        ladder=tuple(_ladder(clock)) if clock and open_term else (),
        lines=tuple(line_of(row, one) for one in row.items.all()),
        verdict=words.VERDICTS.get(row.verdict),
        offers=offers(row.case, viewer),
    )


def line_of(row: Part, one: PartItem) -> Line:
    """Return an item as pages show it."""
    known = codes.grounds()
    promise = getattr(one.commitment, "commitment", None) if one.commitment else None
    refused = one.outcome == Outcome.REFUSED
    return Line(
        row=one,
        outcome=words.OUTCOMES.get(one.outcome),
        kind=status_texts.KINDS.get(one.outcome, "info"),
        body=dict(one.decision.body) if one.decision else {},
        grounds=tuple(_ground(known[code]) for code in one.decision.grounds if code in known)
        if one.decision
        else (),
        promise=promise,
        unheard=refused and row.heard_at is None,
        standing=promises.STATES.get(one.commitment.state) if one.commitment else None,
        standing_kind=status_texts.STANDINGS.get(one.commitment.state, "info") if one.commitment else "",
    )


def _ground(ground: codes.Ground) -> tuple[str, LanguageMap]:
    return ground.law, {"zh-Hant": ground.zh, "en": ground.en}


def offers(case: Case, viewer: Actor) -> tuple[str, ...]:
    """Return the events this viewer may give now."""
    if not viewer.id:
        return ()
    return tuple(one.event for one in cases.commands(case, viewer=viewer, at=now()) if one.allowed)


def legal_day(due: datetime) -> date:
    """Return the last day of a term whose due instant (the midnight that ends it) is given."""
    return taipei(due - timedelta(seconds=1)).date()


def _ladder(clock: Clock) -> Sequence[tuple[date, LanguageMap]]:
    """Return what happens when nothing happens: the day of each rung and who is told."""
    policy, term = clocks.policy_of(clock), clocks.reckoning(clock)
    return [
        (
            taiwan().add_working(term.last_day, rung.after, clock.county) if rung.after else term.last_day,
            {lang: status_texts.told(rung.audiences, lang) for lang in LANGS},
        )
        for rung in policy.ladder
        if rung.audiences
    ]


def _steps(found: DataRequest, parts: list[Part], named: dict[str, Any]) -> list[dict[str, Any]]:
    """Return everything that happened to the request, its parts and their promises, newest first."""
    agencies = {one.case.number: named.get(one.case.agency_id) for one in parts}
    numbers = [found.number, *agencies]
    numbers += [line.commitment.number for one in parts for line in one.items.all() if line.commitment]
    entries = of_subjects(numbers, count=MOST_EVENTS)
    return [step for step in (_step(entry, agencies) for entry in entries) if step]


def _step(entry: Entry, agencies: dict[str, Any]) -> dict[str, Any] | None:
    family, _, event = entry.event.partition(".")
    agency = agencies.get(entry.subject)
    if family == "term":
        return {"entry": entry, "text": _term_step(entry), "agency": agency}
    table = case_type(family).table
    state = str(entry.public.get("from", ""))
    row = table.row(state, event) if state else table.opening(event)
    text = case_type(family).texts.shown.get(row.shown) if row else None
    return {"entry": entry, "text": text, "agency": agency, "family": family} if text else None


def _term_step(entry: Entry) -> LanguageMap:
    """Say what the clock did; of a rung of the ladder also who was told."""
    known = [Audience(one) for one in entry.public.get("tell", ()) if one in set(Audience)]
    if entry.event != "term.escalated" or not known:
        return TERM_EVENTS[entry.event]
    return {lang: status_texts.ESCALATED[lang].format(told=status_texts.told(known, lang)) for lang in LANGS}


def _state_kind(state: str) -> str:
    return {"closed": "ok", "declined": "bad", "upheld": "bad", "withdrawn": "plain", "merged": "plain"}.get(
        state, "info"
    )
