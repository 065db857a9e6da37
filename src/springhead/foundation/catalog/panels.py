"""What other nouns show on a dataset's page, handed over once by `config/wiring.py`."""

from collections.abc import Callable

from springhead.engine.kernel.actors import Actor
from springhead.foundation.agencies.registry import Panel
from springhead.foundation.catalog.models import Dataset

PanelMaker = Callable[[Dataset, Actor], Panel | None]

_panels: list[PanelMaker] = []


def install(makers: tuple[PanelMaker, ...]) -> None:
    """Set who adds to the dataset page; a maker gets the dataset and the viewer and may answer None."""
    _panels[:] = makers


def panels_of(dataset: Dataset, *, viewer: Actor) -> list[Panel]:
    """Return the panels of a dataset's page, in the order of the wiring."""
    made = (maker(dataset, viewer) for maker in _panels)
    return [panel for panel in made if panel is not None]
