"""Reading papers brought as files: which of them a viewer may open, at which item they stand, which came late."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from django.db.models import Q, QuerySet

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.now import taipei
from springhead.engine.kernel.problems import Refused
from springhead.forums.meetings import attachment_texts as texts
from springhead.forums.meetings import minutes, queries
from springhead.forums.meetings.minutes import WITHHELD
from springhead.forums.meetings.models import Attachment, Item, Meeting
from springhead.forums.meetings.values import in_force
from springhead.foundation.catalog import codes


@dataclass(frozen=True, slots=True)
class Shown:
    """A paper as a viewer sees it: `held_back` (a ground) instead of the file where it is not for them."""

    row: Attachment
    href: str
    late: bool
    held_back: LanguageMap | None
    restricted: bool

    def as_json(self) -> dict[str, Any]:
        """Return the public shape; a paper held back has its ground and place only."""
        shape: dict[str, Any] = {"id": self.row.public_id, "place": self.row.place, "late": self.late}
        if self.held_back is not None:
            return {**shape, "held_back": dict(self.held_back)}
        file = {"filename": self.row.filename, "size": self.row.size, "sha256": self.row.sha256}
        return {
            **shape,
            "title": self.row.title,
            **file,
            "address": self.href,
            "withdrawn": self.row.withdrawn_why,
        }


def is_late(attached_on: date, held_on: date | None, begun_on: date | None, days: int) -> bool:
    """Tell whether a paper came after the line: so many days before the meeting, or once a written review ran. Pure."""
    if held_on is not None:
        return attached_on > held_on - timedelta(days=days)
    return begun_on is not None and attached_on >= begun_on


def of_meeting(row: Meeting, *, reads: bool, withheld: Iterable[str] = ()) -> list[Shown]:
    """Return the papers of a meeting as somebody sees them who does or does not read what is kept back. One query.

    `withheld`: ids of items and numbers of cases taken out of the published minutes.
    """
    gone = frozenset(withheld)
    return [_shown(one, row, reads=reads, gone=one.place in gone) for one in _rows(row)]


def _rows(row: Meeting) -> QuerySet[Attachment]:
    return row.attachments.exclude(attached_at=None)


def _shown(one: Attachment, row: Meeting, *, reads: bool, gone: bool) -> Shown:
    days = in_force(taipei(row.case.opened_at).date()).papers_days
    assert one.attached_at is not None  # only attached ones are shown
    begun = taipei(row.opened_at).date() if row.written and row.opened_at else None
    late = is_late(taipei(one.attached_at).date(), None if row.written else row.held_on, begun, days)
    held_back = None if reads else _held_back(one, gone=gone)
    href = f"/meetings/{row.number}/papers/{one.public_id}/{quote(one.filename)}"
    return Shown(one, href, late, held_back, bool(one.ground) or gone)


def _held_back(one: Attachment, *, gone: bool) -> LanguageMap | None:
    if one.ground:
        known = codes.grounds().get(one.ground)
        return {"zh-Hant": known.zh, "en": known.en} if known else dict(WITHHELD)
    return dict(WITHHELD) if gone else None


def spread(agenda: Sequence[dict[str, Any]], row: Meeting, *, reads: bool) -> list[Shown]:
    """Put each paper on its item of an agenda as shown (`attachments`); return those of the whole packet. One query."""
    gone = {key for one in agenda if one.get("withheld") for key in (one["id"], *one["cases"])}
    rest = of_meeting(row, reads=reads, withheld=gone)
    for one in agenda:
        keys = {one["id"], *one["cases"]} - {""}
        one["attachments"] = [each for each in rest if each.row.place in keys]
        rest = [each for each in rest if each.row.place not in keys]
    return rest


def of_meetings(rows: Sequence[Meeting]) -> dict[int, list[Shown]]:
    """Return the papers of some meetings for their members, by primary key. One query."""
    found: dict[int, list[Shown]] = {}
    by_pk = {one.pk: one for one in rows}
    for one in Attachment.objects.filter(meeting__in=by_pk, withdrawn_why="").exclude(attached_at=None):
        found.setdefault(one.meeting_id, []).append(
            _shown(one, by_pk[one.meeting_id], reads=True, gone=False)
        )
    return found


def paper(row: Meeting, public_id: str, *, viewer: Actor) -> Attachment:
    """Return a paper this viewer may open. Refused: 404 when there is none for them, 410 when it was withdrawn."""
    one = _rows(row).filter(public_id=public_id).first()
    if one is None:
        raise Refused(texts.NO_SUCH_PAPER.at(public_id))
    if (one.ground or _is_withheld(row, one)) and not minutes.readable_by(row, viewer):
        raise Refused(texts.NO_SUCH_PAPER.at(public_id))
    if one.withdrawn_why:
        raise Refused(texts.WITHDRAWN.at(public_id, why=one.withdrawn_why))
    return one


def _is_withheld(row: Meeting, one: Attachment) -> bool:
    gone = queries.withheld(row)
    if not one.place or not gone:
        return False
    at = Q(public_id=one.place) | Q(cases__case__number=one.place)
    return Item.objects.filter(at, meeting=row, public_id__in=gone).exists()
