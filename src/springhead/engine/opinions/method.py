"""The parameters of the method. They stand in every published picture, so that it can be recomputed."""

from dataclasses import asdict, dataclass
from typing import Any, Final

NAME: Final = "springhead-opinions"
VERSION: Final = 1  # goes up whenever the same votes would give another picture


@dataclass(frozen=True, slots=True)
class Method:
    """Numbers of voters, votes, groups and shuffles; the defaults are those of published pictures.

    The first five come from the published method of Polis, the others are this product's own.
    """

    votes_needed: int = 7  # votes of a voter to be grouped; all statements where there are fewer
    most_groups: int = 5
    voters_per_group_more: int = 12  # k goes up to 2 + voters / this
    picked: int = 5  # statements named per group, and per side of the consensus
    z: float = 1.2815515655446004  # one-sided 90 %
    voters_needed: int = 30  # below, nothing is shown
    cell: int = 10  # the smallest number of voters that is shown; also the smallest group
    circles: int = 100  # most circles in the picture
    judged: int = 2_000  # voters whose silhouette decides on k; all where there are fewer
    gate_voters: int = 1_000  # voters the noise gate looks at; all where there are fewer
    shuffles: int = 99  # of which none may look as grouped as the votes: 1 in 100 by chance
    seed: int = 20_261_126

    def as_json(self) -> dict[str, Any]:
        """Return name, version and parameters."""
        return {"name": NAME, "version": VERSION, "parameters": asdict(self)}


STANDARD: Final = Method()
