"""Pages of a table: conditions, order, cursors, counts, faults."""

import pytest
from tests.dataplane.conftest import Client


def ids(client: Client, query: str) -> list[int]:
    return [item["編號"] for item in client.get(f"rows?{query}").items]


def test_the_first_page_has_a_hundred_rows_in_file_order(client: Client) -> None:
    reply = client.get("rows")
    assert reply.status == 200
    assert [item["編號"] for item in reply.items] == list(range(1, 101))
    assert reply.json["count"] == 240
    assert reply.json["snapshot"] == 1


def test_a_row_shows_every_type_under_its_published_name(client: Client) -> None:
    (item,) = client.get("rows?id=12").items
    assert item == {
        "編號": 12,
        "測站": "測站5",
        "縣市": "臺北市",
        "時間": "2026-01-01T12:00:00",
        "PM2.5": 18.0,
        "有效": True,
        "日期": "2026-01-01",
        "開始": "12:30:00",
        "經度": 121.2,
        "緯度": 23.2,
        "limit": 0,
        "備註__ne": "=1+1",
    }


def test_next_leads_through_all_rows_once(client: Client) -> None:
    seen: list[int] = []
    address: str | None = "rows?limit=70&sort=-PM2.5"
    while address:
        reply = client.get(address)
        seen += [item["編號"] for item in reply.items]
        address = reply.json["next"]
    assert sorted(seen) == list(range(1, 241))
    assert len(seen) == 240
    values = [n for n in seen if n % 5]
    assert seen == [*sorted(values, reverse=True), *list(range(240, 0, -5))]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("測站=測站3&limit=2", [3, 10]),
        ("station=測站3&station=測站4&limit=3", [3, 4, 10]),
        ("station__in=測站3&station__in=測站4&limit=3", [3, 4, 10]),
        ("station__ne=測站1&limit=2", [2, 3]),
        ("id__gt=10&id__lte=12", [11, 12]),
        ("pm25__gte=352&sort=-id", [239, 238, 237, 236]),
        ("time__gte=2026-01-10T22:00:00&time__lt=2026-01-11", [238, 239]),
        ("time=2026-01-01 05:00", [5]),
        ("day=2026-01-02&limit=1", [24]),
        ("begins__lt=00:31&limit=2", [24, 48]),
        ("valid=false&limit=2", [1, 3]),
        ("valid__isnull=true&limit=2", [11, 22]),
        ("pm25__isnull=1&limit=2", [5, 10]),
        ("county__contains=台北&limit=2", [4, 8]),
        ("縣市__contains=臺中&limit=2", [1, 5]),
        ("county__startswith=高&limit=2", [2, 6]),
        ("q=abc 站&limit=2", [1, 5]),
        ("q=台北 測站2&limit=2", [16, 44]),
        ("field:limit=2&limit=2", [2, 5]),
        ("field:limit__gte=2&limit=1", [2]),
        ("備註__ne=%3D1%2B1&limit=2", [4, 8]),
        ("bbox=121.15,22.1,121.25,23.3&limit=2", [12, 42]),
        ("sort=-time&limit=2", [240, 239]),
        ("sort=county,-id&limit=2", [237, 233]),
    ],
)
def test_conditions(client: Client, query: str, first: list[int]) -> None:
    assert ids(client, query) == first


def test_fields_choose_and_order_the_columns_and_arrays_save_the_names(client: Client) -> None:
    reply = client.get("rows?fields=pm25,編號&limit=1&format=arrays")
    assert reply.items == [[1.5, 1]]


def test_a_count_is_exact_when_asked_for(client: Client) -> None:
    assert client.get("rows?county=臺北市&limit=1").json["count"] is None
    reply = client.get("rows?county=臺北市&limit=1&count=exact").json
    assert (reply["count"], reply["count_is"]) == (59 + 1, "exact")


def test_every_fault_is_named_at_once_with_the_nearest_name(client: Client) -> None:
    reply = client.get("rows?stations=1&pm25__gt=much&limit=5000&sort=tme&pm25__contains=3&lang=en")
    assert reply.status == 400
    assert reply.headers["content-type"] == "application/problem+json"
    problems = {problem["where"]: problem for problem in reply.json["problems"]}
    assert problems["stations"]["params"]["nearest"] == "station"
    assert problems["pm25__gt"]["code"] == "query-bad-value"
    assert problems["limit"]["code"] == "query-bad-limit"
    assert "1,000" in problems["limit"]["message"]
    assert problems["sort"]["params"]["nearest"] == "time"
    assert problems["pm25__contains"]["code"] == "query-bad-operator"


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=-1",
        "limit=1e3",
        "limit=99999999999999999999",
        "id=12345678901234567890",
        "id=1 OR 1=1",
        "time=yesterday",
        "day=2026-02-30",
        "begins=25:00",
        "valid__gt=true",
        "count=some",
        "format=xml",
        "cursor=zzz",
        "bbox=1,2,3",
        "bbox=121,22,120,23",
        "limit=1&limit=2",
        "group=county",
        "time=2026-01-01T00:00:00%2B08:00",
        "station=%00",
        "station=%FF%FE",
    ],
)
def test_bad_input_is_a_problem_never_an_error(client: Client, query: str) -> None:
    assert client.get(f"rows?{query}").status == 400


def test_sql_in_a_value_is_just_text(client: Client) -> None:
    assert client.get("rows?station=' OR 1=1 --").items == []
    assert client.get("rows?q='; DROP TABLE t; --").items == []


def test_a_cursor_belongs_to_its_query(client: Client) -> None:
    following = client.get("rows?limit=2&sort=pm25").json["next"]
    cursor = following.partition("cursor=")[2]
    assert client.get(f"rows?limit=2&sort=id&cursor={cursor}").codes == ["query-bad-cursor"]
    assert client.get(f"rows?limit=5&sort=pm25&cursor={cursor}").status == 200
