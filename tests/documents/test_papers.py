"""One description of a paper becomes an ODT and a PDF that say the same."""

import re
import zipfile
from typing import Final

import pytest
from lxml import etree

from springhead.engine.documents import odt, pdf, web
from springhead.engine.documents.paper import Heading, PageBreak, Paper, Table, Text, plain
from springhead.engine.kernel.problems import Refused

MINUTES = Paper(
    "第 3 次會議紀錄",
    (
        Heading("一、討論事項"),
        Text("主席裁示：#set page(width: 1cm) 不是指令，*也不是* $粗體$。\n第二行"),
        Table(("案號", "決議"), (("DR-2026-000123.1", "開放\n自即日起"), ("OC-2026-000001", "維持"))),
    ),
)


def paragraphs(file) -> list[str]:
    with zipfile.ZipFile(file) as archive:
        tree = etree.fromstring(archive.read("content.xml"))
    name = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
    return ["".join(one.itertext()) for one in tree.iter(f"{name}h", f"{name}p")]


def test_the_odt_has_every_line_in_order() -> None:
    assert paragraphs(odt.write(MINUTES)) == [
        "第 3 次會議紀錄",
        "一、討論事項",
        "主席裁示：#set page(width: 1cm) 不是指令，*也不是* $粗體$。",
        "第二行",
        "案號",
        "決議",
        "DR-2026-000123.1",
        "開放",
        "自即日起",
        "OC-2026-000001",
        "維持",
    ]


def test_what_xml_cannot_hold_is_left_out_of_the_odt() -> None:
    assert paragraphs(odt.write(plain("標題", ["甲\x00乙\x0b丙"]))) == ["標題", "甲乙丙"]


def test_the_html_stands_alone_and_what_was_typed_is_no_markup() -> None:
    made = web.write(Paper("<b>紀錄</b>", (*MINUTES.blocks, Text("<script>alert(1)</script>")))).decode()
    tree = etree.fromstring(made.encode(), etree.HTMLParser())
    assert tree.findtext(".//h1") == "<b>紀錄</b>"
    assert [one.text for one in tree.iter("th")] == ["案號", "決議"]
    assert next(one.text for one in tree.iter("td")) == "DR-2026-000123.1"
    assert not list(tree.iter("script", "link", "img"))
    assert "http" not in made
    assert 'lang="zh-Hant-TW"' in made


THREE: Final = Paper("三頁", (Text("一"), PageBreak(), Text("二"), PageBreak(), Text("三")))


def test_what_follows_a_page_break_begins_a_new_page_in_every_form() -> None:
    assert paragraphs(odt.write(THREE)) == ["三頁", "一", "", "二", "", "三"]
    with zipfile.ZipFile(odt.write(THREE)) as archive:
        assert b'fo:break-before="page"' in archive.read("styles.xml")
        assert archive.read("content.xml").count(b'style-name="page"') == 2
    assert web.write(THREE).count(b"<hr>") == 2


@pytest.mark.skipif(pdf.chinese_font() is None, reason="this machine has no Chinese font (fonts-noto-cjk)")
def test_the_pdf_breaks_pages_and_keeps_long_digests_in_their_cells() -> None:
    assert pages(pdf.write(THREE)) == 3
    digests = Paper("寬", (Table(("甲", "乙", "丙"), ((("3a0104d0" * 8),) * 3,) * 40),))
    short = Paper("窄", (Table(("甲", "乙", "丙"), (("3a0104d0",) * 3,) * 40),))
    assert pages(pdf.write(digests)) > pages(pdf.write(short))  # broken into lines, not run over the edge


@pytest.mark.skipif(pdf.chinese_font() is None, reason="this machine has no Chinese font (fonts-noto-cjk)")
def test_the_pdf_is_tagged_and_grows_with_its_rows() -> None:
    made = pdf.write(MINUTES)
    assert made.startswith(b"%PDF-")
    assert b"/StructTreeRoot" in made
    assert re.search(rb"pdfuaid:part>\s*1<", made)
    long = pdf.write(Paper("長", (Table(("甲",), tuple((f"{n}",) for n in range(200))),)))
    assert pages(made) == 1  # what was typed is no markup: the page keeps its width and the table its place
    assert pages(long) > 3


def pages(made: bytes) -> int:
    return max(int(found) for found in re.findall(rb"/Count (\d+)", made))


def test_without_a_chinese_font_the_pdf_says_what_to_do(monkeypatch) -> None:
    monkeypatch.setattr(pdf, "chinese_font", lambda: None)
    with pytest.raises(Refused) as refused:
        pdf.write(MINUTES)
    assert refused.value.status == 503
    assert "fonts-noto-cjk" in refused.value.problems[0].remedy()
