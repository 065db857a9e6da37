"""From a file on disk to a published table in one go, in this process: the command line and the demo use it.

The same commands in the same order as an officer's clicks; nothing here may do what an officer may not.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from django.db.models import F

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.now import now
from springhead.engine.kernel.workflow import Command
from springhead.engine.storage.blobs import Blob
from springhead.engine.tables.recipe import Mending, Recipe
from springhead.foundation.agencies.models import Agency
from springhead.foundation.cases.fire import fire
from springhead.foundation.catalog import deliveries, editing, handlers, queue, reports
from springhead.foundation.catalog.commands import Accept, Mend, Publish
from springhead.foundation.catalog.deliveries import Parcel
from springhead.foundation.catalog.models import Dataset, Delivery, Distribution
from springhead.foundation.catalog.rules import State
from springhead.foundation.catalog.vocabulary import Kind, Source
from springhead.foundation.jobs import registry as jobs
from springhead.foundation.jobs import worker
from springhead.foundation.jobs.registry import Duties

ROUNDS: Final = 5  # mendings may uncover findings that were hidden before
Progress = Callable[[LanguageMap, float], None]
DUTIES: Final = Duties({handler.kind: handler for handler in handlers.HANDLERS})


@dataclass(frozen=True, slots=True)
class Wish:
    """What to bring, and how far to go.

    `accept`: take what the machine proposes, and other findings as they are (hidden parts of a workbook are
    left out, never accepted). `confirm_drift`: publish although columns vanish or change.
    """

    path: Path
    agency: Agency
    dataset: Dataset | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    mendings: tuple[Mending, ...] = ()
    accept: bool = False
    confirm_drift: bool = False
    publish: bool = True
    source: Source = Source.CLI


def as_officer(agency: Agency, *, name: str = "machine:command-line") -> Actor:
    """Return the actor for somebody at the machine itself, who speaks for one agency."""
    return Actor(name, frozenset({Role.OFFICER, Role.MACHINE}), frozenset({agency.public_id}))


def bring(wish: Wish, *, by: Actor, progress: Progress = lambda _step, _done: None) -> Delivery:
    """Deliver a file, mend and accept as wished, publish; return the delivery where it then stands.

    Raises `Refused` when the file is missing, not allowed, or when publishing still lacks something. A
    delivery that holds with open findings is returned as it is; so is the publication of these very bytes
    when it is the current version of some dataset of the agency.
    """
    blob = deliveries.keep_copy(wish.path)
    known = _published_before(wish, blob)
    if known is not None:
        return known
    distribution = _distribution(wish, blob, by=by)
    recipe = Recipe(wish.mendings).as_json() if wish.mendings else {}
    parcel = Parcel(blob, wish.path.name, source=wish.source, recipe=recipe)
    number = deliveries.deliver(distribution, parcel, by=by).delivery.number
    _work(number, progress)
    delivery = _settled(number, wish, by=by, progress=progress)
    if wish.metadata:
        editing.save_draft(delivery.distribution.dataset, dict(wish.metadata), by=by)
    if wish.publish and delivery.state == State.CHECKED:
        _fire(delivery, Publish(confirm_drift=wish.accept or wish.confirm_drift), by=by)
        beat()
    return _get(number)


def refusals(delivery: Delivery) -> list[dict[str, Any]]:
    """Return why a delivery was refused, each with its message and remedy in both languages."""
    return list(delivery.report.get("problems", ()))


def open_problems(delivery: Delivery) -> list[str]:
    """Return the rules that still hold a delivery."""
    return list(reports.open_rules(delivery.report, Recipe.from_json(delivery.recipe)))


def beat() -> None:
    """Let the followers of this process catch up, so that what was published is served at once."""
    for pulse in jobs.duties().pulses:
        pulse.beat()


def _work(number: str, progress: Progress) -> None:
    """Do what is queued for a delivery in this process; where a worker was faster, wait for it."""
    worker.work_here(queue.all_of(number), DUTIES, told=lambda done, text: progress(text, done))


def _published_before(wish: Wish, blob: Blob) -> Delivery | None:
    rows = Delivery.objects.filter(sha256=blob.sha256, distribution__dataset__agency=wish.agency)
    if wish.dataset is not None:
        rows = rows.filter(distribution__dataset=wish.dataset)
    current = (
        rows.filter(snapshot__isnull=False, distribution__current=F("snapshot"))
        .select_related("case")
        .first()
    )
    return _get(current.number) if current else None


def _waiting(agency: Agency, blob: Blob) -> Distribution | None:
    """Return where these very bytes wait for the officer already: who comes again goes on there."""
    rows = Delivery.objects.filter(sha256=blob.sha256, closed_at=None, distribution__dataset__agency=agency)
    found = rows.select_related("distribution__dataset__agency").order_by("-pk").first()
    return found.distribution if found else None


def _distribution(wish: Wish, blob: Blob, *, by: Actor) -> Distribution:
    if wish.dataset is None:
        waiting = _waiting(wish.agency, blob)
        return waiting or deliveries.new_dataset(wish.agency, wish.path.name, by=by)
    kept = wish.dataset.distributions.filter(kind=Kind.FILE).first()
    return kept or deliveries.add_file(wish.dataset, wish.path.name)


def _settled(number: str, wish: Wish, *, by: Actor, progress: Progress) -> Delivery:
    """Go on while the delivery holds and something can be done about it."""
    delivery = _get(number)
    for _ in range(ROUNDS):
        if delivery.state != State.HELD or not wish.accept:
            break
        command = _next(delivery)
        if command is None:
            break
        _fire(delivery, command, by=by)
        _work(number, progress)
        delivery = _get(number)
    return delivery


def _next(delivery: Delivery) -> Command | None:
    """Return what to do about a held delivery: leave hidden parts out, mend as proposed, else accept."""
    hidden = reports.hidden_parts(delivery.report)
    if hidden:
        return Mend((Mending("strip_hidden", value=hidden),))
    offered = _offered(delivery)
    if offered:
        return Mend(offered)
    one_by_one = reports.one_by_one(delivery.report)
    return Accept(("*",)) if set(open_problems(delivery)) - set(one_by_one) else None


def _offered(delivery: Delivery) -> tuple[Mending, ...]:
    """Return the mendings the machine proposes first for open findings and that were not taken yet."""
    taken = Recipe.from_json(delivery.recipe).mendings
    rules = set(open_problems(delivery))
    proposals = [one for one in delivery.report.get("proposals", ()) if one["rule"] in rules]
    offered = reports.first_of_each_place(Mending(**one["mending"]) for one in proposals)
    return tuple(one for one in offered if one not in taken)


def _fire(delivery: Delivery, command: Command, *, by: Actor) -> None:
    fire(delivery.number, command, by=by, at=now())


def _get(number: str) -> Delivery:
    related = ("case", "distribution__dataset__agency", "distribution__current", "snapshot")
    return Delivery.objects.select_related(*related).get(case__number=number)
