"""Looks over time: on demand, what stays the same, daily watching, red, sealing; and what may not be asked."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from tests.checks.conftest import DUTIES, NOON, OFFICER
from tests.checks.pages import CSV, QUERY

from springhead.engine.kernel.canonical import canonical
from springhead.engine.kernel.merkle import leaf_hash
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.engine.kernel.verify import root_from_inclusion
from springhead.foundation.checks import actions, handlers, pacing, queries, rules, sealing, texts
from springhead.foundation.checks.evidence import Evidence
from springhead.foundation.checks.models import Allowance, Check, Host, Outcome, Watch
from springhead.foundation.checks.rules import Span
from springhead.foundation.checks.vocabulary import Verdict, Wanted
from springhead.foundation.jobs.models import Job
from springhead.foundation.jobs.worker import drain
from springhead.foundation.ledger.models import Event

pytestmark = pytest.mark.django_db
GOOD = Evidence(status=200, kind="csv", fields=("站名",), fields_read=True, rows=2, whole=True)
GONE = Evidence(status=404)
DAYS = timedelta(days=1)


def code(refused) -> str:
    return refused.value.problems[0].code


def test_a_look_is_asked_for_and_done_by_a_worker(look, origin) -> None:
    row = actions.request_check(f"{origin}/good.csv", by=OFFICER, at=now())
    assert queries.pending(row) is not None
    assert queries.hindrances(row.url, at=now())[0].code == "link-unchecked"
    drain(["look"], DUTIES)
    row.refresh_from_db()
    assert (row.verdict, queries.pending(row)) == ("ok", None)
    assert queries.hindrances(row.url, Wanted("CSV", ("站名",)), at=now()) == ()
    assert [one.code for one in queries.hindrances(row.url, Wanted("", ("雨量",)), at=now())] == [
        "link-fields-missing"
    ]


def test_a_fresh_look_is_not_repeated_and_an_old_one_is(look, origin) -> None:
    row = look(f"{origin}/good.csv")
    assert queries.pending(actions.request_check(row.url, by=OFFICER, at=now())) is None
    later = now() + rules.FRESH + timedelta(seconds=1)
    assert queries.pending(actions.request_check(row.url, by=OFFICER, at=later)) is not None
    assert Job.objects.filter(kind=actions.LOOK).count() == 2
    actions.request_check(row.url, by=OFFICER, at=later, anew=True)
    assert Job.objects.filter(kind=actions.LOOK).count() == 2  # one is under way already


def test_looking_anew_waits_a_moment(look, origin) -> None:
    row = look(f"{origin}/good.csv")
    assert queries.pending(actions.request_check(row.url, by=OFFICER, at=now(), anew=True)) is None
    later = now() + actions.SHORTEST + timedelta(seconds=1)
    assert queries.pending(actions.request_check(row.url, by=OFFICER, at=later, anew=True)) is not None


def test_an_answer_needs_a_look_of_the_last_day(look, origin) -> None:
    row = look(f"{origin}/good.csv")
    assert queries.hindrances(row.url, at=now() + timedelta(hours=23)) == ()
    late = queries.hindrances(row.url, at=now() + timedelta(hours=25))
    assert [one.code for one in late] == ["link-unchecked"]


def test_nobody_may_make_the_machine_a_scanner(everywhere, monkeypatch) -> None:
    monkeypatch.setattr(actions, "HOURLY", 3)
    for n in range(3):
        actions.request_check(f"https://example.org/{n}", by=OFFICER, at=NOON)
    with pytest.raises(Refused) as refused:
        actions.request_check("https://example.org/4", by=OFFICER, at=NOON + timedelta(minutes=59))
    assert (code(refused), refused.value.status) == ("link-too-many", 429)
    actions.request_check("https://example.org/4", by=OFFICER, at=NOON + timedelta(minutes=60))
    assert Allowance.objects.count() == 2


def test_demo_mode_reaches_the_pretend_site_and_nothing_else() -> None:
    from springhead.foundation.checks import looking

    here = settings.SPRINGHEAD.address
    for url in (
        "https://data.gov.tw/a.csv",
        f"{here}/account/login/",
        "http://127.0.0.1.example.org/demo/agency-site/a",
    ):
        with pytest.raises(Refused) as refused:
            actions.request_check(url, by=OFFICER, at=NOON)
        assert code(refused) == "link-demo-only"
    actions.request_check(f"{here}/demo/agency-site/levels.csv", by=OFFICER, at=NOON)
    looking.client.cache_clear()
    for url, why in (
        ("http://93.184.216.34/a.csv", "fetch-name-unknown"),
        ("http://data.gov.tw/a.csv", "fetch-name-unknown"),
        ("http://10.0.0.1/secret.csv", "fetch-address-private"),
    ):
        seen = looking.look(url)
        assert seen.problem is not None
        assert seen.problem.code == why
    looking.client.cache_clear()


def note(url: str, *seen: tuple[Evidence, datetime]) -> Check:
    row, _ = Check.objects.get_or_create(key=rules.key_of(url), defaults={"url": url, "made_at": NOON})
    for evidence, at in seen:
        actions.note(row.public_id, evidence, at=at)
    return Check.objects.get(pk=row.pk)


def test_the_history_grows_with_what_changes_not_with_time(db) -> None:
    url = "https://example.org/a.csv"
    row = note(url, *((GOOD, NOON + n * DAYS) for n in range(40)), (GONE, NOON + 40 * DAYS))
    history = queries.history(row)
    assert [(one.verdict, one.looks) for one in history] == [("unreachable", 1), ("ok", 40)]
    assert (history[1].at, history[1].seen_at) == (NOON, NOON + 39 * DAYS)
    other = note(url, (GOOD, NOON + 41 * DAYS))
    assert (other.verdict, other.outcome.looks) == ("ok", 1)


def test_other_fields_are_a_change_although_the_verdict_is_the_same(db) -> None:
    more = Evidence(status=200, kind="csv", fields=("站名", "雨量"), fields_read=True, rows=2)
    row = note("https://example.org/a.csv", (GOOD, NOON), (more, NOON + DAYS))
    assert [one.looks for one in queries.history(row)] == [1, 1]


def test_nobody_answering_is_red_from_the_second_look(db) -> None:
    url, subject = "https://example.org/a.csv", "DR-2026-000001.1"
    actions.watch(url, subject, at=NOON)
    note(url, (GOOD, NOON), (GONE, NOON + DAYS))
    assert queries.red_since(subject) is None
    assert Check.objects.get().red_at is None
    note(url, (GONE, NOON + DAYS + timedelta(hours=1)))
    assert queries.red_since(subject) == NOON + DAYS
    assert Check.objects.get().red_at is not None
    note(url, (GOOD, NOON + 3 * DAYS))
    assert queries.red_since(subject) is None
    assert Check.objects.get().red_at is None


def test_two_sorts_of_silence_are_one(db) -> None:
    url, subject = "https://example.org/a.csv", "ds_00000000"
    actions.watch(url, subject, at=NOON)
    note(url, (GOOD, NOON), (GONE, NOON + DAYS), (Evidence(status=500), NOON + 2 * DAYS))
    assert queries.red_since(subject) == NOON + DAYS


def test_a_page_is_red_at_once_and_our_own_failure_never(db) -> None:
    from springhead.foundation.checks.vocabulary import Page
    from springhead.foundation.jobs.texts import CRASHED

    page = Evidence(status=200, kind="html", page=Page.QUERY)
    failed = Evidence().with_trouble(CRASHED.at("jb_1", attempts=3))
    url, subject = "https://example.org/a.csv", "ds_00000000"
    actions.watch(url, subject, at=NOON)
    note(url, (failed, NOON), (failed, NOON + DAYS))
    assert queries.red_since(subject) is None
    note(url, (page, NOON + 2 * DAYS), (failed, NOON + 3 * DAYS))
    assert queries.red_since(subject) == NOON + 2 * DAYS


def test_red_is_by_what_was_promised_to_each(db) -> None:
    url = "https://example.org/a.csv"
    actions.watch(url, "DR-2026-000001.1", wanted=Wanted("CSV", ("站名",)), at=NOON)
    actions.watch(url, "DR-2026-000002.1", wanted=Wanted("CSV", ("雨量",)), at=NOON)
    note(url, (GOOD, NOON))
    assert queries.red_since("DR-2026-000001.1") is None
    assert queries.red_since("DR-2026-000002.1") == NOON
    assert queries.of_subject("DR-2026-000002.1")[0].judgement.verdict is Verdict.SHORT


def test_watching_ends_with_the_last_who_points_at_it(db) -> None:
    url = "https://example.org/a.csv"
    for subject in ("a", "b"):
        actions.watch(url, subject, at=NOON)
    assert Check.objects.get().next_at is not None
    assert actions.unwatch("a") == 1
    assert Check.objects.get().next_at is not None
    assert actions.unwatch("b", url=url) == 1
    assert Check.objects.get().next_at is None
    assert actions.unwatch("b") == 0


def test_looks_are_spread_over_the_day(db) -> None:
    keys = [rules.key_of(f"https://example.org/{n}") for n in range(2_400)]
    slots = [rules.slot(key, NOON) for key in keys]
    assert all(NOON + timedelta(hours=1) <= at < NOON + timedelta(hours=25) for at in slots)
    hours = Counter(at.astimezone(UTC).hour for at in slots)
    assert len(hours) == 24
    assert max(hours.values()) < 2 * min(hours.values())
    for key, at in zip(keys[:50], slots, strict=False):
        assert rules.slot(key, at) - at == DAYS


def test_after_a_first_miss_the_next_look_comes_within_the_hour(db) -> None:
    key = rules.key_of("https://example.org/")
    assert rules.next_look(key, Verdict.UNREACHABLE, 1, NOON) <= NOON + timedelta(hours=1)
    assert rules.next_look(key, Verdict.UNREACHABLE, 2, NOON) == rules.slot(key, NOON)
    assert rules.next_look(key, Verdict.PAGE, 0, NOON) == rules.slot(key, NOON)


def test_the_sweep_looks_at_what_is_due_and_red_follows(look, origin, site) -> None:
    url, subject = f"{origin}/good.csv", "CM-2026-000001"
    actions.watch(url, subject, wanted=Wanted("CSV", ("站名",)), at=now() - 2 * DAYS)
    drain(["look"], DUTIES)
    assert actions.queue_due(now()) == 1
    assert actions.queue_due(now()) == 0, "its next time is tomorrow"
    assert Job.objects.filter(kind=actions.LOOK, state="waiting").count() == 1
    drain(["look"], DUTIES)
    row = Check.objects.get()
    assert row.verdict == "ok"
    assert now() < row.next_at <= now() + timedelta(hours=25)
    site[1].instead["good.csv"] = (200, "text/html", QUERY)
    Check.objects.update(next_at=now())
    actions.queue_due(now())
    drain(["look"], DUTIES)
    assert queries.red_since(subject) is not None
    site[1].instead["good.csv"] = (200, "text/csv", CSV)
    Check.objects.update(next_at=now())
    actions.queue_due(now())
    drain(["look"], DUTIES)
    assert queries.red_since(subject) is None
    assert [one.verdict for one in queries.history(row)] == ["ok", "page", "ok"]


def test_watching_many_tells_what_is_no_address(db) -> None:
    watched, refused = actions.watch_all(["https://example.org/a", "not an address"], "ds_00000000", at=NOON)
    assert (len(watched), refused) == (1, ["not an address"])
    assert Watch.objects.count() == 1


def test_outcomes_are_sealed_in_batches_and_each_can_be_proved(db) -> None:
    rows = [note(f"https://example.org/{n}", (GOOD, NOON)) for n in range(7)]
    assert sealing.proof_of(rows[0].outcome) is None
    assert sealing.seal(NOON) == 7
    assert sealing.seal(NOON) == 0
    event = Event.objects.get(event="check.measured")
    for number, row in enumerate(rows):
        outcome = Outcome.objects.select_related("check_row").get(pk=row.outcome_id)
        made = sealing.proof_of(outcome)
        assert (made["event"], made["index"], made["size"]) == (event.seq, number, 7)
        assert made["root"] in event.public
        leaf = leaf_hash(canonical(made["leaf"]))
        path = [bytes.fromhex(one) for one in made["path"]]
        assert root_from_inclusion(leaf, number, 7, path).hex() == made["root"]
    Outcome.objects.filter(pk=rows[3].outcome_id).update(verdict="page")
    altered = sealing.proof_of(Outcome.objects.select_related("check_row").get(pk=rows[3].outcome_id))
    assert altered["root"] not in event.public


def test_a_busy_server_is_left_alone_as_long_as_it_asks(look, origin, client_of_site, monkeypatch) -> None:
    client_of_site.pace = pacing.HostPace(0, patience=0.2)
    row = look(f"{origin}/wait")
    assert row.outcome.codes == ["link-busy"]
    assert row.outcome.evidence["wait"] == 7
    host = Host.objects.get()
    assert host.lease == ""
    other = look(f"{origin}/good.csv")
    assert other.verdict == ""
    standing = queries.pending(other)
    assert standing is not None
    assert standing.message["en"] == texts.HOST_BUSY.at("127.0.0.1").message("en")
    Host.objects.update(next_at=now())
    Job.objects.filter(state="waiting").update(run_after=now() - DAYS)
    drain(["look"], DUTIES)
    other.refresh_from_db()
    assert other.verdict == "ok"


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7),
        ("0", 1),
        ("999999", 3600),
        ("", 60),
        ("soon", 60),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 1),
        ("²", 60),
    ],
)
def test_how_long_a_server_asks_to_wait(header, seconds) -> None:
    assert pacing.wait_of(header) == seconds


def test_a_look_given_up_says_that_our_machine_failed(everywhere, db) -> None:
    from springhead.foundation.jobs.texts import CRASHED

    row = actions.request_check("https://example.org/a", by=OFFICER, at=now())
    handlers.gave_up("jb_1", {"check": row.public_id}, CRASHED.at("jb_1", attempts=3))
    row.refresh_from_db()
    assert (row.verdict, row.misses) == ("unknown", 0)
    assert [one.code for one in queries.hindrances(row.url, at=now())] == ["link-undecided"]


def test_history_is_a_pure_function_of_spans() -> None:
    url = "https://example.org/"
    assert rules.red_since(url, [], Wanted()) is None
    assert rules.red_since(url, [Span(GONE, NOON, 2)], Wanted()) == NOON
    assert rules.red_since(url, [Span(GONE, NOON, 1)], Wanted()) is None
