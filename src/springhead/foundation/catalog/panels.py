"""What other nouns show on a dataset's page, handed over once by `config/wiring.py`."""

from collections.abc import Callable, Sequence

from springhead.engine.kernel.actors import Actor
from springhead.foundation.agencies.registry import Panel
from springhead.foundation.catalog.models import Dataset

PanelMaker = Callable[[Dataset, Actor], Panel | None]

DeskPanelMaker = Callable[[Actor, Sequence[str]], Panel | None]

_panels: list[PanelMaker] = []
_desk: list[DeskPanelMaker] = []


def install(makers: tuple[PanelMaker, ...], *, desk: tuple[DeskPanelMaker, ...] = ()) -> None:
    """Set who adds to the dataset page and to the desk.

    A maker gets the dataset and the viewer, or the viewer and the public ids of the agencies they act for; it
    may answer None.
    """
    _panels[:] = makers
    _desk[:] = desk


def panels_of_desk(viewer: Actor, agencies: Sequence[str]) -> list[Panel]:
    """Return what other nouns show on a person's desk, in the order of the wiring."""
    made = (maker(viewer, agencies) for maker in _desk)
    return [panel for panel in made if panel is not None]


def panels_of(dataset: Dataset, *, viewer: Actor) -> list[Panel]:
    """Return the panels of a dataset's page, in the order of the wiring."""
    made = (maker(dataset, viewer) for maker in _panels)
    return [panel for panel in made if panel is not None]
