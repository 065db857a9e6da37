"""Vote files: plain CSV, one vote per row, `voter,statement,vote`; read and written row by row.

Read as well: Polis' export with one voter per row and one column per statement. Names are whatever identifies a
voter (published: a pseudonym) and a statement. The written form is canonical: the same votes give the same bytes.
"""

import csv
import hashlib
import io
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final, TextIO

import numpy as np

from springhead.engine.kernel.language import joined
from springhead.engine.kernel.problems import Problem, Refused
from springhead.engine.opinions import texts
from springhead.engine.opinions.votes import AGREE, DISAGREE, PASS, UNSEEN, Votes, arrange

COLUMNS: Final = ("voter", "statement", "vote")
_ALIASES: Final = {"表態者": "voter", "意見": "statement", "表態": "vote"}
WORDS: Final = {AGREE: "agree", DISAGREE: "disagree", PASS: "pass"}
_VOTES: Final = {
    **{word: vote for vote, word in WORDS.items()},
    "1": AGREE,
    "-1": DISAGREE,
    "0": PASS,
    "同意": AGREE,
    "不同意": DISAGREE,
    "略過": PASS,
}
_POLIS: Final = ("participant", "group-id", "n-comments", "n-votes", "n-agree", "n-disagree")
LONGEST: Final = 200  # characters of a name
MOST_CELLS: Final = 200_000_000  # voters times statements
MOST_STATEMENTS: Final = 3_000  # the work grows with their square
MOST_PROBLEMS: Final = 20
SHOWN: Final = 40  # characters of a bad value


@dataclass(slots=True)
class _Heap:
    """What has been read: names in order of appearance, and each vote with the row it stands in."""

    voters: dict[str, int] = field(default_factory=dict)
    statements: dict[str, int] = field(default_factory=dict)
    voter: "array[int]" = field(default_factory=lambda: array("I"))
    statement: "array[int]" = field(default_factory=lambda: array("I"))
    vote: "array[int]" = field(default_factory=lambda: array("b"))
    row: "array[int]" = field(default_factory=lambda: array("I"))
    problems: list[Problem] = field(default_factory=list)

    def told(self, problem: Problem) -> None:
        """Keep a problem; refuse once there are many."""
        self.problems.append(problem)
        if len(self.problems) >= MOST_PROBLEMS:
            raise Refused(*self.problems)

    def number(self, names: dict[str, int], name: str, row: int, column: str) -> int | None:
        """Return the number of a name, a new one for a new name; None when it cannot be used."""
        known = names.get(name)
        if known is not None:
            return known
        if not name.strip():
            self.told(texts.BLANK.at(column, row=row))
            return None
        if len(name) > LONGEST or not name.isprintable():  # bytes outside UTF-8 are not printable either
            self.told(texts.NAME.at(column, row=row, most=LONGEST))
            return None
        names[name] = len(names)
        if len(self.statements) > MOST_STATEMENTS:
            raise Refused(*self.problems, texts.TOO_MANY.at(column, row=row, most=MOST_STATEMENTS))
        cells = len(self.voters) * len(self.statements)
        if cells > MOST_CELLS:
            raise Refused(*self.problems, texts.TOO_LARGE.at(row=row, cells=cells, most=MOST_CELLS))
        return names[name]

    def cast(self, voter: int, statement: int, vote: int, row: int) -> None:
        """Keep one vote."""
        self.voter.append(voter)
        self.statement.append(statement)
        self.vote.append(vote)
        self.row.append(row)


def read(file: BinaryIO) -> Votes:
    """Read a vote file. Raises Refused with up to twenty problems, each naming row and column."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
    try:
        return _votes(_rows(text))
    finally:
        text.detach()


def _votes(rows: Iterator[tuple[int, list[str]]]) -> Votes:
    heap = _Heap()
    _, header = next(rows, (1, []))
    names = [cell.strip().casefold() for cell in header]
    if names[:1] == ["participant"]:
        _read_polis(rows, names, heap)
    else:
        _read_plain(rows, [_ALIASES.get(name, name) for name in names], heap)
    if not heap.vote and not heap.problems:
        heap.problems.append(texts.EMPTY.at())
    votes = _matrix(heap)
    if heap.problems:
        raise Refused(*heap.problems)
    return votes


def _rows(text: TextIO) -> Iterator[tuple[int, list[str]]]:
    """Yield rows that are not blank with their number, as a spreadsheet counts."""
    reader = csv.reader(text, strict=True)
    number = 0
    try:
        for number, row in enumerate(reader, 1):
            if row:
                yield number, row
    except csv.Error as error:
        raise Refused(texts.DAMAGED.at(row=number + 1, reason=str(error))) from error


def _read_plain(rows: Iterator[tuple[int, list[str]]], names: list[str], heap: _Heap) -> None:
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise Refused(texts.HEADER.at(missing=joined(missing)))
    at_voter, at_statement, at_vote = (names.index(name) for name in COLUMNS)
    known_voter, known_statement, known_vote = heap.voters.get, heap.statements.get, _VOTES.get
    width = len(names)
    for row, cells in rows:
        if len(cells) != width:
            heap.told(texts.CELLS.at(row=row, found=len(cells), wanted=width))
            continue
        voter, statement = known_voter(cells[at_voter]), known_statement(cells[at_statement])
        vote = known_vote(cells[at_vote])
        if voter is None or statement is None or vote is None:
            voter = heap.number(heap.voters, cells[at_voter], row, "voter")
            statement = heap.number(heap.statements, cells[at_statement], row, "statement")
            vote = _vote(cells[at_vote], row, "vote", heap)
        if voter is not None and statement is not None and vote is not None:
            heap.cast(voter, statement, vote, row)


def _read_polis(rows: Iterator[tuple[int, list[str]]], names: list[str], heap: _Heap) -> None:
    missing = [name for name in _POLIS if name not in names]
    if missing:
        raise Refused(texts.HEADER.at(missing=joined(missing)))
    columns = [(at, name) for at, name in enumerate(names) if name not in _POLIS]
    numbers = [(at, name, heap.number(heap.statements, name, 1, name or str(at + 1))) for at, name in columns]
    first: dict[int, int] = {}
    for row, cells in rows:
        if len(cells) != len(names):
            heap.told(texts.CELLS.at(row=row, found=len(cells), wanted=len(names)))
            continue
        voter = heap.number(heap.voters, cells[names.index("participant")], row, "participant")
        if voter is not None and first.setdefault(voter, row) != row:
            heap.told(texts.VOTER_TWICE.at("participant", row=row, first=first[voter]))
        for at, name, statement in numbers:
            if cells[at] and voter is not None and statement is not None:
                vote = _vote(cells[at], row, name, heap)
                if vote is not None:
                    heap.cast(voter, statement, vote, row)


def _vote(cell: str, row: int, column: str, heap: _Heap) -> int | None:
    vote = _VOTES.get(cell)
    if vote is None:
        vote = _VOTES.get(cell.strip().casefold())
    if vote is None:
        shown = cell.encode("utf-8", "replace").decode()[:SHOWN]
        heap.told(texts.VOTE.at(column, row=row, value=shown))
    return vote


def _matrix(heap: _Heap) -> Votes:
    """Return the votes as a matrix; votes cast twice are kept as problems."""
    voter, statement = (
        np.frombuffer(one, np.uint32).astype(np.int64) for one in (heap.voter, heap.statement)
    )
    vote, row = np.frombuffer(heap.vote, np.int8), np.frombuffer(heap.row, np.uint32)
    matrix = np.full((len(heap.voters), len(heap.statements)), UNSEEN, np.int8)
    place = voter * max(len(heap.statements), 1) + statement
    order = np.argsort(place, kind="stable")
    again = np.flatnonzero(np.diff(place[order]) == 0) + 1
    names = list(heap.statements)
    for at in sorted(again[: MOST_PROBLEMS * 4].tolist(), key=lambda one: int(row[order[one]])):
        one, before = order[at], order[at - 1]
        if len(heap.problems) < MOST_PROBLEMS and row[one] != row[before]:
            heap.problems.append(
                texts.TWICE.at(names[statement[one]], row=int(row[one]), first=int(row[before]))
            )
    matrix.reshape(-1)[place] = vote
    return arrange(tuple(heap.voters), tuple(heap.statements), matrix)


def lines(votes: Votes) -> Iterator[bytes]:
    """Yield the canonical file in pieces of a voter each, the header first."""
    yield (",".join(COLUMNS) + "\n").encode()
    ends = {vote: f",{word}\n" for vote, word in WORDS.items()}
    statements = [f",{_quoted(name)}" for name in votes.statements]
    for voter, cast in zip(votes.voters, votes.matrix, strict=True):
        name = _quoted(voter)
        seen = np.flatnonzero(cast != UNSEEN).tolist()
        said = cast.tolist()
        yield "".join([f"{name}{statements[at]}{ends[said[at]]}" for at in seen]).encode()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"' if any(mark in name for mark in ',"\r\n') else name


def write(votes: Votes, put: Callable[[bytes], object]) -> str:
    """Write the canonical file through `put` (a file's `write`). Returns its SHA-256, as `sha256sum` prints it."""
    digest = hashlib.sha256()
    for piece in lines(votes):
        digest.update(piece)
        put(piece)
    return digest.hexdigest()
