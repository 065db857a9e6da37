"""The official list GDS.csv: idempotent, with every fault at its cell."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import call_command

from springhead.engine.kernel.actors import machine
from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies import queries
from springhead.foundation.agencies.gds import import_file
from springhead.foundation.agencies.models import Agency, AgencyAlias
from springhead.foundation.ledger.models import Event

pytestmark = pytest.mark.django_db

HEADER = "OrgName,OID,TEL,Address,DN,OrgCode\r\n"
WATER = '水利署,2.16.886.101.20003.20007.20014,04-00000000,示範路1號,"ou=水利署,ou=經濟部,o=行政院,c=TW",313200000G\r\n'
ENERGY = '能源署,2.16.886.101.20003.20007.20099,,,"ou=能源署,ou=經濟部,o=行政院,c=TW",\r\n'
BUREAU = '地政局,2.16.886.101.90029.20002.20011,,,"ou=地政局,l=高雄市,c=TW",\r\n'
Named = Callable[[str], Agency]
BY = machine("test")


def written(folder: Path, *lines: str, encoding: str = "utf-8-sig") -> Path:
    file = folder / "GDS.csv"
    file.write_bytes((HEADER + "".join(lines)).encode(encoding))
    return file


def test_rows_fill_known_agencies_and_add_new_ones_under_their_parent(
    agencies: None, named: Named, tmp_path: Path
) -> None:
    before = Agency.objects.count()
    tally = import_file(written(tmp_path, WATER, ENERGY, BUREAU), by=BY)
    assert tally.problems == []
    assert len(tally.added) == 2
    assert Agency.objects.count() == before + 2
    water = named("經濟部水利署")
    assert (water.name(), water.phone, water.address) == ("經濟部水利署", "04-00000000", "示範路1號")
    assert named("能源署").parent.name() == "經濟部"
    bureau = queries.by_alias("oid", "2.16.886.101.90029.20002.20011", viewer=None)
    assert (bureau.parent.name(), bureau.rule_regime, bureau.county_code) == ("高雄市政府", "local", "64000")


def test_importing_the_same_file_again_changes_nothing(agencies: None, tmp_path: Path) -> None:
    file = written(tmp_path, WATER, ENERGY, BUREAU)
    import_file(file, by=BY)
    events = Event.objects.count()
    tally = import_file(file, by=BY)
    assert (tally.added, tally.changed, tally.unchanged) == ([], {}, 3)
    assert Event.objects.count() == events


def test_children_may_stand_before_their_parents(agencies: None, tmp_path: Path) -> None:
    parent = "新部,2.16.886.101.20003.20999,,,,\r\n"
    child = "新署,2.16.886.101.20003.20999.20001,,,,\r\n"
    import_file(written(tmp_path, child, parent), by=BY)
    assert queries.find("新署").parent.name() == "新部"


def test_big5_files_are_read(agencies: None, tmp_path: Path) -> None:
    tally = import_file(written(tmp_path, WATER, encoding="cp950"), by=BY)
    assert len(tally.changed) == 1


def test_a_changed_name_keeps_the_old_one_as_alias(agencies: None, named: Named, tmp_path: Path) -> None:
    import_file(written(tmp_path, "經濟及能源部,2.16.886.101.20003.20007,,,,\r\n"), by=BY)
    assert named("經濟及能源部") == named("經濟部")
    assert AgencyAlias.objects.get(value="經濟部").scheme == "former_name"


def test_an_official_row_settles_a_provisional_agency(agencies: None, named: Named, tmp_path: Path) -> None:
    provisional = queries.find_or_provisional("經濟部能源署")
    import_file(written(tmp_path, ENERGY), by=BY)
    provisional.refresh_from_db()
    assert not provisional.provisional
    assert queries.by_alias("oid", "2.16.886.101.20003.20007.20099", viewer=None) == provisional


def test_every_fault_names_its_cell_and_the_good_rows_go_in(
    agencies: None, named: Named, tmp_path: Path
) -> None:
    file = written(
        tmp_path,
        ",2.16.886.101.20003.20001,,,,\r\n",  # row 2: no name
        "甲署,,,,,\r\n",  # row 3: no OID
        "乙署,1.2.3,,,,\r\n",  # row 4: foreign OID
        ENERGY,  # row 5
        ENERGY,  # row 6: again
        "丙署,2.16.886.101.20003.20007.20098,,,,abc\r\n",  # row 7: odd code
    )
    tally = import_file(file, by=BY)
    assert [(problem.code, problem.where) for problem in tally.problems] == [
        ("agencies-cell-empty", "OrgName:2"),
        ("agencies-cell-empty", "OID:3"),
        ("agencies-cell-oid", "OID:4"),
        ("agencies-oid-twice", "OID:6"),
        ("agencies-cell-org-code", "OrgCode:7"),
    ]
    assert named("丙署").parent.name() == "經濟部"
    assert queries.find("乙署") is None


def test_a_code_of_another_agency_is_reported_and_stays_there(
    agencies: None, named: Named, tmp_path: Path
) -> None:
    named("財政部")
    tally = import_file(written(tmp_path, "丁署,2.16.886.101.20003.20007.20097,,,,\r\n"), by=BY)
    assert tally.problems == []
    again = "丁署,2.16.886.101.20003.20007.20097,,,,A07000000D\r\n"  # the code of the Ministry of Finance
    tally = import_file(written(tmp_path, again), by=BY)
    assert [problem.code for problem in tally.problems] == ["agencies-alias-taken"]
    assert queries.by_alias("org_code", "A07000000D", viewer=None).name() == "財政部"


def test_a_file_without_the_needed_columns_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.write_text("name,OID\na,b\n")
    with pytest.raises(Refused) as refusal:
        import_file(file, by=BY)
    assert [problem.params["column"] for problem in refusal.value.problems] == ["OrgName"]


def test_a_missing_file_is_refused_with_its_name(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refusal:
        import_file(tmp_path / "gone.csv", by=BY)
    assert refusal.value.problems[0].where == "gone.csv"


def test_the_command_reports_and_fails_when_rows_were_left_out(
    agencies: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        call_command("import_agencies", str(written(tmp_path, WATER, "甲署,,,,,\r\n")))
    assert "第 3 列的「OID」是空的" in capsys.readouterr().out


def test_thousands_of_rows_are_written_in_batches_with_an_event_each(agencies: None, tmp_path: Path) -> None:
    lines = [f"機構{number},2.16.886.101.20003.20007.20014.{number},,,,\r\n" for number in range(1, 1201)]
    seen: list[tuple[int, int]] = []
    tally = import_file(
        written(tmp_path, *lines), by=BY, progress=lambda done, total: seen.append((done, total))
    )
    assert len(tally.added) == 1200
    assert seen == [(500, 1200), (1000, 1200), (1200, 1200)]
    assert Event.objects.filter(event="agency.imported").count() == 3
