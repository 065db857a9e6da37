"""The same kind of data is known again in different agencies, with evidence; differing classes reach the committees."""

import pytest
from django.test import Client
from tests.openness.conftest import COMMITTEE, DAY, NOON, REASON, WHY, again, do, of
from tests.openness.test_pages import person

from springhead.config import refusals
from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.now import now
from springhead.foundation.agencies import naming
from springhead.foundation.agencies.models import Agency
from springhead.foundation.catalog.models import Dataset
from springhead.procedures.openness import consistency, kinds, watching
from springhead.procedures.openness.models import Entry, KindGroup, KindOfData, Record

SAME = [
    ("雲林縣公廁", "宜蘭縣公廁基本資料"),
    ("公私立幼兒園通訊資料", "桃園市立案公私立幼兒園名冊"),
    ("澎湖縣公立幼兒園名冊", "臺北市私立及非營利幼兒園通訊資料"),
    ("高雄市公共腳踏車資訊", "桃園公共自行車即時服務資料"),
    ("工務局養護工程處路燈資訊", "桃園市路燈"),
    ("105年雲林縣轄內各急救責任醫院一覽表", "宜蘭縣各急救責任醫院概況"),
    ("基隆市避難收容所位置及收容人數", "雲林縣避難收容處所清冊"),
    ("基隆市公共哺集乳室", "宜蘭縣友善場所及宜蘭縣哺(集)乳室"),
    ("澎湖縣農漁局105年度『澎湖縣受保護樹木』(珍貴老樹)清冊", "花蓮縣老樹地圖"),
    ("公告臺北市自105年1月起最新債務訊息", "雲林縣各年度公共債務數"),
    ("基隆市警察局105年道路交通事故統計", "桃園市交通事故資料"),
    ("高雄市AED裝設地點", "嘉義市自動體外心臟電擊去顫器設置場所"),
    ("臺北市環境空氣品質監測結果月報表", "嘉義市空氣品質監測資料"),
]
OTHER = [
    ("雲林縣幼兒園事故傷害統計(105上半年)", "桃園市立案公私立幼兒園名冊"),
    ("臺北市路燈桿旗幟申請參考一覽表", "桃園市路燈"),
    ("澎湖縣公共圖書館年度借閱統計資料", "宜蘭縣公共圖書館"),
    ("宜蘭縣政府地方稅務局機器腳踏車使用牌照稅稅額表", "高雄市公共腳踏車資訊"),
    ("嘉義市藥局統計", "宜蘭縣藥局名冊"),
    ("高雄市空氣品質監測站位置", "嘉義市空氣品質監測月報表"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_titles_of_one_kind_are_known_again(one, other) -> None:
    assert kinds.best(kinds.names(one), kinds.names(other)).by_title


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_what_only_mentions_a_kind_is_another(one, other) -> None:
    assert not kinds.best(kinds.names(one), kinds.names(other)).by_title


def test_a_date_goes_with_its_words_and_takes_no_other_ones() -> None:
    told = {
        title: [name.key for name in kinds.names(title)] for title in ("104年起火建築物", "截至105年底止公廁")
    }
    assert told == {"104年起火建築物": ["起火建築物"], "截至105年底止公廁": ["公廁"]}


def test_a_title_of_nothing_but_form_is_about_nothing_and_never_fails() -> None:
    for title in ("", " ", "資料", "（）", "106年", "一覽表", "︰", "A"):
        assert isinstance(kinds.names(title), tuple)
    assert kinds.best((), kinds.names("公廁")).share == 0


def test_common_field_names_tell_nothing() -> None:
    assert kinds.fields("名稱(name)、地址(addr)、經度、無障礙馬桶數(num)", ["等級"]) == {
        "無障礙馬桶數",
        "等級",
    }


@pytest.fixture
def three(db) -> list[Dataset]:
    """Three agencies with the same kind of data: two open, one not; and something else."""
    made = []
    for n, (county, title) in enumerate(
        [("清溪縣", "清溪縣公廁點位資訊"), ("遠山市", "公廁名冊"), ("近水縣", "公廁基本資料")]
    ):
        agency = naming.create(Agency(names={"zh-Hant": f"{county}政府環境保護局"}))
        made.append(
            Dataset.objects.create(
                agency=agency, title={"zh-Hant": title}, visible=True, stage="listed",
                field_description="公廁名稱、特優級、無障礙馬桶數", openness="open" if n else "not_provided",
            )
        )  # fmt: skip
        Dataset.objects.create(
            agency=agency, title={"zh-Hant": f"公廁清潔經費統計{n}"}, visible=True, field_description="經費別"
        )
    return made


@pytest.fixture
def record(three, start) -> Record:
    """The case of the one that is not open, heard and found reasonable."""
    dataset = three[0]
    Dataset.objects.filter(pk=dataset.pk).update(visible=False, openness="")
    dataset.refresh_from_db()
    row = start(dataset, by=of(dataset.agency, Role.OFFICER))
    Dataset.objects.filter(pk=dataset.pk).update(visible=True)
    do(row, "find_reasonable", COMMITTEE, reason=WHY)
    consistency.refresh()
    return again(row)


pytestmark = pytest.mark.django_db


def test_differing_classes_stand_side_by_side_with_their_evidence(record, three) -> None:
    found = consistency.side_by_side("公廁")
    assert [one.dataset.pk for one in sorted(found.found, key=lambda one: one.dataset.pk)] == [
        one.pk for one in three
    ]
    assert (found.agencies, found.classes) == (3, {"open", "not_provided"})
    assert set(found.open_ones) == {three[1].public_id, three[2].public_id}
    assert set(found.found[0].shared) == {"公廁名稱", "特優級", "無障礙馬桶數"}


def test_shared_fields_find_what_the_title_only_half_says(three) -> None:
    agency = naming.create(Agency(names={"zh-Hant": "高地縣政府"}))
    half = Dataset.objects.create(
        agency=agency,
        title={"zh-Hant": "委外清潔維護之公廁"},
        visible=True,
        field_description="特優級、無障礙馬桶數",
    )
    without = Dataset.objects.create(
        agency=agency, title={"zh-Hant": "申請開放使用之公廁"}, visible=True, field_description="受理日"
    )
    consistency.refresh()
    found = {one.dataset.pk: one for one in consistency.side_by_side("公廁").found}
    assert half.pk in found
    assert not found[half.pk].by_title
    assert without.pk not in found


def test_kinds_whose_classes_differ_are_listed_and_vanish_when_they_agree(record, three) -> None:
    (group,), _ = consistency.listing()
    assert (group.key, group.agencies, group.classes) == ("公廁", 3, {"open": 2, "not_provided": 1})
    do(record, "open_up", of(three[0].agency, Role.OFFICER), NOON + DAY)
    consistency.refresh()
    assert consistency.listing() == ([], "")
    assert consistency.listing(differing=False)[0][0].key == "公廁"


def test_refreshing_twice_changes_nothing_and_a_new_title_is_followed(record, three) -> None:
    assert consistency.refresh() == 0
    Dataset.objects.filter(pk=three[1].pk).update(title={"zh-Hant": "路燈位置"})
    assert consistency.refresh() > 0
    assert {one.key for one in KindOfData.objects.filter(dataset=three[1])} == {"路燈"}
    assert KindGroup.objects.get(key="公廁").agencies == 2


def kept_back(dataset):
    """Mark a dataset as it could be marked while the catalogue showed it: nobody can any more."""
    Entry.objects.create(dataset=dataset, withheld="foi-18-1-1", changed_at=now())


def test_drafts_and_what_the_law_keeps_back_are_not_compared(record, three) -> None:
    Dataset.objects.create(agency=three[1].agency, title={"zh-Hant": "公廁"}, openness="")
    kept_back(three[2])
    consistency.refresh()
    assert len(consistency.side_by_side("公廁").found) == 2


def test_an_unknown_class_is_no_different_class(three) -> None:
    Dataset.objects.filter(pk__in=[one.pk for one in three]).update(openness="open")
    Dataset.objects.filter(pk=three[0].pk).update(openness="")
    consistency.refresh()
    assert consistency.listing() == ([], "")


# ── what follows ────────────────────────────────────────────────────────────


def test_another_agency_that_opens_the_same_asks_again_once(record, three) -> None:
    assert watching.look(lambda _pks: {}) == 1
    row = again(record)
    assert (row.case.state, row.cause) == ("reviewing", "opened_elsewhere")
    assert set(row.evidence) == {three[1].public_id, three[2].public_id}
    officer = of(three[0].agency, Role.OFFICER)
    do(row, "justify", officer, NOON + DAY, grounds=["foi-18-1-6"], reason=REASON)
    do(row, "find_reasonable", COMMITTEE, NOON + 2 * DAY, reason=WHY)
    assert watching.look(lambda _pks: {}) == 0  # nothing new
    fourth = naming.create(Agency(names={"zh-Hant": "高地縣政府"}))
    Dataset.objects.create(agency=fourth, title={"zh-Hant": "高地縣公廁"}, visible=True, openness="open")
    consistency.refresh()
    assert watching.look(lambda _pks: {}) == 1


def test_demand_asks_again_when_enough_voices_want_it(record) -> None:
    pk = record.dataset_id
    Dataset.objects.exclude(pk=pk).update(openness="")
    assert watching.look(lambda _pks: {pk: (9, ["DR-2026-000001"])}) == 0
    assert watching.look(lambda _pks: {pk: (10, ["DR-2026-000001"])}) == 1
    row = again(record)
    assert (row.cause, row.evidence) == ("demand", ["DR-2026-000001"])


def searched(term: str, number: int, days: int = 3) -> None:
    from springhead.engine.kernel.now import today
    from springhead.foundation.usage.models import Term

    for n in range(days):
        Term.objects.create(day=today() - DAY * n, term=term, number=number // days)


def test_searches_for_the_very_kind_ask_again_and_only_once(record) -> None:
    Dataset.objects.exclude(pk=record.dataset_id).update(openness="")
    searched("公廁", 99)
    assert watching.look(lambda _pks: {}) == 0  # nine voices
    searched("清溪縣公廁", 12)  # its whole name: one more
    Dataset.objects.filter(pk=record.dataset_id).update(title={"zh-Hant": "清溪縣公廁"})
    assert watching.look(lambda _pks: {}) == 1
    row = again(record)
    assert (row.case.state, row.cause) == ("reviewing", "demand")
    assert row.evidence == ["search:公廁", "search:清溪縣公廁"]
    officer = of(row.dataset.agency, Role.OFFICER)
    do(row, "justify", officer, NOON + DAY, grounds=["foi-18-1-6"], reason=REASON)
    do(row, "find_reasonable", COMMITTEE, NOON + 2 * DAY, reason=WHY)
    assert watching.look(lambda _pks: {}) == 0


def test_searches_and_requests_are_counted_together(record) -> None:
    pk = record.dataset_id
    Dataset.objects.exclude(pk=pk).update(openness="")
    searched("公廁", 30)
    assert watching.look(lambda _pks: {pk: (6, ["DR-2026-000001"])}) == 0
    assert watching.look(lambda _pks: {pk: (7, ["DR-2026-000001"])}) == 1
    assert again(record).evidence == ["DR-2026-000001", "search:公廁"]


def test_one_days_storm_of_searches_and_searches_for_another_thing_ask_nobody(record) -> None:
    Dataset.objects.exclude(pk=record.dataset_id).update(openness="")
    searched("公廁", 5_000, days=2)
    searched("路燈", 5_000)
    assert watching.look(lambda _pks: {}) == 0


def test_searches_never_tell_a_name_the_law_keeps_back(record) -> None:
    Dataset.objects.exclude(pk=record.dataset_id).update(openness="")
    searched("公廁", 5_000)
    kept_back(record.dataset)
    assert watching.look(lambda _pks: {}) == 0


def test_the_page_links_the_evidence_of_a_review(client: Client, record) -> None:
    Dataset.objects.exclude(pk=record.dataset_id).update(openness="")
    searched("公廁", 30)
    watching.look(lambda _pks: {record.dataset_id: (9, ["DR-2026-000001"])})
    page = client.get(f"/openness/{record.number}").content.decode()
    assert 'href="/requests/DR-2026-000001"' in page
    assert 'href="/search?q=%E5%85%AC%E5%BB%81"' in page
    assert "搜尋「公廁」" in page


def test_voices_are_requests_and_those_who_join_them(three) -> None:
    from tests.data_requests.conftest import NEIGHBOUR, PARENT, payload

    from springhead.engine.kernel.now import now
    from springhead.foundation.cases.fire import Opening, fire, open_case
    from springhead.procedures.data_requests import commands as asking

    items = [{"title": "公廁", "dataset": three[0].public_id}]
    command = asking.parse("submit", payload(three[0].agency, items=items))
    made = open_case(
        "data_request", command, Opening({"zh-Hant": "公廁"}, owner_id=PARENT.id), by=PARENT, at=now()
    )
    fire(made.case.number, asking.parse("join", {}), by=NEIGHBOUR, at=now())
    assert refusals.demand([three[0].pk]) == {three[0].pk: (2, [made.case.number])}


def test_a_secretary_puts_it_on_the_list_with_the_open_ones_as_evidence(
    client: Client, record, three
) -> None:
    page = client.get("/openness/consistency?q=公廁").content.decode()
    assert "類別不一致" in page
    assert "共同欄位" in page
    assert "提送諮詢小組" not in page
    client.force_login(person(three[0].agency, Role.POLICY_OFFICE, "policy@example.tw"))
    assert "提送諮詢小組" in client.get("/openness/consistency?q=公廁").content.decode()
    told = {"q": "公廁", "case": record.number, "reason": "另外兩個機關已經開放同一種資料。"}
    assert client.post("/openness/consistency/propose", {**told, "case": []}).status_code == 422
    assert client.post("/openness/consistency/propose", told).status_code == 302
    row = again(record)
    assert row.unheard
    assert set(row.evidence) == {three[1].public_id, three[2].public_id}
    again_sent = client.post("/openness/consistency/propose", told)
    assert again_sent.status_code == 422
    assert "本來就在" in again_sent.content.decode()


def test_visitors_and_officers_put_nothing_on_a_list(client: Client, record, three) -> None:
    told = {"q": "公廁", "case": record.number, "reason": "另外兩個機關已經開放同一種資料。"}
    assert client.post("/openness/consistency/propose", told)["Location"].startswith("/account/login/")
    client.force_login(person(three[0].agency, Role.OFFICER, "officer@example.tw"))
    assert client.post("/openness/consistency/propose", told).status_code == 403
    assert not again(record).unheard


@pytest.mark.parametrize(
    "place", ["/openness/consistency", "/en/openness/consistency?all=1", "/openness/consistency?q="]
)
def test_the_list_of_kinds_is_for_everybody(client, record, place, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(4):
        page = client.get(place).content.decode()
    assert "公廁" in page
    assert "尚未登錄任何標準" in page or "which data standard they follow" in page


def test_the_page_takes_a_fixed_number_of_queries(client, three, django_assert_max_num_queries) -> None:
    for n in range(20):
        Dataset.objects.create(agency=three[0].agency, title={"zh-Hant": f"公廁（{n}）"}, visible=True)
    consistency.refresh()
    with django_assert_max_num_queries(8):
        assert client.get("/openness/consistency?q=公廁").status_code == 200


def test_the_api_tells_the_same(client, record) -> None:
    told = client.get("/api/v1/openness/consistency?q=公廁").json()
    assert (told["agencies"], told["differs"], len(told["items"])) == (3, True, 3)
    assert client.get("/api/v1/openness/consistency?q=沒有這種東西").json()["items"] == []
