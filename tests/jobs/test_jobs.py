"""The queue: who gets a job, how it ends, what is tried again."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from springhead.engine.kernel.now import now, wall
from springhead.engine.kernel.problems import Kind, Refused
from springhead.foundation.jobs import actions, queries, registry
from springhead.foundation.jobs.actions import claim, enqueue
from springhead.foundation.jobs.models import Job, PeriodicTask
from springhead.foundation.jobs.registry import Duties, Handler, Periodic, Pulse
from springhead.foundation.jobs.run import Again, LeaseLost, Run
from springhead.foundation.jobs.worker import drain, run_worker, work_here, work_once

pytestmark = pytest.mark.django_db

UNREADABLE = Kind("test-unreadable", "讀不懂。", "Unreadable.", "換一個檔。", "Use another file.", status=422)


def duties(work=lambda run: None, *, failed=None, **more):
    return Duties({"work": Handler("work", work, failed)}, **more)


def put(**more):
    return enqueue("work", {"n": 1}, **more)


def again_due():
    """Let the pause of every waiting job be over."""
    Job.objects.filter(state="waiting").update(run_after=wall() - timedelta(seconds=1))


def lapse(job):
    """Let the lease of a job end, as when its worker died."""
    Job.objects.filter(pk=job.pk).update(lease_until=wall() - timedelta(seconds=1))


def test_work_is_done_once():
    seen = []
    put()
    assert drain(["slow"], duties(lambda run: seen.append(run.payload))) == 1
    assert seen == [{"n": 1}]
    job = Job.objects.get()
    assert (job.state, job.attempt, job.progress, job.lease) == ("done", 1, 1.0, "")
    assert job.finished_at is not None


def test_a_rolled_back_transaction_leaves_no_work():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        put(max_attempts=1 / 0 if put() else 1)
    assert not Job.objects.exists()


def test_lanes_do_not_mix():
    put(lane="fast")
    assert claim("slow", duties()) is None
    assert claim("fast", duties()) is not None


def test_jobs_are_taken_in_the_order_they_became_due():
    late = put(delay=timedelta(hours=1))
    first, second = put(), put()
    assert [claim("slow", duties()).pk for _ in range(2)] == [first.pk, second.pk]
    assert claim("slow", duties()) is None
    assert late.is_open


def test_a_claimed_job_belongs_to_one_worker():
    put()
    assert claim("slow", duties()) is not None
    assert claim("slow", duties()) is None


def test_the_same_dedupe_key_is_open_once():
    first = put(dedupe="fetch:1")
    assert put(dedupe="fetch:1") == first
    claim("slow", duties())
    assert put(dedupe="fetch:1") == first  # running still counts as open
    assert actions.complete(claim_again(first))
    assert put(dedupe="fetch:1") != first


def claim_again(job):
    return Job.objects.get(pk=job.pk)


def test_jobs_without_a_dedupe_key_do_not_get_in_each_others_way():
    assert put() != put()


# ── failing ──────────────────────────────────────────────────────────────────


def test_an_unforeseen_error_is_tried_again_with_growing_pauses_then_given_up():
    def broken(run):
        raise ValueError("no luck")

    put(max_attempts=3)
    told = []
    does = duties(broken, failed=lambda job_id, payload, problem: told.append((payload, problem.code)))
    pauses = []
    for _ in range(2):
        assert work_once("slow", does)
        job = Job.objects.get()
        assert job.state == "waiting"
        assert "no luck" in job.trace
        pauses.append(job.run_after - wall())
        assert not work_once("slow", does)
        again_due()
    assert pauses[0] < timedelta(seconds=2) < pauses[1] < timedelta(seconds=8)
    work_once("slow", does)
    job = Job.objects.get()
    assert (job.state, job.attempt, job.error["code"]) == ("failed", 3, "job-failed")
    assert "ValueError" in job.error["message"]
    assert told == [({"n": 1}, "job-failed")]
    assert [one.job_id for one in queries.recent_failures()] == [job.public_id]


def test_the_pause_never_grows_beyond_a_quarter_of_an_hour():
    assert [actions.pause_after(n).total_seconds() for n in (1, 2, 3, 4, 5, 6, 50)] == [
        2,
        8,
        32,
        128,
        512,
        900,
        900,
    ]


def test_a_refusal_is_not_tried_again_and_keeps_its_problem():
    def refuse(run):
        raise Refused(UNREADABLE.at("file.csv"))

    told = []
    put()
    work_once("slow", duties(refuse, failed=lambda job_id, payload, problem: told.append(problem.code)))
    job = Job.objects.get()
    assert (job.state, job.attempt, told) == ("failed", 1, ["test-unreadable"])
    assert (job.error["message"], job.error["message_en"]) == ("讀不懂。", "Unreadable.")


def test_what_passes_by_itself_is_waited_for_a_day_and_then_given_up_with_its_reason():
    def away(run):
        raise Again(UNREADABLE.at("file.csv"))

    told = []
    does = duties(away, failed=lambda job_id, payload, problem: told.append(problem.code))
    put(max_attempts=1)
    for waited, pause in ((0, 2), (60, 30), (7200, 900)):
        Job.objects.update(created_at=now() - timedelta(seconds=waited))
        again_due()
        work_once("slow", does)
        job = Job.objects.get()
        assert (job.state, job.attempt, job.message["en"]) == ("waiting", 0, "Unreadable.")
        assert (job.run_after - wall()).total_seconds() == pytest.approx(pause, abs=1)
    Job.objects.update(created_at=now() - timedelta(hours=25))
    again_due()
    work_once("slow", does)
    job = Job.objects.get()
    assert (job.state, job.error["code"], told) == ("failed", "test-unreadable", ["test-unreadable"])


def test_a_kind_nobody_handles_fails_at_once():
    enqueue("mystery", {})
    work_once("slow", duties())
    assert Job.objects.get().error["code"] == "job-kind-unknown"


# ── leases ───────────────────────────────────────────────────────────────────


def test_a_dead_worker_gives_the_job_back_after_its_lease():
    job = put()
    held = claim("slow", duties())
    assert claim("slow", duties()) is None
    lapse(job)
    assert queries.standing(job.public_id).state == "interrupted"
    assert claim("slow", duties()) is None  # back to the queue, with a pause
    assert queries.standing(job.public_id).state == "waiting"
    again_due()
    second = claim("slow", duties())
    assert (second.attempt, second.lease != held.lease) == (2, True)


def test_a_worker_that_lost_its_lease_changes_nothing_any_more():
    put()
    held = claim("slow", duties())
    lapse(held)
    claim("slow", duties())
    again_due()
    claim("slow", duties())
    assert not actions.complete(held)
    assert not actions.mark_step(held, "read", 1)
    assert actions.renew(held, lease=actions.LEASE, progress=1, message={}) == (False, False)
    with pytest.raises(LeaseLost):
        Run(held).step("read", lambda: 1)
    assert (Job.objects.get().state, Job.objects.get().steps) == ("running", {})


def test_a_job_whose_workers_keep_dying_is_given_up_and_its_owner_told():
    told = []
    job = put(max_attempts=2)
    does = duties(failed=lambda job_id, payload, problem: told.append((job_id, problem.code)))
    for _ in range(2):
        assert claim("slow", does)
        lapse(job)
        claim("slow", does)
        again_due()
    assert told == [(job.public_id, "job-crashed")]
    assert Job.objects.get().error["code"] == "job-crashed"


# ── steps, progress, cancelling ──────────────────────────────────────────────


def test_a_finished_step_gives_its_old_result_instead_of_running_again():
    seen = []

    def work(run):
        count = run.step("read", lambda: seen.append("read") or {"rows": 3})
        run.step("store", lambda: seen.append(count["rows"]))
        if len(seen) < 3:
            seen.append("fails now")
            raise ValueError

    put()
    work_once("slow", duties(work))
    again_due()
    work_once("slow", duties(work))
    assert seen == ["read", 3, "fails now"]
    assert Job.objects.get().state == "done"


def test_a_transactional_step_that_fails_leaves_no_rows():
    def work(run):
        run.step("store", lambda: [PeriodicTask.objects.create(name="x", every_seconds=1, next_run=wall()), 1 / 0],
                 in_transaction=True)  # fmt: skip

    put()
    work_once("slow", duties(work))
    assert not PeriodicTask.objects.exists()
    assert Job.objects.get().steps == {}


def test_waiting_work_is_cancelled_at_once():
    job = put()
    actions.cancel(job.public_id)
    assert queries.standing(job.public_id).state == "cancelled"
    assert not work_once("slow", duties())


def test_running_work_is_cancelled_at_its_next_step():
    seen = []

    def work(run):
        run.step("one", lambda: seen.append(1))
        actions.cancel(run.job_id)
        run._renew(0.5, {})
        run.step("two", lambda: seen.append(2))

    job = put()
    work_once("slow", duties(work))
    assert (seen, queries.standing(job.public_id).state) == ([1], "cancelled")


def test_the_work_of_a_dead_worker_can_be_cancelled():
    job = put()
    claim("slow", duties())
    lapse(job)
    actions.cancel(job.public_id)
    assert queries.standing(job.public_id).state == "cancelled"


def test_progress_is_written_by_the_heartbeat():
    put()
    run = Run(claim("slow", duties()))
    run.progress(0.4, {"zh-Hant": "讀取中", "en": "Reading"})
    assert run._renew(run._fraction, run._message)
    found = queries.standing(run.job_id)
    assert (found.progress, found.message["en"]) == (0.4, "Reading")


def test_unknown_jobs_are_a_problem():
    for ask in (queries.standing, actions.cancel):
        with pytest.raises(Refused) as refused:
            ask("jb_00000000")
        assert refused.value.status == 404


# ── stopping, periodic work, pulses ──────────────────────────────────────────


def test_a_worker_told_to_stop_gives_its_job_back_unharmed():
    stop = threading.Event()

    def work(run):
        run.step("one", lambda: 1)
        stop.set()
        run.step("two", lambda: 2)

    put()
    work_once("slow", duties(work), stop=stop)
    job = Job.objects.get()
    assert (job.state, job.attempt, job.steps) == ("waiting", 0, {"one": 1})


def test_the_loop_works_until_it_is_told_to_stop():
    stop = threading.Event()
    put()
    put()
    run_worker(
        ["slow"], duties(lambda run: Job.objects.filter(state="done").exists() and stop.set()), stop=stop
    )
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}


def test_periodic_work_is_put_in_the_queue_when_it_is_due_and_once_at_a_time():
    task = Periodic("sweep", timedelta(minutes=5), "work")
    assert actions.run_due_periodic((task,), "slow") == 0
    assert actions.run_due_periodic((task,), "fast") == 1
    assert actions.run_due_periodic((task,), "fast") == 0
    PeriodicTask.objects.update(next_run=wall() - timedelta(days=3))
    assert actions.run_due_periodic((task,), "fast") == 1
    assert Job.objects.count() == 1  # the first one still waits; three missed days do not pile up
    assert PeriodicTask.objects.get().next_run > wall()


def test_a_pulse_that_fails_does_not_stop_the_others():
    seen = []
    stop = threading.Event()

    def fails():
        seen.append("fails")
        raise ValueError

    def works():
        seen.append("works")
        stop.set()

    pulses = (Pulse("a", timedelta(0), fails, "slow"), Pulse("b", timedelta(0), works, "slow"))
    run_worker(["slow"], Duties({}, (), pulses), stop=stop)
    assert seen == ["fails", "works"]


def test_old_finished_work_is_forgotten():
    job = put()
    work_once("slow", duties())
    assert actions.prune() == 0
    Job.objects.filter(pk=job.pk).update(finished_at=wall() - timedelta(days=31))
    put()
    assert actions.prune() == 1
    assert Job.objects.get().is_open


def test_duties_are_checked_when_they_are_installed():
    before = registry.duties()
    handler = Handler("work", lambda run: None)
    with pytest.raises(ValueError, match="two handlers"):
        registry.install([handler, handler])
    with pytest.raises(ValueError, match="without a handler"):
        registry.install([handler], [Periodic("p", timedelta(1), "other")])
    assert registry.duties() == before


# ── work seen through by the command line ────────────────────────────────────


def test_the_command_line_does_its_own_job_and_hears_how_far_it_is():
    heard = []
    mine, other = put(dedupe="delivery:1:1"), put(dedupe="delivery:2:1")

    def work(run):
        run.progress(0.5, {"zh-Hant": "半", "en": "half"})

    assert (
        work_here("delivery:1:", duties(work), told=lambda done, text: heard.append((done, text["en"]))) == 1
    )
    assert heard == [(0.5, "half")]
    assert queries.standing(mine.public_id).state == "done"
    assert queries.standing(other.public_id).state == "waiting"


def test_the_command_line_does_also_what_the_work_itself_queues():
    def work(run):
        if run.payload["n"] == 1:
            enqueue("work", {"n": 2}, dedupe="delivery:1:2")

    put(dedupe="delivery:1:1")
    assert work_here("delivery:1:", duties(work)) == 2


def test_the_command_line_takes_over_from_a_worker_that_died(monkeypatch):
    monkeypatch.setattr(actions, "FIRST_PAUSE", timedelta(0))
    put(dedupe="delivery:1:1")
    claim("slow", duties(), lease=timedelta(seconds=0.3))
    assert work_here("delivery:1:", duties()) == 1
    assert Job.objects.get().attempt == 2


@pytest.mark.skipif(connection.vendor != "sqlite", reason="asks SQLite for its plan")
def test_looking_for_work_reads_an_index_and_never_the_whole_table():
    with CaptureQueriesContext(connection) as asked:
        claim("slow", duties())
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + asked.captured_queries[0]["sql"])
        plan = [row[-1] for row in cursor.fetchall()]
    assert not [line for line in plan if line.startswith("SCAN")], plan
