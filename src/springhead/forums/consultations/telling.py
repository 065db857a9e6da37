"""What programs read of consultations, and the mails that tell everybody what became of their comments."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Prefetch

from springhead.engine.kernel.language import Lang, normal, pick
from springhead.forums.consultations import letters, numbering, versions, words
from springhead.forums.consultations.answering import TELL
from springhead.forums.consultations.models import Cluster, Comment, Consultation, Position, TableVersion
from springhead.forums.consultations.vocabulary import DISPOSITIONS
from springhead.foundation.cases import askers
from springhead.foundation.cases.mailbox import post
from springhead.foundation.cases.models import Case
from springhead.foundation.jobs.registry import Handler
from springhead.foundation.jobs.run import Run
from springhead.foundation.ledger import words as names

BATCH: Final = 200


def details(cases: Iterable[Case]) -> dict[int, dict[str, Any]]:
    """Return what each of these cases tells, by primary key. One query."""
    rows = Consultation.objects.filter(case__in=list(cases)).select_related("case")
    return {row.case_id: consultation(row) for row in rows}


def consultation(row: Consultation) -> dict[str, Any]:
    """Return a consultation as programs read it."""
    return {
        "number": row.number,
        "kind": row.kind,
        "state": row.case.state,
        "phase": row.case.phase,
        "title": row.case.title,
        "host": row.host or None,
        "agencies": row.agencies,
        "question": row.question,
        "background": row.background,
        "can_change": row.can_change,
        "decides": row.decides,
        "decides_on": _iso(row.decides_on),
        "documents": row.papers,
        "about": row.about,
        "parts": row.anchors,
        "platform": row.platform or None,
        "here": row.here,
        "assurance": row.assurance,
        "statements": row.statements,
        "opens_on": _iso(row.opens_on),
        "closes_on": _iso(row.closes_on),
        "answer_due": _iso(row.answer_due),
        "missed_on": _iso(row.missed_on),
        "answered_at": _iso(row.answered_at),
        "answer": row.answer or None,
        "version": row.version,
        "moves": row.moves,
        "comments": row.comments,
        "voices": row.voices,
        "votes": row.votes if row.statements else None,
        "links": _links(row),
    }


def _links(row: Consultation) -> dict[str, str | None]:
    """Return where its parts are read; what is not there yet is null."""
    here, pages = f"/api/v1/consultations/{row.number}", f"/consultations/{row.number}"
    return {
        "page": pages,
        "comments": f"{here}/comments",
        "answers": f"{here}/answers" if row.answered_at else None,
        "statements": f"{here}/statements" if row.statements else None,
        "picture": f"{here}/picture" if row.statements and row.picture else None,
    }


def _iso(value: Any) -> str | None:
    return value.isoformat() if value else None


def comment(one: Comment) -> dict[str, Any]:
    """Return a comment as programs read it; a hidden text is null. Whoever wrote it stays a pseudonym."""
    return {
        "number": one.number,
        "voice": one.voice,
        "name": one.name_shown or None,
        "part": one.anchor or None,
        "to": one.to or None,
        "text": None if one.hidden_at else one.text,
        "hidden": one.hidden_ground or None,
        "at": one.at.isoformat(),
        "platform_number": one.origin or None,
        "group": one.cluster.number if one.cluster else None,
        "receipt": f"/ledger/receipts/{one.seq}.json" if one.seq is not None else None,
    }


def cluster(one: Cluster) -> dict[str, Any]:
    """Return a group with its published answers as programs read it."""
    return {
        "group": one.number,
        "summary": one.summary,
        "agencies": one.agencies,
        "comments": getattr(one, "n_comments", 0),
        "answers": [
            {"agency": each.agency_id, "disposition": each.disposition, "reasons": each.reasons}
            for each in one.positions.all()
        ],
    }


def edition(one: TableVersion) -> dict[str, Any]:
    """Return a version of the response table as programs read it, without its groups."""
    return {
        "version": one.number,
        "at": _iso(one.at),
        "reason": one.reason or None,
        "answer": one.answer,
        "ledger_line": one.seq,
    }


def kept(table: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the groups of a version that was kept, in the shape of `cluster`."""
    return [
        {
            "group": one["group"],
            "summary": one["summary"],
            "agencies": list(one["answers"]),
            "comments": len(numbering.read(one["comments"]) or ()),
            "answers": answers(one),
        }
        for one in table
    ]


def answers(group: dict[str, Any]) -> list[dict[str, str]]:
    """Return the answers of one group of a table that was kept."""
    told = group["answers"].items()
    return [{"agency": agency, "disposition": code, "reasons": why} for agency, (code, why) in told]


@dataclass(frozen=True, slots=True)
class News:
    """A correction: why, its number, and the comments that are answered otherwise than in the version before."""

    version: int
    reason: str
    comments: frozenset[int]


def news_of(row: Consultation, number: int) -> News:
    """Return what a later version says otherwise. Two queries."""
    before, after = versions.version(row, number - 1), versions.version(row, number)
    changed = versions.concerned(versions.restored(before.table), versions.restored(after.table))
    return News(number, after.reason, changed)


def tell_all(run: Run) -> None:
    """Mail everybody who commented what became of each comment; harmless to repeat.

    Of a correction only those hear whose comment is answered otherwise now.
    """
    row = Consultation.objects.select_related("case").get(case__number=run.payload["case"])
    number = run.payload.get("version", 1)
    news = news_of(row, number) if number > 1 else None
    last = ""
    while parties := _parties(row, after=last):
        for party_id in parties:
            run.check()
            _tell(row, party_id, news)
        last = parties[-1]


def _parties(row: Consultation, *, after: str) -> list[str]:
    """Return the next people who commented here, in order of their ids."""
    found = row.said.filter(party_id__gt=after).order_by("party_id")
    return list(found.values_list("party_id", flat=True).distinct()[:BATCH])


def _tell(row: Consultation, party_id: str, news: News | None) -> None:
    answered = Prefetch("cluster__positions", Position.objects.exclude(decision=None), to_attr="answers")
    found = row.said.filter(party_id=party_id).select_related("cluster").prefetch_related(answered)
    mine = [one for one in found.order_by("number") if news is None or one.number in news.comments]
    to, lang = askers.address_of(party_id) if mine else ("", "")
    if not to:
        return
    letter = letters.write(
        "corrected" if news else "answered",
        lang,
        title=pick(row.case.title, lang),
        answer=row.answer,
        reason=news.reason if news else "",
        lines="\n".join(_line(one, normal(lang)) for one in mine),
        path=f"/consultations/{row.number}{'/answers' if news else ''}",
    )
    version = f":v{news.version}" if news else ""
    post(key=f"{TELL}:{row.number}{version}:{party_id}", to=to, **letter)


def _line(one: Comment, lang: Lang) -> str:
    said = " ".join(one.text.split())[:120]
    lines = [f"{one.number}. {said}"]
    answers: Sequence[Position] = getattr(one.cluster, "answers", ()) if one.cluster else ()
    found = names.names_of({each.agency_id for each in answers})
    lines += [
        f"   → {pick(found[each.agency_id].text, lang)}：{pick(DISPOSITIONS[each.disposition], lang)}。{each.reasons}"
        for each in answers
    ]
    if not answers:
        lines.append(f"   → {pick(words.HIDDEN_LINE, lang)}")
    return "\n".join([*lines, ""])


HANDLERS: Final = (Handler(TELL, tell_all),)
