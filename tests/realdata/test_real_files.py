"""Every real file is read as its facts say: `expected.csv` holds them, counted without this program.

The files lie beside the project (`../shared/data`, or the folder SPRINGHEAD_REALDATA names). A name may end
in `#part`: a sheet of a workbook or an entry of an archive. Structural findings must be exactly those listed;
findings about single cells may come on top, unless a line forbids them.
"""

import csv
import os
from pathlib import Path

import pytest

from springhead.engine.kernel.problems import Refused
from springhead.engine.tables import reading
from springhead.engine.tables.recipe import Mending, Recipe

HERE = Path(__file__).parent
DATA = Path(os.environ.get("SPRINGHEAD_REALDATA") or HERE.parents[2] / "shared" / "data")
STRUCTURAL = frozenset(
    [
        "archive-several",
        "blank-label",
        "blank-row",
        "broken-characters",
        "broken-record",
        "byte-order-mark",
        "control-character",
        "crs-converted",
        "crs-unknown",
        "damaged-quote",
        "date-out-of-range",
        "delimiter",
        "duplicate-label",
        "duplicate-row",
        "encoding",
        "encoding-error",
        "encoding-guess",
        "encoding-mismatch",
        "error-cells",
        "extra-cell",
        "footer-rows",
        "formula-cells",
        "formula-without-value",
        "geometry-missing",
        "html-in-values",
        "lone-quote",
        "merged-cells",
        "missing-cell",
        "mixed-encoding",
        "nested-values",
        "no-header",
        "nul",
        "only-header",
        "record-path",
        "repeated-header",
        "several-sheets",
        "spreadsheet-error",
        "title-rows",
        "trailing-delimiter",
        "twd97-converted",
        "two-row-header",
        "unit-in-cells",
        "unpacked",
        "unterminated-quote",
        "wrong-extension",
    ]
)


def facts() -> list[dict[str, str]]:
    with (HERE / "expected.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tabular(path: Path) -> bool:
    return path.is_file() and path.suffix not in (".md", ".txt")


present = pytest.mark.skipif(not DATA.is_dir(), reason=f"no real files at {DATA}; set SPRINGHEAD_REALDATA")


@pytest.mark.realdata
@present
def test_every_file_has_a_line_and_every_line_a_file():
    listed = {line["file"].partition("#")[0] for line in facts()}
    assert listed == {str(path.relative_to(DATA)) for path in DATA.rglob("*") if tabular(path)}


@pytest.mark.realdata
@present
@pytest.mark.parametrize("line", facts(), ids=lambda line: line["file"])
def test_the_file_is_read_as_its_facts_say(line):
    name, _, part = line["file"].partition("#")
    recipe = Recipe((Mending("sheet", value=part),) if part else ())
    if line["verdict"] == "refused":
        with pytest.raises(Refused) as refused:
            reading.read(DATA / name, recipe=recipe)
        assert refused.value.problems[0].code == line["format_or_reason"]
        return
    report = reading.read(DATA / name, recipe=recipe)
    assert report.format == line["format_or_reason"]
    assert (report.rows, report.set_aside) == (int(line["rows"]), int(line["set_aside"]))
    assert len(report.columns) == int(line["columns"])
    assert (report.encoding or "") == line["encoding"]
    assert report.header_rows == int(line["header_rows"])
    found = {finding.problem.code for finding in report.findings}
    must, never = set(line["must_find"].split()), set(line["must_not_find"].split())
    assert must <= found
    assert not never & found
    assert {code for code in found if code in STRUCTURAL or code.startswith("hidden-")} == {
        code for code in must if code in STRUCTURAL or code.startswith("hidden-")
    }


def test_each_line_says_how_it_was_counted():
    assert len(facts()) > 120
    assert not [line["file"] for line in facts() if not line["counted"]]
