"""The grammar page tells the truth: every condition, parameter and address it shows is one the plane answers."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from tests.dataplane import places
from tests.dataplane.conftest import Client

from springhead.engine.dataplane.app import ROUTES
from springhead.engine.tables.aliases import RESERVED
from springhead.engine.tables.query.reading import MOST_PARAMETERS, MOST_TERMS, MOST_VALUES
from springhead.engine.tables.query.tree import Bucket, Function, Op

GUIDE = (Path(__file__).parents[2] / "docs/guide/data-api.md").read_text()


def section(title: str) -> str:
    found = re.search(rf"^## [^\n]*{title}\n(.*?)(?=^## |\Z)", GUIDE, re.MULTILINE | re.DOTALL)
    assert found, title
    return found[1]


def written(title: str) -> list[str]:
    """The code in the first column of a section's table."""
    rows = re.findall(r"^\| (.*?) \|", section(title), re.MULTILINE)
    return [code for row in rows for code in re.findall(r"`([^`]+=[^`…]*)`", row)]


def shown() -> list[str]:
    found = re.findall(r"/api/v1/tables/tb_7k3m9q2x/[^\s'\"]*\?[^\s'\"…]*", GUIDE)
    return [
        unquote(address.replace("tb_7k3m9q2x", places.TABLE))
        for address in found
        if not address.endswith("=")
    ]


@pytest.mark.parametrize("condition", written("Conditions"))
def test_conditions_select_something_but_not_everything(client: Client, condition: str) -> None:
    reply = client.get(f"rows?{condition}&count=exact")
    assert reply.status == 200, reply.body.decode()
    assert 0 < reply.json["count"] < 240
    assert client.get(f"aggregate?agg=count&{condition}").items == [{"count": reply.json["count"]}]


@pytest.mark.parametrize("parameter", written("Rows"))
def test_parameters_of_rows(client: Client, parameter: str) -> None:
    assert client.get(f"rows?{parameter}").status == 200


@pytest.mark.parametrize("parameter", written("Aggregates"))
def test_parameters_of_aggregates(client: Client, parameter: str) -> None:
    group = "" if parameter.startswith(("group", "bucket")) else "&group=county&agg=avg:pm25"
    assert client.get(f"aggregate?{parameter}{group if 'agg' not in parameter[:3] else ''}").status == 200


@pytest.mark.parametrize("address", shown())
def test_addresses(client: Client, address: str) -> None:
    reply = client.get(address)
    assert reply.status == (400 if "stations=" in address else 200)
    if reply.status == 400:
        assert reply.codes == ["query-unknown-parameter", "query-bad-limit"]


def test_the_page_leaves_no_word_of_the_grammar_out() -> None:
    assert all(f"__{op}" in GUIDE for op in Op if op is not Op.EQ)
    assert set(RESERVED) <= set(re.findall(r"[a-z]+", GUIDE))
    assert all(str(word) in section("Aggregates") for word in (*Function, *Bucket))
    limits = f"{MOST_PARAMETERS} 個條件、{MOST_VALUES} 個值、`q` {MOST_TERMS} 個詞"
    assert limits in GUIDE
    for pattern, _ in ROUTES:
        last = pattern.rpartition("/")[2].partition("{")[0]
        assert last in GUIDE, pattern
