"""A portal's export becomes listed datasets; the second time nothing changes."""

import csv
import gzip
from pathlib import Path

import orjson
import pytest

from springhead.engine.kernel import ids
from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies.naming import find_or_provisional
from springhead.foundation.catalog import findable
from springhead.foundation.catalog.importing.apply import Origin, Outcome, import_catalogue
from springhead.foundation.catalog.importing.records import read
from springhead.foundation.catalog.models import Dataset, Distribution
from springhead.foundation.catalog.vocabulary import Scheme
from springhead.foundation.ledger.models import Event

HEADER = [
    "資料集識別碼", "資料集名稱", "資料提供屬性", "服務分類", "品質檢測", "檔案格式", "資料下載網址", "編碼格式",
    "資資料集上架方式", "資料集描述", "主要欄位說明", "提供機關", "更新頻率", "授權方式", "相關網址", "計費方式",
    "提供機關聯絡人姓名", "提供機關聯絡人電話", "上架日期", "詮釋資料更新時間", "備註", "資料量",
]  # fmt: skip
ROW = {
    "資料集識別碼": "6001",
    "資料集名稱": "公廁位置",
    "服務分類": "公共資訊",
    "檔案格式": "CSV;JSON",
    "資料下載網址": "https://example.tw/a;jsessionid=1?x=1;https://example.tw/b",
    "編碼格式": "UTF-8;UTF-8",
    "資料集描述": "全市公廁",
    "提供機關": "臺北市政府環境保護局",
    "更新頻率": "每1日",
    "授權方式": "政府資料開放授權條款-第1版",
    "計費方式": "免費",
    "上架日期": "2017-09-12 15:49:25",
    "詮釋資料更新時間": "2026-03-01 08:00:00",
    "資料量": "12;12",
}


def write(path: Path, rows: list[dict[str, str]], header: list[str] = HEADER) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, header, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return path


def bring(path: Path, **more: bool) -> Outcome:
    origin = Origin(agency_of=lambda name: find_or_provisional(name).pk, actor="operator")
    return import_catalogue(path, origin, **more)


@pytest.mark.django_db
def test_a_full_row_becomes_a_listed_dataset(tmp_path: Path) -> None:
    outcome = bring(write(tmp_path / "c.csv", [ROW]))
    assert (outcome.added, outcome.resources, outcome.skipped) == (1, 2, 0)
    dataset = Dataset.objects.get()
    assert (dataset.stage, dataset.visible, dataset.category, dataset.cost) == ("listed", True, "I00", "free")
    assert (dataset.licence, dataset.regularity, dataset.every) == ("OGDL-Taiwan-1.0", "regular", 1)
    assert dataset.issued is not None
    assert dataset.issued.isoformat() == "2017-09-12T07:49:25+00:00"
    links = list(dataset.distributions.values_list("format", "url", "amount"))
    assert links == [
        ("CSV", "https://example.tw/a;jsessionid=1?x=1", 12),
        ("JSON", "https://example.tw/b", 12),
    ]


@pytest.mark.django_db
def test_importing_twice_changes_nothing_and_keeps_ids(tmp_path: Path) -> None:
    path = write(tmp_path / "c.csv", [ROW])
    bring(path)
    ids = list(Distribution.objects.values_list("public_id", flat=True))
    events = Event.objects.count()
    outcome = bring(path)
    assert (outcome.added, outcome.changed, outcome.same) == (0, 0, 1)
    assert Event.objects.count() == events
    assert list(Distribution.objects.values_list("public_id", flat=True)) == ids


@pytest.mark.django_db
def test_a_changed_row_changes_its_dataset_and_keeps_the_links_that_stay(tmp_path: Path) -> None:
    bring(write(tmp_path / "c.csv", [ROW]))
    before = dict(Distribution.objects.values_list("url", "public_id"))
    changed = {
        **ROW,
        "資料集名稱": "公廁位置圖",
        "資料下載網址": "https://example.tw/b",
        "檔案格式": "JSON",
        "資料量": "13",
    }
    outcome = bring(write(tmp_path / "c.csv", [changed]))
    assert (outcome.added, outcome.changed) == (0, 1)
    assert Dataset.objects.get().name == "公廁位置圖"
    after = dict(Distribution.objects.values_list("url", "public_id"))
    assert after == {"https://example.tw/b": before["https://example.tw/b"]}


@pytest.mark.django_db
def test_five_columns_are_enough_and_the_rest_is_unknown(tmp_path: Path) -> None:
    header = ["資料集識別碼", "資料集名稱", "提供機關", "檔案格式", "資料下載網址"]
    bring(write(tmp_path / "c.csv", [ROW], header))
    dataset = Dataset.objects.get()
    assert (dataset.openness, dataset.licence, dataset.regularity, dataset.cost) == ("", "", "", "")
    assert findable.document(dataset).shown["modified"] is None


@pytest.mark.django_db
def test_a_dry_run_counts_and_writes_nothing(tmp_path: Path) -> None:
    outcome = bring(write(tmp_path / "c.csv", [ROW]), apply=False)
    assert outcome.added == 1
    assert not Dataset.objects.exists()


@pytest.mark.django_db
def test_a_row_without_a_name_is_left_out_with_its_cell_and_the_others_come_in(tmp_path: Path) -> None:
    rows = [{**ROW, "資料集名稱": ""}, {**ROW, "資料集識別碼": "6002"}, {**ROW, "資料集識別碼": "6002"}]
    outcome = bring(write(tmp_path / "c.csv", rows))
    assert (outcome.added, outcome.skipped) == (1, 2)
    told = [(problem.code, problem.where, problem.params["row"]) for problem in outcome.problems]
    assert told == [("catalogue-empty-cell", "資料集名稱", 2), ("catalogue-repeated-id", "資料集識別碼", 4)]


@pytest.mark.django_db
def test_an_id_that_is_taken_is_drawn_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn, new = iter(["rs_00000001", "rs_00000001"]), ids.new  # both links of the row, the first time
    monkeypatch.setattr(ids, "new", lambda prefix: (prefix == "rs" and next(drawn, "")) or new(prefix))
    assert bring(write(tmp_path / "c.csv", [ROW])).resources == 2
    assert Dataset.objects.count() == 1
    assert len(set(Distribution.objects.values_list("public_id", flat=True))) == 2


@pytest.mark.django_db
def test_what_the_file_no_longer_names_is_counted_and_kept(tmp_path: Path) -> None:
    bring(write(tmp_path / "c.csv", [ROW, {**ROW, "資料集識別碼": "6002"}]))
    outcome = bring(write(tmp_path / "c.csv", [ROW]))
    assert outcome.gone == 1
    assert Dataset.objects.count() == 2


def test_a_file_without_the_needed_columns_is_refused_by_name(tmp_path: Path) -> None:
    path = write(tmp_path / "c.csv", [ROW], ["資料集識別碼", "資料集名稱"])
    with pytest.raises(Refused) as refused:
        list(read(path))
    assert [problem.where for problem in refused.value.problems] == ["提供機關"]


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "c.csv.gz"
    path.write_bytes(gzip.compress(b"\xff\xfe\x00\x01" * 100))
    with pytest.raises(Refused) as refused:
        list(read(path))
    assert refused.value.problems[0].code == "catalogue-unreadable"


@pytest.mark.django_db
def test_imported_datasets_can_be_found(tmp_path: Path) -> None:
    bring(write(tmp_path / "c.csv", [ROW]))
    document = next(iter(findable.all_documents()))
    assert document.facets["format"] == ("CSV", "JSON")
    assert document.facets["frequency"] == ("day",)
    assert document.agency_name["zh-Hant"] == "臺北市政府環境保護局"


COUNTY = "清溪縣政府"
LISTED = [
    {
        "編號": 1,
        "資料集名稱": "公廁位置",
        "資料來源(部會單位)": "環境保護局",
        "主要欄位": "名稱、地址",
        "下載次數": "28",
    },
    {"編號": 2, "資料集名稱": "路燈", "資料來源(部會單位)": COUNTY, "資料量": "", "第一層級": COUNTY},
    {"編號": 2, "資料集名稱": "路燈"},
    {"編號": 3, "資料集名稱": " "},
]
PORTAL = ["編號", "資料名稱", "資料集提供機關", "主要欄位", "主要欄位說明", "建立日期", "資料連結網址"]


def bring_county(path: Path, publisher: str = COUNTY) -> Outcome:
    def agency_of(name: str) -> int:
        return find_or_provisional(name).pk

    return import_catalogue(
        path, Origin(agency_of, "operator", Scheme.AGENCY, source=publisher, publisher=publisher)
    )


@pytest.mark.django_db
def test_the_list_of_a_county_stands_under_its_name_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "county.json"
    path.write_bytes(orjson.dumps(LISTED))
    outcome = bring_county(path)
    assert (outcome.rows, outcome.added, outcome.skipped) == (4, 2, 2)
    assert {one.code for one in outcome.problems} == {"catalogue-repeated-id", "catalogue-empty-cell"}
    toilets, lamps = Dataset.objects.order_by("pk")
    assert {one.agency.names["zh-Hant"] for one in (toilets, lamps)} == {COUNTY}
    assert (toilets.field_description, toilets.notes) == ("名稱、地址", "資料來源：環境保護局")
    assert lamps.notes == ""
    again = bring_county(path)
    assert (again.added, again.changed, again.same, again.gone) == (0, 0, 2, 0)


@pytest.mark.django_db
def test_lists_of_two_counties_keep_their_numbers_apart(tmp_path: Path) -> None:
    for name in (COUNTY, "碧山縣政府"):
        path = tmp_path / "list.json"
        path.write_bytes(orjson.dumps(LISTED[:2]))
        assert bring_county(path, name).added == 2
    path.write_bytes(orjson.dumps(LISTED[:1]))
    assert bring_county(path, name).gone == 1
    assert Dataset.objects.count() == 4


@pytest.mark.django_db
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("encoding", ["cp950", "utf-8-sig", "utf-16"])
def test_the_export_of_a_citys_portal_is_read_in_its_encoding(tmp_path: Path, encoding: str, pack) -> None:
    cells = [
        "7",
        "公有零售市場行情",
        "市場處",
        "",
        "市場、品名、價格",
        "2017-08-18 14:38",
        "https://example.tw/7",
    ]
    text = "\r\n".join(",".join(row) for row in (PORTAL, cells)) + "\r\n"
    path = tmp_path / "city.csv"
    path.write_bytes(pack(text.encode(encoding)))
    outcome = bring_county(path)
    assert (outcome.added, outcome.problem_count) == (1, 0)
    dataset = Dataset.objects.get()
    assert dataset.name == "公有零售市場行情"
    assert dataset.field_description == "市場、品名、價格"
    assert dataset.landing_page == "https://example.tw/7"
    assert dataset.issued is not None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"[1, 2]", "catalogue-no-list"),
        (b'{"items": []}', "catalogue-no-list"),
        (b"[{", "catalogue-unreadable"),
        ('[{"名稱": "公廁"}]'.encode(), "catalogue-missing-column"),
        (b"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml", "catalogue-unreadable"),
    ],
)
def test_what_is_no_list_is_refused_in_words(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "list"
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        list(read(path, publisher=COUNTY))
    assert {one.code for one in refused.value.problems} == {code}
    assert all(one.remedy() and one.remedy("en") for one in refused.value.problems)
