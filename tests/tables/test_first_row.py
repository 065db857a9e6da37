"""Small words as names of columns, and numbers that an officer said mean no data."""

import pyarrow.parquet as pq
import pytest

from springhead.engine.tables.reading import read
from springhead.engine.tables.recipe import Mending, Recipe


@pytest.mark.parametrize("header", ["name,X,Y", "name,x,y", "name,n,y"])
def test_short_names_above_numbers_are_a_header(tmp_path, header):
    path = tmp_path / "points.csv"
    path.write_text(header + "\n" + "".join(f"p{n},{120 + n / 100},{23 + n / 100}\n" for n in range(30)))
    report = read(path)
    assert [column.name for column in report.columns] == header.split(",")
    assert (report.rows, report.header_rows) == (30, 1)


def test_truth_words_above_truth_words_are_data(tmp_path):
    path = tmp_path / "answers.csv"
    path.write_text("1,Y\n" + "".join(f"{n * n + 5},{'Y' if n % 2 else 'N'}\n" for n in range(30)))
    assert read(path).header_rows == 0


def test_a_number_named_as_a_mark_stays_empty(tmp_path):
    path = tmp_path / "spaces.csv"
    path.write_text("name,spaces\n" + "".join(f"p{n},{n}\n" for n in range(300)) + "q,-9\n")
    recipe = Recipe((Mending("missing_marks", "spaces", ["-9"]),))
    report = read(path, recipe=recipe, out=tmp_path / "out")
    assert pq.read_table(report.table).column("spaces")[-1].as_py() is None
    assert "sentinel" not in report.counts
    assert "sentinel" in read(path).counts
