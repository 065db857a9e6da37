"""Papers brought as files (附件): a place for one upload, what may arrive there, and putting it before the members.

The file goes the way all uploads go (`catalog/uploads.py`, tus or a plain form) and never passes a web process.
"""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import PurePath
from typing import Final

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.now import now, taipei, wall
from springhead.engine.kernel.problems import Problem, Refused
from springhead.forums.committees import bodies
from springhead.forums.committees.models import Matter
from springhead.forums.meetings import attachment_texts as texts
from springhead.forums.meetings import commands, ordering, seats
from springhead.forums.meetings.models import Attachment, Item, ItemCase, Meeting
from springhead.forums.meetings.rules import GATHERING, State
from springhead.forums.meetings.texts import NOT_YOURS
from springhead.foundation.cases.models import Case
from springhead.foundation.cases.registry import Told, Turn
from springhead.foundation.catalog import arrivals, codes, uploads
from springhead.foundation.jobs.actions import enqueue
from springhead.foundation.jobs.registry import Handler
from springhead.foundation.jobs.run import Run

KEEP: Final = "meetings.keep_paper"
MAX_BYTES: Final = 50 * 1024**2
MOST: Final = 200  # papers of one meeting
OPEN: Final = (*GATHERING, State.PAPERS_OUT, State.IN_SESSION, State.REVIEWING)
_ZIP: Final = b"PK"
# Ending -> media type, and how such a file begins (empty: text, which begins anyhow).
FORMS: Final[dict[str, tuple[str, bytes]]] = {
    "pdf": ("application/pdf", b"%PDF"),
    "odt": ("application/vnd.oasis.opendocument.text", _ZIP),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", _ZIP),
    "odp": ("application/vnd.oasis.opendocument.presentation", _ZIP),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _ZIP),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _ZIP),
    "pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", _ZIP),
    "csv": ("text/csv; charset=utf-8", b""),
    "txt": ("text/plain; charset=utf-8", b""),
    "png": ("image/png", b"\x89PNG"),
    "jpg": ("image/jpeg", b"\xff\xd8"),
}


def open_place(row: Meeting, *, by: Actor) -> uploads.Ticket:
    """Open a place for one paper. Refused for anybody but the desk, when papers are closed, or there are too many."""
    if not bodies.may_record(by, row.body):
        raise Refused(NOT_YOURS.at())
    if row.state not in OPEN:
        raise Refused(texts.CLOSED.at(row.number))
    if row.attachments.exclude(attached_at=None).count() >= MOST:
        raise Refused(texts.TOO_MANY.at(row.number, most=MOST))
    made = Attachment.objects.create(meeting=row, by=by.id, made_at=now())
    payload = {
        "upload_id": made.public_id,
        "person": by.id,
        "distribution": "",
        "max_bytes": MAX_BYTES,
        "expires": int((wall() + uploads.LIFETIME).timestamp()),
        "back": f"/meetings/{row.number}/papers/{made.public_id}",
    }
    return uploads.Ticket(made.public_id, uploads.sign(payload), MAX_BYTES)


def receive(row: Meeting, public_id: str, *, by: Actor) -> Attachment:
    """Take in what arrived at a place. Refused while it has not (409 while a worker still stores it), or for its kind."""
    if not bodies.may_record(by, row.body):
        raise Refused(NOT_YOURS.at())
    found = _find(row, public_id)
    if found.sha256:
        return found
    if not arrivals.is_complete(public_id):
        raise Refused(texts.NOT_ARRIVED.at(public_id))
    said = arrivals.told(public_id)
    filename = PurePath(str(said.get("filename") or "").replace("\\", "/")).name[-255:]
    problems = tuple(_odd(filename, int(said["size"]), arrivals.beginning(public_id, 8)))
    if problems:
        arrivals.clear(public_id)
        raise Refused(*problems)
    blob = arrivals.kept(public_id, said)
    if blob is None:
        enqueue(KEEP, {"paper": public_id}, dedupe=f"{KEEP}:{public_id}")
        raise Refused(texts.BEING_STORED.at(public_id))
    found.sha256, found.size, found.filename = blob.sha256, blob.size, filename
    found.save(update_fields=["sha256", "size", "filename"])
    arrivals.clear(public_id)
    return found


def _odd(filename: str, size: int, begins: bytes) -> Iterable[Problem]:
    """Yield what is wrong with a file: empty, of a kind we do not take, or not what its ending says."""
    known = FORMS.get(_ending(filename))
    if not size:
        yield texts.EMPTY.at(filename)
    elif known is None:
        yield texts.ODD_KIND.at(filename, known=", ".join(FORMS))
    elif not begins.startswith(known[1]):
        yield texts.NOT_WHAT_IT_SAYS.at(filename, ending=_ending(filename))


def media_of(filename: str) -> str:
    """Return the media type a paper is served with."""
    return FORMS.get(_ending(filename), ("application/octet-stream", b""))[0]


def _ending(filename: str) -> str:
    ending = PurePath(filename).suffix.lower().lstrip(".")
    return "jpg" if ending == "jpeg" else ending


def keep(run: Run) -> None:
    """Store a paper no process hashed while it came."""
    arrivals.keep(str(run.payload["paper"]))


def sweep() -> int:
    """Forget places nobody used for two days; returns how many."""
    gone, _ = Attachment.objects.filter(attached_at=None, made_at__lt=now() - timedelta(days=2)).delete()
    return gone


def attach(case: Case, command: commands.Attach, turn: Turn) -> Told:
    """Put a paper before the members. A restricted one leaves nothing but its ground in public."""
    row = Meeting.objects.select_related("body__agency", "case").get(case=case)
    seats.check_desk(turn.by, row.body)
    found = _find(row, command.attachment)
    problems = tuple(_not_whole(row, found, command, turn))
    if problems:
        raise Refused(*problems)
    found.title, found.place, found.ground = command.title, command.place, command.ground
    found.attached_at = turn.at
    found.save(update_fields=["title", "place", "ground", "attached_at"])
    if not row.gathering:
        ordering.order(row, "packet")
    public = {"attachment": found.public_id, "place": found.place, "ground": found.ground}
    private = {"title": found.title, "filename": found.filename}
    file = {"sha256": found.sha256, "size": found.size}
    return Told({**public, **({} if found.ground else file)}, {**private, **(file if found.ground else {})})


def _not_whole(row: Meeting, found: Attachment, command: commands.Attach, turn: Turn) -> Iterable[Problem]:
    if not found.sha256:
        yield texts.NOT_ARRIVED.at("attachment")
    if found.attached_at is not None:
        yield texts.ATTACHED_ALREADY.at("attachment")
    if not command.title:
        yield texts.NO_TITLE.at("title")
    if command.place and not _is_place(row, command.place):
        yield texts.NO_SUCH_PLACE.at("place")
    if command.ground and command.ground not in grounds(turn):
        yield texts.NO_SUCH_GROUND.at("ground", ground=command.ground)


def grounds(turn: Turn | None = None) -> dict[str, codes.Ground]:
    """Return the grounds in force, for keeping a paper to the body's own people."""
    today = taipei(turn.at if turn else now()).date()
    return {code: one for code, one in codes.grounds().items() if one.holds(today)}


def _is_place(row: Meeting, place: str) -> bool:
    return (
        Item.objects.filter(meeting=row, public_id=place).exists()
        or ItemCase.objects.filter(item__meeting=row, case__number=place).exists()
        or (row.gathering and Matter.objects.filter(body=row.body, case__number=place).exists())
    )


def detach(case: Case, command: commands.Detach, turn: Turn) -> Told:
    """Withdraw a paper: it can no longer be read, and why stays."""
    row = Meeting.objects.select_related("body__agency", "case").get(case=case)
    seats.check_desk(turn.by, row.body)
    found = _find(row, command.attachment)
    if found.attached_at is None or found.withdrawn_why:
        raise Refused(texts.NO_SUCH_PAPER.at(command.attachment))
    found.withdrawn_why = command.reason
    found.save(update_fields=["withdrawn_why"])
    if not row.gathering:
        ordering.order(row, "packet")
    return Told(public={"attachment": found.public_id, "reason": command.reason})


def _find(row: Meeting, public_id: str) -> Attachment:
    found = row.attachments.filter(public_id=public_id).first()
    if found is None:
        raise Refused(texts.NO_SUCH_PAPER.at(public_id))
    return found


HANDLERS: Final = (Handler(KEEP, keep),)
