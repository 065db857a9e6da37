"""Clock policies are files an official reviews."""

from datetime import date

import pytest

from springhead.engine.kernel.clock import Unit
from springhead.engine.kernel.policies import in_force, load, shipped, version
from springhead.engine.kernel.problems import Refused

TWO = """
kind = "answer"
title = { zh-Hant = "答復", en = "Answer" }
[[version]]
version = "1"
valid_from = 2020-01-01
amount = 14
unit = "calendar_days"
first_day = "next_day"
roll = "next_working_day"
basis = { zh-Hant = "甲", en = "A" }
[[version]]
version = "2"
valid_from = 2026-07-01
amount = 10
unit = "working_days"
first_day = "next_day"
roll = "next_working_day"
pauses = 1
pause_days = 14
basis = { zh-Hant = "乙", en = "B" }
[[version.ladder]]
after = 0
audiences = ["agency_lead"]
"""


@pytest.fixture
def policies(tmp_path):
    (tmp_path / "answer.toml").write_text(TWO)
    return load(tmp_path)


def test_the_version_in_force_depends_on_the_day(policies):
    assert in_force("answer", date(2026, 6, 30), policies).version == "1"
    second = in_force("answer", date(2026, 7, 1), policies)
    assert (second.version, second.amount, second.unit, second.pauses) == ("2", 10, Unit.WORKING_DAYS, 1)


def test_a_running_clock_finds_its_own_version_again(policies):
    assert version("answer", "1", policies).amount == 14


@pytest.mark.parametrize("ask", [("answer", date(2019, 12, 31)), ("nap", date(2026, 1, 1))])
def test_without_a_policy_in_force_there_is_no_term(policies, ask):
    with pytest.raises(Refused):
        in_force(*ask, policies)


def test_a_file_with_a_mistake_is_named(tmp_path):
    (tmp_path / "answer.toml").write_text(TWO.replace("calendar_days", "moons"))
    with pytest.raises(ValueError, match=r"answer\.toml: 'moons'"):
        load(tmp_path)


def test_the_policies_of_the_product_can_be_read():
    answer = in_force("answer", date(2026, 1, 1))
    assert (answer.amount, answer.unit, answer.pauses, answer.extensions) == (14, Unit.CALENDAR_DAYS, 0, 0)
    assert [rung.after for rung in answer.ladder] == [0, 5, 10, 20]
    assert all(policy.title.get("en") and policy.basis.get("zh-Hant") for policy in shipped())
