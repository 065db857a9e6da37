"""What pages show of consultations: names, what happens next and by when, the steps with their proofs."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.now import today
from springhead.forums.consultations import policy, queries, words
from springhead.forums.consultations.kinds import kinds
from springhead.forums.consultations.models import Cluster, Comment, Consultation
from springhead.forums.consultations.table_rows import COLUMNS, Change, Groups
from springhead.forums.consultations.vocabulary import ASSURANCES, DISPOSITIONS, HIDE_GROUNDS
from springhead.foundation.ledger import words as names

STATE_KINDS: Final = {
    "planned": "plain", "announced": "info", "open": "ok", "responding": "warn", "answered": "info",
    "correcting": "warn", "cancelled": "plain",
}  # fmt: skip
DISPOSITION_KINDS: Final = {"accepted": "ok", "partly": "warn", "rejected": "bad", "noted": "info"}


def lines(rows: Iterable[Consultation]) -> list[dict[str, Any]]:
    """Return consultations as a list shows them. One look-up of names."""
    found = list(rows)
    named = names.names_of({row.host for row in found})
    return [
        {
            "row": row,
            "state": words.STATES[row.case.state],
            "state_kind": STATE_KINDS[row.case.state],
            "kind": kinds()[row.kind].name,
            "host": named[row.host],
            "next": next_step(row),
            "left": (row.closes_on - today()).days if row.case.state == "open" and row.closes_on else None,
        }
        for row in found
    ]


def late(row: Consultation) -> bool:
    """Tell whether the answer is overdue now."""
    return (
        row.case.state in ("responding", "correcting")
        and row.answer_due is not None
        and row.answer_due < today()
    )


def next_step(row: Consultation) -> tuple[LanguageMap, date | None]:
    """Return what happens next, and by when; no day where nothing has to happen any more."""
    state = row.case.state
    if late(row):
        return words.NEXT["late"], row.answer_due
    days = {
        "announced": row.opens_on,
        "open": row.closes_on,
        "responding": row.answer_due,
        "correcting": row.answer_due,
        "answered": row.decides_on,
    }
    return words.NEXT[state], days.get(state)


def page(row: Consultation, viewer: Actor) -> dict[str, Any]:
    """Return what every page of one consultation shows around its content. One look-up of names."""
    named = names.names_of({*row.agencies, *row.about})
    kind = kinds()[row.kind]
    opens = row.opens_on or today()
    return {
        "row": row,
        "state": words.STATES[row.case.state],
        "state_kind": STATE_KINDS[row.case.state],
        "kind": kind.name,
        "rule": kind.rule(opens),
        "host": named.get(row.host),
        "agencies": [named[one] for one in row.agencies],
        "about": [named[one] for one in row.about],
        "next": next_step(row),
        "late": late(row),
        "assurance": ASSURANCES[row.assurance],
        "steps": [_step(one) for one in reversed(row.moves)],
        "viewer": viewer,
        "on_desk": bool(policy.answers_for(viewer, row)),
        "left": (row.closes_on - today()).days if row.closes_on else None,
    }


def _step(move: dict[str, Any]) -> dict[str, Any]:
    return {
        "at": datetime.fromisoformat(move["at"]),
        "seq": move.get("seq"),
        "text": words.STEPS[move["event"]],
        "before": _day(move.get("before")),
        "after": _day(move.get("after")),
        "reason": move.get("reason", ""),
        "progress": move.get("progress", ""),
    }


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None


def comments(row: Consultation, found: Iterable[Comment]) -> list[dict[str, Any]]:
    """Return comments with their replies as pages show them."""
    labels = {one["id"]: one["label"] for one in row.anchors}
    return [comment(one, labels, [comment(each, labels) for each in one.shown_replies]) for one in found]


def comment(one: Comment, labels: dict[str, str], replies: Any = ()) -> dict[str, Any]:
    """Return one comment as pages show it; `more` counts replies that are not listed."""
    total = one.n_replies
    return {
        "row": one,
        "part": labels.get(one.anchor, ""),
        "hidden": HIDE_GROUNDS.get(one.hidden_ground) if one.hidden_at else None,
        "replies": replies,
        "more": max(total - len(replies), 0),
        "total": total,
    }


def groups(row: Consultation, found: Iterable[Cluster]) -> list[dict[str, Any]]:
    """Return groups with what each agency says of them. One look-up of names."""
    rows = list(found)
    named = names.names_of({*row.agencies, *(agency for one in rows for agency in one.agencies)})
    return [
        {
            "row": one,
            "answers": [_answer(named[agency], one, agency) for agency in one.agencies],
            "comments": getattr(one, "n_comments", 0),
        }
        for one in rows
    ]


def table(groups: Groups) -> list[dict[str, Any]]:
    """Return the groups of a table that is not in the rows (a draft, an old version) in the shape of `groups`."""
    named = names.names_of({agency for one in groups.values() for agency in one.answers})
    return [
        {
            "row": {"number": number, "summary": one.summary},
            "answers": [
                {
                    "agency": named[agency],
                    "agency_id": agency,
                    "position": said,
                    "said": said.given,
                    "disposition": DISPOSITIONS.get(said.disposition),
                    "kind": DISPOSITION_KINDS.get(said.disposition, "plain"),
                }
                for agency, said in one.answers.items()
            ],
            "comments": len(one.comments),
        }
        for number, one in sorted(groups.items())
    ]


def changes(found: Iterable[Change], *, concerned: bool = False) -> list[dict[str, Any]]:
    """Return the cells that differ between two tables as pages show them. One look-up of names.

    `concerned` names also the agencies that are to answer a group from now on, or no longer.
    """
    listed = [one for one in found if concerned or one.column != "agency"]
    named = names.names_of({one.agency for one in listed if one.agency})
    return [
        {
            "group": one.group,
            "agency": named.get(one.agency),
            "label": COLUMNS["agency_name"] if one.column == "agency" else one.label,
            "before": _cell(one, one.before, named),
            "after": _cell(one, one.after, named),
        }
        for one in listed
    ]


def _cell(change: Change, value: str, named: Mapping[str, names.Name]) -> LanguageMap:
    if change.column == "disposition" and value:
        return DISPOSITIONS[value]
    if change.column == "agency" and value in named:
        return named[value].text
    return {"zh-Hant": value, "en": value}


def _answer(name: Any, cluster: Cluster, agency: str) -> dict[str, Any]:
    said = next((one for one in cluster.positions.all() if one.agency_id == agency), None)
    return {
        "agency": name,
        "agency_id": agency,
        "position": said,
        "said": said is not None and queries.is_said(said),
        "disposition": DISPOSITIONS.get(said.disposition) if said else None,
        "kind": DISPOSITION_KINDS.get(said.disposition, "plain") if said else "plain",
    }


def mine(found: Iterable[Comment]) -> list[dict[str, Any]]:
    """Return somebody's comments with what became of each. One look-up of names."""
    rows = list(found)
    answers = {one.pk: list(getattr(one.cluster, "answers", ())) for one in rows}
    named = names.names_of({each.agency_id for listed in answers.values() for each in listed})
    return [
        {
            "row": one,
            "state": words.STATES[one.consultation.case.state],
            "next": next_step(one.consultation),
            "answers": [
                {
                    "agency": named[each.agency_id],
                    "disposition": DISPOSITIONS[each.disposition],
                    "kind": DISPOSITION_KINDS[each.disposition],
                    "reasons": each.reasons,
                }
                for each in answers[one.pk]
            ],
        }
        for one in rows
    ]
