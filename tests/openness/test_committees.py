"""A class waits for its committee by itself, and a resolution takes effect by itself."""

import ast
from pathlib import Path

import pytest
from tests.openness.conftest import APPROVAL, DAY, NOON, WHY, again, class_of, do

from springhead.engine.kernel.actors import Actor, Role
from springhead.forums.committees import bodies, matters, resolutions
from springhead.forums.committees.models import Matter
from springhead.foundation.cases import clocks
from springhead.foundation.cases.models import Case
from springhead.procedures.openness import entering

POLICY = Actor(id="pp_policy00", roles=frozenset({Role.POLICY_OFFICE}))


def look(row) -> Matter | None:
    matters.look(Case.objects.get(pk=row.case_id))
    return Matter.objects.filter(case_id=row.case_id).first()


@pytest.fixture
def body(agency):
    return bodies.make("agency", {"zh-Hant": "清溪縣政府資料開放諮詢小組"}, agency, by=POLICY)


@pytest.mark.django_db
def test_an_unheard_class_waits_and_a_heard_one_does_not(start, dataset, body, monkeypatch) -> None:
    monkeypatch.setattr(resolutions, "now", lambda: NOON)
    monkeypatch.setattr(resolutions, "today", NOON.date)
    row = start(dataset)
    matter = look(row)
    assert (matter.body, set(matter.events)) == (body, {"find_reasonable", "find_unreasonable"})
    told = {"event": "find_reasonable", "text": WHY, "decided_on": "2026-03-02", "document": "清資字第 1 號"}
    made = resolutions.record(row.case.number, told, by=POLICY)
    assert (made.problems, made.done_at) == ([], NOON)
    row = again(row)
    assert (row.current.verdict, row.current.heard_by, row.current.heard_document) == (
        "reasonable", body.public_id, "清資字第 1 號",
    )  # fmt: skip
    assert look(row) is None


@pytest.mark.django_db
def test_a_resolution_with_a_day_is_a_promise(start, dataset, body, monkeypatch) -> None:
    monkeypatch.setattr(resolutions, "now", lambda: NOON)
    monkeypatch.setattr(resolutions, "today", NOON.date)
    row = start(dataset)
    look(row)
    told = {"event": "find_unreasonable", "text": WHY, "decided_on": "2026-03-02", "until": "2026-06-30"}
    assert resolutions.record(row.case.number, told, by=POLICY).problems == []
    assert again(row).case.state == "promised"
    assert look(row) is None


@pytest.mark.django_db
def test_an_announced_change_waits_and_its_unreasonable_one_falls(
    start, public, head, body, monkeypatch
) -> None:
    monkeypatch.setattr(resolutions, "now", lambda: NOON)
    monkeypatch.setattr(resolutions, "today", NOON.date)
    row = start(public, "propose")
    assert look(row) is None
    do(row, "approve", head, **APPROVAL)
    assert look(row).body == body
    told = {"event": "find_unreasonable", "text": WHY, "decided_on": "2026-03-02"}
    assert resolutions.record(row.case.number, told, by=POLICY).problems == []
    assert (again(row).case.state, class_of(public)) == ("open", "open")


@pytest.mark.django_db
def test_what_was_not_mended_in_time_comes_back_to_the_list(start, dataset, body, monkeypatch) -> None:
    row = start(dataset)
    do(row, "find_unreasonable", Actor(body.public_id, frozenset({Role.COMMITTEE})), reason=WHY)
    clock = row.case.clocks.get(kind="class_remedy")
    assert clocks.reckoning(clock).last_day.isoformat() == "2026-04-01"
    monkeypatch.setattr(matters, "now", lambda: NOON + 5 * DAY)
    assert look(row) is None
    monkeypatch.setattr(matters, "now", lambda: NOON + 32 * DAY)
    assert look(row).events == ["set_day"]


@pytest.mark.django_db
def test_classes_entered_by_migration_flood_no_list(agency, dataset, body) -> None:
    from springhead.foundation.catalog.models import Dataset

    Dataset.objects.filter(pk=dataset.pk).update(openness="not_provided")
    entering.enter_older()
    assert matters.rebuild() == 0


def test_only_one_module_writes_the_class_of_a_dataset(root: Path) -> None:
    """No attribute is assigned and no update names it, but where the table's effects write it."""
    allowed = {
        "procedures/openness/writing.py",  # the one place
        "foundation/catalog/classes.py",  # the catalogue alone, where no procedure is installed
        "procedures/openness/entering.py",  # what another catalogue states, and the rows of its cases
        "procedures/openness/actions.py",  # the case's own row follows the catalogue
    }
    house = root / "src/springhead"
    guilty = []
    for path in house.rglob("*.py"):
        name = path.relative_to(house).as_posix()
        if name in allowed or "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            targets = node.targets if isinstance(node, ast.Assign) else []
            set_here = any(isinstance(one, ast.Attribute) and one.attr == "openness" for one in targets)
            call = (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "update"
            )
            if set_here or (call and any(one.arg == "openness" for one in node.keywords)):
                guilty.append(f"{name}:{node.lineno}")
    assert not guilty
