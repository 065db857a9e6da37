"""Programs that call a table's API, ready to copy and run: curl, Python, JavaScript. Pure.

A test runs every one of them; nothing has to be installed but the language itself.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from springhead.engine.tables.schema import Column, Type

NUMBERS: Final = (Type.INTEGER, Type.DECIMAL)


@dataclass(frozen=True, slots=True)
class Snippet:
    """One program: `code` is complete."""

    name: str
    label: str
    code: str


@dataclass(frozen=True, slots=True)
class Query:
    """The example request: rows of one value, sorted, the first ten."""

    params: tuple[tuple[str, str], ...]

    @property
    def encoded(self) -> str:
        """The query string."""
        return urlencode(self.params)


def example(columns: Sequence[Column]) -> Query:
    """Choose a request that says something: one common value of a text column, largest number first."""
    params: list[tuple[str, str]] = []
    chosen = next((column for column in columns if column.type is Type.TEXT and _common(column)), None)
    if chosen:
        params.append((chosen.alias, _common(chosen)))
    number = next((column for column in columns if column.type in NUMBERS and not column.role), None)
    if number:
        params.append(("sort", f"-{number.alias}"))
    return Query((*params, ("limit", "10")))


def _common(column: Column) -> str:
    """Return the most frequent value the profile knows, when several rows have it and it is short enough to read."""
    top = column.profile.get("top") or ()
    value, count = top[0] if top else ("", 0)
    return value if count > 1 and isinstance(value, str) and 0 < len(value) <= 12 else ""


def for_table(address: str, table: str, columns: Sequence[Column]) -> tuple[Snippet, ...]:
    """Return the three programs for one table served at `address`."""
    query = example(columns)
    url = f"{address}/api/v1/tables/{table}/rows"
    shown = next((column.name for column in columns), "")  # rows carry the names as published
    return (
        Snippet("curl", "curl", _curl(url, query)),
        Snippet("python", "Python", _python(url, query, shown)),
        Snippet("javascript", "JavaScript", _javascript(url, query, shown)),
    )


def _curl(url: str, query: Query) -> str:
    lines = [f"  --data-urlencode {_quoted(f'{name}={value}')}" for name, value in query.params]
    return " \\\n".join([f"curl --get {_quoted(url)}", *lines])


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def _python(url: str, query: Query, shown: str) -> str:
    params = json.dumps(dict(query.params), ensure_ascii=False)
    return "\n".join(
        (
            "import json",
            "from urllib.parse import urlencode",
            "from urllib.request import urlopen",
            "",
            f"url = {json.dumps(url)}",
            f"params = {params}",
            'with urlopen(f"{url}?{urlencode(params)}") as answer:',
            "    page = json.load(answer)",
            'for row in page["items"]:',
            f"    print(row[{json.dumps(shown, ensure_ascii=False)}], row)",
        )
    )


def _javascript(url: str, query: Query, shown: str) -> str:
    params = json.dumps(dict(query.params), ensure_ascii=False)
    return "\n".join(
        (
            f"const url = new URL({json.dumps(url)});",
            f"url.search = new URLSearchParams({params});",
            "const answer = await fetch(url);",
            "const page = await answer.json();",
            f"for (const row of page.items) console.log(row[{json.dumps(shown, ensure_ascii=False)}], row);",
        )
    )
