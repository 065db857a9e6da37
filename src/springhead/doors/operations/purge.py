"""Removing a leaked file for good: from storage, stores, pages, index and what is restored later. Two persons."""

import json
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from springhead.doors.operations.backup import FILES
from springhead.doors.operations.registry import keepers
from springhead.doors.operations.texts import NOTHING_TO_PURGE
from springhead.engine.kernel.problems import Refused
from springhead.engine.storage import LocalStorage
from springhead.engine.storage.blobs import valid
from springhead.engine.storage.links import withdraw
from springhead.foundation.ledger import two_persons
from springhead.foundation.ledger.entries import Entry
from springhead.foundation.ledger.followers import Follower
from springhead.foundation.ledger.models import Event, Proposal

STEP: Final = "file.purge"
EVENTS: Final = {STEP: {"zh-Hant": "永久清除外洩的檔案", "en": "Purged a leaked file"}}
LIST: Final = "purged.ndjson"
REASON_AGAIN: Final = "已由兩人核可清除 · purged by two persons"


def propose(sha256: str, *, reason: str, by: str, at: datetime) -> Proposal:
    """Propose to purge a file. The reason becomes public: it must not repeat what leaked."""
    if not _known(valid(sha256)):
        raise Refused(NOTHING_TO_PURGE.at(sha256))
    return two_persons.propose(STEP, subject=sha256, reason=reason, by=by, at=at)


def confirm(public_id: str, *, by: str, at: datetime) -> Entry:
    """Purge the file and everything made from it. Rows and event are one transaction; the bytes follow at once.

    Should the machine stop in between, the follower removes the bytes as soon as it runs again.
    """

    def effect() -> Mapping[str, Any]:
        proposal = Proposal.objects.get(public_id=public_id)
        files = related(proposal.subject)
        touched = [one for keeper in keepers() for one in keeper.forget(files, proposal.reason)]
        return {"files": files, "datasets": sorted(set(touched))}

    return two_persons.confirm(public_id, by=by, at=at, effect=effect)


def related(sha256: str) -> list[str]:
    """Return the hashes of a file and of everything made from it, in order."""
    found = {sha256}
    for keeper in keepers():
        found.update(keeper.related(sha256))
    return sorted(valid(one) for one in found)


def remove(entries: Sequence[Entry]) -> None:
    """Remove the bytes of purged files and note them outside the database. May run again."""
    for entry in entries:
        files, touched = list(entry.public["files"]), list(entry.public["datasets"])
        remember(settings.SPRINGHEAD.heads, files, seq=entry.seq)
        for sha256 in files:
            settings.SPRINGHEAD.files.purge(sha256)
            withdraw(Path(settings.SPRINGHEAD.public), sha256)
        for keeper in keepers():
            keeper.refresh(touched)


FOLLOWER: Final = Follower("purge", remove, events=frozenset({STEP}), outside=True, batch=1)


def remember(folder: Path, files: Iterable[str], *, seq: int) -> None:
    """Add purged hashes to the list beside the outside heads, from which a restore purges again."""
    folder.mkdir(parents=True, exist_ok=True)
    known = set(remembered(folder))
    with (folder / LIST).open("a", encoding="utf-8") as file:
        for sha256 in files:
            if sha256 not in known:
                file.write(json.dumps({"sha256": sha256, "event": seq}) + "\n")
        file.flush()
        os.fsync(file.fileno())


def remembered(folder: Path) -> list[str]:
    """Return the purged hashes noted beside the outside heads."""
    path = folder / LIST
    if not path.exists():
        return []
    return [json.loads(line)["sha256"] for line in path.read_text("utf-8").splitlines() if line.endswith("}")]


def apply_again(files: Iterable[str]) -> int:
    """Purge in data restored from an older backup; return how many files were still there.

    `files` are those remembered outside; tombstones that came with the backup count as well, for its rows
    may be older than they are. The event stands in the part of the ledger that is missing here, so none
    is written.
    """
    storage = settings.SPRINGHEAD.files
    wanted = sorted({*files, *storage.tombstones()})
    if not wanted:
        return 0
    touched = [one for keeper in keepers() for one in keeper.forget(wanted, REASON_AGAIN)]
    still_here = sum(storage.purge(sha256) for sha256 in wanted)
    for sha256 in wanted:
        withdraw(Path(settings.SPRINGHEAD.public), sha256)
    for keeper in keepers():
        keeper.refresh(touched)
    return still_here


def purge_backup(folder: Path, files: Iterable[str]) -> int:
    """Remove purged files from an existing backup; return how many it held.

    Rows in its database that point at them lead nowhere, and a restore purges them again.
    """
    storage = LocalStorage(folder / "blobs", reserve=0)
    wanted = set(files)
    gone = sum(storage.purge(sha256) for sha256 in sorted(wanted))
    fresh = folder / f".{FILES}"
    with fresh.open("w", encoding="utf-8") as kept, (folder / FILES).open(encoding="utf-8") as lines:
        kept.writelines(line for line in lines if json.loads(line)["sha256"] not in wanted)
    fresh.replace(folder / FILES)
    return gone


def purged_files() -> list[str]:
    """Return the hash of every file purged here, from the ledger."""
    rows = Event.objects.filter(event=STEP).order_by("seq")
    return [sha256 for row in rows.iterator() for sha256 in row.facts["files"]]


def _known(sha256: str) -> bool:
    return settings.SPRINGHEAD.files.exists(sha256) or any(
        sha256 in set(keeper.related(sha256)) for keeper in keepers()
    )
