"""A procedure holds consultations as parts of itself and goes on when they are over; agencies merge; verify names votes."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

import pytest
from tests.consultations.conftest import CLOCK, DAY, NOON, RIDER, again, do, of, state, told

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.workflow import Phase, Row, Table, Wait
from springhead.forums.consultations import ballots, commands, merging, table, table_writing
from springhead.forums.consultations.case import CONSULTATION
from springhead.forums.consultations.models import Consultation, Vote
from springhead.foundation.cases import registry
from springhead.foundation.cases.fire import Opening, open_case
from springhead.foundation.cases.models import Case
from springhead.foundation.cases.registry import CaseType, Texts
from springhead.foundation.ledger import kept
from springhead.foundation.ledger.checking import verify_database

pytestmark = pytest.mark.django_db


class Step(StrEnum):
    ASKING = "asking"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Begin:
    event: ClassVar[str] = "begin"


@dataclass(frozen=True, slots=True)
class Finish:
    event: ClassVar[str] = "finish"


class Effects:
    @staticmethod
    def begin(_case: Case, _command: Any, _turn: Any) -> None:
        """Nothing."""

    @staticmethod
    def finish(_case: Case, _command: Any, _turn: Any) -> None:
        """Nothing."""


TABLE = Table(
    case_type="made_up_cycle",
    states=Step,
    phases={Step.ASKING: Phase.IN_REVIEW, Step.DONE: Phase.CLOSED},
    rows=(
        Row((), "begin", Step.ASKING, (Role.MACHINE,)),
        Row((Step.ASKING,), "finish", Step.DONE, (Role.MACHINE,)),
    ),
    waits=(Wait(Step.ASKING, frozenset({"consultation"}), "finish", until=lambda phases: bool(phases) and set(phases) == {Phase.CLOSED}),),
)  # fmt: skip
NAME = {"zh-Hant": "案", "en": "Cycle"}
CYCLE = CaseType(
    table=TABLE,
    prefix="XX",
    actions=Effects,
    facts=lambda _case, _command, _at: None,
    parse=lambda event, _data: Begin() if event == "begin" else Finish(),
    texts=Texts(NAME, {"asking": NAME, "done": NAME}, {"begin": NAME, "finish": NAME}),
)


@pytest.fixture(autouse=True)
def with_cycle(case_types):
    registry.install([CONSULTATION, CYCLE])


def held(parent: Case, host: Any, **more: Any) -> Consultation:
    """A consultation that a procedure opens by itself."""
    command = commands.parse("plan", told(at=NOON, **more))
    opening = Opening({"zh-Hant": command.title}, host.public_id, parent=parent)
    made = open_case("consultation", command, opening, by=CLOCK, at=NOON)
    row = Consultation.objects.select_related("case").get(case=made.case)
    do(row, "open", CLOCK)
    return row


def test_a_procedure_goes_on_when_all_its_consultations_are_over(transport) -> None:
    parent = open_case("made_up_cycle", Begin(), Opening(dict(NAME)), by=CLOCK, at=NOON).case
    one, two = held(parent, transport), held(parent, transport)
    assert one.number.startswith("CN-2026-")
    do(one, "close", CLOCK, at=NOON + 21 * DAY)
    answer = "沒有人留言，清單照原案辦理；諮詢小組六月決定，歡迎再提意見。"
    do(one, "respond", of(transport), at=NOON + 22 * DAY, text=answer)
    assert Case.objects.get(pk=parent.pk).state == "asking"
    do(two, "cancel", of(transport), at=NOON + 22 * DAY, reason="併入另一件徵詢辦理，不另外徵詢。")
    assert Case.objects.get(pk=parent.pk).state == "done"


def test_what_it_is_about_is_told_with_every_step(opened) -> None:
    row = opened(about=["ds_00000001", "HN-2026-000001"])
    subjects = set(row.case.subjects.values_list("subject_id", flat=True))
    assert subjects == {"ds_00000001", "HN-2026-000001"}


def test_an_agency_that_merges_hands_over_what_it_has_to_answer(opened, transport, police) -> None:
    row = opened(police)
    do(row, "comment", RIDER, text="希望有公車到站預估。")
    rows = [
        ["類別", "意見摘要", "意見編號", "機關代號", "處理情形", "理由"],
        ["1", "到站預估", "1", transport.public_id, "採納", "公車業者契約已約定提供。"],
        ["1", "", "", police.public_id, "", ""],
    ]
    table_writing.write(row, rows, seen=table.digest(table.current(row)), by=of(transport))
    merging.merge(police, transport)
    row = again(row)
    assert row.agencies == [transport.public_id]
    (group,) = table.current(row).values()
    assert {agency: said.disposition for agency, said in group.answers.items()} == {
        transport.public_id: "accepted"
    }


def test_verify_names_a_vote_that_was_removed(opened, tmp_path) -> None:
    seeds = [{"text": "資料應該即時開放。", "side": "for"}, {"text": "即時開放成本太高。", "side": "against"}]
    row = opened(statements=True, seeds=seeds)
    do(row, "vote", RIDER, statement=1, choice="agree")
    before = kept._COMPARISONS[:]
    kept.install((ballots.compare,))
    try:
        assert verify_database(tmp_path).whole
        Vote.objects.all().delete()
        (problem,) = verify_database(tmp_path).problems
    finally:
        kept.install(before)
    assert problem.code == "consultation-ballot-removed"
    assert row.number in problem.message("en")
    assert state(row) == "open"
