"""What is put before the members of each case: its paper, and which cases are one item; both handed over by wiring.

A paper is JSON: number, kind, title, state, address, agency, `facts` [{"label", "value"}], `text`, `links`, and the
data inventory (資料盤點清冊): the datasets the case is about.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Final

from springhead.engine.kernel.language import LanguageMap
from springhead.forums.committees import resolutions
from springhead.foundation.cases.models import Case, Subject
from springhead.foundation.cases.registry import case_type
from springhead.foundation.catalog.models import Dataset

Details = Callable[[Sequence[Case]], Mapping[int, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Option:
    """What may be resolved on an item: a code, its label, and the event for each case by its number.

    `takes_day`: a day may be given with it; `approver`: the role that has to approve it (首長核定), if any.
    """

    code: str
    label: LanguageMap
    events: Mapping[str, str]
    takes_day: bool = False
    approver: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the stored shape."""
        return {
            "code": self.code,
            "label": dict(self.label),
            "events": dict(self.events),
            "takes_day": self.takes_day,
            "approver": self.approver,
        }


@dataclass(frozen=True, slots=True)
class Choice:
    """One option of a joined item as the wiring names it: a label and the event for each case's type."""

    code: str
    label: LanguageMap
    events: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # case type -> whichever is possible


@dataclass(frozen=True, slots=True)
class Joining:
    """Which waiting cases are one item: `keys` names a group for some of them; `choices` is what may be resolved."""

    keys: Callable[[Sequence[Case]], Mapping[int, str]]
    choices: tuple[Choice, ...]


_details: Final[dict[str, Details]] = {}
_joining: Final[list[Joining]] = []


def install(details: Mapping[str, Details], joining: Iterable[Joining] = ()) -> None:
    """Say what each case type puts before the members, and what is joined. Replaces what was installed."""
    _details.clear()
    _details.update(details)
    _joining[:] = list(joining)


def fact(zh: str, en: str, value: object) -> dict[str, Any]:
    """Return one of the `facts` of a paper; its value is plain text, a number, a language map or a list of these."""
    return {"label": {"zh-Hant": zh, "en": en}, "value": value}


def of_cases(cases: Sequence[Case]) -> dict[int, dict[str, Any]]:
    """Return the papers of some cases by primary key: a fixed number of queries per case type."""
    more: dict[int, Mapping[str, Any]] = {}
    for name in sorted({case.type for case in cases} & set(_details)):
        more.update(_details[name]([case for case in cases if case.type == name]))
    inventory = _inventory(cases)
    return {case.pk: _paper(case, more.get(case.pk, {}), inventory.get(case.pk, [])) for case in cases}


def _paper(case: Case, more: Mapping[str, Any], datasets: list[dict[str, Any]]) -> dict[str, Any]:
    kind = case_type(case.type)
    return {
        "number": case.number,
        "kind": dict(kind.texts.name),
        "title": dict(case.title),
        "state": dict(kind.texts.states[case.state]),
        "address": kind.address(case),
        "agency": case.agency_id,
        "version": case.version,
        "facts": list(more.get("facts", [])),
        "text": str(more.get("text", "")),
        "links": list(more.get("links", [])),
        "datasets": datasets,
    }


def _inventory(cases: Sequence[Case]) -> dict[int, list[dict[str, Any]]]:
    """Return what each case is about from the catalogue; the name of what is not public is that of its case."""
    rows = Subject.objects.filter(case__in=[case.pk for case in cases], subject_id__startswith="ds_")
    pairs = list(rows.order_by("pk").values_list("case_id", "subject_id"))
    found = Dataset.objects.filter(public_id__in={name for _, name in pairs}).select_related("agency")
    known = {one.public_id: one for one in found}
    inventory: dict[int, list[dict[str, Any]]] = {}
    for pk, name in pairs:
        one = known.get(name)
        if one is not None:
            inventory.setdefault(pk, []).append({
                "id": one.public_id,
                "title": dict(one.title) if one.visible else {},
                "agency": one.agency.public_id,
                "stage": one.stage,
                "openness": one.openness,
                "grounds": list(one.grounds),
            })  # fmt: skip
    return inventory


def grouped(
    cases: Sequence[Case], events: Mapping[int, Sequence[str]]
) -> list[tuple[list[Case], list[Option]]]:
    """Return the items these cases make, in their order: joined ones first met stand where their first case stands."""
    keys: dict[int, tuple[str, Joining]] = {}
    approvers = resolutions.approvers_of(cases)
    for joining in _joining:
        for pk, key in joining.keys(cases).items():
            keys.setdefault(pk, (key, joining))
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(keys[case.pk][0] if case.pk in keys else f"case:{case.pk}", []).append(case)
    items: list[tuple[list[Case], list[Option]]] = []
    for group in groups.values():
        options = _joint(group, events, keys[group[0].pk][1], approvers) if len(group) > 1 else []
        if options:
            items.append((group, options))
        else:
            items += [([case], singles(case, events[case.pk], approvers[case.pk])) for case in group]
    return items


def singles(case: Case, events: Iterable[str], approvers: Mapping[str, str]) -> list[Option]:
    """Return the options of an item of one case: each event its body may resolve."""
    kind = case_type(case.type)
    return [
        Option(
            event, kind.texts.events[event], {case.number: event}, _takes_day(kind, event), approvers.get(event, "")
        )
        for event in events
    ]  # fmt: skip


def _joint(
    group: Sequence[Case],
    events: Mapping[int, Sequence[str]],
    joining: Joining,
    approvers: Mapping[int, Mapping[str, str]],
) -> list[Option]:
    """Return the choices that are possible for every case of a group, at least one; else it is no joint item."""
    found = []
    for choice in joining.choices:
        chosen = {
            case.number: next((one for one in choice.events.get(case.type, ()) if one in events[case.pk]), "")
            for case in group
        }
        if not all(chosen.values()):
            continue
        takes_day = any(_takes_day(case_type(case.type), chosen[case.number]) for case in group)
        wanted = [approvers[case.pk].get(chosen[case.number], "") for case in group]
        approver = next((one for one in wanted if one), "")
        found.append(Option(choice.code, choice.label, chosen, takes_day, approver))
    return found


def _takes_day(kind: Any, event: str) -> bool:
    return any(one.name == "until" for one in fields(kind.parse(event, {})))
