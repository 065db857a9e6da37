"""The effects of a delivery's events, named after them. Called by `cases.fire`, inside its transaction."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db.models import Max

from springhead.engine.tables.recipe import Mending, Recipe
from springhead.foundation.agencies.models import Person
from springhead.foundation.cases.models import Case
from springhead.foundation.cases.registry import Told, Turn
from springhead.foundation.catalog import classes, commands, listing, proposals, queue, records, reports
from springhead.foundation.catalog.drift import Drift
from springhead.foundation.catalog.models import Dataset, Delivery, Distribution, Draft, Snapshot
from springhead.foundation.catalog.rules import Facts
from springhead.foundation.catalog.vocabulary import Stage


def facts(case: Case, _command: object | None, _at: datetime) -> Facts:
    """Gather what the guards look at; the case is locked."""
    delivery = _find(case)
    if delivery is None:
        return Facts()
    recipe = Recipe.from_json(delivery.recipe)
    distribution, snapshot = delivery.distribution, delivery.snapshot
    return Facts(
        open_rules=reports.open_rules(delivery.report, recipe),
        one_by_one=reports.one_by_one(delivery.report),
        drift=Drift.from_json(delivery.drift).breaking,
        gaps=classes.gaps(distribution.dataset, records.drafted(distribution.dataset)),
        built=bool(delivery.work.get("stores")),
        current=snapshot is not None and distribution.current_id == snapshot.pk,
        others=distribution.snapshots.filter(withdrawn_at=None)
        .exclude(pk=snapshot.pk if snapshot else 0)
        .count(),
    )


def _find(case: Case) -> Delivery | None:
    if case.pk is None:
        return None
    wanted = Delivery.objects.select_related("distribution__dataset__agency", "snapshot", "case")
    return wanted.filter(case=case).first()


def _delivery(case: Case) -> Delivery:
    found = _find(case)
    assert found is not None  # a case of this type is opened by `receive`, which makes the row
    found.case = case  # already moved in memory; `fire` saves it
    return found


def receive(case: Case, command: commands.Receive, turn: Turn) -> Told:
    """Take the file in and let a worker read it."""
    distribution = Distribution.objects.select_related("dataset").get(public_id=command.distribution)
    Delivery.objects.create(
        case=case,
        distribution=distribution,
        source=command.source,
        sha256=command.sha256,
        size=command.size,
        filename=command.filename[:255],
        recipe=dict(command.recipe) or distribution.recipe,
        publish_when_clean=command.publish_when_clean,
        by=Person.objects.filter(public_id=turn.by.id).first(),
        received_at=turn.at,
    )
    queue.work_on(case.number, case.version)
    told = {"sha256": command.sha256, "size": command.size, "source": str(command.source)}
    return Told(public={**_names(distribution), **told})


def read(case: Case, command: commands.Read, _turn: Turn) -> Told:
    """Keep what the reader found."""
    delivery = _delivery(case)
    delivery.report, delivery.drift = dict(command.report), dict(command.drift)
    delivery.work, delivery.recipe = dict(command.work), dict(command.recipe)
    delivery.save(update_fields=["report", "drift", "work", "recipe"])
    _propose(delivery)
    counts = reports.per_severity(command.report)
    return Told(
        public={"rows": command.report.get("rows"), "set_aside": command.report.get("set_aside"), **counts}
    )


def _propose(delivery: Delivery) -> None:
    """Fill what is still empty in the draft of a new or promised dataset from the file itself."""
    dataset = delivery.distribution.dataset
    if dataset.visible and dataset.stage not in (Stage.WANTED, Stage.PLANNED, Stage.PROMISED):
        return
    columns, rows = reports.columns_of(delivery.report), int(delivery.report.get("rows") or 0)
    told = records.drafted(dataset)
    titled = proposals.title_row(delivery.report.get("titles", ()))
    if titled and told.title == proposals.title_from(delivery.filename) and told.title.isascii():
        told = replace(told, title=titled)
    proposed = proposals.from_file(told.title, records.office(dataset.agency, by=delivery.by), columns, rows)
    told = told.filled(replace(proposed, notes="\n".join(delivery.report.get("notes", ()))))
    records.save_draft(dataset, told.as_values(), by=delivery.by, at=delivery.received_at)


def hold(_case: Case, _command: commands.Hold, turn: Turn) -> Told:
    """Wait for the officer."""
    return Told(public={"rules": list(turn.facts.open_rules)})


def check(case: Case, command: commands.Check, _turn: Turn) -> Told:
    """Keep the stores of the version to be."""
    delivery = _delivery(case)
    built = {"stores": list(command.stores), "columns": list(command.columns), "diff": dict(command.diff)}
    delivery.work = {**delivery.work, **built}
    delivery.save(update_fields=["work"])
    return Told(public={"stores": {str(store["kind"]): str(store["sha256"]) for store in command.stores}})


def refuse(case: Case, command: commands.Refuse, turn: Turn) -> Told:
    """Say why the file cannot become a table."""
    delivery = _delivery(case)
    delivery.report = {**delivery.report, "problems": [dict(problem) for problem in command.problems]}
    delivery.closed_at = turn.at
    delivery.save(update_fields=["report", "closed_at"])
    return Told(public={"codes": [str(problem.get("code", "")) for problem in command.problems]})


def mend(case: Case, command: commands.Mend, _turn: Turn) -> Told:
    """Add the mendings to the file's recipe and read it again.

    They hold for this very file, whatever header they lead to; reading writes down the header it then found.
    """
    delivery = _delivery(case)
    recipe = Recipe() if command.replace else Recipe.from_json(delivery.recipe)
    recipe = replace(recipe, fingerprint="")
    delivery.recipe = reports.with_mendings(recipe, command.mendings, "").as_json()
    delivery.work = {}
    delivery.save(update_fields=["recipe", "work"])
    queue.work_on(case.number, case.version)
    return Told(public={"mendings": [f"{one.op}:{one.column}".rstrip(":") for one in command.mendings]})


def accept(case: Case, command: commands.Accept, turn: Turn) -> Told:
    """Take findings as they are; the worker goes on."""
    delivery = _delivery(case)
    wholesale = [rule for rule in turn.facts.open_rules if rule not in turn.facts.one_by_one]
    rules = wholesale if "*" in command.rules else list(command.rules)
    accepted = [Mending(op="accept", value=rule) for rule in rules]
    recipe = Recipe.from_json(delivery.recipe)
    fingerprint = str(delivery.report.get("fingerprint", ""))
    delivery.recipe = reports.with_mendings(recipe, accepted, fingerprint).as_json()
    delivery.save(update_fields=["recipe"])
    queue.work_on(case.number, case.version)
    return Told(public={"rules": rules})


def publish(case: Case, _command: commands.Publish, turn: Turn) -> Told:
    """Make the version, point to it, and let the metadata typed so far take effect."""
    delivery = _delivery(case)
    distribution = Distribution.objects.select_for_update().get(pk=delivery.distribution_id)
    dataset = Dataset.objects.select_for_update().get(pk=distribution.dataset_id)
    snapshot = _snapshot(delivery, distribution, turn.at)
    _point_to(distribution, snapshot, Recipe.from_json(delivery.recipe))
    delivery.snapshot, delivery.closed_at = snapshot, turn.at
    delivery.save(update_fields=["snapshot", "closed_at"])
    changed = _release(dataset, turn)
    facts = {**_names(distribution), **_seal_of(snapshot), "metadata": list(changed)}
    return Told(public={**facts, "drift": delivery.drift} if Drift.from_json(delivery.drift).any else facts)


def _snapshot(delivery: Delivery, distribution: Distribution, at: datetime) -> Snapshot:
    last = distribution.snapshots.aggregate(last=Max("number"))["last"] or 0
    report, work = delivery.report, delivery.work
    original = next(store for store in work["stores"] if store["kind"] == "original")
    return Snapshot.objects.create(
        distribution=distribution,
        number=last + 1,
        columns=work["columns"],
        rows=report["rows"],
        set_aside=report["set_aside"],
        stores=work["stores"],
        original_sha=original["sha256"],
        original_name=original["name"],
        original_size=original["size"],
        parquet_sha=work.get("table", ""),
        findings_sha=work.get("findings", ""),
        counts=report["counts"],
        severities=reports.per_severity(report),
        samples=reports.samples(report),
        diff=work.get("diff", {}),
        published_at=at,
    )


def _point_to(distribution: Distribution, snapshot: Snapshot, recipe: Recipe) -> None:
    """Make a version current; names keep their aliases for ever, and the recipe is there for the next file."""
    distribution.current = snapshot
    distribution.names = {**{one["name"]: one["alias"] for one in snapshot.columns}, **distribution.names}
    kept = tuple(one for one in recipe.mendings if not (one.op == "accept" and one.value == "*"))
    distribution.recipe = replace(recipe, mendings=kept).as_json()
    distribution.save(update_fields=["current", "names", "recipe"])


def _release(dataset: Dataset, turn: Turn) -> tuple[str, ...]:
    told, at = records.drafted(dataset), turn.at
    classes.settle(dataset, told, by=turn.by, at=at)
    changed = records.apply(dataset, told, at=at)
    Draft.objects.filter(dataset=dataset).delete()
    dataset.visible, dataset.modified = True, at
    dataset.issued = dataset.issued or at
    listing.refresh(dataset)
    dataset.save()
    return changed


def discard(case: Case, command: commands.Discard, turn: Turn) -> Told:
    """Give up; the bytes stay only as long as the store keeps what nothing points to."""
    delivery = _delivery(case)
    delivery.reason, delivery.closed_at = command.reason.strip(), turn.at
    delivery.save(update_fields=["reason", "closed_at"])
    return Told(private={"reason": command.reason.strip()})


def roll_back(case: Case, command: commands.RollBack, turn: Turn) -> Told:
    """Point back to the version this delivery became."""
    delivery = _delivery(case)
    assert delivery.snapshot is not None  # only published deliveries have this row
    distribution = Distribution.objects.select_for_update().get(pk=delivery.distribution_id)
    distribution.current = delivery.snapshot
    distribution.save(update_fields=["current"])
    _refresh(distribution.dataset_id, turn.at)
    return Told(
        public={**_names(distribution), **_seal_of(delivery.snapshot), "reason": command.reason.strip()}
    )


def withdraw(case: Case, command: commands.Withdraw, turn: Turn) -> Told:
    """Offer this version no longer; the newest of the others, if any, becomes current."""
    delivery = _delivery(case)
    assert delivery.snapshot is not None  # only published deliveries have this row
    snapshot = delivery.snapshot
    snapshot.withdrawn_at, snapshot.withdrawn_reason = turn.at, command.reason.strip()
    snapshot.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    distribution = Distribution.objects.select_for_update().get(pk=delivery.distribution_id)
    if distribution.current_id == snapshot.pk:
        distribution.current = distribution.snapshots.filter(withdrawn_at=None).order_by("-number").first()
        distribution.save(update_fields=["current"])
    _refresh(distribution.dataset_id, turn.at)
    return Told(public={**_names(distribution), **_seal_of(snapshot), "reason": command.reason.strip()})


def _refresh(dataset_pk: int, at: datetime) -> None:
    dataset = Dataset.objects.select_for_update().get(pk=dataset_pk)
    dataset.modified = at
    listing.refresh(dataset)
    dataset.save()


def _names(distribution: Distribution) -> dict[str, str]:
    return {"dataset": distribution.dataset.public_id, "table": distribution.table_id}


def _seal_of(snapshot: Snapshot) -> Mapping[str, Any]:
    """What the receipt of a publication proves: which bytes, how many rows, which version."""
    return {
        "snapshot": snapshot.number,
        "original_sha256": snapshot.original_sha,
        "parquet_sha256": snapshot.parquet_sha,
        "rows": snapshot.rows,
        "set_aside": snapshot.set_aside,
    }
