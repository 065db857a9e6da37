"""`/api/v1/consultations`: what is asked, what people say, what became of it. Commands go through `/api/v1/cases`."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from springhead.engine.kernel.now import now
from springhead.forums.consultations import commands, policy, queries, table, table_writing, telling, versions
from springhead.forums.consultations.models import Consultation
from springhead.forums.consultations.rules import HOST, PUBLISHED
from springhead.forums.consultations.table_rows import page
from springhead.foundation.agencies.access import KeyAuth, actor_of_request, needs
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.cases import asked
from springhead.foundation.cases.fire import Opening, open_case
from springhead.foundation.ui.access import public

router = Router(tags=["consultations"])


class PaperOut(Schema):
    """A document to read."""

    title: str
    url: str


class PartOut(Schema):
    """What can be commented on by itself."""

    kind: str
    id: str
    label: str


class ConsultationOut(Schema):
    """A consultation. `voices` are verified people who commented; `moves` the host's steps with their ledger lines."""

    number: str = Field(examples=["CN-2026-000012"])
    kind: str
    state: str
    phase: str
    title: dict[str, str]
    host: str | None
    agencies: list[str]
    question: str
    background: str
    can_change: str
    decides: str
    decides_on: str | None
    documents: list[PaperOut]
    about: list[str]
    parts: list[PartOut]
    platform: str | None
    here: bool
    assurance: int
    statements: bool
    opens_on: str | None
    closes_on: str | None
    answer_due: str | None
    missed_on: str | None
    answered_at: str | None
    answer: str | None
    version: int
    moves: list[dict[str, Any]]
    comments: int
    voices: int
    votes: int | None
    links: dict[str, str | None] = Field(
        description="page, comments; answers once published; statements and raw votes where people vote"
    )


class ConsultationList(Schema):
    """A page of consultations, the newest first."""

    items: list[ConsultationOut]
    next: str | None
    count: int | None
    count_is: str


class CommentOut(Schema):
    """A comment; `text` is null where it is hidden. `voice` is a pseudonym of this consultation only."""

    number: int
    voice: str
    name: str | None
    part: str | None
    to: int | None
    text: str | None
    hidden: str | None
    at: str
    platform_number: str | None
    group: int | None
    receipt: str | None


class CommentList(Schema):
    """A page of comments, the oldest first."""

    items: list[CommentOut]
    next: str | None
    count: int | None
    count_is: str


class AnswerOut(Schema):
    """What one agency says of a group."""

    agency: str
    disposition: str
    reasons: str


class GroupOut(Schema):
    """A group of comments with its answers."""

    group: int
    summary: str
    agencies: list[str]
    comments: int
    answers: list[AnswerOut]


class GroupList(Schema):
    """A page of groups."""

    items: list[GroupOut]
    next: str | None
    count: int | None
    count_is: str


class VersionOut(Schema):
    """A published version of the response table: why it took the place of the one before, and its ledger line."""

    version: int
    at: str | None
    reason: str | None
    answer: str
    ledger_line: int | None


class TableGroup(Schema):
    """A group of the response table in work; `comments` as people write numbers: `1, 3, 7-12`."""

    group: int
    summary: str
    comments: str = ""
    answers: list[AnswerOut]


class TableOut(Schema):
    """The response table in work. Send `seen` back with a change, so that nobody's work is overwritten."""

    seen: str
    groups: list[TableGroup]
    unplaced: int
    unanswered: list[str]


class TableIn(Schema):
    """The whole table; cells that belong to somebody else have to stay as they are."""

    seen: str
    groups: list[TableGroup]


class WrittenOut(Schema):
    """How many cells changed, and the digest of the table as it is now."""

    cells: int
    seen: str


class StatementOut(Schema):
    """A sentence to vote on; `side` of a seed."""

    number: int
    text: str
    side: str | None


class Asked(Schema):
    """Filters of the list."""

    show: str = Field("open", description="open, coming, answering, answered or all")
    q: str = ""
    kind: str = ""
    agency: str = ""
    about: str = ""
    cursor: str = ""
    limit: int = Field(50, ge=1, le=100)


class PlanIn(Schema):
    """A new consultation: `host` and the fields of the command `plan`."""

    host: str
    payload: dict[str, Any]


def _one(request: HttpRequest, number: str) -> Consultation:
    return queries.consultation(number, viewer=actor_of_request(request))


def _page(items: list[dict[str, Any]], following: str) -> dict[str, Any]:
    return {"items": items, "next": following or None, "count": None, "count_is": "at_least"}


@router.get("/consultations", response=ConsultationList, auth=None, summary="List consultations")
@public
def consultations(request: HttpRequest, asked: Query[Asked]) -> dict[str, Any]:
    """List consultations, the newest first."""
    del request
    found = queries.listing(queries.wanted(asked.dict()), limit=asked.limit)
    return _page([telling.consultation(one) for one in found.items], found.next)


@router.post(
    "/consultations",
    response={201: ConsultationOut},
    auth=KeyAuth(Scope.CASES),
    summary="Prepare a consultation",
)
@needs(*HOST)
def plan(request: HttpRequest, given: PlanIn) -> tuple[int, dict[str, Any]]:
    """Prepare a consultation; `/api/v1/cases/{number}/commands/open` opens it."""
    by = actor_of_request(request)
    command = commands.parse("plan", given.payload)
    assert isinstance(command, commands.Plan)  # what this event is parsed to
    key = asked.key(request)
    opening = Opening({"zh-Hant": command.title}, given.host)
    made = open_case("consultation", command, opening, by=by, at=now(), key=key)
    return 201, telling.consultation(queries.consultation(made.case.number, viewer=by))


@router.get("/consultations/{number}", response=ConsultationOut, auth=None, summary="Read a consultation")
@public
def consultation(request: HttpRequest, number: str) -> dict[str, Any]:
    """Read one consultation."""
    return telling.consultation(_one(request, number))


@router.get("/consultations/{number}/comments", response=CommentList, auth=None, summary="List comments")
@public
def comments(
    request: HttpRequest, number: str, q: str = "", part: str = "", cursor: str = ""
) -> dict[str, Any]:
    """List what people said, the oldest first, fifty at a time; `q` words in it, `part` what it is about."""
    found = queries.comments(_one(request, number), q=q[:120], anchor=part[:64], cursor=cursor[:12])
    return _page([telling.comment(one) for one in found.items], found.next)


@router.get("/consultations/{number}/answers", response=GroupList, auth=None, summary="List answers")
@public
def answers(
    request: HttpRequest, number: str, part: str = "", cursor: str = "", version: int = 0
) -> dict[str, Any]:
    """List the groups of comments (those about one `part`) with what became of them, once the answer is published.

    `version` an older one, always whole.
    """
    row = _one(request, number)
    if row.case.state not in PUBLISHED:
        return _page([], "")
    if version and version != row.version:
        groups, following = page(versions.restored(versions.version(row, version).table), cursor[:12])
        return _page(telling.kept(versions.stored(groups)), following)
    found = queries.clusters(row, anchor=part[:64], cursor=cursor[:12], limit=queries.PAGE)
    return _page([telling.cluster(one) for one in found.items], found.next)


@router.get(
    "/consultations/{number}/versions",
    response=list[VersionOut],
    auth=None,
    summary="List versions of the answer",
)
@public
def answer_versions(request: HttpRequest, number: str) -> list[dict[str, Any]]:
    """List the published versions of the response table, the newest first; empty where it was never reopened."""
    return [telling.edition(one) for one in versions.listed(_one(request, number))]


@router.get(
    "/consultations/{number}/table",
    response=TableOut,
    auth=KeyAuth(Scope.CASES),
    summary="Read the table in work",
)
@needs(*HOST)
def table_in_work(request: HttpRequest, number: str) -> dict[str, Any]:
    """Read the response table as the host and the agencies concerned fill it in; of a correction its draft."""
    row = _one(request, number)
    policy.check_desk(actor_of_request(request), row)
    groups = table.current(row)
    return {
        "seen": table.digest(groups),
        "groups": [{**one, "answers": telling.answers(one)} for one in versions.stored(groups)],
        "unplaced": versions.unplaced(row),
        "unanswered": versions.unanswered(row),
    }


@router.put(
    "/consultations/{number}/table", response=WrittenOut, auth=KeyAuth(Scope.CASES), summary="Write the table"
)
@needs(*HOST)
def write_table(request: HttpRequest, number: str, given: TableIn) -> dict[str, Any]:
    """Write the whole table, all of it or nothing; problems name the cell as in a file of it."""
    row, by = _one(request, number), actor_of_request(request)
    policy.check_desk(by, row)
    count = table_writing.write(row, table.rows_given(given.dict()["groups"]), seen=given.seen, by=by)
    return {"cells": count, "seen": table.digest(table.current(row))}


@router.get(
    "/consultations/{number}/statements", response=list[StatementOut], auth=None, summary="List statements"
)
@public
def statements(request: HttpRequest, number: str) -> list[dict[str, Any]]:
    """List the statements that are up for voting; votes are the command `vote`."""
    return [
        {"number": one.number, "text": one.text, "side": one.side or None}
        for one in queries.statements(_one(request, number))
    ]


@router.get(
    "/consultations/{number}/picture", response=dict[str, Any], auth=None, summary="The picture of opinions"
)
@public
def picture(request: HttpRequest, number: str) -> dict[str, Any]:
    """Return the published picture; empty before the consultation has closed."""
    return dict(_one(request, number).picture)
