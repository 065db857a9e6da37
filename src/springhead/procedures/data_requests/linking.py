"""Whether what an answer points at delivers data: a dataset of ours by what is served, a link by a check."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.catalog.models import Dataset, Distribution
from springhead.foundation.catalog.vocabulary import Stage
from springhead.foundation.checks import actions, queries
from springhead.foundation.checks.showing import Shown, shown
from springhead.foundation.checks.vocabulary import Wanted
from springhead.procedures.data_requests.vocabulary import ItemAnswer, Outcome


def served(public_ids: set[str]) -> frozenset[str]:
    """Return those datasets everybody can get data of now: served here, or listed with a link that delivers."""
    if not public_ids:
        return frozenset()
    rows = Dataset.objects.filter(public_id__in=public_ids, visible=True)
    here = rows.filter(stage=Stage.SERVED).values_list("public_id", flat=True)
    return frozenset(here) | _listed(rows.filter(stage=Stage.LISTED).values_list("pk", flat=True))


def _listed(dataset_pks: Iterable[int]) -> frozenset[str]:
    links = Distribution.objects.filter(dataset__in=list(dataset_pks)).exclude(url="")
    pairs = list(links.values_list("dataset__public_id", "url")[:200])
    return frozenset(dataset for dataset, url in pairs if not queries.hindrances(url, at=now()))


def problems(link: str, *, fields: tuple[str, ...], form: str) -> tuple[Problem | None, ...]:
    """Return why a link cannot be called open data: nothing when it delivers, None before the first look."""
    return queries.hindrances(link, Wanted(form, fields), at=now()) if _is_seen(link) else (None,)


def _is_seen(link: str) -> bool:
    found = queries.latest(link)
    return found is not None and found.seen_at is not None


def links_of(answers: Iterable[ItemAnswer]) -> dict[str, Wanted]:
    """Return the addresses that are called open, with what each is said to hold."""
    return {
        link: Wanted(one.format, one.fields)
        for one in answers
        if one.outcome is Outcome.ALREADY_OPEN
        for link in one.links
    }


def look(answers: Iterable[ItemAnswer], *, by: Actor) -> None:
    """Ask for a look at every link that is called open, also where the last is fresh: a site may be mended meanwhile.

    Refused: no address, or too many asked for.
    """
    for link in links_of(answers):
        actions.request_check(link, by=by, at=now(), anew=True)


def look_unseen(answers: Iterable[ItemAnswer], *, by: Actor) -> None:
    """Ask for a look at every link that is called open and was never looked at; what cannot be asked is left."""
    for link in links_of(answers):
        if not _is_seen(link):
            with suppress(Refused):
                actions.request_check(link, by=by, at=now())


def seen(links: Iterable[str], *, fields: tuple[str, ...] = (), form: str = "") -> list[Shown]:
    """Return what is known of some addresses, judged by what they are said to hold, for a form."""
    found = queries.of_urls(links)
    return [shown(row, Wanted(form, fields)) for row in found.values()]


def watch(number: str, answers: Iterable[ItemAnswer], at: datetime) -> None:
    """Let what an answer points at be looked at every day; a changed answer points elsewhere."""
    actions.unwatch(number)
    for link, wanted in links_of(answers).items():
        actions.watch(link, number, wanted=wanted, at=at)
