"""`./springhead bench lists [WORD]`: every list at 1,000,000 events, 60,000 datasets, 100,000 promises and requests.

There are 200 bodies, 5,000 meetings and 100,000 matters too. The rows are written straight into a SQLite file, without signed heads: only reading is measured. One web
process; the pages are asked one after another (warm), then by eight clients. Client and server share the machine.
WORD: only pages whose name has it.
"""

import json
import sqlite3
from datetime import UTC, date, datetime, timedelta

from bench import lists_bodies, lists_requests
from bench.lists_requests import REQUESTS
from bench.rows import filled, insert
from bench.serving import heading, installation, python, served, table

EVENTS, DATASETS, PROMISES = 1_000_000, 60_000, 100_000
START = datetime(2020, 1, 1, tzinfo=UTC)
STATES = (("pending", "delivering"), ("late", "delivering"), ("delivered", "closed"), ("abandoned", "closed"))
PAGES = (
    ("front page", "/"),
    ("ledger, newest", "/ledger/"),
    ("ledger, half way down", f"/ledger/?before={EVENTS // 2}"),
    ("ledger, one kind of event", "/ledger/?event=dataset:listed"),
    ("ledger, Atom", "/ledger/feed.atom"),
    ("cases", "/cases/"),
    ("cases, overdue", "/cases/?overdue=1"),
    ("promises, open", "/commitments/"),
    ("promises, kept", "/commitments/?kind=kept"),
    ("promises, broken", "/commitments/?kind=broken"),
    ("promises, calendar", "/commitments/calendar.ics"),
    ("datasets, API", "/api/v1/datasets"),
    ("promises, API", "/api/v1/commitments?kind=open"),
    ("requests", "/requests/"),
    ("requests, deep", f"/requests/?cursor=0.{REQUESTS // 2}"),
    ("requests, most joined", "/requests/?sort=support"),
    ("requests, searched", "/requests/?q=%E6%B0%B4%E4%BD%8D%E7%B4%80%E9%8C%84"),
    ("requests, searched for nothing there", "/requests/?q=%E6%B2%92%E6%9C%89%E9%80%99%E7%A8%AE"),
    ("requests, one state", "/requests/?state=in_progress"),
    ("requests, waiting", "/requests/?state=waiting"),
    ("requests, one agency", "/requests/?agency={agency}"),
    ("requests, one outcome", "/requests/?outcome=refused"),
    ("requests, one category", "/requests/?category=300"),
    ("requests, overdue", "/requests/?overdue=1"),
    ("requests, not heard", "/requests/?unheard=1"),
    ("requests, one year", "/requests/?year=2023"),
    ("requests, API", "/api/v1/requests"),
    ("requests, Atom", "/requests/feed.atom"),
    ("one request", "/requests/DR-2024-050001"),
    ("asking, likely matches", "/requests/new?q=%E6%B0%B4%E4%BD%8D%E7%B4%80%E9%8C%84"),
    ("statistics", "/statistics/"),
    ("statistics, this year", "/statistics/?period=year"),
    ("statistics, one agency", "/statistics/agencies/{agency}"),
    ("statistics, behind a number", "/statistics/cases?figure=on_time&period=all"),
    ("statistics, behind a bar", "/statistics/cases?figure=days:5&period=all"),
    ("statistics, behind a ground", "/statistics/cases?figure=ground:foi-18-1-6&period=all"),
    ("statistics, JSON", "/statistics/figures.json"),
    ("badge", "/badges/requests/{agency}.svg"),
    ("demand", "/demand/"),
    ("agency", "/agencies/{agency}"),
    ("committees", "/committees/"),
    ("committees, one body", "/committees/bd_00000007"),
    ("committees, Atom", "/committees/bd_00000007/feed.atom"),
    ("meetings", "/meetings/"),
    ("meetings, all", "/meetings/?show=all"),
    ("meetings, deep", "/meetings/?show=all&cursor=2500"),
    ("meetings, one body", "/meetings/?show=all&body=bd_00000007"),
    ("meetings, calendar", "/meetings/calendar.ics"),
    ("meetings, Atom", "/meetings/feed.atom"),
    ("meetings, API", "/api/v1/meetings"),
    ("meeting, its packet gathers", "/meetings/{coming}"),
    ("meeting, published", "/meetings/{held}"),
    ("meeting, minutes", "/meetings/{held}/minutes"),
    ("meetings, action items", "/meetings/actions/"),
    ("resolutions", "/resolutions/"),
    ("resolutions, one year", "/resolutions/?year=2022"),
    ("resolutions, deep", "/resolutions/?cursor=2022-06-01~50000"),
    ("resolutions, declined", "/resolutions/?effect=declined"),
    ("resolutions, waiting", "/resolutions/?effect=waiting"),
    ("resolutions, API", "/api/v1/resolutions"),
    ("cases, one kind", "/cases/?type=data_request_part"),
    ("cases, API", "/api/v1/cases?type=data_request"),
)
DESKS = (
    ("desk of an officer", "officer", "/desk/"),
    ("desk, requests", "officer", "/desk/requests/"),
    ("desk, central", "policy_office", "/desk/requests/central/"),
    ("desk, what waits for a body", "policy_office", "/desk/committees/none"),
    ("desk, bodies", "policy_office", "/desk/committees/"),
    ("desk, one body", "policy_office", "/desk/committees/bd_00000007"),
    ("desk, meetings", "policy_office", "/desk/meetings/"),
    ("desk, meetings of a secretary", "secretary", "/desk/meetings/"),
)


def main(argv: list[str]) -> int:
    """Fill, serve, ask, print."""
    word = argv[0] if argv else ""
    with installation() as env:
        # People first: the rows that follow make a ledger without heads.
        people = json.loads(python(env, "bench.lists_people"))
        filled(env, fill, lists_requests.fill, lists_bodies.fill)
        with served(env) as port:
            heading(
                f"{EVENTS:,} events, {DATASETS:,} datasets, {PROMISES:,} promises, {REQUESTS:,} requests, "
                f"{lists_bodies.BODIES:,} bodies, {lists_bodies.MEETINGS:,} meetings"
            )
            known = {"agency": people["agency"], **lists_bodies.SAMPLES}
            table(((name, address.format(**known)) for name, address in PAGES), port, word=word)
            for name, who, address in DESKS:
                table([(name, address)], port, word=word, cookie=f"{people['cookie']}={people[who]}")
    return 0


def fill(database: sqlite3.Connection) -> None:
    """Write made-up rows; whatever a table asks beyond what matters here gets its plainest value."""
    (agency, public_id) = database.execute("SELECT id, public_id FROM agencies_agency LIMIT 1").fetchone()
    insert(database, "catalog_dataset", DATASETS, lambda n: {
        "public_id": f"ds_{n:08}", "agency_id": agency, "stage": "listed", "visible": 1, "openness": "open",
        "title": json.dumps({"zh-Hant": f"資料集 {n}"}), "modified": moment(n), "issued": moment(n),
        "description": "{}", "provenance": "{}",
    })  # fmt: skip
    first_dataset = database.execute("SELECT min(id) FROM catalog_dataset").fetchone()[0]
    insert(database, "cases_case", PROMISES, lambda n: {
        "public_id": f"cs_{n:08}", "number": f"CM-2020-{n:06}", "type": "commitment", "state": STATES[n % 4][0],
        "phase": STATES[n % 4][1], "version": 1, "agency_id": public_id, "title": json.dumps({"zh-Hant": f"承諾 {n}"}),
        "opened_at": moment(n), "changed_at": moment(n), "closed_at": moment(n) if n % 4 > 1 else None,
        "next_due": moment(n) if n % 4 < 2 else None,
    })  # fmt: skip
    first_case = database.execute("SELECT min(id) FROM cases_case").fetchone()[0]
    insert(database, "commitments_commitment", PROMISES, lambda n: {
        "case_id": first_case + n, "state": STATES[n % 4][0], "is_open": n % 4 < 2, "dataset_id": first_dataset + n % DATASETS, "items": "[]",
        "promised_on": day(n), "due_on": day(n), "slips": n % 3,
        "delivered_at": moment(n) if n % 4 == 2 else None,
        "broken_at": moment(n) if n % 20 == 1 else None, "broken_why": "late" if n % 20 == 1 else "",
    })  # fmt: skip
    first_event = 1 + (database.execute("SELECT max(seq) FROM ledger_event").fetchone()[0] or 0)
    insert(database, "ledger_event", EVENTS, lambda n: {
        "seq": first_event + n, "at": moment(n), "event": ("delivery.publish", "dataset:listed")[n % 2],
        "subject": f"ds_{n % DATASETS:08}", "actor": "machine", "public": "{}", "private": "{}", "leaf": bytes(32),
    })  # fmt: skip
    database.execute("UPDATE ledger_tree SET size = ?", (first_event + EVENTS,))


def moment(n: int) -> str:
    """Return the n-th moment as SQLite keeps it."""
    return (START + timedelta(minutes=3 * n)).strftime("%Y-%m-%d %H:%M:%S")


def day(n: int) -> str:
    """Return a promised day."""
    return (date(2025, 1, 1) + timedelta(days=n % 1_500)).isoformat()
