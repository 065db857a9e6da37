"""Development goals: every goal and target once, codes read as people write them, wrong ones refused, lists by them."""

from dataclasses import replace

import pytest
from tests.high_value.conftest import codes, of, sheet
from tests.high_value.test_pages import signed, wired  # noqa: F401  the nouns connected

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.problems import Refused
from springhead.procedures.high_value import queries, sdgs, themes
from springhead.procedures.high_value.models import Nomination

TARGETS = (7, 8, 13, 10, 9, 8, 5, 12, 8, 10, 10, 11, 5, 10, 12, 12, 19)  # of the 17 goals, 169 together


def test_there_are_17_goals_and_169_targets_with_titles_in_both_languages():
    assert tuple(len(goal.targets) for goal in sdgs.goals().values()) == TARGETS
    assert sum(TARGETS) == 169
    for code, name in sdgs.names().items():
        assert set(name) == {"zh-Hant", "en"}, code
        assert all(name.values()), code
    for language in ("zh-Hant", "en"):
        said = [name[language] for name in sdgs.names().values()]
        assert len(set(said)) == len(said)


def test_the_targets_of_a_goal_are_numbered_first_and_lettered_after_without_a_gap():
    for goal in sdgs.goals().values():
        ends = [code.removeprefix(f"{goal.code}.") for code in goal.targets]
        numbers = [int(end) for end in ends if end.isdecimal()]
        letters = [end for end in ends if not end.isdecimal()]
        assert numbers == list(range(1, len(numbers) + 1)), goal.code
        assert letters == list("abcd")[: len(letters)], goal.code
        assert ends == [*map(str, numbers), *letters]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("SDG 11.A", "11.a"),
        ("１１.２", "11.2"),
        ("sdgs3", "3"),
        ("17-19", "17.19"),
        (" 06.4 ", "6.4"),
        ("水", "水"),
    ],
)
def test_a_code_is_read_as_people_write_it(written, code):
    assert sdgs.normal(written) == code


@pytest.mark.django_db
def test_a_sheet_that_names_goals_there_are_not_is_refused_with_those_there_are(house):
    house.up_to_nominating()
    with pytest.raises(Refused) as error:
        house.nominate(house.dataset(house.water, "即時水位"), sdg=["6.4", "11.99", "乾淨的水", "18"])
    wrong = [problem for problem in error.value.problems if problem.code == "hv-no-sdg"]
    assert [problem.params["value"] for problem in wrong] == ["11.99", "乾淨的水", "18"]
    assert {problem.where for problem in wrong} == {"sdg"}
    assert "11.2" in str(wrong[0].params["known"])
    assert "17" in str(wrong[1].params["known"])


@pytest.mark.django_db
def test_a_proposal_and_a_revision_are_held_to_the_same_list(house, nominated):
    row = nominated()
    with pytest.raises(Refused) as error:
        house.do(row, "revise", of(house.water, Role.OFFICER), **sheet(sdg=["0.1"]))
    assert codes(error) == {"hv-no-sdg"}
    with pytest.raises(Refused) as error:
        house.propose("淹水感測", house.water, sdg=["40"])
    assert codes(error) == {"hv-no-sdg"}


@pytest.mark.django_db
def test_nominations_are_listed_by_a_goal_with_its_targets_or_by_one_target(nominated, client):
    rows = {
        name: nominated(name, sdg=named)
        for name, named in {"水": ["6.4"], "水與城": ["6", "11.2"], "城": ["11.2"], "稅": ["16.6"]}.items()
    }
    no_sheet = nominated("沒有提報表")
    Nomination.objects.filter(pk=no_sheet.pk).update(sheet=None)
    found = {
        code: {row.pk for row in queries.nominations(queries.wanted({"sdg": code})).items}
        for code in ("6", "6.4", "SDG 11.2", "1", "16.6", "1.1")
    }
    assert found["6"] == {rows["水"].pk, rows["水與城"].pk}
    assert found["6.4"] == {rows["水"].pk}
    assert found["SDG 11.2"] == {rows["水與城"].pk, rows["城"].pk}
    assert found["16.6"] == {rows["稅"].pk}
    assert found["1"] == found["1.1"] == set()
    told = client.get("/api/v1/nominations?sdg=6").json()["items"]
    assert {one["number"] for one in told} == {rows["水"].number, rows["水與城"].number}
    assert [one["sdg"] for one in told] == [["6", "11.2"], ["6.4"]]
    page = client.get("/nominations/?sdg=11.2&theme=climate").content.decode()
    assert "安全可負擔的交通運輸" in page
    assert ">稅<" not in page


@pytest.mark.django_db
def test_a_nomination_tells_its_goals_by_their_titles_and_leads_to_others_of_them(nominated, client):
    row = nominated(sdg=["13.1", "6"])
    page = client.get(f"/en/nominations/{row.number}").content.decode()
    assert "/en/nominations/?sdg=13.1" in page
    assert "13.1 Resilience to climate-related disasters" in page
    assert "6 Clean water and sanitation" in page


@pytest.mark.django_db
def test_a_wrong_goal_typed_on_the_form_comes_back_with_the_form(house, nominated):
    row = nominated()
    officer = signed(Role.OFFICER, "officer@example.org", house.water)
    answer = officer.post(f"/nominations/{row.number}/revise", {"sdg": "99", "format": "CSV"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "「99」這個代碼" in page
    assert 'value="99"' in page


@pytest.mark.django_db
def test_a_theme_tells_its_goals_targets_and_policies(client):
    told = client.get("/api/v1/themes/climate").json()
    assert {"code": "13.1", "name": dict(sdgs.names()["13.1"])} in told["sdg"]
    assert any(one["year"] for one in told["policies"])
    page = client.get("/themes/health").content.decode()
    assert "3.d 健康風險預警與管理" in page
    assert "年份待補" in page
    assert page.count("網址待補") == len(themes.every()["health"].policies)
    assert "address not known yet" in client.get("/en/themes/health").content.decode()


@pytest.mark.django_db
def test_a_policy_document_with_an_address_is_a_link(client, monkeypatch):
    known = themes.every()["health"]
    act = themes.Policy({"zh-Hant": "傳染病防治法", "en": "Act"}, 1944, "https://example.org/act")
    with_address = replace(known, policies=(act, *known.policies[1:]))
    monkeypatch.setattr(themes, "every", lambda: {"health": with_address})
    page = client.get("/themes/health").content.decode()
    assert '<a href="https://example.org/act" rel="external noopener">傳染病防治法</a>' in page
    assert page.count("網址待補") == len(known.policies) - 1
    told = client.get("/api/v1/themes/health").json()["policies"]
    assert [one["url"] for one in told] == ["https://example.org/act", None]
