"""When a vote adopts: more than half of those present and not recused hold yes or no objection. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date

from springhead.engine.kernel.problems import Problem
from springhead.forums.committees import texts

SHORTEST_TEXT = 10
FOR = ("yes", "no_objection")


def adopted(votes: Mapping[str, int]) -> bool:
    """Tell whether a vote adopts; no votes at all are a consensus, the chair's ruling."""
    return not votes or 2 * _for(votes) > _present(votes)


def _for(votes: Mapping[str, int]) -> int:
    return sum(votes.get(name, 0) for name in FOR)


def _present(votes: Mapping[str, int]) -> int:
    return sum(count for name, count in votes.items() if name != "recused")


def problems(text: str, decided_on: date | None, today: date, votes: Mapping[str, int]) -> Iterable[Problem]:
    """Return what stands in the way of recording a resolution, all at once."""
    if len(text) < SHORTEST_TEXT:
        yield texts.NO_TEXT.at("text", least=SHORTEST_TEXT)
    if decided_on is None or decided_on > today:
        yield texts.NO_DAY.at("decided_on")
    if not adopted(votes):
        yield texts.NOT_ADOPTED.at("votes", yes=_for(votes), present=_present(votes))
