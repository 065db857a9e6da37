"""How the columns of a new version differ from the version people use now. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from springhead.engine.tables.schema import Column


@dataclass(frozen=True, slots=True)
class Drift:
    """Names of columns added and removed, and those whose type changed as `(name, before, after)`."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    retyped: tuple[tuple[str, str, str], ...] = ()

    @property
    def breaking(self) -> tuple[str, ...]:
        """Columns that programs may rely on and that are gone or different."""
        return (*self.removed, *(name for name, _, _ in self.retyped))

    @property
    def any(self) -> bool:
        """Whether anything changed."""
        return bool(self.added or self.removed or self.retyped)

    def as_json(self) -> dict[str, Any]:
        """Return the drift as plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Drift":
        """Read what `as_json` wrote."""
        retyped = tuple((str(name), str(old), str(new)) for name, old, new in data.get("retyped", ()))
        return cls(tuple(data.get("added", ())), tuple(data.get("removed", ())), retyped)


def between(before: Sequence[Column], after: Sequence[Column]) -> Drift:
    """Return how `after` differs from `before`; nothing before means no drift."""
    if not before:
        return Drift()
    old = {column.name: column for column in before}
    new = {column.name: column for column in after}
    return Drift(
        added=tuple(name for name in new if name not in old),
        removed=tuple(name for name in old if name not in new),
        retyped=tuple(
            (name, str(old[name].type), str(new[name].type))
            for name in new
            if name in old and old[name].type != new[name].type
        ),
    )
