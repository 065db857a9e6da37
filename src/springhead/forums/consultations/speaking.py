"""The effects of what everybody does in a consultation, and of moderation. Called by `cases.fire`, in its transaction.

What people wrote and voted stays out of the ledger, which proves it by digests: it may have to be hidden. Whoever
comments or votes stands there under the pseudonym of this consultation.
"""

from datetime import datetime
from functools import partial
from typing import Any, Final

from springhead.engine.kernel.fold import fold
from springhead.engine.kernel.language import pick
from springhead.engine.kernel.problems import Refused
from springhead.forums.consultations import commands, letters, pseudonyms, texts
from springhead.forums.consultations.models import Comment, Consultation, Statement, Vote
from springhead.forums.consultations.vocabulary import ASSURANCES, NUMBERS, Brought, Standing
from springhead.foundation.cases import askers
from springhead.foundation.cases.mailbox import post
from springhead.foundation.cases.models import Case
from springhead.foundation.cases.registry import Told, Turn
from springhead.foundation.ledger.models import Event

MOST_COMMENTS: Final = 100  # of one voice in one consultation
MOST_PROPOSALS: Final = 20


def _row(case: Case) -> Consultation:
    return Consultation.objects.select_related("case").get(case=case)


def _sure_enough(row: Consultation, turn: Turn) -> None:
    if turn.by.assurance < row.assurance:
        raise Refused(texts.NOT_SURE_ENOUGH.at("assurance", needed=ASSURANCES[row.assurance]))


def comment(case: Case, command: commands.Comment, turn: Turn) -> Told:
    """Publish what somebody said, under the masked name. Refused below the assurance asked for, or after a hundred."""
    row = _row(case)
    _sure_enough(row, turn)
    voice = pseudonyms.of(row, turn.by.id, pseudonyms.COMMENT)
    mine = Comment.objects.filter(consultation=row, voice=voice).count()
    if mine >= MOST_COMMENTS:
        raise Refused(texts.ENOUGH_SAID.at("text", most=MOST_COMMENTS))
    parent = Comment.objects.filter(consultation=row, number=command.to).first() if command.to else None
    made = Comment.objects.create(
        consultation=row,
        number=row.comments + 1,
        thread=(parent.thread or parent) if parent else None,
        to=command.to,
        party_id=turn.by.id,
        voice=voice,
        name_shown=askers.shown_name(turn.by.id),
        anchor=command.anchor or (parent.anchor if parent else ""),
        text=command.text,
        words=fold(command.text),
        at=turn.at,
    )
    row.comments += 1
    row.voices += not mine
    row.save(update_fields=["comments", "voices"])
    askers.follow(turn.by.id, case.number, at=turn.at)
    public = {"comment": made.number, "anchor": made.anchor, "to": made.to}
    return Told(
        public=public, private={"text": made.text}, actor=voice, then=(partial(_numbered, made, case),)
    )


def _numbered(made: Comment | Vote, case: Case) -> None:
    """Remember the line of the ledger: the newest of the case, which is locked."""
    made.seq = Event.objects.filter(subject=case.number).order_by("-seq").values_list("seq", flat=True)[0]
    made.save(update_fields=["seq"])


def bring_in(case: Case, command: commands.BringIn, turn: Turn) -> Told:
    """Take over comments of another platform; those whose number is here already stay as they are."""
    row = _row(case)
    known = set(row.said.exclude(origin="").values_list("origin", flat=True))
    fresh = [one for one in command.comments if one.number not in known]
    Comment.objects.bulk_create(
        [_brought(row, one, row.comments + n, turn.at) for n, one in enumerate(fresh, 1)], batch_size=500
    )
    row.comments += len(fresh)
    row.save(update_fields=["comments"])
    private = {"comments": [[one.number, one.on, one.text] for one in fresh]} if fresh else None
    public = {"comments": len(fresh), "known": len(command.comments) - len(fresh)}
    return Told(public=public, private=private)


def _brought(row: Consultation, one: Brought, number: int, at: datetime) -> Comment:
    on = datetime.fromisoformat(f"{one.on}T12:00:00+08:00") if one.on else at
    return Comment(
        consultation=row,
        number=number,
        voice=pseudonyms.of(row, f"brought:{one.number}", pseudonyms.COMMENT),
        name_shown=askers.masked(one.name),
        anchor=one.anchor,
        text=one.text,
        words=fold(one.text),
        at=on,
        origin=one.number,
    )


def propose(case: Case, command: commands.Propose, turn: Turn) -> Told:
    """Keep a statement until the host has read it."""
    row = _row(case)
    _sure_enough(row, turn)
    if row.sentences.filter(party_id=turn.by.id).count() >= MOST_PROPOSALS:
        raise Refused(texts.ENOUGH_PROPOSED.at("text", most=MOST_PROPOSALS))
    made = Statement.objects.create(
        consultation=row,
        number=(row.sentences.order_by("-number").values_list("number", flat=True).first() or 0) + 1,
        text=command.text,
        party_id=turn.by.id,
        at=turn.at,
    )
    askers.follow(turn.by.id, case.number, at=turn.at)
    voice = pseudonyms.of(row, turn.by.id, pseudonyms.COMMENT)
    return Told(public={"statement": made.number}, private={"text": made.text}, actor=voice)


def vote(case: Case, command: commands.Vote, turn: Turn) -> Told:
    """Keep the last vote of a voice on a statement. Its digest stands in the ledger, the choice does not."""
    row = _row(case)
    _sure_enough(row, turn)
    assert command.choice is not None  # the guard saw to it
    voice = pseudonyms.of(row, turn.by.id, pseudonyms.VOTE)
    sentence = row.sentences.get(number=command.statement)
    made, fresh = Vote.objects.update_or_create(
        statement=sentence,
        voice=voice,
        defaults={"choice": NUMBERS[command.choice], "at": turn.at},
    )
    if fresh:
        row.votes += 1
        row.save(update_fields=["votes"])
        askers.follow(turn.by.id, case.number, at=turn.at)
    return Told(
        public={"statement": command.statement},
        private={"vote": str(command.choice)},
        actor=voice,
        then=(partial(_numbered, made, case),),
    )


def hide(case: Case, command: commands.Hide, turn: Turn) -> Told:
    """Hide a text; its digest stays where it is, and its author hears why."""
    row = _row(case)
    made = row.said.get(number=command.comment)
    made.hidden_at, made.hidden_ground = turn.at, str(command.ground)
    made.save(update_fields=["hidden_at", "hidden_ground"])
    _tell(
        f"hidden:{case.number}:{made.number}:{turn.at.isoformat()}",
        made.party_id,
        "hidden",
        title=case.title,
        text=made.text,
        number=made.number,
        ground=letters.ground(made.hidden_ground),
        reason=command.reason,
        path=f"/consultations/{case.number}",
    )
    public = {"comment": made.number, "ground": made.hidden_ground}
    return Told(public=public, private={"reason": command.reason})


def unhide(case: Case, command: commands.Unhide, _turn: Turn) -> Told:
    """Show a text again."""
    made = _row(case).said.get(number=command.comment)
    made.hidden_at, made.hidden_ground = None, ""
    made.save(update_fields=["hidden_at", "hidden_ground"])
    return Told(public={"comment": made.number})


def admit(case: Case, command: commands.Admit, _turn: Turn) -> Told:
    """Put a statement up for voting."""
    made = _row(case).sentences.get(number=command.statement)
    made.standing = Standing.SHOWN
    made.save(update_fields=["standing"])
    return Told(public={"statement": made.number, "text": made.text})


def turn_down(case: Case, command: commands.TurnDown, _turn: Turn) -> Told:
    """Do not put a statement up; whoever proposed it hears why."""
    made = _row(case).sentences.get(number=command.statement)
    made.standing = Standing.DECLINED
    made.save(update_fields=["standing"])
    _tell(
        f"turned_down:{case.number}:{made.number}",
        made.party_id,
        "turned_down",
        title=case.title,
        text=made.text,
        number=made.number,
        reason=command.reason,
        path=f"/consultations/{case.number}",
    )
    return Told(public={"statement": made.number}, private={"reason": command.reason})


def _tell(key: str, party_id: str, letter: str, **said: Any) -> None:
    """Mail whoever wrote something; nobody where it came from another platform."""
    to, lang = askers.address_of(party_id) if party_id else ("", "")
    if to:
        title = pick(said.pop("title"), lang)
        post(key=key, to=to, **letters.write(letter, lang, title=title, **said))
