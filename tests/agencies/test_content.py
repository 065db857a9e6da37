"""The agencies that ship with the product, and finding agencies by name."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings

from springhead.foundation.agencies import content, queries
from springhead.foundation.agencies.models import Agency, AgencyAlias
from springhead.foundation.ledger.models import Event

pytestmark = pytest.mark.django_db

CONTENT = Path(settings.CONTENT) / "agencies"
Named = Callable[[str], Agency]


def rows(name: str) -> list[dict[str, str]]:
    with (CONTENT / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_all_22_counties_are_there_with_their_codes(agencies: None) -> None:
    assert len(rows("counties.csv")) == 22
    assert AgencyAlias.objects.filter(scheme="county5").count() == 22
    assert AgencyAlias.objects.filter(scheme="iso").count() == 22
    assert queries.by_alias("county5", "09020", viewer=None).name() == "金門縣政府"


def test_the_official_numbers_find_their_agency(agencies: None) -> None:
    water = queries.by_alias("oid", "2.16.886.101.20003.20007.20014", viewer=None)
    assert water.name() == "經濟部水利署"
    assert water.parent.name() == "經濟部"
    assert water.level == 3
    assert queries.by_alias("org_code", "A41000000G", viewer=None).name() == "國家發展委員會"


def test_unknown_oids_stay_empty(agencies: None, named: Named) -> None:
    assert not named("臺北市政府").aliases.filter(scheme="oid").exists()


def test_predecessors_lead_to_their_successors(agencies: None, named: Named) -> None:
    old = named("行政院環境保護署")
    assert old.ended
    assert [each.name() for each in old.successors.all()] == ["環境部"]
    assert named("環保署") == old


def test_rule_regimes_follow_the_yuans(agencies: None, named: Named) -> None:
    regimes = {name: named(name).rule_regime for name in ("經濟部", "立法院", "總統府", "花蓮縣政府")}
    assert regimes == {
        "經濟部": "executive_yuan",
        "立法院": "other_yuan",
        "總統府": "other_yuan",
        "花蓮縣政府": "local",
    }


def test_loading_twice_changes_nothing_and_writes_no_event(agencies: None) -> None:
    before = (Agency.objects.count(), AgencyAlias.objects.count(), Event.objects.count())
    tally = content.load()
    assert (tally.added, tally.changed, tally.problems) == ([], {}, [])
    assert (Agency.objects.count(), AgencyAlias.objects.count(), Event.objects.count()) == before


def test_loading_never_overwrites_what_an_installation_knows_better(agencies: None, named: Named) -> None:
    agency = named("經濟部")
    agency.short_name = "經部"
    agency.save()
    content.load()
    agency.refresh_from_db()
    assert agency.short_name == "經部"


@pytest.mark.parametrize(
    ("name", "parent"),
    [
        ("新北市政府地政局", "新北市政府"),
        ("台北市政府工務局", "臺北市政府"),
        ("花蓮縣地方稅務局", "花蓮縣政府"),
        ("內政部移民署", "內政部"),
        ("財政部關務署基隆關", "財政部關務署"),
    ],
)
def test_an_unknown_name_finds_its_parent_by_prefix(agencies: None, name: str, parent: str) -> None:
    agency = queries.find_or_provisional(name)
    assert agency.provisional
    assert agency.parent.name() == parent
    assert agency.rule_regime == agency.parent.rule_regime


def test_a_name_that_tells_no_parent_stands_alone(agencies: None) -> None:
    assert queries.find_or_provisional("社會處").parent is None


def test_a_name_is_listed_once_whatever_its_spelling(agencies: None) -> None:
    assert queries.find_or_provisional("臺北市政府社會局") == queries.find_or_provisional("台北市政府 社會局")
    assert Event.objects.filter(event="agency.listed_provisionally").count() == 1


def test_a_known_name_writes_nothing(agencies: None, named: Named) -> None:
    events = Event.objects.count()
    assert queries.find_or_provisional("經濟部水利署") == named("經濟部水利署")
    assert Event.objects.count() == events


@pytest.mark.parametrize(
    "order", [("法務部矯正署", "法務部矯正署基隆監獄"), ("法務部矯正署基隆監獄", "法務部矯正署")]
)
def test_the_order_of_arrival_does_not_matter(agencies: None, named: Named, order: tuple[str, str]) -> None:
    for name in order:
        queries.find_or_provisional(name)
    assert named("法務部矯正署基隆監獄").parent.name() == "法務部矯正署"
    assert named("法務部矯正署").parent.name() == "法務部"


def test_many_names_come_back_under_the_names_asked_for(agencies: None) -> None:
    names = ["經濟部", "臺北市政府衛生局", "台北市政府衛生局"]
    found = queries.find_or_provisional_many(names)
    assert set(found) == set(names)
    assert found["臺北市政府衛生局"] == found["台北市政府衛生局"]


def test_an_empty_or_endless_name_is_refused(agencies: None) -> None:
    from springhead.engine.kernel.problems import Refused

    with pytest.raises(Refused) as refusal:
        queries.find_or_provisional_many(["  ", "長" * 201])
    assert {problem.code for problem in refusal.value.problems} == {
        "agency-name-missing",
        "agency-name-too-long",
    }


def test_of_two_agencies_with_one_name_the_one_that_exists_wins(agencies: None, named: Named) -> None:
    old = Agency.objects.create(names={"zh-Hant": "經濟部"}, name_key="經濟部", ended=True)
    assert named("經濟部") != old
