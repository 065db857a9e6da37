"""The rows of 100,000 data requests for `bench lists`: parts, items, answers, terms, promises that wait, matters.

Made up but shaped like the real thing: over five years and every agency, nine in ten are over, a third went to two
agencies, one in eight answers is a refusal of which one in five has not been heard.
"""

import json
import sqlite3
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bench.rows import insert

REQUESTS: Final = 100_000
START: Final = datetime(2021, 11, 1, tzinfo=UTC)
SPAN: Final = timedelta(days=5 * 365)
CATEGORIES: Final = ("", "100", "200", "300", "400", "500", "600", "700", "800", "900")
WORDS: Final = (
    "事故地點",
    "空氣品質",
    "公廁位置",
    "水位紀錄",
    "幼兒園名冊",
    "停車位",
    "預算明細",
    "病床數",
    "路燈",
    "公車班次",
)
OUTCOMES: Final = (
    "already_open", "will_open", "not_collected", "refused", "already_open", "on_application", "will_open", "already_open",
)  # fmt: skip
# State and phase of the request, state and phase of its parts, by the last two digits of its number.
STANDS: Final = (
    (range(90), ("closed", "closed"), ("closed", "closed")),
    (range(90, 94), ("answered", "decided"), ("answered", "decided")),
    (range(94, 97), ("delivering", "delivering"), ("delivering", "delivering")),
    (range(97, 99), ("in_progress", "in_review"), ("assigned", "in_review")),
    (range(99, 100), ("submitted", "intake"), ("assigned", "in_review")),
)


def fill(database: sqlite3.Connection) -> None:
    """Write everything; about 1.4 million rows."""
    agencies = [row[0] for row in database.execute("SELECT public_id FROM agencies_agency ORDER BY id")]
    first_dataset = database.execute("SELECT min(id) FROM catalog_dataset").fetchone()[0]
    case = 1 + (database.execute("SELECT max(id) FROM cases_case").fetchone()[0] or 0)
    parts = [(n, k) for n in range(REQUESTS) for k in range(2 if n % 3 == 0 else 1)]
    insert(database, "cases_case", REQUESTS, lambda n: {"id": case + n, **_request_case(n)})
    insert(
        database,
        "data_requests_datarequest",
        REQUESTS,
        lambda n: {"id": n + 1, "case_id": case + n, **_request(n)},
    )
    insert(database, "data_requests_wanteditem", REQUESTS, lambda n: {
        "id": n + 1, "request_id": n + 1, "number": 1, "title": _title(n), "fields": "[]", "dataset_id": first_dataset + n % 50_000,
        "category": CATEGORIES[n % 10],
    })  # fmt: skip
    part_case = case + REQUESTS
    insert(database, "cases_case", len(parts), lambda i: {
        "id": part_case + i, "parent_id": case + parts[i][0], **_part_case(*parts[i], agencies),
    })  # fmt: skip
    insert(database, "data_requests_part", len(parts), lambda i: {
        "id": i + 1, "case_id": part_case + i, "request_id": parts[i][0] + 1, **_part(*parts[i]),
    })  # fmt: skip
    insert(database, "cases_decision", len(parts), lambda i: {
        "id": i + 1, "public_id": f"dc_{i:08}", "case_id": part_case + i, "event": "answer", "outcome": _outcome(*parts[i]) or "none",
        "grounds": '["foi-18-1-6"]' if _outcome(*parts[i]) == "refused" else "[]", "remedies": "[]", "body": "{}",
        "decided_by": "pp_officer0", "decided_at": _text(_at(parts[i][0])), "supersedes_id": None,
    })  # fmt: skip
    insert(database, "data_requests_partitem", len(parts), lambda i: {
        "id": i + 1, "part_id": i + 1, "item_id": parts[i][0] + 1, "dataset_id": first_dataset + parts[i][0] % 50_000,
        "outcome": _outcome(*parts[i]), "decision_id": i + 1 if _outcome(*parts[i]) else None, "commitment_id": None,
    })  # fmt: skip
    insert(database, "cases_clock", len(parts), lambda i: {"case_id": part_case + i, **_clock(parts[i][0])})
    unheard = [
        i for i, (n, k) in enumerate(parts) if _part(n, k)["has_refusal"] and not _part(n, k)["heard_at"]
    ]
    insert(database, "committees_matter", len(unheard), lambda i: {
        "case_id": part_case + unheard[i], "body_id": None, "events": '["hear", "rule_open"]', "since": _text(_at(parts[unheard[i]][0])),
    })  # fmt: skip


def _stand(n: int) -> tuple[tuple[str, str], tuple[str, str]]:
    return next((request, part) for numbers, request, part in STANDS if n % 100 in numbers)


def _at(n: int) -> datetime:
    return START + SPAN * n / REQUESTS


def _text(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S")


def _title(n: int) -> str:
    return f"第 {n} 種{WORDS[n % 10]}"


def _request_case(n: int) -> dict[str, Any]:
    (state, phase), _ = _stand(n)
    return _case(f"DR-{_at(n).year}-{n:06}", "data_request", state, phase, n)


def _part_case(n: int, k: int, agencies: list[str]) -> dict[str, Any]:
    _, (state, phase) = _stand(n)
    made = _case(f"DR-{_at(n).year}-{n:06}.{k + 1}", "data_request_part", state, phase, n)
    waiting = state == "assigned"
    return {
        **made,
        "agency_id": agencies[(n * 7 + k * 13) % len(agencies)],
        "next_due": _text(_at(n) + timedelta(days=14)) if waiting else None,
    }


def _case(number: str, kind: str, state: str, phase: str, n: int) -> dict[str, Any]:
    moment = _text(_at(n))
    return {
        "public_id": f"cs_{number[-9:]}{kind[-1]}"[:16], "number": number, "type": kind, "state": state, "phase": phase,
        "version": 2, "agency_id": "", "owner_id": f"pp_{n % 20_000:08}", "title": json.dumps({"zh-Hant": _title(n)}),
        "opened_at": moment, "changed_at": moment, "closed_at": moment if phase == "closed" else None, "next_due": None,
    }  # fmt: skip


def _request(n: int) -> dict[str, Any]:
    return {
        "reason": "示範用途的說明文字。", "agencies": "[]", "submitted_at": _text(_at(n)), "redactions": "{}",
        "due_on": (_at(n) + timedelta(days=14)).date().isoformat(), "supporters": (n % 97) // 8 if n % 5 == 0 else 0,
        "words": _title(n), "year": _at(n).year, "historical": 0, "merged_into_id": None, "contested_at": None, "origin": None,
    }  # fmt: skip


def _answered(n: int) -> bool:
    return _stand(n)[1][0] != "assigned"


def _outcome(n: int, k: int) -> str:
    return OUTCOMES[(n + k) % 8] if _answered(n) else ""


def _part(n: int, k: int) -> dict[str, Any]:
    answered, days = _answered(n), 1 + (n * 31 + k) % 20
    refusal = _outcome(n, k) == "refused"
    at = _at(n) + timedelta(days=days)
    return {
        "since": _text(_at(n)), "due_on": (_at(n) + timedelta(days=14)).date().isoformat() if answered else None,
        "answered_at": _text(at) if answered else None, "answered_on": at.date().isoformat() if answered else None,
        "days": days if answered else None, "on_time": days <= 14 if answered else None, "chain": "[]", "document": "{}",
        "contested_at": _text(at) if answered and n % 40 == 0 else None, "verdict": ("accepted", "silent", "")[n % 3] if answered else "",
        "has_refusal": refusal, "heard_at": _text(at) if refusal and n % 5 else None, "tracked_until": None, "stars": None,
        "placed": 0, "question_open": 0, "changed": 0, "transfers": int(n % 25 == 0),
    }  # fmt: skip


def _clock(n: int) -> dict[str, Any]:
    at, waiting = _at(n), not _answered(n)
    stamp = at.isoformat()
    acts = [("start", stamp)] + ([] if waiting else [("stop", (at + timedelta(days=5)).isoformat())])
    events = [{"act": act, "at": when, "days": 0} for act, when in acts]
    return {
        "kind": "answer", "policy_version": "1", "events": json.dumps(events), "status": "running" if waiting else "stopped",
        "started_at": _text(at), "due_at": _text(at + timedelta(days=15)) if waiting else None, "told": "[]",
        "satisfied_at": None if waiting else _text(at + timedelta(days=5)), "next_moment": None,
    }  # fmt: skip
