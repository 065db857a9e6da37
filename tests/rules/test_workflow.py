"""State tables check themselves, and draw themselves."""

from dataclasses import replace
from enum import StrEnum

import pytest
from tests.support.parcels import LEG, PARCEL, Facts, Payload, State

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.diagram import markdown, mermaid, role_matrix
from springhead.engine.kernel.workflow import (
    ClockAct,
    ClockEffect,
    Lapse,
    Phase,
    Row,
    Table,
    TableError,
    Wait,
)


class Door(StrEnum):
    OPEN = "open"
    AJAR = "ajar"
    SHUT = "shut"


PHASES = {Door.OPEN: Phase.INTAKE, Door.AJAR: Phase.IN_REVIEW, Door.SHUT: Phase.CLOSED}
ANY = (Role.ANYONE,)
ROWS = (
    Row((), "build", Door.OPEN, ANY),
    Row((Door.OPEN,), "push", Door.AJAR, ANY),
    Row((Door.OPEN, Door.AJAR), "slam", Door.SHUT, ANY),
)


def table(rows=ROWS, phases=PHASES, waits=()):
    return Table("door", Door, phases, rows, waits)


def test_a_sound_table_is_accepted():
    assert table().events == ("build", "push", "slam")


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        (ROWS[:1] + ROWS[2:], "'ajar' is never reached"),
        (ROWS[:2], "'ajar' is never left towards an end"),
        ((*ROWS, Row((Door.AJAR,), "slam", Door.OPEN, ANY)), "'slam' has two rows from 'ajar'"),
        ((*ROWS, Row((), "build", Door.AJAR, ANY)), "'build' has two rows from 'opening'"),
        ((*ROWS, Row((Door.AJAR,), "kick", Door.OPEN, ())), "'kick' has no actor"),
        ((*ROWS, Row((State.SENT,), "kick", Door.OPEN, ANY)), "'kick' uses foreign states ['sent']"),
        ((*ROWS, Row((), "appear", None, ANY)), "'appear' opens a case without a state"),
        ((*ROWS, Row((Door.AJAR,), "two words", Door.OPEN, ANY)), "'two words' is no name"),
    ],
)
def test_a_wrong_table_says_what_is_wrong(rows, fault):
    with pytest.raises(TableError, match="door") as error:
        table(rows)
    assert fault in str(error.value)


def test_a_state_whose_only_way_leads_round_in_circles_is_wrong():
    rows = (ROWS[0], ROWS[1], Row((Door.AJAR,), "pull", Door.OPEN, ANY), Row((), "wreck", Door.SHUT, ANY))
    with pytest.raises(TableError, match="'open' is never left towards an end"):
        table(rows)


def test_a_state_without_a_phase_is_wrong():
    with pytest.raises(TableError, match="'ajar' has no phase"):
        table(phases={Door.OPEN: Phase.INTAKE, Door.SHUT: Phase.CLOSED})


def test_a_lapse_needs_a_clock_and_a_row_of_the_machine():
    start = replace(ROWS[0], clocks=(ClockEffect(ClockAct.START, "answer"),))
    fall = Row((Door.OPEN,), "fall", Door.SHUT, (Role.MACHINE,))
    made = Table("door", Door, PHASES, (start, *ROWS[1:], fall), lapses=(Lapse("answer", "fall"),))
    assert made.lapse_of("open", "answer").fires == "fall"
    assert made.lapse_of("ajar", "answer") is None
    assert made.lapse_of("open", "mending") is None
    with pytest.raises(TableError, match="no row starts the clock 'answer'"):
        Table("door", Door, PHASES, (*ROWS, fall), lapses=(Lapse("answer", "fall"),))
    with pytest.raises(TableError, match="which no machine can fire"):
        Table("door", Door, PHASES, (start, *ROWS[1:]), lapses=(Lapse("answer", "push"),))


def test_a_clock_may_not_start_in_a_draft():
    phases = {**PHASES, Door.OPEN: Phase.DRAFT}
    start = replace(ROWS[0], clocks=(ClockEffect(ClockAct.START, "answer"),))
    with pytest.raises(TableError, match="starts a clock in a draft"):
        table((start, *ROWS[1:]), phases)


def test_what_a_state_waits_for_must_be_a_row_of_the_machine():
    with pytest.raises(TableError, match="no machine can fire"):
        table(waits=(Wait(Door.AJAR, frozenset({"hinge"}), "slam"),))
    machine = (*ROWS[:2], replace(ROWS[2], actors=(Role.MACHINE,)))
    assert table(machine, waits=(Wait(Door.AJAR, frozenset({"hinge"}), "slam"),)).waits_in(Door.AJAR)


def test_all_faults_come_at_once():
    with pytest.raises(TableError) as error:
        table((ROWS[0], Row((Door.OPEN,), "push", Door.OPEN, ())))
    assert all(fault in str(error.value) for fault in ("no actor", "never reached", "never left"))


def test_look_up_by_state_and_event():
    assert table().row("open", "push") is ROWS[1]
    assert table().row("shut", "push") is None
    assert table().row("open", "build") is None
    assert table().opening("build") is ROWS[0]
    assert table().rows_from("ajar") == (ROWS[2],)
    assert table().is_final("shut")
    assert not table().is_final("ajar")


def test_a_row_gathers_the_problems_of_all_conditions_and_guards():
    row = replace(PARCEL.row("draft", "send"), when=PARCEL.row("sent", "travel").when)
    found = row.refusals(Facts(stamped=False), Payload(label="", weight=99))
    assert [problem.code for problem in found] == ["parcel-stamp", "parcel-label", "parcel-heavy"]
    assert [problem.code for problem in row.hindrances(Facts(stamped=False))] == ["parcel-stamp"]


def test_the_diagram_shows_every_move():
    text = mermaid(PARCEL)
    assert text.startswith("stateDiagram-v2\n")
    assert "    [*] --> sent: hand_in\n" in text
    assert "    draft --> sent: send\n" in text
    assert "    asked --> asked: note\n" in text
    assert "    arrived --> [*]\n" in text
    assert "    note right of travelling: arrive when leg: all closed\n" in text
    assert text.count(" --> ") == sum(len(row.from_states) or 1 for row in PARCEL.rows) + 2


def test_the_document_table_names_functions_and_clocks():
    text = markdown(PARCEL)
    assert (
        "| sent | travel | travelling | officer, machine | stamped | stop answer | followers, requester |"
        in text
    )
    assert "| sent, asked, travelling | lose | lost | officer | – | stop all | – | – |" in text
    assert "| (opens) | write | draft |" in text
    assert "| draft, " not in markdown(LEG)


def test_the_matrix_has_a_line_per_state_and_a_column_per_role():
    lines = role_matrix(PARCEL).splitlines()
    assert lines[0] == "| state | anyone | citizen | machine | officer | requester |"
    assert "| sent | – | – | travel | ask, travel, note, lose | – |" in lines
