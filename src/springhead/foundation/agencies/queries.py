"""Reading people and agencies. Agencies are public; people are shown to themselves and to operators."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection
from django.db.models import Count, Q, QuerySet

from springhead.engine.kernel.actors import AGENCY_ROLES, Actor, Role
from springhead.engine.kernel.now import today
from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies import policy, rosters, texts
from springhead.foundation.agencies.models import Agency, AgencyAlias, ApiKey, Membership, Person
from springhead.foundation.agencies.naming import find, find_or_provisional, find_or_provisional_many
from springhead.foundation.agencies.rules import (
    GIVEN_ROLES,
    REACHES_DOWN,
    Grant,
    actor_from,
    as_key,
    in_term,
    name_key,
    secret_matches,
    split_key,
)  # fmt: skip

__all__ = [
    "Wanted", "actor_of", "agency", "find", "find_or_provisional", "find_or_provisional_many", "key_of", "listing",
]  # fmt: skip

PAGE: Final = 50
COUNT_CAP: Final = 10_000
ASSURANCE_ACCOUNT: Final = 1
ASSURANCE_SECOND_FACTOR: Final = 2


# ── who acts ────────────────────────────────────────────────────────────────


def actor_of(subject: Person | ApiKey, *, assurance: int = ASSURANCE_ACCOUNT) -> Actor:
    """Return what a person, or the machine holding a key, may act as today. Three queries at most.

    Whoever stands in for an absent officer acts as officer meanwhile (`rosters.stood_in_for`). Leads and heads act for every agency below theirs too. A disabled person, or the key of one, is a visitor.
    """
    person = subject.person if isinstance(subject, ApiKey) else subject
    if not person.is_active:
        return Actor()
    actor = actor_from(person.public_id, _grants(person), assurance=assurance)
    if isinstance(subject, ApiKey):
        return as_key(actor, subject.agency.public_id if subject.agency else "")
    return actor


def _grants(person: Person) -> list[Grant]:
    day = today()
    running = [
        each
        for each in Membership.objects.filter(person=person).select_related("agency")
        if each.role in GIVEN_ROLES and in_term(each.valid_from, each.valid_to, day)
    ]
    leading = {each.agency_id for each in running if each.agency_id and each.role in REACHES_DOWN}
    below = descendants(leading) if leading else {}
    places = {each.agency_id for each in running if each.agency_id and each.role in AGENCY_ROLES}
    instead = [Grant(Role.OFFICER, place) for place in rosters.stood_in_for(person, places, day)]
    return instead + [
        Grant(
            Role(each.role),
            each.agency.public_id if each.agency else "",
            below.get(each.agency_id, frozenset()),
        )
        for each in running
    ]


def descendants(agency_pks: Iterable[int | None]) -> dict[int | None, frozenset[str]]:
    """Return for each agency (integer key) the public ids of all agencies below it, in one query.

    `UNION` instead of `UNION ALL` ends the walk even if the tree should ever hold a loop.
    """
    roots = [int(pk) for pk in agency_pks if pk is not None]
    marks = ", ".join(["%s"] * len(roots))
    sql = (
        "WITH RECURSIVE below(root, id) AS ("  # noqa: S608  only placeholders are put in
        f" SELECT id, id FROM agencies_agency WHERE id IN ({marks})"
        " UNION SELECT below.root, child.id FROM agencies_agency child JOIN below ON child.parent_id = below.id"
        ") SELECT below.root, agency.public_id FROM below JOIN agencies_agency agency ON agency.id = below.id"
        " WHERE below.id <> below.root"
    )
    found: dict[int | None, set[str]] = {pk: set() for pk in roots}
    with connection.cursor() as cursor:
        cursor.execute(sql, roots)
        for root, public_id in cursor.fetchall():
            found[root].add(public_id)
    return {pk: frozenset(ids) for pk, ids in found.items()}


def key_of(token: str) -> ApiKey | None:
    """Return the usable key that `ak_….secret` stands for, and note the day of its use; None otherwise."""
    key_id, secret = split_key(token)
    key = (
        ApiKey.objects.select_related("person", "agency").filter(public_id=key_id).first() if key_id else None
    )
    if (
        key is None
        or not secret_matches(secret, key.secret_sha256)
        or not key.usable()
        or not key.person.is_active
    ):
        return None
    if key.last_used_on != today():
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=today())
    return key


# ── agencies ────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class AgencyPage:
    """One page of a list of agencies. `next` is the `after` of the following page, empty on the last."""

    items: list[Agency]
    next: str
    count: int
    count_is: str


def agency(public_id: str, *, viewer: Actor) -> Agency:
    """Return the agency with this id, merged or not. Raises `Refused` (404)."""
    del viewer  # agencies are public
    found = Agency.objects.select_related("parent", "merged_into").filter(public_id=public_id).first()
    if found is None:
        raise Refused(texts.NO_SUCH_AGENCY.at(public_id))
    return found


def by_alias(scheme: str, value: str, *, viewer: Actor) -> Agency | None:
    """Return the agency with a number in somebody's list (`oid`, `org_code`, `county5`, `iso`, …)."""
    del viewer
    alias = (
        AgencyAlias.objects.select_related("agency__merged_into").filter(scheme=scheme, value=value).first()
    )
    return alias.agency.final() if alias else None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which agencies: `q` is part of a name, a short name, or an OID or code in full; `parent` a public id.

    `only` is empty (all that were not merged), `current`, `ended` or `provisional`; `after` is the last id of
    the page before.
    """

    q: str = ""
    parent: str = ""
    only: str = ""
    after: str = ""


def listing(wanted: Wanted, *, viewer: Actor, limit: int = PAGE) -> AgencyPage:
    """Return a page of agencies in order of name."""
    del viewer
    rows = _filtered(wanted.q.strip(), wanted.parent, wanted.only)
    count = rows.order_by().values("pk")[: COUNT_CAP + 1].count()
    rows = rows.select_related("parent").order_by("name_key", "pk")
    last = Agency.objects.filter(public_id=wanted.after).first() if wanted.after else None
    if last is not None:
        rows = rows.filter(Q(name_key__gt=last.name_key) | Q(name_key=last.name_key, pk__gt=last.pk))
    items = list(rows[: limit + 1])
    more = len(items) > limit
    items = items[:limit]
    return AgencyPage(
        items=items,
        next=items[-1].public_id if more else "",
        count=min(count, COUNT_CAP),
        count_is="at_least" if count > COUNT_CAP else "exact",
    )


def _filtered(q: str, parent: str, only: str) -> QuerySet[Agency]:
    rows = Agency.objects.filter(merged_into=None)
    if q:
        known = AgencyAlias.objects.filter(value=q).values("agency")
        rows = rows.filter(
            Q(name_key__contains=name_key(q))
            | Q(short_name__icontains=q)
            | Q(names__en__icontains=q)
            | Q(pk__in=known)
        )
    if parent:
        rows = rows.filter(parent__public_id=parent)
    narrowing: Mapping[str, dict[str, Any]] = {
        "current": {"ended": False, "provisional": False},
        "ended": {"ended": True},
        "provisional": {"provisional": True},
    }
    return rows.filter(**narrowing.get(only, {}))


@dataclass(frozen=True, slots=True)
class Branch:
    """An agency in the tree, how many stand directly below it, and those that are shown with it."""

    agency: Agency
    below: int
    children: list["Branch"]


def tree(*, viewer: Actor) -> list[Branch]:
    """Return the top of the tree: agencies under nobody with those directly below. Two queries.

    Ended agencies and provisional ones under nobody are left to the list.
    """
    del viewer
    live = Agency.objects.filter(merged_into=None, ended=False)
    roots = list(live.filter(parent=None, provisional=False).order_by("pk"))
    children = live.filter(parent__in=roots, provisional=False).annotate(
        below=Count("children", filter=Q(children__ended=False, children__merged_into=None))
    )
    under: dict[int | None, list[Branch]] = {}
    for child in children.order_by("pk"):
        under.setdefault(child.parent_id, []).append(Branch(child, child.below, []))
    return [Branch(root, len(under.get(root.pk, [])), under.get(root.pk, [])) for root in roots]


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """Everything the agency page says about an agency itself."""

    agency: Agency
    above: list[Agency]
    children: list[Agency]
    more_children: bool
    aliases: list[AgencyAlias]
    predecessors: list[tuple[Agency, Any]]
    successors: list[tuple[Agency, Any]]
    merged: list[Agency]


def facts(found: Agency, *, viewer: Actor, limit: int = 100) -> AgencyFacts:
    """Return the page of one agency; the number of queries grows only with its height in the tree."""
    del viewer
    above: list[Agency] = []
    step = found.parent
    while step is not None and step not in above:
        above.insert(0, step)
        step = step.parent
    children = list(found.children.filter(merged_into=None).order_by("ended", "name_key", "pk")[: limit + 1])
    return AgencyFacts(
        agency=found,
        above=above,
        children=children[:limit],
        more_children=len(children) > limit,
        aliases=list(found.aliases.order_by("scheme", "value")),
        predecessors=[(link.predecessor, link.on) for link in found.came_from.select_related("predecessor")],
        successors=[(link.successor, link.on) for link in found.left_to.select_related("successor")],
        merged=list(found.merged_from.order_by("name_key")[:limit]),
    )


def suggestions(source: Agency, *, viewer: Actor, limit: int = 5) -> list[Agency]:
    """Return official agencies that a provisional one may really be: the same name but for its first part."""
    del viewer
    key = source.name_key
    tail = key[max(0, len(key) - 4) :]
    rows = Agency.objects.filter(provisional=False, merged_into=None, name_key__endswith=tail)
    return list(rows.order_by("ended", "name_key", "pk")[:limit])


# ── people ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """One page of accounts with their running roles."""

    items: list[tuple[Person, list[Membership]]]
    next: str


def people(*, viewer: Actor, q: str = "", after: str = "", limit: int = PAGE) -> PeoplePage:
    """Return accounts by e-mail address, for operators. Raises `Refused` for everybody else."""
    policy.check(policy.may_manage_people(viewer))
    rows = Person.objects.order_by("email")
    if q:
        rows = rows.filter(Q(email__icontains=q) | Q(display_name__icontains=q))
    if after:
        rows = rows.filter(email__gt=after)
    found = list(rows[: limit + 1])
    page = found[:limit]
    roles: dict[int, list[Membership]] = {}
    running = Membership.objects.filter(person__in=page, valid_to=None).select_related("agency")
    for membership in running.order_by("pk"):
        roles.setdefault(membership.person_id, []).append(membership)
    return PeoplePage(
        items=[(person, roles.get(person.pk, [])) for person in page],
        next=page[-1].email if len(found) > limit else "",
    )


def memberships(person: Person, *, viewer: Actor) -> list[Membership]:
    """Return the roles a person holds or held; only to themselves and operators."""
    if viewer.id != person.public_id:
        policy.check(policy.may_manage_people(viewer))
    return list(person.memberships.select_related("agency").order_by("valid_to", "-valid_from", "pk")[:200])


def keys(person: Person, *, viewer: Actor) -> list[ApiKey]:
    """Return a person's keys, the newest first; only to themselves."""
    if viewer.id != person.public_id:
        policy.check(policy.may_manage_people(viewer))
    return list(person.api_keys.select_related("agency").order_by("-pk")[:200])


def addresses_of(roles: frozenset[Role], *, agency_id: str = "") -> list[Person]:
    """Return the active people holding one of `roles` today, in an agency when one is named; for notifications."""
    rows = _running(today()).filter(role__in=roles, person__is_active=True)
    if agency_id:
        rows = rows.filter(agency__public_id=agency_id)
    return list(Person.objects.filter(pk__in=rows.values("person")).order_by("pk"))


def addresses_by_agency(roles: frozenset[Role], agency_ids: Iterable[str]) -> dict[str, list[Person]]:
    """Return, by agency, the active people holding one of `roles` there today; for letters. One query."""
    rows = _running(today()).filter(role__in=roles, person__is_active=True)
    rows = rows.filter(agency__public_id__in=set(agency_ids)).select_related("person", "agency")
    found: dict[str, dict[int, Person]] = {}
    for row in rows.order_by("person"):
        if row.agency is not None:
            found.setdefault(row.agency.public_id, {})[row.person_id] = row.person
    return {agency: list(people.values()) for agency, people in found.items()}


def officials(person_ids: Iterable[str]) -> frozenset[str]:
    """Return which of these people (public ids) hold any role today, in one query."""
    rows = _running(today()).filter(person__public_id__in=list(person_ids))
    return frozenset(rows.values_list("person__public_id", flat=True))


def _running(day: date) -> QuerySet[Membership]:
    return Membership.objects.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gt=day))


def own_agencies(viewer: Actor) -> list[Agency]:
    """Return the agencies a viewer may act for, by name."""
    return list(Agency.objects.filter(public_id__in=sorted(viewer.agency_ids), merged_into=None)[:1000])
