"""What is put before the members of committees, by case type; and which waiting cases are one item of an agenda.

Read by `wiring.py`. A refused dataset and its class are one item: one resolution stands for both commands.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db.models import Exists, OuterRef

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.days import both
from springhead.forums.meetings.papers import Choice, Details, Joining, fact
from springhead.foundation.cases.models import Case
from springhead.foundation.catalog import codes
from springhead.foundation.commitments.models import Commitment
from springhead.procedures.data_requests import words as request_words
from springhead.procedures.data_requests.models import Part, PartItem
from springhead.procedures.data_requests.vocabulary import Outcome
from springhead.procedures.high_value import dossier
from springhead.procedures.openness.models import Record


def _grounds(found: Sequence[str]) -> dict[str, str]:
    known = codes.grounds()
    named = [known[code] for code in found if code in known]
    return {"zh-Hant": "、".join(one.zh for one in named), "en": ", ".join(one.en for one in named)}


def of_parts(cases: Sequence[Case]) -> Mapping[int, Mapping[str, Any]]:
    """Return, of parts of data requests: who asked for what and why, what the agency said of each item, the objection."""
    rows = Part.objects.filter(case__in=[case.pk for case in cases]).select_related("request__case")
    items: dict[int, list[PartItem]] = {}
    said = PartItem.objects.filter(part__in=[row.pk for row in rows]).select_related("item", "decision")
    for item in said.order_by("part", "item__number"):
        items.setdefault(item.part_id, []).append(item)
    return {row.case_id: _part(row, items.get(row.pk, [])) for row in rows}


def _part(row: Part, items: Sequence[PartItem]) -> dict[str, Any]:
    facts = [
        fact("請求", "Request", row.request.number),
        fact("用途", "Purpose", row.request.reason_shown),
        fact("附議人數", "Supporters", row.request.supporters),
    ]
    for one in items:
        facts.append(fact("項目", "Item", one.item.title))
        if one.outcome:
            facts.append(fact("機關回復", "Answer", dict(request_words.OUTCOMES[Outcome(one.outcome)])))
        if one.decision is not None:
            facts.append(fact("依據", "Grounds", _grounds(one.decision.grounds)))
            facts.append(fact("理由", "Reasons", one.decision.reasons))
    if row.objection:
        facts.append(fact("請求人異議", "Objection", row.objection))
    return {"facts": facts, "links": [f"/requests/{row.request.number}"]}


def of_classes(cases: Sequence[Case]) -> Mapping[int, Mapping[str, Any]]:
    """Return, of openness classes: the class, its grounds and reasons, and why it is looked at."""
    rows = Record.objects.filter(case__in=[case.pk for case in cases]).select_related("current", "proposed")
    found: dict[int, dict[str, Any]] = {}
    for row in rows:
        shown = row.proposed if row.state == "noticed" and row.proposed else row.current
        facts = [fact("類別", "Class", row.openness)]
        if shown is not None:
            facts += [
                fact("送審類別", "Class to be heard", shown.openness),
                fact("依據", "Grounds", _grounds(shown.grounds)),
                fact("理由", "Reasons", shown.reason),
            ]
        if row.evidence:
            facts.append(fact("再檢討的依據", "Why it is looked at again", list(row.evidence)))
        found[row.case_id] = {"facts": facts, "links": [f"/openness/{row.case.number}"]}
    return found


def of_commitments(cases: Sequence[Case]) -> Mapping[int, Mapping[str, Any]]:
    """Return, of promises: the day in force, the first one, and how often it moved."""
    rows = Commitment.objects.filter(case__in=[case.pk for case in cases])
    return {
        row.case_id: {
            "facts": [
                fact("承諾日", "Promised day", dict(both(row.due_on))),
                fact("原承諾日", "First promised", dict(both(row.promised_on))),
                fact("展延次數", "Slips", row.slips),
            ]
        }
        for row in rows
    }


def by_dataset(cases: Sequence[Case]) -> Mapping[int, str]:
    """Name a group for every part and class of the same dataset; cases that share datasets in a chain are one group."""
    datasets: dict[int, set[int]] = {}
    of_class = Record.objects.filter(case__in=[case.pk for case in cases], live=True)
    for case_pk, dataset in of_class.values_list("case_id", "dataset_id"):
        datasets.setdefault(case_pk, set()).add(dataset)
    refused = PartItem.objects.filter(part__case__in=[case.pk for case in cases], outcome=Outcome.REFUSED)
    for case_pk, dataset in refused.exclude(dataset=None).values_list("part__case_id", "dataset_id"):
        assert dataset is not None  # left out above
        datasets.setdefault(case_pk, set()).add(dataset)
    groups: dict[int, str] = {}  # dataset -> group
    found: dict[int, str] = {}
    for case in cases:
        mine = datasets.get(case.pk)
        if not mine:
            continue
        known = {groups[one] for one in mine if one in groups}
        name = min(known, default=f"dataset:{min(mine)}")
        groups.update(dict.fromkeys(mine, name))
        for other in known - {name}:
            groups.update({one: name for one, group in groups.items() if group == other})
            found.update({pk: name for pk, group in found.items() if group == other})
        found[case.pk] = name
    return found


def approvers(cases: Sequence[Case]) -> Mapping[int, Mapping[str, str]]:
    """A day set for a class is carried over to the refusal of the same dataset, so it needs the head as well."""
    classes = [case.pk for case in cases if case.type == "openness"]
    if not classes:
        return {}
    refused = PartItem.objects.filter(
        outcome=Outcome.REFUSED, part__heard_at=None, dataset=OuterRef("dataset")
    )
    rows = Record.objects.filter(Exists(refused), case__in=classes, live=True)
    head = str(Role.AGENCY_HEAD)
    return {pk: {"find_unreasonable": head, "set_day": head} for pk in rows.values_list("case_id", flat=True)}


REASONABLE: Final = Choice(
    "reasonable",
    {"zh-Hant": "不開放的理由合理", "en": "Not opening it is reasonable"},
    {"data_request_part": ("hear", "rule_uphold"), "openness": ("find_reasonable",)},
)
UNREASONABLE: Final = Choice(
    "to_be_opened",
    {"zh-Hant": "理由不合理，應於期限前開放", "en": "Not reasonable: it has to be opened by a day"},
    {"data_request_part": ("rule_open",), "openness": ("find_unreasonable",)},
)


JOINING: Final = (Joining(by_dataset, (REASONABLE, UNREASONABLE)),)
DETAILS: Final[Mapping[str, Details]] = {
    "data_request_part": of_parts,
    "openness": of_classes,
    "commitment": of_commitments,
    "hv_nomination": dossier.of,
}
