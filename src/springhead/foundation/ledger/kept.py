"""Rows of nouns that have to fit the ledger one to one; `./springhead verify` compares them. Wired in `config`."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from springhead.engine.kernel.problems import Problem

Compare = Callable[[], Iterable[Problem]]

_COMPARISONS: Final[list[Compare]] = []


def install(comparisons: Iterable[Compare]) -> None:
    """Make these, and only these, the comparisons of the process."""
    _COMPARISONS[:] = list(comparisons)


def problems() -> Iterator[Problem]:
    """Yield whatever does not fit: a row without its event, an event without its row, a row that says something else."""
    for compare in _COMPARISONS:
        yield from compare()
