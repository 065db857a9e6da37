"""How the columns of a new version differ from the version people use now. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from springhead.engine.kernel.language import LanguageMap
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


def told(data: Mapping[str, Any]) -> LanguageMap:
    """Return what follows the news of a version: how its columns (`as_json`) changed; empty when none did."""
    found = Drift.from_json(data)
    if not found.any:
        return {}
    retyped = [f"{name} ({before} → {after})" for name, before, after in found.retyped]
    parts = (
        ("新增欄位", "new columns", found.added),
        ("不再提供的欄位", "columns no longer there", found.removed),
        ("型別改變的欄位", "columns of another type", retyped),
    )
    return {
        "zh-Hant": "".join(f"；{zh}：{'、'.join(names)}" for zh, _, names in parts if names),
        "en": "".join(f"; {en}: {', '.join(names)}" for _, en, names in parts if names),
    }


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
