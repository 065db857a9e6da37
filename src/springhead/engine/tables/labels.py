"""From header rows to the names of columns: joined, cleaned, unique, with units and a second language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from springhead.engine.kernel.problems import Kind
from springhead.engine.tables import header as layout
from springhead.engine.tables import texts, units
from springhead.engine.tables.findings import Finding
from springhead.engine.tables.recipe import Mending, Recipe

_SPACE: Final = re.compile(r"[\s\u200b\ufeff]+")
_UNIT: Final = re.compile(r"(.+?)\s*[(（\[［]([^()（）\[\]［］]{1,14})[)）\]］]\Z")


@dataclass(frozen=True, slots=True)
class Label:
    """The name of one column as the table will show it."""

    name: str
    title: dict[str, str] = field(default_factory=dict)
    unit: str = ""
    unnamed: bool = False


@dataclass(slots=True)
class Labels:
    """All names of a table, what was wrong with the header, and how each wrong one would be mended."""

    labels: list[Label]
    findings: list[Finding] = field(default_factory=list)
    mendings: list[Mending] = field(default_factory=list)


def make(header: Sequence[Sequence[str]], width: int, *, recipe: Recipe, row: int, line: int) -> Labels:
    """Name `width` columns; `row` and `line` say where the header stands (they go into the findings)."""
    made = Labels(_joined(header, width))
    renamed = {mending.column: str(mending.value) for mending in recipe.of("name")}
    taken: set[str] = set()
    said = {_clean(label.name) for label in made.labels}
    for at, label in enumerate(made.labels):
        place = f"#{at + 1}"
        wish = renamed.get(place) or renamed.get(label.name) or label.name
        clean = _clean(wish)
        name = clean
        if not clean:
            name = _free(f"欄{at + 1}", taken | said)
            _tell(made, texts.BLANK_LABEL, at, (row, line), value="", fixed=name)
        elif clean in taken:
            name = _free(clean, taken | said)
            _tell(made, texts.DUPLICATE_LABEL, at, (row, line), value=clean, fixed=name)
        taken.add(name)
        made.labels[at] = replace(label, name=name, unit=label.unit or _unit(name), unnamed=not clean)
    if not header:
        made.findings, made.mendings = [], []
    return made


def _tell(  # noqa: PLR0913  the facts of one finding
    made: Labels, kind: Kind, at: int, place: tuple[int, int], *, value: str, fixed: str
) -> None:
    problem = kind.at(f"#{at + 1}", number=at + 1, value=value, fixed=fixed)
    made.findings.append(Finding(problem, place[0], place[1], f"#{at + 1}", value))
    made.mendings.append(Mending("name", f"#{at + 1}", fixed))


def _joined(header: Sequence[Sequence[str]], width: int) -> list[Label]:
    if not header:
        return [Label("") for _ in range(width)]
    rows = [[_clean(cell) for cell in row] + [""] * (width - len(row)) for row in header]
    if len(rows) == 1:
        return [Label(cell) for cell in rows[0][:width]]
    if len(rows) > 2 and units.are_units(rows[-1]):
        named = _joined([*rows[:-1]], width)
        said = [units.BARE.match(cell) for cell in rows[-1][:width]]
        return [replace(one, unit=unit[1] if unit else "") for one, unit in zip(named, said, strict=True)]
    top, under = rows[0][:width], rows[1][:width]
    if layout.bilingual(top, under):
        return [_two_languages(first, second) for first, second in zip(top, under, strict=True)]
    if units.are_units(under):
        bare = [units.BARE.match(cell) for cell in under]
        return [Label(name, unit=unit[1] if unit else "") for name, unit in zip(top, bare, strict=True)]
    return _merged(top, rows[1:], width)


def _two_languages(first: str, second: str) -> Label:
    english, chinese = (first, second) if first.isascii() else (second, first)
    return Label(first or second, {"zh-Hant": chinese or english, "en": english or chinese})


def _merged(top: list[str], rest: Sequence[Sequence[str]], width: int) -> list[Label]:
    names: list[Label] = []
    above = ""
    for at in range(width):
        below = [row[at] for row in rest if row[at]]
        above = top[at] or (above if below else "")
        parts = [part for part in (above, *below) if part]
        unique = [part for n, part in enumerate(parts) if part not in parts[:n]]
        names.append(Label("_".join(unique)))
    return names


def _clean(cell: str) -> str:
    return _SPACE.sub(" ", cell).strip()


def _unit(name: str) -> str:
    match = _UNIT.match(name)
    said = re.sub(r"^單位[:：]\s*", "", match[2]) if match else ""
    return said if said in units.UNITS else ""


def _free(wish: str, taken: set[str]) -> str:
    name, number = wish, 2
    while name in taken:
        name, number = f"{wish}_{number}", number + 1
    return name
