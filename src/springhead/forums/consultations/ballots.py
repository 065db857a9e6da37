"""Compares every vote with the event that proves it: one added, removed or changed in the database is named."""

from collections.abc import Iterator, Sequence
from typing import Final

from springhead.engine.kernel.problems import Problem
from springhead.forums.consultations import table_texts as texts
from springhead.forums.consultations.models import Vote
from springhead.forums.consultations.vocabulary import NUMBERS
from springhead.foundation.ledger.entries import Entry, Fact
from springhead.foundation.ledger.models import Event, Salt
from springhead.foundation.ledger.queries import as_entry

STEP: Final = 500
EVENT: Final = "consultation.vote"
WORDS: Final = {number: str(choice) for choice, number in NUMBERS.items()}


def compare() -> Iterator[Problem]:
    """Yield what does not fit, streaming: votes against their events, then events against the votes."""
    last = 0
    rows = Vote.objects.select_related("statement__consultation__case").order_by("pk")
    while found := list(rows.filter(pk__gt=last)[:STEP]):
        yield from _votes_against_events(found)
        last = found[-1].pk
    seq = -1
    events = Event.objects.filter(event=EVENT).order_by("seq")
    while lines := list(events.filter(seq__gt=seq)[:STEP]):
        yield from _events_against_votes([as_entry(one) for one in lines])
        seq = lines[-1].seq


def _votes_against_events(found: Sequence[Vote]) -> Iterator[Problem]:
    seqs = [one.seq for one in found if one.seq is not None]
    entries = {one.seq: as_entry(one) for one in Event.objects.filter(seq__in=seqs, event=EVENT)}
    salts = dict(Salt.objects.filter(event__in=seqs, name="vote").values_list("event_id", "salt"))
    for one in found:
        number, statement = one.statement.consultation.number, one.statement.number
        entry = entries.get(one.seq) if one.seq is not None else None
        theirs = (number, one.voice, statement)
        if entry is None or (entry.subject, entry.actor, entry.public.get("statement")) != theirs:
            yield texts.BALLOT_ADDED.at(number, statement=statement, voter=one.voice)
        elif Fact(salts.get(entry.seq, ""), WORDS.get(one.choice)).digest("vote") != entry.private["vote"]:
            yield texts.BALLOT_CHANGED.at(number, seq=entry.seq)


def _events_against_votes(entries: Sequence[Entry]) -> Iterator[Problem]:
    """Every vote event has a vote of the same voice on the same statement, of this line or a later one."""
    votes = Vote.objects.filter(voice__in={one.actor for one in entries})
    known = {
        (number, voice, statement): seq
        for number, voice, statement, seq in votes.values_list(
            "statement__consultation__case__number", "voice", "statement__number", "seq"
        )
    }
    for one in entries:
        seq = known.get((one.subject, one.actor, int(one.public["statement"])))
        if seq is None or seq < one.seq:
            yield texts.BALLOT_REMOVED.at(one.subject, seq=one.seq)
