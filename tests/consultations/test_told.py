"""Your comment → what happened: every participant is told by every agency concerned; nobody is told of what was imported."""

import pytest
from tests.consultations.conftest import DAY, again, do, of, state

from springhead.engine.kernel.actors import machine
from springhead.engine.kernel.now import now
from springhead.forums.consultations import importing, table, table_writing, telling
from springhead.forums.consultations.models import Consultation
from springhead.foundation.cases import askers
from springhead.foundation.cases.models import Asker, Mail

pytestmark = pytest.mark.django_db
HEADER = ["類別", "意見摘要", "意見編號", "機關代號", "處理情形", "理由"]
ANSWER = "清單增列公車到站預估，其餘維持；諮詢小組六月決定。請大家繼續提供意見。"
PEOPLE = {
    "mei": "公車要有到站預估，路口要有事故資料。",
    "lin": "停車費應該免費。",
    "wang": "停車格要每分鐘更新。",
}
SAID = {  # comment: what each agency says of it: host, police
    "mei": (("採納", "到站預估六月起增列於清單。"), ("不採納", "事故地點涉及當事人隱私，只公布統計。")),
    "lin": (("不採納", "停車費率由議會訂定，不在本次範圍。"), ("不採納", "本局不主管停車收費的費率。")),
    "wang": (
        ("部分採納", "改為每十分鐘更新，感測器頻率所限。"),
        ("部分採納", "拖吊中的車格一併標示，每日一次。"),
    ),
}


class Run:
    def __init__(self, number: str) -> None:
        self.payload = {"case": number, "version": 1}

    def check(self) -> None:
        """Nothing stops it."""


@pytest.fixture
def answered(opened, transport, police) -> Consultation:
    """Three comments: one answered differently by the two agencies, one rejected, one accepted in part; one imported."""
    when = now()
    row = opened(police, at=when, platform="https://join.example.tw/policies/detail/1")
    for name, text in PEOPLE.items():
        lang = "en" if name == "wang" else "zh-Hant"
        asker = Asker.objects.create(email=f"{name}@example.org", name="林美玲", lang=lang, confirmed_at=when)
        do(row, "comment", askers.actor_of(asker), at=when, text=text)
    brought = importing.from_paste(row, "編號\t日期\t姓名\t意見\n88\t2026/3/5\t王小明\t也要停車格資料。\n")
    do(row, "bring_in", of(transport), at=when, comments=brought)
    do(row, "close", machine("clock"), at=when)
    groups = [
        *SAID.values(),
        (("採納", "停車格資料已列入清單，八月開放。"), ("錄案參考", "取締資料另案研議後公布。")),
    ]
    both = (row.host, police.public_id)
    rows = [
        [str(n), f"第 {n} 類意見", str(n), agency, *(answer if agency == row.host else ("", ""))]
        for n, answers in enumerate(groups, 1)
        for agency, answer in zip(both, answers, strict=True)
    ]
    write(row, of(transport), rows)
    for line, answer in zip(rows[1::2], [answers[1] for answers in groups], strict=True):
        line[4:] = answer
    write(row, of(police), rows)
    do(row, "respond", of(transport), at=when + DAY, text=ANSWER)
    telling.tell_all(Run(row.number))
    return again(row)


def write(row, by, rows) -> None:
    table_writing.write(row, [HEADER, *rows], seen=table.digest(table.current(row)), by=by)


@pytest.mark.parametrize("name", PEOPLE)
def test_each_participant_hears_of_their_own_comment_from_every_agency_concerned(answered, name) -> None:
    assert state(answered) == "answered"
    (mail,) = Mail.objects.filter(to=f"{name}@example.org")
    english = {"採納": "Accepted", "不採納": "Not accepted", "部分採納": "Partly accepted"}
    assert PEOPLE[name] in mail.body
    for (disposition, reasons), agency in zip(
        SAID[name], (("交通處", "Transport"), ("警察局", "Police")), strict=True
    ):
        word = english[disposition] if name == "wang" else disposition
        who = agency[1] if name == "wang" else agency[0]
        (line,) = [line for line in mail.body.splitlines() if reasons in line]
        assert word in line
        assert who in line
    for other in PEOPLE.keys() - {name}:
        assert PEOPLE[other] not in mail.body, "one hears of one's own comments"
        assert all(reasons not in mail.body for _, reasons in SAID[other])


def test_an_answer_that_is_split_shows_both_sides_on_every_page(client, answered) -> None:
    for lang, words in (("", ("採納", "不採納")), ("/en", ("Accepted", "Not accepted"))):
        for page in (
            f"/consultations/{answered.number}/comments/1",
            f"/consultations/{answered.number}/answers",
        ):
            shown = client.get(f"{lang}{page}").content.decode()
            for (_, reasons), word in zip(SAID["mei"], words, strict=True):
                assert reasons in shown
                assert word in shown
    groups = client.get(f"/api/v1/consultations/{answered.number}/answers").json()["items"]
    assert [[one["disposition"] for one in group["answers"]] for group in groups] == [
        ["accepted", "rejected"], ["rejected", "rejected"], ["partly", "partly"], ["accepted", "noted"],
    ]  # fmt: skip


def test_nobody_is_mailed_of_an_imported_comment_and_the_page_says_so(client, answered) -> None:
    assert set(Mail.objects.values_list("to", flat=True)) == {f"{name}@example.org" for name in PEOPLE}
    for lang, words in (
        ("", ("來自眾開講", "沒有留言者的信箱")),
        ("/en", ("participation platform", "no address to write to")),
    ):
        shown = client.get(f"{lang}/consultations/{answered.number}/comments/4").content.decode()
        assert all(word in shown for word in words)
        assert "停車格資料已列入清單，八月開放。" in shown, "what became of it stands there all the same"
        assert answered.platform in shown
        own = client.get(f"{lang}/consultations/{answered.number}/comments/1").content.decode()
        assert words[1] not in own
        every = client.get(f"{lang}/consultations/{answered.number}/answers").content.decode()
        assert words[1] in every
        assert answered.platform in every


def test_where_nothing_was_imported_no_page_speaks_of_it(client, opened, transport) -> None:
    row = opened(at=now())
    do(row, "close", machine("clock"), at=now())
    do(row, "respond", of(transport), at=now() + DAY, text=ANSWER)
    shown = client.get(f"/consultations/{row.number}/answers").content.decode()
    assert "沒有留言者的信箱" not in shown
