"""The rows of 200 bodies, 5,000 meetings with items, seats and minutes, and 100,000 matters, for `bench lists`.

Every tenth meeting of a body is to come and gathers what waits; the others are held and their minutes published.
"""

import json
import sqlite3
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from bench.rows import insert

BODIES: Final = 200
MEETINGS: Final = 5_000
MATTERS: Final = 100_000
MEMBERS: Final = 9
ITEMS: Final = 6  # of one meeting that was held
RESOLUTIONS: Final = 100_000
START: Final = datetime(2021, 11, 1, tzinfo=UTC)


def fill(database: sqlite3.Connection) -> None:
    """Write everything; about 320,000 rows. The matters are the first cases there are, the promises."""
    agencies = [row[0] for row in database.execute("SELECT id FROM agencies_agency ORDER BY id")]
    first_body = 1 + (database.execute("SELECT max(id) FROM committees_body").fetchone()[0] or 0)
    insert(database, "committees_body", BODIES, lambda n: {
        "id": first_body + n, "public_id": f"bd_{n:08}", "kind": "agency" if n < len(agencies) else "panel",
        "agency_id": agencies[n] if n < len(agencies) else None, "names": json.dumps({"zh-Hant": f"第 {n} 諮詢小組"}),
        "cadence_months": 6, "made_at": _text(START), "ended_at": None,
    })  # fmt: skip
    first_member = 1 + (database.execute("SELECT max(id) FROM committees_member").fetchone()[0] or 0)
    insert(database, "committees_member", BODIES * MEMBERS, lambda n: {
        "id": first_member + n, "public_id": f"mb_{n:08}", "body_id": first_body + n // MEMBERS, "person_id": None,
        "name": f"委員 {n}", "position": ("convener", "secretary", "member")[min(n % MEMBERS, 2)],
        "identity": ("agency", "public")[n % 2], "gender": ("female", "male")[n % 2], "valid_from": "2020-01-01", "valid_to": None,
    })  # fmt: skip
    case = 1 + database.execute("SELECT max(id) FROM cases_case").fetchone()[0]
    insert(database, "cases_case", MEETINGS, lambda n: {"id": case + n, **_case(n)})
    insert(database, "meetings_meeting", MEETINGS, lambda n: {
        "id": n + 1, "case_id": case + n, "body_id": first_body + n % BODIES, **_meeting(n, first_member),
    })  # fmt: skip
    held = [n for n in range(MEETINGS) if not _coming(n)]
    insert(database, "meetings_item", len(held) * ITEMS, lambda i: {
        "id": i + 1, "public_id": f"im_{i:08}", "meeting_id": held[i // ITEMS] + 1, **_item(i),
    })  # fmt: skip
    seats = MEMBERS - 1  # the secretary holds none
    insert(database, "meetings_seat", len(held) * seats, lambda i: {
        "id": i + 1, "meeting_id": held[i // seats] + 1, "eligible": 1, "how": "in_person", "deputy": "",
        "member_id": first_member + (held[i // seats] % BODIES) * MEMBERS + (i % seats) + (1 if i % seats else 0),
        "attended_at": _text(_at(held[i // seats])), "left_at": None,
    })  # fmt: skip
    insert(database, "meetings_minutes", len(held), lambda i: {
        "id": i + 1, "meeting_id": held[i] + 1, "revision": 1, "document": json.dumps(_document(held[i])),
        "digest": f"{i:064}", "made_by": "pp_secretary", "made_at": _text(_at(held[i])),
    })  # fmt: skip
    waiting = database.execute(
        "SELECT id FROM cases_case WHERE type = 'commitment' AND id NOT IN (SELECT case_id FROM committees_matter) LIMIT ?", (MATTERS,)
    )  # fmt: skip
    cases = [row[0] for row in waiting]
    insert(database, "committees_matter", len(cases), lambda n: {
        "case_id": cases[n], "body_id": first_body + n % BODIES, "events": '["settle"]', "since": _text(_at(n % MEETINGS)),
    })  # fmt: skip
    insert(database, "committees_resolution", RESOLUTIONS, lambda n: {
        "public_id": f"rs_{n:08}", "body_id": first_body + n % BODIES, "case_id": cases[n % len(cases)], "event": "settle",
        "text": "經審議，承諾日期合理，予以確定。", "way": ("meeting", "written")[n % 7 == 0], "votes": "{}", "payload": "{}",
        "decided_on": _at(n % MEETINGS).date().isoformat(), "recorded_at": _text(_at(n % MEETINGS)), "key": None,
        "done_at": None if n % 50 == 0 else _text(_at(n % MEETINGS)), "declined_at": _text(_at(n % MEETINGS)) if n % 50 == 0 else None,
        "declined_why": "期限過短。" if n % 50 == 0 else "", "withdrawn_at": None, "problems": "[]",
    })  # fmt: skip


def _coming(n: int) -> bool:
    return n // BODIES == MEETINGS // BODIES - 1


def _at(n: int) -> datetime:
    return START + timedelta(hours=8 * n)


def _text(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S")


def _case(n: int) -> dict[str, Any]:
    moment, coming = _text(_at(n)), _coming(n)
    return {
        "public_id": f"cs_mt{n:06}", "number": f"MT-{_at(n).year}-{n:06}", "type": "meeting",
        "state": "noticed" if coming else "published", "phase": "intake" if coming else "closed", "version": 9, "agency_id": "",
        "owner_id": "", "title": json.dumps({"zh-Hant": f"第 {n % BODIES} 諮詢小組第 {n // BODIES + 1} 次會議"}), "opened_at": moment,
        "changed_at": moment, "closed_at": None if coming else moment, "next_due": moment if coming else None,
    }  # fmt: skip


def _meeting(n: int, first_member: int) -> dict[str, Any]:
    coming, moment = _coming(n), _text(_at(n))
    return {
        "state": "noticed" if coming else "published", "gathering": coming, "ordinal": n // BODIES + 1, "mode": "in_person",
        "held_on": (date(2027, 6, 1) if coming else _at(n).date()).isoformat(), "starts_at": "14:00:00", "place": "第一會議室",
        "chair_id": None if coming else first_member + (n % BODIES) * MEMBERS, "due_by": None, "noticed_at": moment,
        "papers_at": None if coming else moment, "opened_at": None if coming else moment, "held_at": None if coming else moment,
        "confirmed_at": None if coming else moment, "published_at": None if coming else moment,
    }  # fmt: skip


def _item(i: int) -> dict[str, Any]:
    n = i % ITEMS
    return {
        "section": "report" if n == 0 else "discussion", "number": n + 1, "title": json.dumps({"zh-Hant": f"案由 {i}"}),
        "text": "說明文字。", "links": "[]", "paper": "{}", "options": "[]", "votes": "{}", "actions": "[]",
        "outcome": "noted" if n == 0 else "resolved", "way": "" if n == 0 else "consensus", "resolution": "照案通過。",
        "until": None, "concluded_at": "2022-01-01 00:00:00", "recorded_at": "2022-01-01 00:00:00",
    }  # fmt: skip


def _document(n: int) -> dict[str, Any]:
    return {
        "number": f"MT-{_at(n).year}-{n:06}", "title": {"zh-Hant": "會議"}, "body": {"id": "", "name": {}}, "ordinal": n // BODIES + 1,
        "mode": "in_person", "held_on": _at(n).date().isoformat(), "starts_at": "14:00", "opened_at": "", "held_at": "",
        "place": "第一會議室", "chair": None, "remarks": "", "attendance": [], "items": [], "statements": [], "objections": [],
        "redactions": {},
    }  # fmt: skip


SAMPLES: Final = {
    "coming": f"MT-{_at(MEETINGS - 7).year}-{MEETINGS - 7:06}",
    "held": f"MT-{_at(1_007).year}-{1_007:06}",
}
