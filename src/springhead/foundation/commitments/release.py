"""The lines of a release: licence, standard, links, API and reports, as the published dataset has them now."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from springhead.engine.kernel.language import joined
from springhead.engine.kernel.problems import Problem
from springhead.foundation.catalog import codes
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.catalog.vocabulary import Stage
from springhead.foundation.checks import queries as checks
from springhead.foundation.checks.queries import Watched
from springhead.foundation.checks.vocabulary import Sort, Verdict
from springhead.foundation.commitments import texts
from springhead.foundation.commitments.models import Commitment
from springhead.foundation.commitments.needs import Finding, Line, Need, not_yet, passed
from springhead.foundation.quality import queries as quality

_ANSWERS: Final = (Verdict.OK, Verdict.SHORT)
Judge = Callable[[str, Dataset], Sequence[Problem] | None]
"""Say what keeps a dataset from conforming to a standard; None when no such standard is registered here."""

_judges: list[Judge] = []


def install(judges: Iterable[Judge]) -> None:
    """Let these tell whether a dataset conforms to a standard; `config/wiring.py` hands them over."""
    _judges[:] = judges


def lines(row: Commitment, dataset: Dataset) -> tuple[Line, ...]:
    """Return a line for everything the promise needs beside fields and format. Three queries at most."""
    served = dataset.visible and dataset.stage == Stage.SERVED
    elsewhere = {Need.LINK, Need.API} & set(row.needs)
    seen = checks.of_subject(row.number) if elsewhere and not served else []
    made = {
        Need.LICENCE: lambda: _licence(row, dataset),
        Need.STANDARD: lambda: _standard(row, dataset),
        Need.LINK: lambda: passed(Need.LINK, texts.HERE) if served else _link(dataset, seen),
        Need.API: lambda: passed(Need.API, texts.HERE) if served else _api(seen),
        Need.REPORTS: lambda: _reports(dataset),
    }
    return tuple(made[need]() for need in Need if need in row.needs)


def _licence(row: Commitment, dataset: Dataset) -> Line:
    """A promise that names a licence gets that one; one that names none, or none we know, any of the open ones."""
    stated = codes.licence_of(dataset.licence)
    promised = codes.licence_of(row.licence)
    if stated and promised in ("", stated):
        one = codes.licences()[stated]
        return passed(Need.LICENCE, {"zh-Hant": one.zh, "en": one.en})
    wanted = codes.licences().get(promised)
    if wanted is None:
        return not_yet(Need.LICENCE, texts.NO_LICENCE.at("licence"))
    names = {"zh-Hant": wanted.zh, "en": wanted.en}
    return not_yet(Need.LICENCE, texts.OTHER_LICENCE.at("licence", promised=names, stated=stated or "—"))


def _standard(row: Commitment, dataset: Dataset) -> Line:
    if not row.standard:
        return passed(Need.STANDARD, texts.NO_STANDARD)
    for judge in _judges:
        found = judge(row.standard, dataset)
        if found is not None:
            return not_yet(Need.STANDARD, *found) if found else passed(Need.STANDARD)
    return Line(Need.STANDARD, Finding.NOT_CHECKABLE, note=texts.UNKNOWN_STANDARD)


def _link(dataset: Dataset, seen: Sequence[Watched]) -> Line:
    """Every address has to answer with data, whatever else was promised of it."""
    services = {one.check.url for one in seen if one.check.kind == Sort.API and _verdict(one) in _ANSWERS}
    rest = [one for one in seen if one.check.kind == Sort.LINK and one.check.url not in services]
    if not rest and not services:
        return not_yet(Need.LINK, texts.NO_LINK.at("link"), red=dataset.stage != Stage.PROMISED)
    judged = [(one, checks.judgement(one.check)) for one in rest]
    bad = [problem for _one, found in judged if found and found.red for problem in found.errors]
    if bad:
        return not_yet(Need.LINK, *bad, red=any(one.check.red_at for one in rest))
    unseen = [one.check.url for one, found in judged if found is None or found.verdict is Verdict.UNKNOWN]
    if unseen:
        return not_yet(Need.LINK, *(texts.LINK_UNSEEN.at("link", url=url) for url in unseen), red=False)
    return passed(Need.LINK)


def _api(seen: Sequence[Watched]) -> Line:
    """Elsewhere an API is one described by an OpenAPI document whose sample call gives the promised fields."""
    services = [one for one in seen if one.check.kind == Sort.API]
    if not services:
        return not_yet(Need.API, texts.NO_API.at("api"))
    if any(_verdict(one) is Verdict.OK for one in services):
        return passed(Need.API)
    first = next((one for one in services if one.judgement is not None and one.judgement.red), None)
    if first is None or first.judgement is None:
        url = services[0].check.url
        return not_yet(Need.API, texts.LINK_UNSEEN.at("api", url=url), red=False)
    return not_yet(Need.API, *first.judgement.errors, red=first.red_since is not None)


def _reports(dataset: Dataset) -> Line:
    numbers = quality.open_numbers(dataset.pk)
    if not numbers:
        return passed(Need.REPORTS)
    return not_yet(
        Need.REPORTS, texts.REPORTS_OPEN.at("reports", n=len(numbers), numbers=joined(numbers, most=5))
    )


def _verdict(one: Watched) -> Verdict | None:
    return one.judgement.verdict if one.judgement is not None else None
