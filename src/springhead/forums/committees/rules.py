"""What stands in the way of recording a resolution. Pure; when a vote adopts says `voting.py`."""

from collections.abc import Iterable, Mapping
from datetime import date

from springhead.engine.kernel.problems import Problem
from springhead.forums.committees import texts
from springhead.forums.committees.voting import Voting

SHORTEST_TEXT = 10


def problems(
    text: str, decided_on: date | None, today: date, votes: Mapping[str, int], rule: Voting
) -> Iterable[Problem]:
    """Return what stands in the way of recording a resolution, all at once."""
    if len(text) < SHORTEST_TEXT:
        yield texts.NO_TEXT.at("text", least=SHORTEST_TEXT)
    if decided_on is None or decided_on > today:
        yield texts.NO_DAY.at("decided_on")
    if not rule.adopts(votes):
        yield texts.NOT_ADOPTED.at("votes", **rule.told(votes))
