"""Whether what an answer points at delivers data: a dataset of ours by what is served, a link by a check."""

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.problems import Problem
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.catalog.vocabulary import Stage
from springhead.procedures.data_requests import texts
from springhead.procedures.data_requests.vocabulary import ItemAnswer


def served(public_ids: set[str]) -> frozenset[str]:
    """Return those datasets that everybody can query or download here now."""
    if not public_ids:
        return frozenset()
    rows = Dataset.objects.filter(public_id__in=public_ids, visible=True, stage=Stage.SERVED)
    return frozenset(rows.values_list("public_id", flat=True))


def problems(link: str, *, fields: tuple[str, ...], form: str) -> tuple[Problem, ...]:
    """Return why a link cannot be called open data; nothing when the machine's look found that it delivers."""
    del fields, form
    return (texts.LINK_UNCHECKED.at(link),)


def look(answers: tuple[ItemAnswer, ...], *, by: Actor) -> None:
    """Ask for a look at every link that is called open."""
    del answers, by


def watch(number: str, answers: tuple[ItemAnswer, ...]) -> None:
    """Let what an answer points at be looked at every day."""
    del number, answers
