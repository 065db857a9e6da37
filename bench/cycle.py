"""`./springhead bench cycle [WORD]`: pages of a cycle with 2,000 nominations, a consultation with 1,000,000 votes.

The rows are written straight into a SQLite file: 40 agencies, 50 nominations each, with two versions of their sheets,
scores and promises; one consultation with 10,000 comments in 100 groups, 200 statements and the votes of 5,000 voices.
One web process; the pages are asked one after another (warm), then by eight clients. WORD: only pages whose name has it.
"""

import json
import sqlite3
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from bench.rows import filled, insert
from bench.serving import heading, installation, python, served, table

NOMINATIONS: Final = 2_000
AGENCIES: Final = 40
VOICES: Final = 5_000
STATEMENTS: Final = 200
COMMENTS: Final = 10_000
GROUPS: Final = 100
START: Final = datetime(2026, 1, 1, tzinfo=UTC)
THEMES: Final = ("climate", "disaster", "transport", "health", "energy", "welfare")
STATES: Final = (
    ("scheduled", "delivering"), ("released", "delivering"), ("agency_committee", "in_review"), ("not_listed", "closed"),
    ("scheduled", "delivering"), ("responding", "in_review"), ("in_review", "in_review"), ("proposed", "intake"),
)  # fmt: skip
CYCLE: Final = "HC-2026-000001"
ASKED: Final = "CN-2026-000001"
PAGES: Final = (
    ("themes", "/themes/"),
    ("one theme", "/themes/transport"),
    ("one theme, by agency", "/themes/transport?sort=agency_name_asc"),
    ("one theme, CSV", "/themes/transport/list.csv"),
    ("requests behind a theme", "/themes/climate/evidence/requests"),
    ("use behind a theme", "/themes/transport/evidence/use"),
    ("released datasets as DCAT", "/themes/catalogue.jsonld"),
    ("action plan", "/themes/action-plan"),
    ("cycles", "/themes/cycles/"),
    ("one cycle", f"/themes/cycles/{CYCLE}"),
    ("one cycle, coming", f"/themes/cycles/{CYCLE}?show=coming"),
    ("nominations", "/nominations/"),
    ("nominations, deep", "/nominations/?cursor=1000"),
    ("nominations, one theme", "/nominations/?theme=health"),
    ("nominations, one goal", "/nominations/?sdg=11"),
    ("one nomination", "/nominations/HN-2026-000000"),
    ("nominations, API", "/api/v1/nominations"),
    ("one cycle, API", f"/api/v1/cycles/{CYCLE}"),
    ("one theme, API", "/api/v1/themes/transport"),
    ("announced list", f"/themes/announcements/{CYCLE}/1.html"),
    ("consultations", "/consultations/"),
    ("one consultation", f"/consultations/{ASKED}"),
    ("one consultation, one part", f"/consultations/{ASKED}?part=HN-2026-000000"),
    ("one consultation, deep", f"/consultations/{ASKED}?cursor=5000"),
    ("statements", f"/consultations/{ASKED}/statements"),
    ("answers", f"/consultations/{ASKED}/answers"),
)
DESKS: Final = (
    ("desk of a cycle", "policy_office", f"/desk/high-value/{CYCLE}"),
    ("desk of high-value data", "officer", "/desk/high-value/"),
)


def main(argv: list[str]) -> int:
    """Fill, serve, ask, print."""
    word = argv[0] if argv else ""
    with installation() as env:
        people = json.loads(python(env, "bench.lists_people"))
        filled(env, fill, asked)
        with served(env) as port:
            heading(f"{NOMINATIONS:,} nominations, {VOICES * STATEMENTS:,} votes, {COMMENTS:,} comments")
            table(PAGES, port, word=word)
            for name, who, address in DESKS:
                table([(name, address)], port, word=word, cookie=f"{people['cookie']}={people[who]}")
    return 0


def fill(database: sqlite3.Connection) -> None:
    """Write the cycle: its case, calls, nominations with datasets, sheets, scores and promises, and the announced list."""
    agencies = database.execute(
        "SELECT id, public_id FROM agencies_agency ORDER BY id LIMIT ?", (AGENCIES,)
    ).fetchall()
    moment = _text(START)
    insert(database, "cases_case", 1, lambda _n: {
        "id": 1, **_case(CYCLE, "hv_cycle", "announced", "delivering", {"zh-Hant": "115 年度高應用價值資料"}, agencies[0][1]),
    })  # fmt: skip
    days = ("proposals_until", "nominations_until", "consultation_until", "committees_until", "executive_on")
    insert(database, "high_value_cycle", 1, lambda _n: {
        "id": 1, "case_id": 1, "state": "announced", "sheet": json.dumps({"criteria": [], "note": "五分最高。"}), "sheet_at": moment,
        "themes": json.dumps(THEMES), "made_at": moment, **{name: f"2026-0{k + 2}-01" for k, name in enumerate(days)},
    })  # fmt: skip
    insert(database, "cases_case", AGENCIES, lambda n: {
        "id": 2 + n, "parent_id": 1, **_case(f"{CYCLE}.{n + 1}", "hv_call", "submitted", "closed", {"zh-Hant": "提報"}, agencies[n][1]),
    })  # fmt: skip
    insert(database, "high_value_call", AGENCIES, lambda n: {
        "id": n + 1, "case_id": 2 + n, "cycle_id": 1, "agency_id": agencies[n][0], "state": "submitted", "missed_at": None,
        "answered_at": moment,
    })  # fmt: skip
    insert(database, "catalog_dataset", NOMINATIONS, lambda n: {
        "id": n + 1, "public_id": f"ds_{n:08}", "agency_id": agencies[n % AGENCIES][0], "stage": "served", "visible": 1,
        "openness": "open", "title": json.dumps({"zh-Hant": f"高應用價值資料 {n}"}), "modified": moment, "issued": moment,
        "description": "{}", "provenance": "{}",
    })  # fmt: skip
    first = 1_000
    insert(database, "cases_case", NOMINATIONS, lambda n: {
        "id": first + n, **_case(f"HN-2026-{n:06}", "hv_nomination", *STATES[n % 8], {"zh-Hant": f"高應用價值資料 {n}"}, agencies[n % AGENCIES][1]),
    })  # fmt: skip
    promised = 10_000
    kept = {"released": "delivered", "in_review": "delivered", "scheduled": "pending"}
    with_promise = [n for n in range(NOMINATIONS) if STATES[n % 8][0] in kept]
    insert(database, "cases_case", len(with_promise), lambda i: {
        "id": promised + i, "parent_id": first + with_promise[i],
        **_case(f"CM-2026-{i:06}", "commitment", kept[STATES[with_promise[i] % 8][0]], "delivering", {"zh-Hant": "承諾"}, agencies[0][1]),
    })  # fmt: skip
    due = {n: (date(2026, 9, 1) + timedelta(days=n % 400)).isoformat() for n in range(NOMINATIONS)}
    insert(database, "commitments_commitment", len(with_promise), lambda i: {
        "id": i + 1, "case_id": promised + i, "state": kept[STATES[with_promise[i] % 8][0]], "is_open": 1,
        "dataset_id": with_promise[i] + 1, "items": '["測站"]', "needs": "[]", "promised_on": due[with_promise[i]],
        "due_on": due[with_promise[i]], "delivered_at": None, "broken_at": None, "settled_at": None, "red_since": None,
    })  # fmt: skip
    promise = {n: promised + i for i, n in enumerate(with_promise)}
    insert(database, "high_value_nomination", NOMINATIONS, lambda n: {
        "id": n + 1, "case_id": first + n, "cycle_id": 1, "dataset_id": n + 1, "agency_id": agencies[n % AGENCIES][0],
        "theme": THEMES[n % 6], "subcategory": "", "state": STATES[n % 8][0], "origin": ("agency", "civic")[n % 5 == 0],
        "consultation_id": 500, "promise_id": promise.get(n), "sheet_id": 2 * n + 2, "expected_on": due[n], "changed_at": moment,
        "ended_reason": "資料不穩定，下一輪再議。" if STATES[n % 8][0] == "not_listed" else "", "announced": n in promise,
        "listed_at": None, "released_at": None,
    })  # fmt: skip
    insert(database, "high_value_sheet", 2 * NOMINATIONS, lambda i: {
        "id": i + 1, "nomination_id": i // 2 + 1, "version": i % 2 + 1, "body": json.dumps(_sheet(i)), "made_by": "pp_x", "made_at": moment,
    })  # fmt: skip
    values = ("public_interest", "social_progress", "economic_development", "government_transparency")
    insert(database, "high_value_score", 4 * NOMINATIONS, lambda i: {
        "id": i + 1, "nomination_id": i // 4 + 1, "criterion": values[i % 4], "by": "ag_x", "role": "agency", "points": i % 6, "at": moment,
    })  # fmt: skip
    entries = [_entry(n, due[n]) for n in with_promise]
    insert(database, "high_value_announcement", 1, lambda _n: {
        "id": 1, "cycle_id": 1, "version": 1, "digest": "0" * 64, "document_number": "數開字第1號", "announced_on": "2026-08-01",
        "at": moment, "seq": None, "body": json.dumps({
            "cycle": CYCLE, "title": {"zh-Hant": "115 年度"}, "version": 1, "document_number": "數開字第1號", "announced_on": "2026-08-01",
            "reason": "", "changes": {"added": [], "removed": [], "changed": []}, "entries": entries,
        }),
    })  # fmt: skip


def asked(database: sqlite3.Connection) -> None:
    """Write the consultation: comments in groups with an answer each, statements, a vote of every voice on each."""
    moment = _text(START)
    host = database.execute("SELECT public_id FROM agencies_agency ORDER BY id LIMIT 1").fetchone()[0]
    insert(database, "cases_case", 1, lambda _n: {
        "id": 500, "parent_id": 1, **_case(ASKED, "consultation", "answered", "closed", {"zh-Hant": "提報清單徵詢"}, host),
    })  # fmt: skip
    anchors = [{"kind": "nomination", "id": f"HN-2026-{n:06}", "label": f"資料 {n}"} for n in range(400)]
    insert(database, "consultations_consultation", 1, lambda _n: {
        "id": 1, "case_id": 500, "kind": "nomination", "question": "該不該列為高應用價值資料？", "can_change": "清單。", "decides": "諮詢小組",
        "decides_on": "2026-12-01", "papers": "[]", "agencies": json.dumps([host]), "about": "[]", "anchors": json.dumps(anchors),
        "here": 1, "statements": 1, "opens_on": "2026-03-01", "closes_on": "2026-04-01", "opened_at": moment, "closed_at": moment,
        "answer_due": "2026-04-15", "missed_on": None, "answered_at": moment, "moves": "[]", "comments": COMMENTS, "voices": VOICES,
        "votes": VOICES * STATEMENTS, "key": "k" * 40, "words": "提報", "picture": "{}", "version": 1,
    })  # fmt: skip
    insert(database, "consultations_cluster", GROUPS, lambda n: {
        "id": n + 1, "consultation_id": 1, "number": n + 1, "summary": f"第 {n} 組意見", "agencies": json.dumps([host]),
    })  # fmt: skip
    insert(database, "consultations_position", GROUPS, lambda n: {
        "id": n + 1, "cluster_id": n + 1, "agency_id": host, "disposition": "accepted", "reasons": "採納，調整如提報表。", "at": moment,
        "decision_id": None,
    })  # fmt: skip
    insert(database, "consultations_comment", COMMENTS, lambda n: {
        "id": n + 1, "consultation_id": 1, "number": n + 1, "thread_id": None, "voice": f"v{n % VOICES:06}", "party_id": "",
        "name_shown": "王○明", "anchor": f"HN-2026-{n % 400:06}" if n % 3 else "", "text": f"這是第 {n} 則意見，希望更新頻率提高到每日。",
        "words": f"這是第 {n} 則意見，希望更新頻率提高到每日。",
        "at": moment, "hidden_at": None, "cluster_id": n % GROUPS + 1, "seq": None,
    })  # fmt: skip
    insert(database, "consultations_statement", STATEMENTS, lambda n: {
        "id": n + 1, "consultation_id": 1, "number": n + 1, "text": f"第 {n} 句：更新頻率比欄位多更重要。", "side": "", "standing": "shown",
        "at": moment,
    })  # fmt: skip
    insert(database, "consultations_vote", VOICES * STATEMENTS, lambda i: {
        "id": i + 1, "statement_id": i % STATEMENTS + 1, "voice": f"w{i // STATEMENTS:06}", "choice": (1, -1, 0)[(i * 7 + i // 200) % 3],
        "at": moment, "seq": None,
    })  # fmt: skip


def _case(number: str, kind: str, *stands: Any) -> dict[str, Any]:
    """Return the row of a case; `stands` are its state, phase, title and agency."""
    state, phase, title, agency = stands
    moment = _text(START)
    short = f"c{number[-4:]}" if kind == "hv_call" else number.replace("-", "")
    return {
        "public_id": f"cs_{short}", "number": number, "type": kind, "state": state, "phase": phase, "version": 3,
        "agency_id": agency, "owner_id": "", "title": json.dumps(title), "opened_at": moment, "changed_at": moment,
        "closed_at": moment if phase == "closed" else None, "next_due": moment if state in ("responding", "proposed") else None,
    }  # fmt: skip


def _sheet(i: int) -> dict[str, Any]:
    return {
        "title": "", "description": "", "fields": ["測站", "數值"], "format": "CSV", "interval": ("每日", "每小時")[i % 2], "standard": "",
        "licence": "OGDL-Taiwan-1.0", "sdg": ["11.2"], "steward": "資訊室", "until": "2027-01-01",
        "values": dict.fromkeys(("public_interest", "social_progress"), "可供即時判斷，減少損失。"), "scores": {"public_interest": 4},
    }  # fmt: skip


def _entry(n: int, until: str) -> dict[str, Any]:
    return {
        "number": f"HN-2026-{n:06}", "dataset": f"ds_{n:08}", "title": {"zh-Hant": f"高應用價值資料 {n}"}, "agency": "ag_x",
        "agency_name": {"zh-Hant": "機關"}, "origin": "agency", "theme": THEMES[n % 6], "subcategory": "", "until": until,
        "fields": ["測站"], "format": "CSV", "interval": "每日", "standard": "", "licence": "OGDL-Taiwan-1.0", "api": True, "steward": "資訊室",
    }  # fmt: skip


def _text(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S")
