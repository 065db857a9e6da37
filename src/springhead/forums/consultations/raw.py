"""The raw comments, statements and votes of a consultation as CSV, pseudonymous, once it has closed.

The file of votes is the one the picture was made from, byte by byte; the file of ballots opens every digest of the
ledger, so that anybody can check the votes against it. Votes of fewer than thirty people are not handed out.
"""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

from django.db.models import QuerySet

from springhead.engine.opinions.files import COLUMNS, WORDS
from springhead.engine.opinions.method import STANDARD
from springhead.forums.consultations.models import Consultation, Vote
from springhead.forums.consultations.vocabulary import Standing
from springhead.foundation.catalog.bulk_sheets import marked
from springhead.foundation.ledger.models import Salt

STEP: Final = 2_000
AFTER: Final = ("responding", "answered", "correcting")
FILES: Final = ("comments", "statements", "votes", "ballots")


def enough_voters(row: Consultation) -> bool:
    """Tell whether so many people voted that votes may be shown. Stops at the thirtieth, however many there are."""
    found = Vote.objects.filter(statement__consultation=row).order_by().values_list("voice").distinct()
    return len(found[: STANDARD.voters_needed]) == STANDARD.voters_needed


def handed_out(row: Consultation) -> tuple[str, ...]:
    """Return which files there are: none before the end, those of votes only from thirty voters."""
    if row.case.state not in AFTER:
        return ()
    if not row.statements:
        return ("comments",)
    return FILES if enough_voters(row) else ("comments", "statements")


def lines(row: Consultation, name: str) -> Iterator[str]:
    """Yield one of the files, in bounded memory."""
    yield from {"comments": _comments, "statements": _statements, "votes": votes, "ballots": _ballots}[name](
        row
    )


def _comments(row: Consultation) -> Iterator[str]:
    yield "\ufeff"
    head = ("number", "voice", "part", "to", "text", "hidden", "at", "platform_number", "group")
    yield from _csv([head])
    found = row.said.select_related("cluster").order_by("number").iterator(chunk_size=STEP)
    yield from _csv(
        (
            one.number,
            one.voice,
            one.anchor,
            one.to or "",
            "" if one.hidden_at else marked(one.text),
            one.hidden_ground,
            one.at.isoformat(),
            marked(one.origin),
            one.cluster.number if one.cluster else "",
        )
        for one in found
    )


def _statements(row: Consultation) -> Iterator[str]:
    yield "\ufeff"
    yield from _csv([("statement", "text", "side")])
    shown = row.sentences.filter(standing=Standing.SHOWN)
    yield from _csv((one.number, marked(one.text), one.side) for one in shown)


def votes(row: Consultation) -> Iterator[str]:
    """Yield the canonical vote file of `engine/opinions`: voters in order of their names, statements of their numbers."""
    yield ",".join(COLUMNS) + "\n"
    for voter, statement, choice in (
        _cast(row).values_list("voice", "statement__number", "choice").iterator(STEP)
    ):
        yield f"{voter},{statement},{WORDS[choice]}\n"


def _ballots(row: Consultation) -> Iterator[str]:
    yield from _csv([(*COLUMNS, "ledger_line", "salt")])
    batch: list[tuple[str, int, int, int | None]] = []
    for one in _cast(row).values_list("voice", "statement__number", "choice", "seq").iterator(STEP):
        batch.append(one)
        if len(batch) == STEP:
            yield from _salted(batch)
            batch = []
    yield from _salted(batch)


def _salted(batch: list[tuple[str, int, int, int | None]]) -> Iterator[str]:
    seqs = [seq for *_, seq in batch if seq is not None]
    salts: dict[int, str] = {}
    for start in range(0, len(seqs), 500):
        found = Salt.objects.filter(event__in=seqs[start : start + 500], name="vote")
        salts.update(found.values_list("event_id", "salt"))
    yield from _csv(
        (voter, n, WORDS[choice], seq, salts.get(seq or 0, "")) for voter, n, choice, seq in batch
    )


def _cast(row: Consultation) -> QuerySet[Vote]:
    return Vote.objects.filter(statement__consultation=row).order_by("voice", "statement__number")


def _csv(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    for cells in rows:
        line = io.StringIO()
        csv.writer(line, lineterminator="\n").writerow(cells)
        yield line.getvalue()
