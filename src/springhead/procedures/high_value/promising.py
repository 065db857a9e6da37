"""The promise of a listed nomination: opened when the list is announced, replaced when more is promised."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from springhead.engine.kernel.actors import machine
from springhead.engine.kernel.workflow import Phase
from springhead.forums.committees.models import Member
from springhead.foundation.cases.fire import Opening, fire, open_case
from springhead.foundation.cases.models import Case
from springhead.foundation.catalog import codes, frequency
from springhead.foundation.catalog.records import frequency_of
from springhead.foundation.catalog.vocabulary import Regularity
from springhead.foundation.commitments.commands import Promise, Replace
from springhead.foundation.commitments.needs import Need
from springhead.procedures.high_value.models import Nomination

HIGH_VALUE: Final = machine("high_value")
A_DAY: Final = timedelta(days=1)
REPLACED: Final = "諮詢小組決議限期改善，由新的承諾取代。"
DELISTED: Final = "諮詢小組決議除列，承諾隨之結束。"


def needs_api(row: Nomination) -> bool:
    """Tell whether a release needs an API: by its sheet or by the record, the data change daily or more often."""
    sheet = row.sheet.body if row.sheet else {}
    return _fast(frequency.parse(sheet.get("interval", ""))) or _fast(frequency_of(row.dataset))


def _fast(found: frequency.Frequency) -> bool:
    if found.regularity is Regularity.REALTIME:
        return True
    return found.interval is not None and found.interval <= A_DAY


def promise(nomination_pk: int, until: date, *, at: datetime, fields: tuple[str, ...] = ()) -> None:
    """Open the commitment under the nomination: what the sheet says, checked wherever the data are hosted."""
    row = Nomination.objects.select_related("case", "dataset", "sheet").get(pk=nomination_pk)
    case = Case.objects.get(pk=row.case_id)
    opening = Opening(
        dict(row.dataset.title), case.agency_id, subjects=(row.dataset.public_id, case.number), parent=case
    )
    made = open_case("commitment", wanted(row, until, fields), opening, by=HIGH_VALUE, at=at)
    Nomination.objects.filter(pk=nomination_pk).update(promise=made.case)


def wanted(row: Nomination, until: date, fields: tuple[str, ...] = ()) -> Promise:
    """Return what a nomination's sheet promises, by the end of `until`, and the checks its release has to pass.

    A committee decided list and day together: no committee has to hear the day again.
    """
    sheet = row.sheet.body if row.sheet else {}
    items = tuple(dict.fromkeys((*sheet.get("fields", ()), *fields)))
    return Promise(
        row.dataset.public_id,
        until,
        items,
        sheet.get("format", ""),
        needs=_needs(row, sheet),
        licence=codes.licence_of(sheet.get("licence", "")),
        standard=sheet.get("standard", ""),
        heard=True,
    )


def _needs(row: Nomination, sheet: Mapping[str, Any]) -> tuple[str, ...]:
    wanted = {
        Need.LICENCE: True,
        Need.LINK: True,
        Need.API: needs_api(row),
        Need.STANDARD: bool(sheet.get("standard")),
        Need.REPORTS: True,
    }
    return tuple(str(need) for need, so in wanted.items() if so)


def promise_again(nomination_pk: int, until: date, fields: tuple[str, ...], *, at: datetime) -> None:
    """Close the promise that runs, and promise the improvement."""
    _close(nomination_pk, REPLACED, at)
    promise(nomination_pk, until, at=at, fields=fields)


def let_go(nomination_pk: int, *, at: datetime) -> None:
    """Close the promise of what is delisted."""
    _close(nomination_pk, DELISTED, at)


def _close(nomination_pk: int, reason: str, at: datetime) -> None:
    row = Nomination.objects.select_related("promise").get(pk=nomination_pk)
    if row.promise is not None and row.promise.phase != Phase.CLOSED:
        fire(row.promise.number, Replace(reason), by=HIGH_VALUE, at=at)


def role_of(member: str) -> str:
    """Return for whom a member (public id) scores: the public, or an agency."""
    identity = Member.objects.filter(public_id=member).values_list("identity", flat=True).first()
    return "public_member" if identity == "public" else "agency_member"
