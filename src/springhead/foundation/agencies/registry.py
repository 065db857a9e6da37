"""What other nouns add to agencies, handed over once by `config/wiring.py`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.language import LanguageMap
from springhead.foundation.agencies.models import Agency, Person


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the agency page made by another noun: a heading, and a template with its values."""

    title: LanguageMap
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


PanelMaker = Callable[[Agency, Actor], Panel | None]
Merger = Callable[[Agency, Agency], None]
HandsOver = Callable[[Agency, Person, Person], Mapping[str, int]]

_panels: list[PanelMaker] = []
_mergers: list[Merger] = []
_sign_in: list[str] = []
_hands_over: list[HandsOver] = []


def install(
    *,
    panels: tuple[PanelMaker, ...] = (),
    mergers: tuple[Merger, ...] = (),
    sign_in: tuple[str, ...] = (),
    hands_over: tuple[HandsOver, ...] = (),
) -> None:
    """Set what stands on the agency page, and who moves rows when an agency is merged into another.

    A panel maker gets the agency and the viewer and may answer None. A merger gets (from, into) inside the
    transaction of the merge. `sign_in` names templates shown on the sign-in page. `hands_over` get (agency,
    leaving officer, successor) inside the transaction of a hand-over and return what they moved, counted.
    """
    _panels[:] = panels
    _mergers[:] = mergers
    _sign_in[:] = sign_in
    _hands_over[:] = hands_over


def sign_in_templates() -> tuple[str, ...]:
    """Return the templates that stand on the sign-in page."""
    return tuple(_sign_in)


def panels_of(agency: Agency, *, viewer: Actor) -> list[Panel]:
    """Return the panels of an agency's page, in the order of the wiring."""
    made = (maker(agency, viewer) for maker in _panels)
    return [panel for panel in made if panel is not None]


def move_rows(source: Agency, target: Agency) -> None:
    """Let every noun move its rows from one agency to another."""
    for merger in _mergers:
        merger(source, target)


def hand_over(agency: Agency, person: Person, successor: Person) -> Mapping[str, int]:
    """Let every noun move what it keeps for an officer to the successor; return how much of what."""
    return {what: count for mover in _hands_over for what, count in mover(agency, person, successor).items()}
