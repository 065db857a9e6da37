"""Finding an agency by what people call it, and listing one provisionally when nobody knows it yet."""

from collections.abc import Iterable

from django.db import transaction

from springhead.engine.kernel.actors import Actor, machine
from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.agencies import texts
from springhead.foundation.agencies.models import Agency, AgencyAlias, AliasScheme
from springhead.foundation.agencies.rules import may_be_parent, name_key, parent_keys
from springhead.foundation.ledger import append

NAME_LIMIT = 200
ALIKE = 20  # agencies of one name that are looked at
_NAMED_SCHEMES = (AliasScheme.GOV_TW_NAME, AliasScheme.FORMER_NAME)


def find(name: str) -> Agency | None:
    """Return the agency of this name, short name, name in another list, or English name; the surviving one if merged.

    Of several with one name the one that still exists wins.
    """
    text = name.strip()
    by_name = Agency.objects.filter(name_key=name_key(text)).select_related("merged_into")
    best = min(by_name, key=lambda each: (each.ended, each.provisional, each.pk), default=None)
    if best is None:
        alias = (
            AgencyAlias.objects.filter(value=text, scheme__in=_NAMED_SCHEMES).select_related("agency").first()
        )
        best = alias.agency if alias else _only(Agency.objects.filter(short_name=text)[:ALIKE])
    if best is None and text and text.isascii():
        best = _only(Agency.objects.filter(names__en__iexact=text)[:ALIKE])
    return best.final() if best else None


def names_for(given: Iterable[str]) -> dict[str, LanguageMap]:
    """Return for each name the agency's names in all languages, in one query; whoever is no agency keeps the name given.

    The Chinese name stays as it was given. Of several agencies with one name the one `find` would choose speaks.
    """
    keys = {name: name_key(name) for name in given if name}
    rows = Agency.objects.filter(name_key__in=set(keys.values())).order_by("-ended", "-provisional", "-pk")
    known: dict[str, LanguageMap] = {row.name_key: row.names for row in rows}  # the last one holds
    return {name: {**known.get(key, {}), "zh-Hant": name} for name, key in keys.items()}


def find_or_provisional(name: str, *, by: Actor | None = None) -> Agency:
    """Return the agency of this name; list it provisionally, under the parent its name tells, when there is none.

    Raises `Refused` for an empty name or one over 200 characters.
    """
    return find_or_provisional_many([name], by=by)[name]


def find_or_provisional_many(names: Iterable[str], *, by: Actor | None = None) -> dict[str, Agency]:
    """Do the same for many names in one transaction; short names first, so that parents precede children."""
    wanted = sorted(set(names), key=lambda name: (len(name_key(name)), name))
    problems = [problem for name in wanted for problem in _name_problems(name)]
    if problems:
        raise Refused(*problems)
    actor = by or machine("agencies")
    with transaction.atomic():
        return {name: find(name) or _list_provisionally(name, by=actor) for name in wanted}


def _list_provisionally(name: str, *, by: Actor) -> Agency:
    parent = guess_parent(name)
    agency = create(
        Agency(
            names={"zh-Hant": name.strip()},
            parent=parent,
            level=parent.level + 1 if parent and parent.level else None,
            rule_regime=parent.rule_regime if parent else "",
            county_code=parent.county_code if parent else "",
            provisional=True,
        )
    )
    _take_children(agency)
    public = {"name": name.strip(), "parent": parent.public_id if parent else ""}
    append("agency.listed_provisionally", subject=agency.public_id, actor=by.id, public=public, at=now())
    return agency


def create(agency: Agency) -> Agency:
    """Save a new agency with its folded name."""
    agency.name_key = name_key(agency.names.get("zh-Hant") or agency.name())
    agency.save()
    return agency


def guess_parent(name: str) -> Agency | None:
    """Return the agency with the longest name that this one starts with."""
    keys = parent_keys(name)
    known = Agency.objects.filter(name_key__in=keys, merged_into=None).order_by("ended", "provisional", "pk")
    found: dict[str, Agency] = {}
    for agency in known:
        if may_be_parent(
            agency.name_key, provisional=agency.provisional, placed=agency.parent_id is not None
        ):
            found.setdefault(agency.name_key, agency)
    return next((found[key] for key in keys if key in found), None)


def _take_children(agency: Agency) -> None:
    """Put provisional agencies whose longest known prefix is now this name below it, whatever the order they came in."""
    if not may_be_parent(
        agency.name_key, provisional=agency.provisional, placed=agency.parent_id is not None
    ):
        return
    Agency.objects.filter(
        provisional=True, merged_into=None, parent=agency.parent_id, name_key__startswith=agency.name_key
    ).exclude(pk=agency.pk).update(parent=agency)


def _name_problems(name: str) -> list[Problem]:
    if not name.strip():
        return [texts.NAME_MISSING.at("name")]
    return [texts.NAME_TOO_LONG.at("name", limit=NAME_LIMIT)] if len(name) > NAME_LIMIT else []


def _only(agencies: Iterable[Agency]) -> Agency | None:
    """Return the one that is meant: of several the only one that still exists."""
    found = list(agencies)
    living = [one for one in found if not one.ended] or found
    return living[0] if len(living) == 1 else None
