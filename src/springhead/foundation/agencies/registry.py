"""What other nouns add to agencies, handed over once by `config/wiring.py`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.language import LanguageMap
from springhead.foundation.agencies.models import Agency


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the agency page made by another noun: a heading, and a template with its values."""

    title: LanguageMap
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


PanelMaker = Callable[[Agency, Actor], Panel | None]
Merger = Callable[[Agency, Agency], None]

_panels: list[PanelMaker] = []
_mergers: list[Merger] = []
_sign_in: list[str] = []


def install(
    *, panels: tuple[PanelMaker, ...] = (), mergers: tuple[Merger, ...] = (), sign_in: tuple[str, ...] = ()
) -> None:
    """Set what stands on the agency page, and who moves rows when an agency is merged into another.

    A panel maker gets the agency and the viewer and may answer None. A merger gets (from, into) inside the
    transaction of the merge. `sign_in` names templates shown on the sign-in page.
    """
    _panels[:] = panels
    _mergers[:] = mergers
    _sign_in[:] = sign_in


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
