"""One look at a service: fetch its OpenAPI document, make a sample call it describes, and see what comes back."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from springhead.engine.kernel.now import monotonic
from springhead.engine.kernel.problems import Problem, Refused
from springhead.engine.net.fetch import Fetcher, Peek
from springhead.foundation.checks import looking, openapi, rules, texts
from springhead.foundation.checks.evidence import Evidence
from springhead.foundation.checks.vocabulary import Verdict, Wanted

DOCUMENT: Final = 5_000_000  # bytes of an OpenAPI document
MOST_CALLS: Final = 3  # sample calls of one look
_BEST: Final = (Verdict.OK, Verdict.SHORT)


def call(url: str, *, wanted: Iterable[str] = (), using: Fetcher | None = None) -> Evidence:
    """Return what a sample call of the service brought that the OpenAPI document at `url` describes.

    Of several calls those said to answer with most of the `wanted` fields are tried first, and the first that
    has them all ends the look. `final` is the address that was called. Raises `Refused` as `looking.look` does.
    """
    begun = monotonic()
    names = tuple(dict.fromkeys(wanted))
    try:
        peek = (using or looking.client()).peek(url, most=DOCUMENT)
    except Refused as refused:
        return _since(_stopped(refused, Evidence()), begun)
    document = openapi.read(peek.start) if 200 <= peek.status < 300 and peek.whole else None
    if document is None:
        return _since(_no_document(url, peek), begun)
    calls = openapi.samples(document, peek.url, wanted=names)
    if not calls:
        return _since(_described(peek, texts.NO_SAMPLE_CALL.at(url)), begun)
    return _since(_best([one.url for one in calls[:MOST_CALLS]], Wanted("", names), using), begun)


def _no_document(url: str, peek: Peek) -> Evidence:
    """Tell a page or a fault from a file that is something else."""
    seen = looking.told(url, peek)
    if not 200 <= peek.status < 300 or seen.page or seen.kind == "empty":
        return seen
    return _described(peek, texts.NOT_OPENAPI.at(url))


def _described(peek: Peek, problem: Problem) -> Evidence:
    seen = Evidence(status=peek.status, final=peek.url[:2_000], media=peek.media_type[:100], kind="json")
    return seen.with_trouble(problem)


def _best(urls: Sequence[str], wanted: Wanted, using: Fetcher | None) -> Evidence:
    """Make the calls until one answers with everything wanted; else return the one that came nearest."""
    found: list[Evidence] = []
    for url in urls:
        seen = replace(looking.look(url, using=using), elapsed=0)
        if rules.judge(url, seen, wanted).verdict is Verdict.OK:
            return seen
        found.append(seen)
    return min(found, key=lambda one: _distance(one, wanted))


def _distance(seen: Evidence, wanted: Wanted) -> tuple[bool, int]:
    verdict = rules.judge(seen.final, seen, wanted).verdict
    return verdict not in _BEST, len(rules.missing_fields(wanted.fields, seen.fields))


def _stopped(refused: Refused, seen: Evidence) -> Evidence:
    problem = refused.problems[0]
    if problem.code in looking.PASSING:
        raise refused
    return seen.with_trouble(problem)


def _since(seen: Evidence, begun: float) -> Evidence:
    return replace(seen, elapsed=round((monotonic() - begun) * 1_000))
