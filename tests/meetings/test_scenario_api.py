"""The whole story by API alone: three ministries and an office below one, twenty-five matters, three committees.

One meeting by consensus, one that loses its quorum and meets again by positions (a recusal, a Discuss, an objection to
its minutes), one written review, and a resolution whose command fails and is taken up again. Besides the API only the
clock, and what workers do by themselves: followers of the ledger, terms that end, resolutions that take effect.
"""

import subprocess
import sys
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from tests.data_requests.conftest import REFUSAL, refused
from tests.meetings.conftest import DAY, NOTICE, POLICY, TO_OPEN, WHY, Clock, person
from tests.meetings.test_api import Caller

from springhead.config import wiring
from springhead.engine.kernel.actors import Role
from springhead.forums.committees import resolutions
from springhead.forums.meetings import outcomes
from springhead.foundation.agencies import naming
from springhead.foundation.agencies.leaving import appoint
from springhead.foundation.agencies.models import Agency, Membership
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.ledger.followers import run_followers

pytestmark = pytest.mark.django_db
WORKERS = [one for one in wiring.FOLLOWERS if one.name in {"heads", "promises", "refusals", "matters"}]
PROMISED = "2026-09-30"
CLASS_REASON = "資料含個案姓名與就醫紀錄，去識別化後樣本過小，仍可能間接識別當事人，已評估部分開放仍不可行。"
ASKED = {"interior": 3, "police": 7, "transport": 4, "health": 4}  # refusals by agency
HELD = {"interior": 2, "police": 2, "transport": 2, "health": 1}  # classifications by agency
NAMES = {
    "interior": "示範內政部",
    "police": "示範內政部警政署",
    "transport": "示範交通部",
    "health": "示範衛生部",
}
LOST, FIRST, AGAIN = date(2026, 3, 20), date(2026, 3, 23), date(2026, 4, 15)


def work() -> None:
    """Do what workers do between two calls, until nothing comes of it."""
    for _ in range(3):
        while outcomes.record_rest():
            pass
        resolutions.carry_out_rest()
        assert [one.failure for one in run_followers(WORKERS) if one.failure] == []


@dataclass
class Republic:
    """The agencies by name, the ids of their committees and members, and who calls."""

    client: Any
    clock: Clock
    agencies: dict[str, Agency]
    bodies: dict[str, str]
    members: dict[str, list[str]]
    keys: dict[str, tuple[Caller, Any]] = field(default_factory=dict)

    def of(self, name: str) -> Caller:
        """Somebody's program, with a key that is valid for a month."""
        caller, made = self.keys.get(name) or (None, self.clock.at)
        if caller is None or self.clock.at - made > 20 * DAY:
            caller = Caller(self.client, name)
            self.keys[name] = caller, self.clock.at
        return caller

    def read(self, path: str) -> Any:
        """What everybody reads, without a key."""
        answer = self.client.get(f"/api/v1{path}")
        assert answer.status_code == 200, answer.json()
        return answer.json()

    def to(self, day: Any) -> None:
        self.clock.to(day)
        work()


def posted(caller: Caller, path: str, **body: Any) -> Any:
    answer = caller.post(path, **body)
    assert answer.status_code == 200, answer.json()
    return answer.json()


@pytest.fixture
def republic(client, clock, db, tmp_path, settings) -> Republic:
    """Agencies and accounts, as the list of agencies and the sign-in make them; committees and members by API."""
    settings.SPRINGHEAD = replace(
        settings.SPRINGHEAD, data=tmp_path / "data"
    )  # its heads, not another ledger's
    agencies = {name: naming.create(Agency(names={"zh-Hant": told})) for name, told in NAMES.items()}
    Agency.objects.filter(pk=agencies["police"].pk).update(parent=agencies["interior"])
    with transaction.atomic():
        Membership.objects.create(person=person("policy"), role=Role.POLICY_OFFICE, valid_from="2026-01-01")
        for name, agency in agencies.items():
            appoint(person(f"officer-{name}"), Role.OFFICER, agency, by=POLICY)
            appoint(person(f"head-{name}"), Role.AGENCY_HEAD, agency, by=POLICY)
    person("citizen")
    policy = Caller(client, "policy")
    bodies, members = {}, {}
    for name in ("interior", "transport", "health"):
        told = {"zh-Hant": f"{NAMES[name]}資料開放諮詢小組"}
        bodies[name] = posted(policy, "/committees", name=told, agency=agencies[name].public_id)["id"]
        people = [
            ("secretary", "secretary", "agency"),
            ("m0", "convener", "agency"),
            ("m1", "member", "agency"),
        ]
        people += [(f"m{n}", "member", "public") for n in (2, 3, 4)]
        members[name] = []
        for who, position, identity in people:
            person(f"{name}-{who}")
            seat = {"name": f"{NAMES[name]}{who}", "position": position, "identity": identity}
            seat |= {"email": f"{name}-{who}@example.org", "valid_from": "2026-01-01"}
            made = posted(policy, f"/committees/{bodies[name]}/members", **seat)
            if position != "secretary":
                members[name].append(made["id"])
    return Republic(client, clock, agencies, bodies, members)


def ask_and_refuse(here: Republic, name: str, n: int) -> tuple[str, str, str]:
    """Ask an agency and let it refuse; return request, part and the address of the citizen's receipt."""
    title = f"{NAMES[name]}第 {n} 種登記資料"
    told = {
        "title": title,
        "items": [{"title": title, "fields": ["欄位"]}],
        "reason": "想知道各地的情形，安排課程。",
    }
    sent = posted(here.of("citizen"), "/requests", agencies=[here.agencies[name].public_id], **told)
    [part] = sent["parts"]
    here.of(f"officer-{name}").command(part, "answer", items=[refused()])
    return sent["number"], part, sent["receipt"]


def classify(here: Republic, name: str, n: int) -> str:
    """Let an agency class a dataset it holds as not provided; return the class case."""
    title = {"zh-Hant": f"{NAMES[name]}第 {n} 種個案資料"}
    held = Dataset.objects.create(agency=here.agencies[name], title=title)
    told = {"openness": "not_provided", "grounds": ["foi-18-1-6"], "reason": CLASS_REASON}
    officer = here.of(f"officer-{name}")
    return posted(officer, f"/openness/datasets/{held.public_id}/classify", **told)["number"]


def waiting(here: Republic, name: str) -> set[str]:
    """The cases that wait for a committee."""
    return {one["case"] for one in here.read(f"/committees/{here.bodies[name]}/matters")}


def packet(here: Republic, number: str) -> list[dict[str, Any]]:
    return here.read(f"/meetings/{number}")["items"]


def item_of(here: Republic, number: str, case: str) -> str:
    [found] = [one["id"] for one in packet(here, number) if case in one["cases"]]
    return found


def announced(here: Republic, name: str, day: date) -> str:
    """Plan, announce and prepare a meeting; return its number."""
    desk = here.of(f"{name}-secretary")
    number = posted(desk, "/meetings", body=here.bodies[name])["number"]
    desk.command(number, "give_notice", **{**NOTICE, "held_on": day.isoformat()})
    desk.command(number, "send_papers")
    return number


def come(here: Republic, name: str, number: str, *, how_many: int) -> None:
    for n in range(how_many):
        here.of(f"{name}-m{n}").command(number, "attend", member=here.members[name][n])


def conclude(here: Republic, name: str, number: str, item: dict[str, Any], **told: Any) -> None:
    """Conclude an item of the packet; unless told otherwise what the agency said is found reasonable."""
    [found] = [one["code"] for one in item["options"] if one["code"] in {"reasonable", "find_reasonable"}]
    words = {"outcome": "resolved", "option": found, "text": WHY}
    here.of(f"{name}-m0").command(number, "conclude", item=item["id"], **{**words, **told})


def verifies_offline(here: Republic, receipt: str, folder: Path) -> str:
    """Download the receipt, the keys and the one file, and run it without anything else."""
    (folder / "receipt.json").write_bytes(here.client.get(receipt).content)
    (folder / "verify.py").write_bytes(b"".join(here.client.get("/ledger/verify.py").streaming_content))
    (folder / "keys.json").write_bytes(here.client.get("/ledger/keys.json").content)
    command = [sys.executable, "-I", "-X", "utf8", "verify.py", "receipt.json", "--key", "keys.json"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def outcome_of(here: Republic, request: str) -> dict[str, Any]:
    [part] = here.read(f"/requests/{request}")["parts"]
    return part["items"][0]


def test_twenty_five_matters_are_heard_by_api_alone(republic, tmp_path):
    here = republic
    refusals = {name: [ask_and_refuse(here, name, n) for n in range(count)] for name, count in ASKED.items()}
    classes = {name: [classify(here, name, n) for n in range(count)] for name, count in HELD.items()}
    work()

    # Nobody put anything on a list: the office's refusals wait for its ministry's committee, with their classes.
    assert sum(map(len, refusals.values())) + sum(map(len, classes.values())) == 25
    for name, below in (
        ("interior", ["interior", "police"]),
        ("transport", ["transport"]),
        ("health", ["health"]),
    ):
        found = waiting(here, name)
        mine = {part for one in below for _, part, _ in refusals[one]} | {
            n for one in below for n in classes[one]
        }
        assert mine <= found
        assert len(found) == 2 * sum(ASKED[one] for one in below) + sum(HELD[one] for one in below)
    request, part, receipt = refusals["police"][0]
    assert outcome_of(here, request)["heard"] is False, "未經審議"
    told = here.read(f"/requests/{request}/hearings")
    [wait] = told.pop("waits")
    assert (wait["case"], wait["body"], told) == (
        part,
        here.bodies["interior"],
        {"agendas": [], "resolutions": []},
    ), "the ministry's committee has it on its list by itself"

    review = written_review(here)
    lost = announced(here, "transport", LOST)
    number = announced(here, "interior", FIRST)
    assert len(packet(here, number)) == 14
    told = here.read(f"/requests/{request}/hearings")
    assert told["waits"] == []
    [agenda] = told["agendas"]
    assert (agenda["meeting"], agenda["state"], agenda["cases"]) == (number, "papers_out", [part])
    assert (agenda["body"], agenda["held_on"]) == (here.bodies["interior"], FIRST.isoformat())

    the_review_is_over(here, review, refusals["health"], classes["health"])
    again = lose_the_quorum(here, lost)
    by_consensus(here, number, refusals["police"])
    the_head_approves(here, number, request, part)
    verifies_offline(here, receipt, tmp_path)
    by_positions(here, again, refusals["transport"])
    for name in here.bodies:
        assert waiting(here, name) == set()


def written_review(here: Republic) -> str:
    """Send the waiting matters of one ministry round; three of five members answer."""
    desk = here.of("health-secretary")
    number = posted(desk, "/meetings", body=here.bodies["health"], mode="written")["number"]
    desk.command(number, "send_for_review")
    assert here.of("health-m1").get("/meetings/to-do").json()[0]["missing"] == 5
    for n in (1, 2, 3):
        caller, seat = here.of(f"health-m{n}"), here.members["health"][n]
        for one in packet(here, number):
            caller.command(number, "position", member=seat, item=one["id"], position="no_objection")
    return number


def the_review_is_over(here: Republic, number: str, refusals: list[Any], classes: list[str]) -> None:
    """The window ends by itself; what was reviewed is concluded and takes effect."""
    here.to(here.clock.at.date() + 15 * DAY)
    assert here.read(f"/meetings/{number}")["state"] == "held"
    for one in packet(here, number):
        conclude(here, "health", number, one, way="vote")
    here.of("health-secretary").command(number, "draft_minutes")
    here.of("health-m0").command(number, "confirm", reason="已以電子郵件徵詢全體委員，均無意見。")
    work()
    assert {outcome_of(here, request)["heard"] for request, _, _ in refusals} == {True}
    assert {here.read(f"/openness/{one}")["heard"] for one in classes} == {"reasonable"}
    made = here.read(f"/committees/{here.bodies['health']}/resolutions")
    assert (len(made), {one["way"] for one in made}) == (2 * len(refusals) + len(classes), {"written"})


def by_consensus(here: Republic, number: str, refusals: list[Any]) -> None:
    """One refusal is overruled, the others stand; of one the command fails and is taken up again."""
    (_, overruled, _), (asked, failing, _) = refusals[:2]
    here.to(FIRST)
    come(here, "interior", number, how_many=4)
    here.of("interior-m0").command(number, "open")
    for one in packet(here, number):
        if overruled in one["cases"]:
            conclude(here, "interior", number, one, option="to_be_opened", text=TO_OPEN, until=PROMISED)
        else:
            conclude(here, "interior", number, one)
    here.of("interior-m0").command(number, "close")
    here.of("interior-secretary").command(number, "draft_minutes")
    here.to(here.clock.at + 6 * DAY)
    here.of("citizen").command(failing, "contest", reason="去識別化後仍有研究價值，請再考慮。")
    here.to(here.clock.at + 4 * DAY)
    assert here.read(f"/meetings/{number}")["state"] == "minutes_confirmed", "nobody objected"

    desk = f"/committees/{here.bodies['interior']}/desk"
    assert here.of("transport-secretary").get(desk).status_code == 403
    [left] = here.of("interior-secretary").get(desk).json()["failed"]
    assert (left["case"], left["done"], bool(left["problems"])) == (failing, False, True)
    assert outcome_of(here, asked)["heard"] is False
    stuck = posted(here.of("interior-secretary"), f"/resolutions/{left['id']}/retry")
    assert stuck["done"] is False, "the agency is still reconsidering"
    again = "經重新檢討，仍可能間接識別當事人，維持原回復。" + REFUSAL
    here.of("officer-police").command(failing, "change", items=[refused(reason=again)], reason=again)
    assert here.of("transport-secretary").post(f"/resolutions/{left['id']}/retry").status_code == 403
    done = posted(here.of("interior-secretary"), f"/resolutions/{left['id']}/retry")
    assert (done["done"], done["problems"]) == (True, [])
    assert here.of("interior-secretary").get(desk).json()["failed"] == []
    assert outcome_of(here, asked)["heard"] is True
    here.to(here.clock.at + 6 * DAY)
    assert here.read(f"/meetings/{number}")["state"] == "published", "by itself"


def the_head_approves(here: Republic, number: str, request: str, part: str) -> None:
    """What overrules a refusal waits for the head of the ministry; then it is a promise with a date."""
    [told] = here.read(f"/requests/{request}/hearings")["resolutions"]
    assert (told["meeting"], told["approval"], told["done"], told["text"]) == (
        number,
        "waiting",
        False,
        TO_OPEN,
    )
    assert outcome_of(here, request)["outcome"] == "refused"
    assert here.of("head-police").get("/approvals").json() == [], (
        "the ministry's head approves, not the office's"
    )
    head = here.of("head-interior")
    listed = head.get("/approvals").json()
    assert {one["case"] for one in listed} >= {part}
    approval = {
        "document_number": "台內資字第 1150000001 號",
        "document_on": here.clock.at.date().isoformat(),
    }
    approved = posted(head, f"/resolutions/{told['id']}/approve", **approval)
    assert {one["approval_document"] for one in approved} == {approval["document_number"]}
    work()
    item = outcome_of(here, request)
    assert (item["outcome"], item["heard"]) == ("will_open", None)
    promise = here.read(f"/commitments/{item['commitment']}")
    assert (promise["due_on"], promise["final"]) == (PROMISED, True), "the committee set the date itself"
    [told] = here.read(f"/requests/{request}/hearings")["resolutions"]
    assert (told["approval"], told["done"]) == ("approved", True)
    assert here.client.get(told["receipt"]).status_code == 200
    [line] = here.read(f"/openness?dataset={item['dataset']}")["items"]
    assert line["state"] == "promised"


def lose_the_quorum(here: Republic, number: str) -> str:
    """Two of five come: nothing is resolved, and everything waits for the next meeting, which is announced."""
    matters = {case for one in packet(here, number) for case in one["cases"]}
    here.to(LOST)
    come(here, "transport", number, how_many=2)
    chair = here.of("transport-m0")
    answer = chair.post(f"/cases/{number}/commands/open")
    assert [one["code"] for one in answer.json()["problems"]] == ["meeting-no-quorum"]
    chair.command(number, "lack_quorum")
    assert here.read(f"/meetings/{number}")["state"] == "no_quorum"
    again = announced(here, "transport", AGAIN)
    assert {case for one in packet(here, again) for case in one["cases"]} == matters
    return again


def by_positions(here: Republic, number: str, refusals: list[Any]) -> None:
    """A vote with a recusal and a Discuss; somebody objects to the minutes, and the text changes."""
    seats, chair = here.members["transport"], here.of("transport-m0")
    here.to(AGAIN)
    come(here, "transport", number, how_many=5)
    chair = here.of("transport-m0")
    chair.command(number, "open")
    item = item_of(here, number, refusals[0][1])
    others = [one for one in packet(here, number) if one["id"] != item]
    here.of("transport-m1").command(
        number, "declare_conflict", member=seats[1], item=item, text="曾任該部顧問，就本案迴避。"
    )
    recused = here.of("transport-m1").post(
        f"/cases/{number}/commands/position", member=seats[1], item=item, position="yes"
    )
    assert [one["code"] for one in recused.json()["problems"]] == ["meeting-recused"]
    clears = "改為開放鄉鎮市區層級的統計，即可同意。"
    here.of("transport-m2").command(
        number, "position", member=seats[2], item=item, position="discuss", text=clears
    )
    for n, position in ((0, "yes"), (3, "no_objection"), (4, "yes")):
        here.of(f"transport-m{n}").command(number, "position", member=seats[n], item=item, position=position)
    told = {"item": item, "outcome": "resolved", "way": "vote", "option": "reasonable", "text": WHY}
    held = chair.post(f"/cases/{number}/commands/conclude", **told)
    assert [one["code"] for one in held.json()["problems"]] == ["meeting-discuss-open"]
    ruling = "鄉鎮市區統計另列管辦理，不影響本案結論。"
    chair.command(number, "rule_on_discuss", member=seats[2], item=item, reason=ruling)
    chair.command(number, "conclude", **told)
    for one in others:
        conclude(here, "transport", number, one)
    chair.command(number, "close")
    here.of("transport-secretary").command(number, "draft_minutes")
    here.of("transport-m2").command(
        number, "object", member=seats[2], place=item, text="決議漏記本人所提的條件，請補上。"
    )
    here.to(here.clock.at + 20 * DAY)
    assert here.read(f"/meetings/{number}")["state"] == "minutes_draft", "an open objection holds the minutes"
    early = here.of("transport-m0").post(f"/cases/{number}/commands/confirm")
    assert early.status_code == 409
    [objection] = here.of("transport-m0").get(f"/meetings/{number}/mine").json()["objections"]
    mended = f"{WHY}委員所提條件：{clears}"
    here.of("transport-m0").command(number, "settle_objection", objection=objection["id"], text=mended)
    here.to(here.clock.at + 10 * DAY)
    here.to(here.clock.at + 6 * DAY)
    document = here.read(f"/meetings/{number}/minutes")
    [line] = [one for one in document["items"] if one["id"] == item]
    assert {one["position"] for one in line["positions"]} >= {"yes", "no_objection", "discuss"}
    assert line["resolution"] == mended
    made = here.read(f"/committees/{here.bodies['transport']}/resolutions")
    [voted] = [one for one in made if one["case"] == refusals[0][1]]
    assert (voted["votes"], voted["done"]) == (
        {"yes": 2, "no_objection": 1, "discuss": 1, "recused": 1}, True,
    )  # fmt: skip
    assert {outcome_of(here, request)["heard"] for request, _, _ in refusals} == {True}
