"""What other nouns tell the operator's commands; `config/wiring.py` fills it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Keeper:
    """A noun that keeps files. Hashes are SHA-256 in hex.

    `files` yields every hash its rows need. `related` returns the hashes made from one file, itself included.
    `forget` runs inside the purge's transaction: it removes or withdraws rows that hold or point at these
    files, writes the reason where a tombstone is shown, and returns public ids of what it touched.
    `refresh` runs afterwards, outside: it rewrites manifests and the search index for those ids; it may be
    called again with the same ones.
    """

    name: str
    files: Callable[[], Iterable[str]]
    related: Callable[[str], Iterable[str]]
    forget: Callable[[Sequence[str], str], Iterable[str]]
    refresh: Callable[[Sequence[str]], None]


_KEEPERS: Final[dict[str, Keeper]] = {}


def keep(keeper: Keeper) -> None:
    """Register a noun that keeps files."""
    _KEEPERS[keeper.name] = keeper


def keepers() -> tuple[Keeper, ...]:
    """Return every registered keeper, in order of registration."""
    return tuple(_KEEPERS.values())
