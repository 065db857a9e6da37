"""What other nouns tell the operator's commands; `config/wiring.py` fills it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Keeper:
    """A noun that keeps files. Hashes are SHA-256 in hex.

    `files` yields every hash its rows need. `related` returns the hashes made from one file, itself included.
    `forget` runs inside the purge's transaction: it removes or withdraws rows that hold or point at these
    files, writes the reason where a tombstone is shown, and returns the public ids of datasets it touched.
    `refresh` runs afterwards, outside: it rewrites manifests and the search index for those ids; it may be
    called again with the same ones.
    """

    name: str
    files: Callable[[], Iterable[str]]
    related: Callable[[str], Iterable[str]]
    forget: Callable[[Sequence[str], str], Iterable[str]]
    refresh: Callable[[Sequence[str]], None]


_KEEPERS: Final[dict[str, Keeper]] = {}
_REBUILDERS: Final[dict[str, Callable[[], object]]] = {}


def keep(keeper: Keeper) -> None:
    """Register a noun that keeps files."""
    _KEEPERS[keeper.name] = keeper


def keepers() -> tuple[Keeper, ...]:
    """Return every registered keeper, in order of registration."""
    return tuple(_KEEPERS.values())


def rebuild_with(name: str, work: Callable[[], object]) -> None:
    """Register what builds a disposable part (manifests, search index) anew after a restore."""
    _REBUILDERS[name] = work


def rebuilders() -> tuple[Callable[[], object], ...]:
    """Return them in order of registration."""
    return tuple(_REBUILDERS.values())
