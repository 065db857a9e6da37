"""The picture of opinions, made once a consultation has closed, so that early votes do not sway later ones.

`engine/opinions` computes it from the very file of votes that everybody can download. Nothing for fewer than thirty
voters, no number for fewer than ten.
"""

import io
from dataclasses import dataclass
from typing import Any, Final

from springhead.engine.kernel.language import LanguageMap
from springhead.engine.opinions import files
from springhead.engine.opinions.picture import analyse, draw
from springhead.forums.consultations import bundle, raw
from springhead.forums.consultations.actions import DRAW
from springhead.forums.consultations.models import Consultation
from springhead.forums.consultations.vocabulary import CHOICES, Choice
from springhead.foundation.jobs.registry import Handler
from springhead.foundation.jobs.run import Run

SIZE: Final = 400
EDGE: Final = 24


def make(run: Run) -> None:
    """Compute and keep the picture of one consultation; harmless to repeat."""
    row = Consultation.objects.select_related("case").get(case__number=run.payload["case"])
    row.picture = compute(row)
    row.save(update_fields=["picture"])
    if raw.enough_voters(row):
        bundle.write(row)


def compute(row: Consultation) -> dict[str, Any]:
    """Return the published document of a consultation's votes; empty when nobody voted."""
    if not row.votes:
        return {}
    votes = files.read(io.BytesIO("".join(raw.votes(row)).encode()))
    return draw(analyse(votes), files.write(votes, lambda _piece: None)).as_json()


@dataclass(frozen=True, slots=True)
class Dot:
    """A circle on the page: middle and radius in pixels, and how many voters it stands for."""

    x: float
    y: float
    r: float
    voters: int


@dataclass(frozen=True, slots=True)
class Shape:
    """One group on the page: letter, outline (`points` of an SVG polygon), where its letter stands, its circles."""

    letter: str
    points: str
    x: float
    y: float
    dots: tuple[Dot, ...]
    voters: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """The picture in pixels; without groups there is none."""

    shapes: tuple[Shape, ...]
    width: int
    height: int


def drawing(document: dict[str, Any]) -> Drawing | None:
    """Return the picture in pixels, as high as its groups need; None where there are no groups."""
    circles = document.get("circles") or []
    if not circles:
        return None
    xs, ys = [one["x"] for one in circles], [one["y"] for one in circles]
    span = max(max(xs) - min(xs), max(ys) - min(ys)) or 1.0
    scale = (SIZE - 2 * EDGE) / span
    high = (max(ys) - min(ys)) * scale
    left = EDGE + (SIZE - 2 * EDGE - (max(xs) - min(xs)) * scale) / 2

    def at(x: float, y: float) -> tuple[float, float]:
        return round(left + (x - min(xs)) * scale, 1), round(EDGE + (max(ys) - y) * scale, 1)

    shapes = tuple(_shape(group, circles, at) for group in document["groups"])
    return Drawing(shapes, SIZE, round(high) + 2 * EDGE)


def _shape(group: dict[str, Any], circles: list[dict[str, Any]], at: Any) -> Shape:
    mine = [one for one in circles if one["group"] == group["group"]]
    spots = [(at(one["x"], one["y"]), int(one["voters"])) for one in mine]
    dots = tuple(Dot(x, y, round(3 + float(n) ** 0.5, 1), n) for (x, y), n in spots)
    points = " ".join(f"{x},{y}" for x, y in (at(*corner) for corner in group["hull"]))
    many = sum(one.voters for one in dots) or 1
    x = sum(one.x * one.voters for one in dots) / many
    y = sum(one.y * one.voters for one in dots) / many
    return Shape(group["group"], points, round(x, 1), round(y, 1), dots, group["voters"])


@dataclass(frozen=True, slots=True)
class Number:
    """How many chose something: None is withheld; `at_least` where withheld ones are left out of it."""

    choice: LanguageMap
    voters: int | None
    at_least: bool


def numbers(document: dict[str, Any], texts: dict[str, str]) -> list[dict[str, Any]]:
    """Return the numbers of every statement for a table: everybody's and each group's."""
    return [
        {
            "number": one["statement"],
            "text": texts.get(one["statement"], ""),
            "all": _numbers(one["all"]),
            "groups": [(letter, _numbers(cell)) for letter, cell in (one["groups"] or {}).items()],
        }
        for one in document.get("statements") or []
    ]


def _numbers(cell: dict[str, Any]) -> list[Number]:
    return [Number(CHOICES[choice], cell[str(choice)], bool(cell["short"])) for choice in Choice]


HANDLERS: Final = (Handler(DRAW, make), Handler(bundle.MAKE, bundle.make_missing))
