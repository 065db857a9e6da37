"""Pages of consultations in a real browser: no axe violation, in the dark and on a phone; commenting without script."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from tests.browser.conftest import violations
from tests.consultations.conftest import citizen, do, of, told

from springhead.config import wiring
from springhead.engine.kernel.actors import Role, machine
from springhead.engine.kernel.now import now
from springhead.forums.consultations import commands, picture, table, table_writing
from springhead.forums.consultations.models import Comment, Consultation
from springhead.foundation.agencies import naming
from springhead.foundation.agencies.models import Agency, Membership, Person
from springhead.foundation.cases.fire import Opening, open_case
from springhead.foundation.cases.models import Mail

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SEEDS = [{"text": "資料應該即時開放。", "side": "for"}, {"text": "即時開放成本太高。", "side": "against"}]
WHY = "公車業者契約已約定提供，六月起增列。"
ANSWER = "清單增列公車到站預估，其餘維持；諮詢小組六月決定。請大家繼續提供意見。"


@pytest.fixture
def host() -> Agency:
    wiring.install()
    return naming.create(Agency(names={"zh-Hant": "清溪縣政府交通處", "en": "Transport of Clearbrook"}))


def opened(host: Agency) -> Consultation:
    """A consultation with comments, a reply and votes of two kinds."""
    command = commands.parse("plan", told(at=now(), statements=True, seeds=SEEDS))
    opening = Opening({"zh-Hant": command.title}, host.public_id)
    case = open_case("consultation", command, opening, by=of(host), at=now()).case
    row = Consultation.objects.select_related("case").get(case=case)
    do(row, "open", of(host), at=now())
    for n in range(32):
        who = citizen(f"voter{n:03}")
        for place in (1, 2):
            choice = "agree" if n % 2 == place % 2 else "disagree"
            do(row, "vote", who, at=now(), statement=place, choice=choice)
        if n < 3:
            do(row, "comment", who, at=now(), text=f"希望有公車到站預估。{n}", anchor="n1", to=n)
    do(row, "propose", citizen("voter001"), at=now(), text="先開放公車，再談停車。")
    return row


def answered(host: Agency) -> Consultation:
    row = opened(host)
    do(row, "close", machine("clock"), at=now())
    rows = [
        ["類別", "意見摘要", "意見編號", "機關代號", "處理情形", "理由"],
        ["1", "到站預估", "1-3", "", "採納", WHY],
    ]
    table_writing.write(row, rows, seen=table.digest(table.current(row)), by=of(host))
    do(row, "respond", of(host), at=now(), text=ANSWER)
    Consultation.objects.filter(pk=row.pk).update(picture=picture.compute(row))
    return row


@pytest.fixture(params=["light", "dark"])
def page(chromium: Any, live_server: Any, request: Any) -> Iterator[Any]:
    """A fresh page in each colour scheme."""
    context = chromium.new_context(base_url=live_server.url, color_scheme=request.param)
    yield context.new_page()
    context.close()


def look(page: Any, addresses: list[str]) -> None:
    """Open each address wide and narrow: no violation, nothing wider than the screen."""
    for address in addresses:
        for width in (1280, 375):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.goto(address).status == 200, address
            assert violations(page) == [], address
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address


def test_public_pages_have_no_violation(page: Any, host: Agency) -> None:
    row, over = opened(host), answered(host)
    one, two = f"/consultations/{row.number}", f"/consultations/{over.number}"
    look(page, ["/consultations/", "/en/consultations/?show=all", one, f"/en{one}", f"{one}/comments/1"])
    look(
        page, [f"{one}/statements", two, f"{two}/answers", f"/en{two}/statements", "/consultations/mine/link"]
    )


def corrected(host: Agency) -> Consultation:
    """The answered one, reopened and published again with another disposition."""
    row = answered(host)
    do(row, "reopen", of(host), at=now(), reason="契約查明後只能先開放市區公車，須更正。")
    rows = [*table.rows_of(row)]
    rows[1][-2:] = ["部分採納", "六月先增列市區公車，公路客運待契約更新。"]
    table_writing.write(row, rows, seen=table.digest(table.current(row)), by=of(host))
    do(row, "correct", of(host), at=now(), text=ANSWER)
    return row


def test_pages_of_a_corrected_answer_and_of_a_search_have_no_violation(page: Any, host: Agency) -> None:
    one = f"/consultations/{corrected(host).number}"
    look(page, [f"{one}/answers", f"/en{one}/answers", f"{one}/answers/1", one])
    look(page, [f"{one}?q=公車", f"/en{one}?q=捷運", f"/consultations/?show=all&agency={host.public_id}"])


def test_the_desk_corrects_an_answer_without_script(chromium: Any, live_server: Any, host: Agency) -> None:
    row = answered(host)
    person = Person.objects.create_user("officer@example.tw", "correct horse battery")
    Membership.objects.create(person=person, agency=host, role=Role.OFFICER)
    client = Client()
    client.force_login(person)
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    context.add_cookies([cookie])
    page = context.new_page()
    page.goto(f"/desk/consultations/{row.number}")
    page.get_by_label("為什麼要更正（公開）").fill("契約查明後只能先開放市區公車，須更正。")
    page.get_by_role("button", name="重開回應表").click()
    page.goto(f"/desk/consultations/{row.number}/groups/1")
    page.get_by_label("處理情形").select_option("partly")
    page.get_by_label("理由（公開，並寄給留言的人）").fill("六月先增列市區公車，公路客運待契約更新。")
    page.get_by_role("button", name="存檔").click()
    page.goto(f"/consultations/{row.number}/answers")
    assert page.get_by_text(WHY).is_visible(), "the published answer stands"
    page.goto(f"/desk/consultations/{row.number}")
    page.get_by_role("button", name="公布更正", exact=True).click()
    page.goto(f"/consultations/{row.number}/answers")
    assert page.get_by_role("heading", name="這一版更正了什麼").is_visible()
    page.get_by_role("link", name="第 1 版", exact=True).click()
    assert page.get_by_text("這是舊版").is_visible()
    context.close()


def test_pages_of_the_desk_have_no_violation(page: Any, host: Agency, live_server: Any) -> None:
    row = opened(host)
    person = Person.objects.create_user("officer@example.tw", "correct horse battery")
    Membership.objects.create(person=person, agency=host, role=Role.OFFICER)
    client = Client()
    client.force_login(person)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    desk = f"/desk/consultations/{row.number}"
    look(page, ["/desk/consultations/", "/desk/consultations/new", desk, f"{desk}/comments"])
    look(page, [f"{desk}/table", f"{desk}/groups/1", f"/en{desk}/import"])


def test_commenting_needs_no_script(chromium: Any, live_server: Any, host: Agency) -> None:
    row = opened(host)
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"/consultations/{row.number}")
    page.get_by_role("textbox", name="您的意見").fill("請加上路外停車場。")
    page.get_by_role("textbox", name="姓名").fill("林美玲")
    page.get_by_role("textbox", name="電子郵件").fill("mei@example.org")
    page.get_by_role("button", name="寄確認信").click()
    assert "mei@example.org" in page.content()
    link = re.search(r"https?://[^/]+(/\S+)", Mail.objects.get(to="mei@example.org").body)
    assert link is not None
    page.goto(link.group(1))
    page.get_by_role("button", name="刊出").click()
    assert "請加上路外停車場。" in page.content()
    assert Comment.objects.get(number=4).name_shown == "林*玲"
    context.close()
