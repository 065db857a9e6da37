"""The answer form: what it shows of each item, and the payload it makes."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import QueryDict

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Problem
from springhead.foundation.agencies import naming
from springhead.foundation.catalog import codes
from springhead.foundation.catalog.vocabulary import Openness
from springhead.foundation.checks.showing import Shown
from springhead.foundation.ledger import append
from springhead.procedures.data_requests import linking, similar, words
from springhead.procedures.data_requests.models import AnswerRule, Part, PartItem, ReplyTemplate
from springhead.procedures.data_requests.part_commands import MOST_LINKS
from springhead.procedures.data_requests.status import Told
from springhead.procedures.data_requests.vocabulary import Level, Outcome

FIELDS = (
    "outcome", "reason", "dataset", "links", "until", "fields", "format", "fee", "conditions", "legal_basis", "partial",
    "planned", "holder",
)  # fmt: skip


def payload(given: QueryDict) -> dict[str, Any]:
    """Return what was typed as a payload; only the ticked grounds are a list."""
    skipped = ("csrfmiddlewaretoken", "step", "also")
    return {name: _value(given, name) for name in given if name not in skipped}


def _value(given: QueryDict, name: str) -> Any:
    if name.startswith("grounds_"):
        return given.getlist(name)
    value = str(given[name])
    return agency_id(value) if name.startswith("holder_") else value


def with_agency(data: dict[str, Any]) -> dict[str, Any]:
    """Let a form name an agency by its name."""
    return {**data, "agency": agency_id(str(data.get("agency", "")))}


def agency_id(name: str) -> str:
    """Return the public id of an agency given by name or id; what nobody knows stays, for the guard to name."""
    if not name or name.startswith("ag_"):
        return name
    found = naming.find(name)
    return found.public_id if found else name[:16]


def items(told: Told, typed: Mapping[str, Any], problems: tuple[Problem, ...]) -> list[dict[str, Any]]:
    """Return what the form shows of each item: what was typed, what is wrong, what may be ticked."""
    shown = []
    for line in told.lines:
        n = line.row.item.number
        values = {name: typed.get(f"{name}_{n}", "") for name in FIELDS}
        values["fields"] = values["fields"] or "\n".join(line.row.item.fields)
        values["dataset"] = values["dataset"] or _served(line.row)
        ticked = typed.get(f"grounds_{n}") or []
        shown.append(
            {
                "n": n,
                "line": line,
                "values": values,
                "checks": _looks(values) if told.row.case.phase == "in_review" else [],
                "problems": [one for one in problems if one.where.rpartition("_")[2] == str(n)],
                "outcomes": [
                    (code, name, code == values["outcome"]) for code, name in words.OUTCOMES.items()
                ],
                "grounds": [(one, one.code in ticked) for one in codes.grounds_for(Openness.NOT_PROVIDED)],
            }
        )
    return shown


def _looks(values: Mapping[str, Any]) -> list[Shown]:
    """Return what the machine found at the links that were typed, judged by the fields beside them."""
    links = str(values["links"]).split()[:MOST_LINKS]
    fields = tuple(one.strip() for one in str(values["fields"]).splitlines() if one.strip())
    return linking.seen(links, fields=fields, form=str(values["format"])) if links else []


def _served(row: PartItem) -> str:
    return (
        row.dataset.public_id if row.dataset and row.dataset.visible and row.dataset.stage == "served" else ""
    )


def likes(row: Part) -> list[dict[str, Any]]:
    """Return answers to the like of what is asked, with the words for them."""
    text = " ".join(
        [
            str(row.case.title.get("zh-Hant", "")),
            *(one.item.title for one in row.items.select_related("item")),
        ]
    )
    found = [one for one in similar.answers_like(text, row.case.agency_id) if one.part_id != row.pk]
    return [{"row": one, "outcome": words.OUTCOMES[one.outcome]} for one in found]


def alike(row: Part) -> list[Part]:
    """Return other waiting parts of the same agency that ask for the same: they may get the same answer."""
    wanted = sorted(one.item.title for one in row.items.select_related("item"))
    rows = Part.objects.filter(case__agency_id=row.case.agency_id, case__state="assigned").exclude(pk=row.pk)
    found = rows.filter(items__item__title__in=wanted).distinct().select_related("case", "request__case")[:50]
    return [one for one in found if sorted(x.item.title for x in one.items.select_related("item")) == wanted]


def rule_of(agency_id: str) -> AnswerRule:
    """Return how an agency answers; the plain rule when it has none of its own."""
    return AnswerRule.objects.filter(agency_id=agency_id).first() or AnswerRule(agency_id=agency_id)


def own_replies(agency_id: str) -> list[ReplyTemplate]:
    """Return the replies an agency keeps."""
    return list(ReplyTemplate.objects.filter(agency_id=agency_id).order_by("outcome", "name"))


def save_rule(agency_id: str, given: QueryDict, *, by: Actor) -> None:
    """Keep who approves answers; add or take away a reply of the agency's own."""
    typed = {name: str(given.get(name, "")).strip() for name in ("forget", "text", "name", "outcome")}
    if typed["forget"].isdecimal():
        ReplyTemplate.objects.filter(agency_id=agency_id, pk=int(typed["forget"])).delete()
    elif typed["text"]:
        ReplyTemplate.objects.create(
            agency_id=agency_id,
            name=typed["name"][:120] or typed["text"][:40],
            outcome=typed["outcome"] if typed["outcome"] in set(Outcome) else Outcome.REFUSED,
            text=typed["text"][:4000],
        )
    else:
        _save_levels(agency_id, [str(one) for one in Level if str(one) in given.getlist("approvals")], by=by)


def _save_levels(agency_id: str, levels: list[str], *, by: Actor) -> None:
    with transaction.atomic():
        AnswerRule.objects.update_or_create(agency_id=agency_id, defaults={"approvals": levels})
        public = {"agency": agency_id, "approvals": levels}
        append("data_requests:rule", subject=agency_id, actor=by.id, public=public, at=now())
