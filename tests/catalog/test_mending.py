"""Messy files: what holds them, what one press mends, what is remembered, what never becomes public."""

import openpyxl
import pytest
from tests.catalog.conftest import fresh, let_work, member
from tests.catalog.test_delivery import publish

from springhead.doors.demo import agency_site
from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.recipe import Mending, Recipe
from springhead.foundation.cases.fire import fire
from springhead.foundation.catalog import grids, reports, store
from springhead.foundation.catalog.commands import Accept, Mend

pytestmark = pytest.mark.django_db

BOTH = ("extra-cell", "duplicate-label")


def site(name: str) -> bytes:
    file = agency_site.file(name)
    assert file
    return file.make(now())


def do(delivery, command, officer):
    fire(delivery.number, command, by=officer, at=now())
    let_work(delivery)
    return fresh(delivery)


def test_big5_with_title_row_and_roc_dates_needs_no_hand(bring, officer) -> None:
    delivery = bring(site("reservoirs.csv"), name="reservoirs.csv")
    assert delivery.state == "checked"
    assert delivery.report["encoding"] == "cp950"
    types = {column["name"]: column["type"] for column in delivery.work["columns"]}
    assert types["觀測日期"] == "date"
    published = publish(delivery, officer)
    assert published.distribution.dataset.name.startswith("示範水庫每日水情表")


def test_a_normalisation_can_be_taken_back(bring, officer) -> None:
    delivery = bring(site("reservoirs.csv"), name="reservoirs.csv")
    delivery = do(delivery, Mend((Mending("keep_raw", column="觀測日期"),)), officer)
    types = {column["name"]: column["type"] for column in delivery.work["columns"]}
    assert types["觀測日期"] == "text"


def test_what_was_read_stands_right_of_what_the_file_has_also_where_it_can_be_undone(
    client, bring, officer_person
) -> None:
    client.force_login(officer_person)
    delivery = bring(site("reservoirs.csv"), name="reservoirs.csv")
    (pair,) = [
        one["examples"][0]
        for one in delivery.report["proposals"]
        if one["mending"]["op"] == "keep_raw" and one["rule"] == "roc-date"
    ]
    page = client.get(f"/desk/deliveries/{delivery.number}/").content.decode()
    read, raw = pair
    assert f"<td>{raw}</td><td>{read}</td>" in page
    assert f"<td>{read}</td><td>{raw}</td>" not in page
    assert "現在讀成" in page


def test_an_error_holds_until_it_is_accepted(bring, officer) -> None:
    delivery = bring(site("kindergartens.csv"), name="幼兒園.csv")
    assert delivery.state == "held"
    with pytest.raises(Refused):
        publish(delivery, officer)
    with pytest.raises(Refused):
        fire(delivery.number, Accept(("no-such-rule",)), by=officer, at=now())
    delivery = do(delivery, Accept(("extra-cell",)), officer)
    assert delivery.state == "held"  # the repeated column name is still there
    delivery = do(delivery, Mend((Mending("name", column="#4", value="傳真"),)), officer)
    assert delivery.state == "checked"
    assert [column["name"] for column in delivery.work["columns"]][3] == "傳真"
    assert publish(delivery, officer).snapshot.set_aside == 1


def test_what_was_accepted_is_remembered_for_the_same_header(bring, officer) -> None:
    first = publish(do(bring(site("kindergartens.csv"), name="幼兒園.csv"), Accept(BOTH), officer), officer)
    later = site("kindergartens.csv").replace("湧泉".encode(), "泉湧".encode())
    assert bring(later, name="幼兒園.csv", to=first.distribution).state == "checked"


def test_a_changed_header_asks_again(bring, officer) -> None:
    first = publish(do(bring(site("kindergartens.csv"), name="幼兒園.csv"), Accept(BOTH), officer), officer)
    later = site("kindergartens.csv").replace("核定人數".encode(), "人數".encode())
    assert bring(later, name="幼兒園.csv", to=first.distribution).state == "held"


def test_accepting_everything_is_not_remembered(bring, officer) -> None:
    first = publish(do(bring(site("kindergartens.csv"), name="幼兒園.csv"), Accept(("*",)), officer), officer)
    assert all(one["value"] != "*" for one in fresh(first).distribution.recipe["mendings"])


def test_a_hidden_sheet_cannot_be_accepted_wholesale(bring, officer) -> None:
    delivery = bring(site("budget.xlsx"), name="決算.xlsx")
    assert delivery.state == "held"
    for rule in ("hidden-sheet", "*"):
        with pytest.raises(Refused) as refusal:
            fire(delivery.number, Accept((rule,)), by=officer, at=now())
        assert refusal.value.problems[0].code == "delivery-cannot-accept"


def test_a_stripped_sheet_never_becomes_public(bring, officer) -> None:
    delivery = bring(site("budget.xlsx"), name="決算.xlsx")
    delivery = do(delivery, Mend((Mending("strip_hidden", value=["sheet:承辦名單"]),)), officer)
    assert delivery.state == "checked"
    snapshot = publish(delivery, officer).snapshot
    assert snapshot.original_sha != delivery.sha256
    assert all(one["sha256"] != delivery.sha256 for one in snapshot.stores)
    with store.blobs().open(snapshot.original_sha) as file:
        assert openpyxl.load_workbook(file).sheetnames == ["決算"]


def test_a_hidden_sheet_may_be_confirmed_as_fit_to_be_public(bring, officer) -> None:
    delivery = bring(site("budget.xlsx"), name="決算.xlsx")
    delivery = do(delivery, Mend((Mending("accept", value="sheet:承辦名單"),)), officer)
    # Two sheets may now be the table: which one is asked, and accepting takes the first.
    assert delivery.state == "held"
    delivery = do(delivery, Accept(("several-sheets",)), officer)
    assert delivery.state == "checked"
    assert publish(delivery, officer).snapshot.original_sha == delivery.sha256


def test_parts_stripped_one_after_the_other_add_up(bring, officer) -> None:
    delivery = bring(site("budget.xlsx"), name="決算.xlsx")
    delivery = do(delivery, Mend((Mending("strip_hidden", value=["sheet:甲"]),)), officer)
    delivery = do(delivery, Mend((Mending("strip_hidden", value=["sheet:承辦名單"]),)), officer)
    (strip,) = [one for one in delivery.recipe["mendings"] if one["op"] == "strip_hidden"]
    assert strip["value"] == ["sheet:甲", "sheet:承辦名單"]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.csv"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "report.pdf"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "photo.csv"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason_in_both_languages(
    bring, content: bytes, name: str
) -> None:
    delivery = bring(content, name=name)
    assert delivery.state == "refused"
    problem = delivery.report["problems"][0]
    assert problem["zh-Hant"]["message"]
    assert problem["en"]["remedy"]


def test_the_page_of_a_held_delivery_offers_the_presses(client, bring, officer_person) -> None:
    client.force_login(officer_person)
    delivery = bring(site("budget.xlsx"), name="決算.xlsx")
    page = client.get(f"/desk/deliveries/{delivery.number}/").content.decode()
    assert "有 1 種錯誤要您決定" in page
    assert "確認可公開" in page
    button = page.split('name="mendings" value="')[1].split('"')[0].replace("&quot;", '"')
    client.post(
        f"/desk/deliveries/{delivery.number}/mend", {"mendings": button, "version": delivery.case.version}
    )
    let_work(delivery)
    assert fresh(delivery).state == "checked"


RAIN = "測站,雨量,備註\n" + "".join(f"甲{n},{n}.5,第{n}日\n" for n in range(60))
TRACES = RAIN.replace("甲7,7.5", "甲7,T").replace("甲9,9.5", "甲9,T").replace("甲12,12.5", "甲12,-")


def offers(delivery, rule) -> list:
    found = reports.groups(delivery.report, Recipe.from_json(delivery.recipe), "en")
    return [one for group in found if group.rule == rule for one in group.offers]


def test_a_warning_offers_its_mendings_with_cells_before_and_after(bring, officer) -> None:
    delivery = bring(TRACES)
    assert delivery.state == "checked"
    marks, typed = offers(delivery, "mostly-typed")
    assert (marks.op, marks.column, marks.value) == ("missing_marks", "雨量", ["T"])
    assert marks.examples == (("T", ""),)
    assert (typed.op, typed.value) == ("type", "decimal")
    delivery = do(delivery, Mend((Mending(marks.op, marks.column, marks.value),)), officer)
    types = {column["name"]: column["type"] for column in delivery.work["columns"]}
    assert types["雨量"] == "decimal"
    assert offers(delivery, "mostly-typed") == []


def test_marks_taken_one_after_the_other_add_up() -> None:
    recipe = reports.with_mendings(Recipe(), [Mending("missing_marks", "雨量", ["T"])], "")
    recipe = reports.with_mendings(recipe, [Mending("missing_marks", "雨量", ["-", "T"])], "")
    assert recipe.mendings == (Mending("missing_marks", "雨量", ["T", "-"]),)


def test_what_changed_nothing_offers_nothing_to_take_back(bring) -> None:
    delivery = bring(RAIN.replace("甲3", "甲\ue163"))
    assert offers(delivery, "private-use") == []


def test_every_normalised_column_can_be_taken_back(bring, officer) -> None:
    names = [f"欄{n}" for n in range(12)]
    rows = "\n".join(",".join(f" {n}甲{m} " for n in range(12)) for m in range(150))
    delivery = bring(",".join(names) + "\n" + rows + "\n")
    assert {(one.op, one.column) for one in offers(delivery, "padded-cell")} == {
        ("keep_raw", name) for name in names
    }
    delivery = do(delivery, Mend((Mending("keep_raw", column="欄3"),)), officer)
    assert ("keep_raw", "欄3") not in {(one.op, one.column) for one in offers(delivery, "padded-cell")}


def test_a_mending_that_changes_the_header_takes_effect_and_is_remembered(bring, officer) -> None:
    text = "甲站,1.5,10\n乙站,2.5,20\n丙站,3.5,30\n"
    delivery = bring(text)
    assert delivery.state == "held"
    delivery = do(delivery, Mend((Mending("header_rows", value=1),)), officer)
    assert [column["name"] for column in delivery.work["columns"]] == ["甲站", "1.5", "10"]
    again = bring(text + "丁站,4.5,40\n", to=publish(delivery, officer).distribution)
    assert (again.state, again.report["rows"]) == ("checked", 3)
    changed = bring("觀測站別,1.5,10\n甲站,2.5,20\n" + text, to=again.distribution)
    assert {"header-changed"} <= set(changed.report["counts"])


def test_a_held_table_can_be_paged_through_beside_the_file(client, bring, officer_person) -> None:
    client.force_login(officer_person)
    rows = [f"第{n}站,113/05/{n % 28 + 1:02d},{n}.50" for n in range(1, 301)]
    rows[200] = "第201站,113/05/05,201.50,多的"  # set aside, and holds the file
    delivery = bring(("測站,日期,水位\n" + "\n".join(rows) + "\n").encode("cp950"), name="水位.csv")
    assert delivery.state == "held"
    place = f"/desk/deliveries/{delivery.number}/"
    assert f'href="{place}rows/"' in client.get(place).content.decode()
    first = client.get(f"{place}rows/").content.decode()
    assert "第 1–50 筆，共 299 筆；這一頁有 50 格與檔案不同。" in first
    assert "<ins>2024-05-02</ins><br><del>113/05/02</del>" in first
    assert "<del>1.50</del>" not in first  # only written in another way
    fifth = client.get(f"{place}rows/?at=200").content.decode()
    assert "第200站" not in fifth
    assert '<th scope="row" class="num">203</th><td>第202站</td>' in fifth.replace(' class="nowrap"', "")
    assert "下一頁" in fifth
    last = client.get(f"{place}rows/?at=99999").content.decode()
    assert "第 299–299 筆，共 299 筆" in last
    assert client.get(f"{place}rows/?at=-1&from=x").status_code == 200


def test_of_a_wide_table_so_many_columns_are_shown_at_once(client, bring, officer_person) -> None:
    client.force_login(officer_person)
    header = ",".join(f"欄{n}" for n in range(100))
    body = "\n".join(",".join(str(row * n) for n in range(100)) for row in range(3))
    delivery = bring(f"{header}\n{body}\n".encode(), name="寬.csv")
    place = f"/desk/deliveries/{delivery.number}/rows/"
    page = client.get(f"{place}?from=80").content.decode()
    assert "第 81–100 欄，共 100 欄。" in page
    assert ">欄99</th>" in page
    assert ">欄79</th>" not in page


def test_nobody_else_pages_through_it(client, bring, other_agency) -> None:
    delivery = bring("測站,水位\n甲,1\n乙,2\n".encode(), name="水位.csv")
    client.force_login(member(other_agency, Role.OFFICER, "else@example.tw"))
    assert client.get(f"/desk/deliveries/{delivery.number}/rows/").status_code in (403, 404)


def test_the_raw_cells_are_let_go_once_a_delivery_is_over(bring, officer) -> None:
    delivery = bring("測站,水位\n甲,1\n乙,2\n".encode(), name="水位.csv")
    twin = bring("測站,水位\n甲,1\n乙,2\n\n".encode(), name="另一份.csv")  # other bytes, the same cells
    grid = delivery.work["grid"]
    assert grid == twin.work["grid"]
    assert store.blobs().exists(grid)
    assert grids.sweep() == 0
    publish(delivery, officer)
    assert grids.sweep() == 1
    assert store.blobs().exists(grid)  # the other one is still open
    publish(twin, officer)
    assert grids.sweep() == 1
    assert not store.blobs().exists(grid)
    assert "grid" not in fresh(delivery).work
