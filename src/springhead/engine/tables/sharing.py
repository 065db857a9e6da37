"""Checking one text file in several processes, each of which takes every n-th block.

Finding where the blocks begin costs a tenth of checking them, so every process does it for itself: nothing
but results travels between them. Only for a caller with no threads of its own (they fork), and only where
no table is written (typed values stay where they were made).
"""

import multiprocessing
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from typing import Any

import pyarrow as pa

from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.pieces import Piece, PieceResult

Task = Callable[[], Piece]
Tasks = Callable[[], Iterator[Task]]
Work = Callable[[Piece], PieceResult]

_NOTHING = pa.nulls(0)


def in_order(tasks: Tasks, work: Work, shares: int) -> Iterator[PieceResult]:
    """Yield the results of all tasks in order. Raises what a task raised, wherever it ran."""
    fork = multiprocessing.get_context("fork")
    ends: list[Connection] = []
    children = []
    for share in range(1, shares):
        ours, theirs = fork.Pipe(duplex=False)
        child = fork.Process(target=_child, args=(theirs, tasks, work, share, shares), daemon=True)
        child.start()
        theirs.close()
        ends.append(ours)
        children.append(child)
    try:
        for number, task in enumerate(tasks()):
            share = number % shares
            yield _received(ends[share - 1]) if share else work(task())
    finally:
        for end in ends:
            end.close()
        for child in children:
            child.terminate()
            child.join()


def _received(end: Connection) -> PieceResult:
    result: PieceResult | Refused = end.recv()
    if isinstance(result, Refused):
        raise result
    return result


def _child(end: Connection, tasks: Tasks, work: Work, share: int, shares: int) -> None:
    try:
        for number, task in enumerate(tasks()):
            if number % shares == share:
                end.send(_slim(work(task())))
    except Refused as refused:  # told by the parent, at its place in the file
        _send(end, refused)


def _send(end: Connection, message: Any) -> None:
    try:
        end.send(message)
    except (BrokenPipeError, ConnectionResetError):
        return  # the parent has stopped reading: it met the same error first


def _slim(result: PieceResult) -> PieceResult:
    result.piece.batch = result.piece.batch.slice(0, 0)
    for column in result.columns:
        column.values = _NOTHING
    return result
