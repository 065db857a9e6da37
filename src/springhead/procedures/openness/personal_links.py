"""Personal links: files of a dataset kept here that an applicant alone may have, for a time, with a log and receipts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

from springhead.engine.dataplane import personal
from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.now import TAIPEI, now, taipei
from springhead.engine.kernel.problems import Refused
from springhead.foundation.cases.fire import fire
from springhead.foundation.catalog.models import Dataset, Snapshot
from springhead.foundation.ledger.entries import Entry
from springhead.foundation.ledger.followers import Follower
from springhead.foundation.ledger.models import Event
from springhead.procedures.openness import application_commands as commands
from springhead.procedures.openness import application_texts as texts
from springhead.procedures.openness.models import Application, HandedOver, PersonalLink

OFFERED: Final = ("original", "parquet")  # kinds of stores that are files for people
LIVE_IN: Final = ("granted", "delivered")
MOST: Final = 50


@dataclass(frozen=True, slots=True)
class File:
    """A file of a dataset that is kept here; `snapshot` is the number of the version."""

    table: str
    snapshot: int
    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Handed:
    """What came of a use: where the file is for two minutes, and the event that proves the use."""

    address: str
    seq: int | None


def files_of(dataset: Dataset) -> list[File]:
    """Return the files of the current versions of a dataset's tables. One query."""
    rows = Snapshot.objects.filter(distribution__dataset=dataset, distribution__current__isnull=False)
    rows = (
        rows.filter(withdrawn_at=None).select_related("distribution").order_by("distribution__position", "pk")
    )
    return [
        File(
            row.distribution.table_id,
            row.number,
            one["name"] or row.original_name,
            one["sha256"],
            one["size"],
        )
        for row in rows
        if row.pk == row.distribution.current_id
        for one in row.stores
        if one["kind"] in OFFERED
    ][:MOST]


def file_of(dataset: Dataset, sha256: str) -> File | None:
    """Return one of these files by its hash."""
    return next((one for one in files_of(dataset) if one.sha256 == sha256), None)


def end_of(at: datetime, days: int) -> datetime:
    """Return the instant a link is over: the end of the Taipei day so many days later."""
    day = taipei(at).date() + timedelta(days=days + 1)
    return datetime.combine(day, time(), TAIPEI)


def find(application: Application | None, public_id: str) -> PersonalLink | None:
    """Return a link of this application by its id, or None."""
    if application is None or not public_id:
        return None
    return PersonalLink.objects.filter(application=application, public_id=public_id).first()


def is_over(link: PersonalLink, at: datetime) -> bool:
    """Tell whether a link ended by its day or by the agency."""
    return link.withdrawn_at is not None or link.expires_at <= at


def standing(link: PersonalLink, row: Application) -> str:
    """Return `live`, or why it is over: expired, withdrawn, revoked (the grant), gone (the file)."""
    if row.case.state not in LIVE_IN:
        return "revoked"
    if link.withdrawn_at is not None:
        return "withdrawn"
    if link.expires_at <= now():
        return "expired"
    kept = Snapshot.objects.filter(
        distribution__table_id=link.table_id, number=link.snapshot, withdrawn_at=None
    )
    return "live" if kept.exists() else "gone"


def link_of(row: Application, public_id: str, *, viewer: Actor) -> PersonalLink:
    """Return a link for its applicant. Refused (404) for everybody else, the agency's own people too."""
    found = find(row, public_id)
    if found is None or not viewer.id or viewer.id != row.case.owner_id:
        raise Refused(texts.NO_LINK.at(public_id))
    return found


def collect(row: Application, link: PersonalLink, *, by: Actor) -> Handed:
    """Write a use down and say where the file is. Refused when the link is over."""
    if standing(link, row) != "live":
        raise Refused(texts.LINK_OVER.at(link.public_id))
    outcome = fire(row.number, commands.Collect(link.public_id), by=by, at=now())
    secrets = Path(settings.SPRINGHEAD.secrets)
    place = personal.address(link.table_id, link.sha256, link.name, secrets=secrets, link=link.public_id)
    return Handed(place, outcome.seq)


def keep_receipt(pk: int, number: str) -> None:
    """Remember which event proves a use; the case is locked, so it is the latest one."""
    seq = Event.objects.filter(subject=number, event="data_application.collect").order_by("-seq")
    HandedOver.objects.filter(pk=pk).update(seq=seq.values_list("seq", flat=True)[0])


def close(number: str) -> None:
    """Tell the data plane which links of an application were taken back: addresses handed out before hold no longer."""
    links = PersonalLink.objects.filter(application__case__number=number)
    taken_back = links.exclude(withdrawn_at=None) | links.exclude(application__case__state__in=LIVE_IN)
    personal.close(Path(settings.SPRINGHEAD.public), taken_back.values_list("public_id", flat=True))


def follow(entries: Sequence[Entry]) -> None:
    """Close what a command could not close itself, as its process ended right after it was written."""
    for entry in entries:
        close(entry.subject)


FOLLOWER: Final = Follower(
    "personal_links",
    follow,
    events=frozenset({"data_application.withdraw_link", "data_application.revoke"}),
    outside=True,
)
