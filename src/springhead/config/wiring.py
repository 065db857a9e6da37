"""What connects the nouns without imports, all of it, and nowhere else.

Followers of the ledger, case types, job handlers, periodic work, and the panels that one noun shows on
another's page. `install()` runs once per process, after Django is ready.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from django.conf import settings

from springhead.config import agenda, refusals
from springhead.doors.operations import purge
from springhead.doors.operations import registry as operations
from springhead.doors.operations.registry import Keeper
from springhead.engine.dataplane.receiving import sweep
from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.now import now
from springhead.forums.committees import matters, resolutions
from springhead.forums.committees import panels as committee_panels
from springhead.forums.committees import texts as committee_texts
from springhead.forums.consultations import ballots, taking_part
from springhead.forums.consultations import bundle as consultation_bundle
from springhead.forums.consultations import merging as consultation_merging
from springhead.forums.consultations import panels as consultation_panels
from springhead.forums.consultations import picture as consultation_picture
from springhead.forums.consultations import telling as consultation_telling
from springhead.forums.consultations.case import CONSULTATION
from springhead.forums.meetings import attaching, cadence, keeping, letter_files, making, outcomes, papers
from springhead.forums.meetings import checking as meeting_checking
from springhead.forums.meetings import panels as meeting_panels
from springhead.forums.meetings import reminding as meeting_reminding
from springhead.forums.meetings.case import ACTION_ITEM, MEETING
from springhead.foundation.agencies import plane_keys
from springhead.foundation.agencies import registry as agencies
from springhead.foundation.agencies import words as agency_words
from springhead.foundation.agencies.registry import Panel
from springhead.foundation.cases import (
    digests,
    handing_over,
    housekeeping,
    mailbox,
    merging,
    notices,
    sweeper,
)
from springhead.foundation.cases import registry as cases
from springhead.foundation.cases import words as case_words
from springhead.foundation.catalog import (
    agency_page,
    barriers,
    classes,
    dcat_views,
    findable,
    handlers,
    publishing,
    purging,
)
from springhead.foundation.catalog import handing_over as dataset_handing_over
from springhead.foundation.catalog import panels as dataset_panels
from springhead.foundation.catalog import policy as catalog_policy
from springhead.foundation.catalog import words as dataset_words
from springhead.foundation.catalog.case import DELIVERY
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.checks import handlers as check_handlers
from springhead.foundation.checks import panels as check_panels
from springhead.foundation.checks import texts as check_texts
from springhead.foundation.checks.panels import Link
from springhead.foundation.commitments import checking, panels
from springhead.foundation.commitments.case import COMMITMENT
from springhead.foundation.dumps import handlers as dump_handlers
from springhead.foundation.jobs import housekeeping as job_housekeeping
from springhead.foundation.jobs import registry as jobs
from springhead.foundation.jobs.registry import Handler, Periodic, Pulse
from springhead.foundation.jobs.run import Run
from springhead.foundation.ledger import heads, kept, words
from springhead.foundation.ledger.entries import Entry
from springhead.foundation.ledger.followers import Follower, run_followers
from springhead.foundation.quality import panels as quality_panels
from springhead.foundation.quality import reporting as quality_reporting
from springhead.foundation.quality.case import QUALITY_REPORT
from springhead.foundation.search import index
from springhead.foundation.usage.collect import collect
from springhead.foundation.webhooks import handing_over as hook_handing_over
from springhead.foundation.webhooks import housekeeping as hook_housekeeping
from springhead.foundation.webhooks import matching
from springhead.foundation.webhooks import sending as webhooks
from springhead.procedures.data_requests import asking, counting, placing
from springhead.procedures.data_requests import panels as request_panels
from springhead.procedures.data_requests.case import PART, REQUEST
from springhead.procedures.high_value import announcement_files
from springhead.procedures.high_value import dcat_catalogue as high_value_dcat
from springhead.procedures.high_value import evidence as high_value_evidence
from springhead.procedures.high_value import moving as high_value
from springhead.procedures.high_value import panels as high_value_panels
from springhead.procedures.high_value import reminding as high_value_reminding
from springhead.procedures.high_value.case import CALL, CYCLE, NOMINATION
from springhead.procedures.openness import consistency, entering, personal_links, settling, watching
from springhead.procedures.openness import panels as openness_panels
from springhead.procedures.openness import words as openness_words
from springhead.procedures.openness.case import APPLICATION, OPENNESS

UPLOADS_KEPT: Final = timedelta(days=2)


def follow_search(entries: Sequence[Entry]) -> None:
    """Bring the search index to what these events changed."""
    touched = [name for entry in entries for name in findable.touched(entry.subject, entry.public)]
    if touched:
        index.update(settings.SPRINGHEAD.index, *findable.documents(touched))


def follow_notices(entries: Sequence[Entry]) -> None:
    """Tell the people these events concern."""
    for entry in entries:
        notices.tell(entry)


def follow_webhooks(entries: Sequence[Entry]) -> None:
    """Write down which programs are to be told; who listens to an agency hears of its datasets too."""
    matching.follow(entries, _agencies_of)


def _agencies_of(ids: Collection[str]) -> Mapping[str, str]:
    datasets = Dataset.objects.filter(public_id__in=[one for one in ids if one.startswith("ds_")])
    return dict(datasets.values_list("public_id", "agency__public_id"))


def _index_anew() -> int:
    return index.rebuild(settings.SPRINGHEAD.index, findable.all_documents())


CASE_TYPES: Final = (
    DELIVERY, COMMITMENT, QUALITY_REPORT, REQUEST, PART, OPENNESS, APPLICATION, MEETING, ACTION_ITEM, CONSULTATION,
    CYCLE, CALL, NOMINATION,
)  # fmt: skip
CLASS_EVENTS: Final = frozenset(f"openness.{event}" for event in OPENNESS.table.events)
KEEPERS: Final = (
    Keeper("catalog", purging.files, purging.related, purging.forget, purging.refresh),
    Keeper("meetings", keeping.files, keeping.related, keeping.forget, keeping.refresh),
)

# In this order: what is proved, what is served, what is found, who is told.
FOLLOWERS: Final = (
    heads.FOLLOWER,
    purge.FOLLOWER,
    replace(
        publishing.FOLLOWER, events=publishing.FOLLOWER.events | CLASS_EVENTS
    ),  # a class decides who may read
    plane_keys.FOLLOWER,
    personal_links.FOLLOWER,
    Follower("search", follow_search, outside=True, batch=200),
    Follower("promises", checking.follow, outside=True),
    Follower("refusals", refusals.follow, outside=True),
    Follower("matters", matters.follow),
    Follower("high_value", high_value.follow, events=high_value.EVENTS, outside=True),
    Follower("demand", placing.follow, events=frozenset({placing.EVENT})),
    Follower("notices", follow_notices),
    Follower("webhooks", follow_webhooks),
)


def _follow() -> None:
    run_followers(FOLLOWERS)


def _count_use() -> None:
    collect(settings.SPRINGHEAD.usage)


def _sweep_terms() -> None:
    sweeper.sweep()


def _carry_out() -> None:
    try:
        outcomes.record_rest()
    finally:
        resolutions.carry_out_rest()


def _look_back(_run: Run) -> None:
    checking.look_back(now())


def _plan_meetings(_run: Run) -> None:
    cadence.look()


def _enter_classes(_run: Run) -> None:
    entering.enter_older()


def _compare_classes(_run: Run) -> None:
    """See which kinds of data several agencies have, and ask again about what others open or people want."""
    consistency.refresh()
    watching.look(refusals.demand)


def _sweep_uploads(_run: Run) -> None:
    sweep(settings.SPRINGHEAD.incoming, older_than=UPLOADS_KEPT)
    attaching.sweep()


def check_links(dataset: Dataset, viewer: Actor) -> Panel | None:
    """Return what the link check found at the addresses elsewhere that a dataset lists."""
    rows = dataset.distributions.filter(current=None).exclude(url="").order_by("position", "pk")
    links = [Link(row.url, _link_name(row.title, row.format)) for row in rows[: check_panels.MOST]]
    return check_panels.of_links(links, may_ask=catalog_policy.may_edit(viewer, dataset.agency.public_id))


def _link_name(title: Mapping[str, str], form: str) -> Mapping[str, str]:
    return title or {"zh-Hant": form or "連結", "en": form or "link"}


HANDLERS: Final = (
    *handlers.HANDLERS,
    *mailbox.HANDLERS,
    *digests.HANDLERS,
    *check_handlers.HANDLERS,
    *dump_handlers.HANDLERS,
    *webhooks.HANDLERS,
    *hook_housekeeping.HANDLERS,
    *housekeeping.HANDLERS,
    *job_housekeeping.HANDLERS,
    *consultation_telling.HANDLERS,
    *consultation_picture.HANDLERS,
    *announcement_files.HANDLERS,
    *making.HANDLERS,
    *letter_files.HANDLERS,
    *attaching.HANDLERS,
    Handler("consultations.forget", taking_part.forget_drafts),
    Handler("data_requests.forget", asking.forget_drafts),
    Handler("data_requests.count", counting.count_anew),
    Handler("data_requests.place", placing.place_rest),
    Handler("quality.forget", quality_reporting.forget_drafts),
    Handler("uploads.sweep", _sweep_uploads),
    Handler("commitments.look_back", _look_back),
    Handler("meetings.plan", _plan_meetings),
    Handler("high_value.evidence", high_value_evidence.count_anew),
    Handler("openness.enter", _enter_classes),
    Handler("openness.compare", _compare_classes),
)
PERIODIC: Final = (
    *handlers.PERIODIC,
    *check_handlers.PERIODIC,
    *dump_handlers.PERIODIC,
    *hook_housekeeping.PERIODIC,
    *housekeeping.PERIODIC,
    *job_housekeeping.PERIODIC,
    *consultation_bundle.PERIODIC,
    Periodic("uploads.sweep", timedelta(hours=6), "uploads.sweep", lane="slow"),
    Periodic("consultations.forget", timedelta(hours=6), "consultations.forget", lane="slow"),
    Periodic("data_requests.forget", timedelta(hours=6), "data_requests.forget", lane="slow"),
    Periodic("quality.forget", timedelta(hours=6), "quality.forget", lane="slow"),
    Periodic("data_requests.count", counting.EVERY, "data_requests.count", lane="slow"),
    Periodic("data_requests.place", timedelta(hours=6), "data_requests.place", lane="slow"),
    Periodic("commitments.look_back", timedelta(hours=24), "commitments.look_back", lane="slow"),
    Periodic("meetings.plan", timedelta(hours=24), "meetings.plan", lane="slow"),
    Periodic("high_value.evidence", high_value_evidence.EVERY, "high_value.evidence", lane="slow"),
    Periodic("openness.enter", timedelta(hours=24), "openness.enter", lane="slow"),
    Periodic("openness.compare", timedelta(hours=24), "openness.compare", lane="slow"),
)
PULSES: Final = (
    Pulse("followers", timedelta(seconds=0.5), _follow),
    Pulse("usage", timedelta(seconds=5), _count_use),
    Pulse("terms", timedelta(seconds=5), _sweep_terms),
    Pulse("resolutions", timedelta(seconds=5), _carry_out),
    *webhooks.PULSES,
    *mailbox.PULSES,
    *digests.PULSES,
)


def install() -> None:
    """Connect the nouns."""
    for keeper in KEEPERS:
        operations.keep(keeper)
    operations.rebuild_with("tables", publishing.serve_all)
    operations.rebuild_with("search", _index_anew)
    operations.rebuild_with("matters", matters.rebuild)
    words.call_events(purge.EVENTS)
    cases.install(CASE_TYPES)
    words.call_events(case_words.event_names())
    words.call_events(check_texts.EVENTS)
    words.call_events(agency_words.EVENTS)
    words.call_events(dataset_words.EVENTS)
    words.call_events(committee_texts.EVENTS)
    words.call_events(meeting_reminding.EVENTS)
    committee_panels.install((meeting_panels.of_body,))
    papers.install(agenda.DETAILS, agenda.JOINING)
    resolutions.install((agenda.approvers,))
    kept.install((meeting_checking.compare, ballots.compare))
    words.call_events(openness_words.LEDGER)
    words.call_events(high_value_reminding.EVENTS)
    classes.install(settling.KEEPER)
    words.call_ids("ag", agency_words.names)
    words.call_ids("ds", dataset_words.names)
    for kind in (kind for kind in CASE_TYPES if kind.prefix):
        words.call_ids(kind.prefix, case_words.names)
    jobs.install(HANDLERS, PERIODIC, PULSES)
    dcat_views.install((high_value_dcat.standings,))
    dataset_panels.install(
        (
            openness_panels.of_dataset,
            panels.of_dataset,
            high_value_panels.of_dataset,
            request_panels.of_dataset,
            consultation_panels.of_dataset,
            quality_panels.of_dataset,
            check_links,
        ),
        desk=(
            request_panels.of_desk,
            openness_panels.of_desk,
            barriers.of_desk,
            meeting_panels.of_desk,
            committee_panels.of_desk,
            consultation_panels.of_desk,
            quality_panels.of_desk,
            high_value_panels.of_desk,
        ),
    )
    agencies.install(
        panels=(
            agency_page.panel,
            barriers.of_agency,
            panels.of_agency,
            request_panels.of_agency,
            openness_panels.of_agency,
            consultation_panels.of_agency,
            high_value_panels.of_agency,
        ),
        mergers=(
            agency_page.merge,
            merging.merge,
            entering.merge,
            hook_handing_over.merge,
            consultation_merging.merge,
        ),
        hands_over=(
            handing_over.hand_over,
            dataset_handing_over.hand_over,
            hook_handing_over.hand_over,
        ),
        sign_in=("demo/accounts.html",) if settings.SPRINGHEAD.demo else (),
    )


def catch_up(seconds: float = 60.0) -> list[Any]:
    """Let every follower read what is new, in this process (command line, demo data, tests)."""
    return run_followers(FOLLOWERS, seconds=seconds)
