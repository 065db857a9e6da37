"""The rows of `bench consultations`: a consultation that is open and one that is answered, each as full as asked for.

Consultations open, close and are answered by their real commands. Comments are rows; every vote is a row and an event
with its salted digest under a signed head, so that `./springhead verify` counts them like any other.
"""

import json
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import Any, Final

STATEMENTS: Final = 50
GROUPS: Final = 200
BATCH: Final = 10_000
SAID: Final = "希望欄位裡有站點代碼，並且每天更新，這樣才能和班表對照。"


def fill(comments: int, votes: int, *, verified: bool = False) -> dict[str, str]:
    """Make both consultations; return their numbers under `open` and `answered`. Needs a prepared installation.

    `votes` go to the answered one, a twentieth of them to the open one. `verified` holds every vote against the
    ledger afterwards and stops at the first that does not fit.
    """
    from django.db import transaction

    from springhead.engine.kernel.now import now
    from springhead.forums.consultations import ballots, picture
    from springhead.forums.consultations.models import Consultation
    from springhead.foundation.agencies.models import Agency

    at = now() - timedelta(days=30)
    agency = Agency.objects.order_by("pk")[7].public_id
    made = {}
    for name, many in (("open", votes // 20), ("answered", votes)):
        with transaction.atomic():
            number = _opened(agency, at, days=120 if name == "open" else 20)
        row = Consultation.objects.select_related("case").get(case__number=number)
        _comments(row, comments, agency, at)
        _votes(row, many, at)
        if name == "answered":
            _answered(number, agency, at)
            row.refresh_from_db()
            Consultation.objects.filter(pk=row.pk).update(picture=picture.compute(row))
        made[name] = number
    if verified:
        for problem in ballots.compare():
            raise SystemExit(problem.message("en"))
    return {**made, "agency": agency}


def _opened(agency: str, at: datetime, *, days: int) -> str:
    from springhead.engine.kernel.actors import machine
    from springhead.engine.kernel.now import taipei
    from springhead.forums.consultations import commands
    from springhead.foundation.cases.fire import Opening, fire, open_case

    today = taipei(at).date()
    plan = commands.parse("plan", {
        "title": "交通資料開放清單草案", "question": "這份清單漏了哪些您需要的交通資料？", "background": "明年開放交通資料。",
        "can_change": "清單的項目、欄位和開放順序。", "decides": "資料開放諮詢小組",
        "decides_on": (today + timedelta(days=200)).isoformat(), "closes_on": (today + timedelta(days=days)).isoformat(),
        "papers": [{"title": "清單草案", "url": "https://data.example.tw/list.ods"}],
        "anchors": [{"kind": "nomination", "id": f"n{n}", "label": f"第 {n} 項"} for n in range(1, 41)],
        "statements": True,
        "seeds": [{"text": f"第 {n} 項資料應該即時開放。", "side": ("for", "against")[n % 2]} for n in range(STATEMENTS)],
    })  # fmt: skip
    by = machine("bench")
    number = open_case(
        "consultation", plan, Opening({"zh-Hant": plan.title}, agency), by=by, at=at
    ).case.number  # type: ignore[attr-defined]
    fire(number, commands.Open(), by=by, at=at)
    return number


def _comments(row: Any, count: int, agency: str, at: datetime) -> None:
    """Write comments, every fifth a reply; a tenth of the rest reply to one comment, the longest thread."""
    from springhead.forums.consultations.models import Cluster, Comment, Consultation, Position

    Cluster.objects.bulk_create(
        Cluster(
            consultation=row, number=n, summary=f"第 {n} 類：希望增加欄位並提高更新頻率。", agencies=[agency]
        )
        for n in range(1, GROUPS + 1)
    )
    groups = list(row.clusters.order_by("number"))
    Position.objects.bulk_create(
        Position(
            cluster=one, agency_id=agency, disposition="accepted", reasons="下一版清單增列，一季內開放。"
        )
        for one in groups
    )
    top = [n for n in range(1, count + 1) if n % 5]
    Comment.objects.bulk_create([_comment(row, n, groups, at) for n in top], batch_size=500)
    threads = dict(row.said.values_list("number", "pk"))
    replies = []
    for n in range(5, count + 1, 5):
        to = 1 if n % 50 == 0 else n - 1
        one = _comment(row, n, groups, at)
        one.to, one.thread_id = to, threads[to]
        replies.append(one)
    Comment.objects.bulk_create(replies, batch_size=500)
    Consultation.objects.filter(pk=row.pk).update(comments=count, voices=count // 3)


def _comment(row: Any, n: int, groups: list[Any], at: datetime) -> Any:
    from springhead.forums.consultations.models import Comment

    return Comment(
        consultation=row,
        number=n,
        party_id=f"pp_{n // 3:08}",
        voice=f"c{n // 3:011}",
        name_shown="陳*玲",
        anchor=f"n{n % 41}" if n % 41 else "",
        text=f"{n}. {SAID}",
        words=f"{n}. {SAID}",
        at=at + timedelta(seconds=n),
        cluster=groups[n % GROUPS],
    )


def _votes(row: Any, count: int, at: datetime) -> None:
    """Write votes in two camps with their events, ten thousand in a transaction."""
    from django.db import transaction

    from springhead.forums.consultations.models import Consultation, Vote
    from springhead.forums.consultations.vocabulary import NUMBERS
    from springhead.foundation.ledger.actions import Fresh, append_many

    numbers = {str(choice): number for choice, number in NUMBERS.items()}
    statements = {one.number: one.pk for one in row.sentences.all()}
    cast = _cast(count)
    while batch := list(islice(cast, BATCH)):
        with transaction.atomic():
            fresh = [
                Fresh("consultation.vote", row.number, voice, at, {"statement": place}, {"vote": choice})
                for voice, place, choice in batch
            ]
            entries = append_many(fresh)
            Vote.objects.bulk_create(
                [
                    Vote(statement_id=statements[place], voice=voice, choice=numbers[choice], at=at, seq=entry.seq)
                    for (voice, place, choice), entry in zip(batch, entries, strict=True)
                ],
                batch_size=500,
            )  # fmt: skip
    Consultation.objects.filter(pk=row.pk).update(votes=count)


def _cast(count: int) -> Iterator[tuple[str, int, str]]:
    dice = Random(count)
    for n in range(count):
        voter, place = divmod(n, STATEMENTS)
        with_camp = dice.random() < 0.8
        says = "pass" if dice.random() < 0.1 else ("agree", "disagree")[(voter + place + with_camp) % 2]
        yield f"v{voter:011}", place + 1, says


def _answered(number: str, agency: str, at: datetime) -> None:
    from springhead.engine.kernel.actors import Actor, Role, machine
    from springhead.forums.consultations import commands
    from springhead.foundation.cases.fire import fire

    later = at + timedelta(days=21)
    fire(number, commands.Close(), by=machine("bench"), at=later)
    officer = Actor(id="pp_bench000", roles=frozenset({Role.OFFICER}), agency_ids=frozenset({agency}))
    answer = "清單增列十二項，其餘各項的理由逐一寫在回應表，下一版清單一個月內公布。"
    fire(number, commands.Respond(answer), by=officer, at=later)


def main() -> None:
    """Fill the installation of the environment; print the numbers as JSON."""
    import django

    django.setup()
    from springhead.config import wiring

    wiring.install()
    comments, votes, verified = sys.argv[1:]
    json.dump(fill(int(comments), int(votes), verified=verified == "1"), sys.stdout)


if __name__ == "__main__":
    main()
