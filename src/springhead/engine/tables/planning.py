"""The plans a recipe asks for, before any cell is looked at."""

from collections.abc import Sequence
from typing import Final

from springhead.engine.kernel.problems import Refused
from springhead.engine.tables import texts
from springhead.engine.tables.deciding import FORCED, ColumnPlan
from springhead.engine.tables.labels import Label
from springhead.engine.tables.recipe import Mending, Recipe
from springhead.engine.tables.schema import Type

OPS: Final = frozenset(
    (
        "encoding",
        "delimiter",
        "sheet",
        "record_path",
        "header_rows",
        "title_rows",
        "name",
        "type",
        "missing_marks",
        "keep_raw",
        "roc_dates",
        "ragged",
        "twd97_zone",
        "strip_hidden",
        "accept",
    )
)


def plans(labels: Sequence[Label], recipe: Recipe, declared: dict[int, str]) -> list[ColumnPlan]:
    """Return one plan per column. Raises `Refused` for a mending that makes no sense."""
    for mending in recipe.mendings:
        if mending.op not in OPS:
            raise Refused(texts.BAD_MENDING.at(mending.op, value=mending.value))
    return [_plan(at, label, recipe, declared.get(at, "")) for at, label in enumerate(labels)]


def concerns(mending: Mending, at: int, label: Label) -> bool:
    """Tell whether a mending is about this column (by name, by number, or about all)."""
    return mending.column in {label.name, f"#{at + 1}"}


def _plan(at: int, label: Label, recipe: Recipe, declared: str) -> ColumnPlan:
    mine = [mending for mending in recipe.mendings if concerns(mending, at, label)]
    everywhere = [mending for mending in recipe.mendings if not mending.column]
    raw = any(mending.op == "keep_raw" for mending in (*mine, *everywhere))
    marks = frozenset(
        str(mark)
        for mending in (*mine, *everywhere)
        if mending.op == "missing_marks"
        for mark in _listed(mending)
    )
    quiet = {"roc-date"} if any(mending.op == "roc_dates" for mending in (*mine, *everywhere)) else set()
    kind = next((_type(mending) for mending in reversed(mine) if mending.op == "type"), None)
    if kind is None and declared == Type.TEXT:
        kind = Type.TEXT
    return ColumnPlan(
        name=label.name,
        type=kind or Type.TEXT,
        shapes=FORCED[kind] if kind else frozenset(),
        raw=raw,
        forced=kind is not None,
        unnamed=label.unnamed,
        marks=marks,
        quiet=frozenset(quiet),
    )


def _listed(mending: Mending) -> list[object]:
    if not isinstance(mending.value, list | tuple):
        raise Refused(texts.BAD_MENDING.at("missing_marks", value=mending.value))
    return list(mending.value)


def _type(mending: Mending) -> Type:
    try:
        return Type(str(mending.value))
    except ValueError as error:
        raise Refused(texts.BAD_MENDING.at("type", value=mending.value)) from error
