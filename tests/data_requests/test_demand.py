"""Demand: counted by category, each number with its list behind it; rare searches stay unseen."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from tests.data_requests.conftest import DESK, NEIGHBOUR, NOON, citizen, do, of, part_of, refused, will_open

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.now import now, today
from springhead.foundation.catalog import findable
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.jobs.actions import enqueue
from springhead.foundation.jobs.registry import Duties, Handler
from springhead.foundation.jobs.worker import drain
from springhead.foundation.ledger import listing as ledger
from springhead.foundation.search import index
from springhead.foundation.search.shared import finder
from springhead.foundation.usage.models import Term
from springhead.procedures.data_requests import counting, demand, placing
from springhead.procedures.data_requests.models import WantedItem

pytestmark = [pytest.mark.django_db, pytest.mark.database]


@pytest.fixture
def catalogue(police):
    """A catalogue that knows accidents (category 5A0) and nothing else."""
    Dataset.objects.create(
        agency=police, stage="listed", visible=True, category="5A0", title={"zh-Hant": "交通事故地點"}
    )
    index.rebuild(finder().folder, findable.all_documents())
    yield
    index.rebuild(finder().folder, [])


def follow() -> None:
    placing.follow(list(reversed(ledger.events(ledger.Wanted(), count=200).entries)))
    cache.clear()


def wanted(title: str, *more: str) -> dict[str, object]:
    return {"title": title, "items": [{"title": one, "fields": []} for one in (title, *more)]}


def searched(term: str, number: int, *, nothing: bool = True) -> None:
    for ago in range(3):
        day = today() - timedelta(days=ago)
        Term.objects.create(day=day, term=term, found_nothing=nothing, number=number)


def test_what_is_wanted_is_placed_with_the_likest_dataset(ask, police, catalogue) -> None:
    ask(police, **wanted("交通事故地點資料", "完全沒有人知道的東西"))
    follow()
    follow()  # again changes nothing
    assert list(WantedItem.objects.order_by("number").values_list("category", flat=True)) == ["5A0", ""]


def test_a_dataset_that_is_named_gives_its_own_category(ask, police, catalogue) -> None:
    own = Dataset.objects.create(
        agency=police, stage="listed", visible=True, category="3F0", title={"zh-Hant": "交通事故地點"}
    )
    ask(police, items=[{"title": "", "dataset": own.public_id, "fields": []}])
    follow()
    assert WantedItem.objects.get().category == "3F0"


def test_a_request_counts_once_in_each_category_and_its_supporters_with_it(ask, police, catalogue) -> None:
    row = ask(police, **wanted("交通事故地點", "交通事故地點的時間", "沒有人知道的東西"))
    for name in ("one", "two"):
        do(row, "join", citizen(f"{name}00000"))
    ask(police, by=NEIGHBOUR, **wanted("交通事故地點分布"))
    follow()
    found = {one.category: one for one in counting.lines("all")[0]}
    assert (found["5A0"].requests, found["5A0"].supporters, found["5A0"].waiting) == (2, 2, 2)
    assert (found["none"].requests, found["none"].supporters) == (1, 2)


def test_the_numbers_open_their_lists(client, ask, police, catalogue) -> None:
    for n in range(3):
        ask(police, by=citizen(f"asker{n}000"), **wanted("交通事故地點"))
    ask(police, by=NEIGHBOUR, **wanted("沒有人知道的東西"))
    follow()
    for lang in ("", "/en"):
        page = client.get(f"{lang}/demand/").content.decode()
        links = re.findall(r'href="([^"]*/requests/\?historical=no&amp;[^"]*category=[^"]+)">(\d+)<', page)
        links = [(link, n) for link, n in links if "sort=support" not in link]
        assert sorted(int(n) for _, n in links) == [1, 1, 1, 3, 3, 3]
        for link, n in links:
            opened = client.get(link.replace("&amp;", "&")).content.decode()
            assert len(set(re.findall(r"DR-\d{4}-\d{6}", opened))) == int(n)
        assert ('data-label="No dataset"' in page) == (lang == "/en"), (
            "on a phone the cells of a category stand below each other"
        )
    told = client.get("/demand/numbers.json").json()
    assert (told["requests"], [one["requests"] for one in told["categories"]]) == (4, [3, 1])
    text = b"".join(client.get("/demand/table.csv").streaming_content).decode("utf-8-sig")
    assert text.splitlines()[1].startswith("5A0,")
    assert client.get("/api/v1/requests?category=none").json()["items"][0]["title"] == "沒有人知道的東西"


def test_most_wanted_are_those_nobody_opened(ask, police) -> None:
    rows = [ask(police, by=citizen(f"asker{n}000"), **wanted(f"第 {n} 種資料")) for n in range(4)]
    for row in rows[1:]:
        do(row, "join", citizen("friend000"))
    do(rows[3], "join", citizen("other0000"))
    officer = of(police, Role.OFFICER)
    do(part_of(rows[1], police), "answer", officer, items=[will_open()])
    do(part_of(rows[2], police), "answer", officer, items=[refused()])
    assert [one.pk for one in demand.most_wanted("all")] == [rows[3].pk, rows[2].pk]


def test_what_waits_longest_comes_first_and_answered_ones_do_not(client, ask, police) -> None:
    rows = [ask(police, by=citizen(f"asker{n}000"), at=now() - timedelta(days=9 - n)) for n in range(4)]
    do(part_of(rows[1], police), "answer", of(police, Role.OFFICER), at=now(), items=[refused()])
    assert [one.pk for one in demand.silent_longest("all")] == [rows[0].pk, rows[2].pk, rows[3].pk]
    page = client.get("/requests/?historical=no&state=waiting&sort=oldest").content.decode()
    numbers = list(dict.fromkeys(re.findall(r"DR-\d{4}-\d{6}", page)))
    assert numbers == [rows[0].number, rows[2].number, rows[3].number]
    assert rows[0].number in client.get("/en/demand/").content.decode()


def test_no_dataset_yet_are_those_of_which_nothing_is_listed(client, ask, police, catalogue) -> None:
    there = Dataset.objects.get(category="5A0")
    ask(police, items=[{"title": "", "dataset": there.public_id, "fields": []}])
    missing = ask(police, by=NEIGHBOUR, **wanted("交通事故地點的時間"))
    follow()
    (line,) = counting.lines("all")[0]
    assert (line.category, line.requests, line.missing) == ("5A0", 2, 1)
    page = client.get("/requests/?historical=no&missing=1&category=5A0").content.decode()
    assert set(re.findall(r"DR-\d{4}-\d{6}", page)) == {missing.number}
    listed = client.get("/api/v1/requests?missing=yes").json()["items"]
    assert [one["number"] for one in listed] == [missing.number]


def test_a_period_opens_its_own_list_and_merged_ones_are_not_in_it(client, ask, police, catalogue) -> None:
    old = ask(police, at=NOON - timedelta(days=800), **wanted("交通事故地點"))
    new, other = (
        ask(police, by=citizen(f"a{n}000000"), at=now(), **wanted("交通事故地點")) for n in range(2)
    )
    do(other, "merge", DESK, at=now(), into=new.number, reason="與另一件請求所要的資料相同，併案辦理。")
    follow()
    page = client.get("/demand/?period=year").content.decode()
    link, n = re.search(r'href="(/requests/\?historical=no[^"]*category=5A0)">(\d+)<', page).groups()
    opened = client.get(link.replace("&amp;", "&")).content.decode()
    assert (int(n), set(re.findall(r"DR-\d{4}-\d{6}", opened))) == (1, {new.number})
    assert old.number not in opened


def test_searches_that_found_nothing_are_placed_and_rare_ones_stay_unseen(client, catalogue) -> None:
    searched("交通事故地點", 5)
    searched("王小明的病歷", 1)
    searched("水庫", 9, nothing=False)
    enqueue("data_requests.place", {}, lane="slow")
    drain(["slow"], Duties({"data_requests.place": Handler("data_requests.place", placing.place_rest)}))
    assert [(one.term, one.total, one.category) for one in demand.terms("all")] == [
        ("交通事故地點", 15, "5A0")
    ]
    page = client.get("/demand/").content.decode()
    assert "交通事故地點" in page
    assert "王小明" not in page
    (line,) = counting.lines("all")[0]
    assert (line.category, line.searches, line.requests) == ("5A0", 15, 0)


def test_what_came_before_the_catalogue_knew_it_is_placed_later(ask, police, catalogue) -> None:
    ask(police, **wanted("公園遊具檢查紀錄"))
    follow()
    assert WantedItem.objects.get().category == ""
    Dataset.objects.create(
        agency=police, stage="listed", visible=True, category="9C0", title={"zh-Hant": "公園遊具檢查紀錄"}
    )
    index.rebuild(finder().folder, findable.all_documents())
    enqueue("data_requests.place", {}, lane="slow")
    drain(["slow"], Duties({"data_requests.place": Handler("data_requests.place", placing.place_rest)}))
    assert WantedItem.objects.get().category == "9C0"


def test_a_period_counts_its_own(ask, police) -> None:
    ask(police, at=NOON)
    ask(police, by=NEIGHBOUR, at=now() - timedelta(minutes=1))
    this_year = 2 if today().year == NOON.year else 1
    assert demand.totals("all")["requests"] == 2
    assert demand.totals("year")["requests"] == this_year


def test_a_fixed_number_of_queries(client, ask, police, django_assert_max_num_queries) -> None:
    for n in range(5):
        do(ask(police, by=citizen(f"asker{n}000"), **wanted(f"第 {n} 種資料")), "join", NEIGHBOUR)
    cache.clear()
    with django_assert_max_num_queries(12):
        assert client.get("/demand/").status_code == 200


def test_nothing_wanted_yet_is_said_plainly(client) -> None:
    page = client.get("/demand/?period=nonsense").content.decode()
    assert "還沒有人提出請求" in page
    assert "5 次" in page
    assert "3 個以上不同的日子" in page
    assert "沒有等待回復的請求" in page
