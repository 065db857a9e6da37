"""Opening what a test made."""

import pytest

from springhead.engine.kernel.problems import Refused
from springhead.engine.tables import formats
from springhead.engine.tables.recipe import Mending, Recipe


@pytest.fixture
def opened(tmp_path):
    """Return a function that opens bytes or a file, with mendings as (op, value)."""

    def opened(content, *mendings, limits=None, name="", text=None):
        path = content
        if isinstance(content, bytes):
            path = tmp_path / "upload"
            path.write_bytes(content)
        work = tmp_path / "work"
        work.mkdir(exist_ok=True)
        recipe = Recipe(tuple(Mending(op, value=value) for op, value in mendings))
        kind = formats.detect(path, name)
        return formats.open_grid(
            kind, path, filename=name, recipe=recipe, limits=limits, work=work, text=text
        )

    return opened


@pytest.fixture
def refusal(opened):
    """Return a function that opens what must be refused, and gives the problem."""

    def refusal(*args, **kwargs):
        with pytest.raises(Refused) as refused:
            opened(*args, **kwargs)
        return refused.value.problems[0]

    return refusal


@pytest.fixture
def rows():
    """Return a function that reads all rows of a grid."""

    def rows(grid):
        return [
            tuple(row[str(i)] for i in range(grid.width))
            for batch in grid.batches()
            for row in batch.to_pylist()
        ]

    return rows


@pytest.fixture
def codes():
    """Return a function that lists the rules of a grid's findings."""

    def codes(grid):
        return [finding.problem.code for finding in grid.findings]

    return codes
