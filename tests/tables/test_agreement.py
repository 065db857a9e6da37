"""The fast ways and the exact ways must say the same: property tests against each other and a naive oracle."""

import csv
import io
from datetime import date, datetime

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from springhead.engine.tables import blocks, kernels
from springhead.engine.tables.blocks import Block, Place, lines_of
from springhead.engine.tables.deciding import FORCED, ColumnPlan
from springhead.engine.tables.lexical import Shape, judge
from springhead.engine.tables.records import Flaw, cut
from springhead.engine.tables.schema import Type
from springhead.engine.tables.splitting import Cutting, piece_of

CELL = st.text(alphabet='ab1, "\n\r中', max_size=6)
ROUGH = st.text(alphabet='a1,"\n\r ', min_size=1, max_size=60)


def told(piece):
    findings = [(f.problem.code, f.row, f.line, f.column, f.value) for f in piece.findings]
    return piece.batch.to_pydict(), sorted(findings), piece.set_aside, piece.blank_rows


@given(ROUGH, st.integers(1, 4), st.sampled_from(["", "pad", "set_aside"]))
@settings(max_examples=600, deadline=None)
def test_arrow_and_the_exact_reader_agree_on_plain_blocks(text, width, ragged):
    raw = text.encode()
    marks = blocks._plain(raw, ord(","), eof=True)
    if marks is None or not marks.size:
        return
    cutting = Cutting(",", width, ragged)
    fast = piece_of(Block(raw, 3, 5, marks, None, last=False), cutting)
    exact = piece_of(Block(raw[: marks.size], 3, 5, None, None, last=False), cutting)
    assert told(fast) == told(exact)


@given(ROUGH, st.integers(1, 40))
@settings(max_examples=400, deadline=None)
def test_the_size_of_the_blocks_changes_nothing(tmp_path_factory, text, chunk):
    raw = text.encode()
    path = tmp_path_factory.mktemp("blocks") / "f.csv"
    path.write_bytes(raw)
    whole = [(r.cells, r.flaw) for r in cut(lines_of(raw), ",")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "CHUNK", chunk)
        patch.setattr(blocks, "TAIL", 2)
        found, lines = [], []
        for block in blocks.blocks(Place(path, 0, 1, 1, ",", 1_000_000)):
            records = (
                block.records if block.records is not None else list(cut(lines_of(bytes(block.bytes)), ","))
            )
            lines.append((block.row, block.line))
            found += [(record.cells, record.flaw) for record in records]
    assert found == whole
    assert not lines or lines[0] == (1, 1)


@given(
    st.lists(st.lists(CELL, min_size=2, max_size=2), min_size=1, max_size=8), st.sampled_from(["\n", "\r\n"])
)
@settings(max_examples=300, deadline=None)
def test_well_formed_text_reads_as_the_csv_module_reads_it(rows, end):
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
    text = out.getvalue()
    records = list(cut(lines_of(text.encode()), ","))
    assert [record.cells for record in records] == rows
    assert all(record.flaw is None for record in records)
    assert sum(record.lines for record in records) == len(lines_of(text.encode()))


@given(st.lists(st.text(alphabet='ab"', max_size=4), min_size=1, max_size=4))
def test_quotes_inside_a_line_read_as_the_csv_module_reads_them(cells):
    line = ",".join(cells) + "\n"
    record = next(iter(cut([line], ",")))
    if record.flaw is not Flaw.UNTERMINATED and cells != [""]:  # for csv an empty line is no record
        assert record.cells == next(csv.reader([line]))


NUMBERS = st.text(alphabet="0123456789.-+eE, %x", max_size=8) | st.integers(-(10**19), 10**19).map(str)
DAYS = st.dates(date(900, 1, 1), date(3100, 1, 1)).map(str) | st.text(
    alphabet="0123456789-/", min_size=8, max_size=10
)
MOMENTS = st.datetimes(datetime(990, 1, 1), datetime(3001, 1, 1)).map(
    lambda moment: moment.replace(microsecond=0).isoformat(" ")
) | st.text(alphabet="0123456789-:T ", min_size=16, max_size=19)
TYPED = {
    Type.INTEGER: NUMBERS,
    Type.DECIMAL: NUMBERS | st.floats().map(str),
    Type.DATE: DAYS,
    Type.DATETIME: MOMENTS,
}


@pytest.mark.parametrize("kind", TYPED)
@given(data=st.data())
@settings(max_examples=400, deadline=None)
def test_what_a_kernel_accepts_is_what_the_lexical_rules_say(kind, data):
    cells = [cell.strip() or None for cell in data.draw(st.lists(TYPED[kind], min_size=1, max_size=4))]
    plan = ColumnPlan("c", kind, FORCED[kind] - {Shape.PERCENT})
    values = kernels.fast(pa.array(cells, pa.string()), plan)
    if values is None:
        return
    for cell, value in zip(cells, values.to_pylist(), strict=True):
        if cell is None:
            assert value is None
            continue
        verdict = judge(cell)
        assert verdict.shape in FORCED[kind] - {Shape.BIG, Shape.LEADING_ZERO}, cell
        said = verdict.number if verdict.number is not None else verdict.value
        said = float(said) if kind is Type.DECIMAL else said  # as the table stores it
        assert value == (verdict.value if kind in {Type.DATE, Type.DATETIME} else said), cell


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        (Type.INTEGER, "12"),
        (Type.DECIMAL, "12.5"),
        (Type.DATE, "2023-05-01"),
        (Type.DATETIME, "2023-05-01 10:00:00"),
    ],
)
def test_plain_cells_take_the_fast_way(kind, cell):
    assert (
        kernels.fast(pa.array([cell, None]), ColumnPlan("c", kind, FORCED[kind] - {Shape.PERCENT}))
        is not None
    )
