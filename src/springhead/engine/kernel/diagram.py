"""State tables drawn for the documents: a Mermaid diagram and Markdown tables, from the table itself."""

from collections.abc import Iterable

from springhead.engine.kernel.workflow import Phase, Row, Table


def mermaid(table: Table) -> str:
    """Return the table as a Mermaid state diagram; a state that waits for children carries a note."""
    lines = ["stateDiagram-v2"]
    for row in table.rows:
        for state in row.from_states or ("[*]",):
            target = state if row.to is None else row.to
            lines.append(f"    {state} --> {target}: {row.event}")
    lines += [f"    {state} --> [*]" for state in table.states if table.phase(state) is Phase.CLOSED]
    for wait in table.waits:
        until = f"{', '.join(sorted(wait.children))}: {_name(wait.until)}"
        lines.append(f"    note right of {wait.state}: {wait.fires} when {until}")
    return "\n".join(lines) + "\n"


def markdown(table: Table) -> str:
    """Return the table for the documents: states with phases, then every row as written."""
    states = _table(("state", "phase"), ((str(state), str(table.phase(state))) for state in table.states))
    heads = ("from", "event", "to", "actor", "guard", "clock", "notify", "public sees")
    return f"### `{table.case_type}`\n\n{states}\n{_table(heads, map(_row_cells, table.rows))}"


def role_matrix(table: Table) -> str:
    """Return state × role: which events each role may fire in each state."""
    roles = sorted({role for row in table.rows for role in row.actors})
    lines = (
        (
            str(state),
            *(
                ", ".join(row.event for row in table.rows_from(state) if role in row.actors) or "–"
                for role in roles
            ),
        )
        for state in table.states
    )
    return _table(("state", *map(str, roles)), lines)


def _row_cells(row: Row) -> tuple[str, ...]:
    return (
        ", ".join(row.from_states) or "(opens)",
        row.event,
        str(row.to) if row.to is not None else "(stays)",
        ", ".join(row.actors)
        + (f" (a resolution: after {row.approved_by} approved)" if row.approved_by else ""),
        ", ".join(_name(function) for function in (*row.when, *row.guards)) or "–",
        "; ".join(map(str, row.clocks)) or "–",
        ", ".join(row.notify) or "–",
        row.shown or "–",
    )


def _name(function: object) -> str:
    return getattr(function, "__name__", "?").replace("_", " ")


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    heads = tuple(heads)
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
