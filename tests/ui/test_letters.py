"""A mail says the same in text and in HTML."""

from springhead.foundation.ui.letters import as_html, letter

LINK = "https://data.example/requests/DR-2026-000123"


def test_a_letter_says_why_it_came_and_how_to_stop() -> None:
    text = letter(
        ["警政署須於 11 月 26 日（四）前具體回應。", " "],
        lang="zh-TW",
        link=LINK,
        why="您追蹤了這件請求。",
        stop="https://data.example/s/1",
    )
    assert text.startswith("警政署須於 11 月 26 日（四）前具體回應。\n\n" + LINK)
    assert "您追蹤了這件請求。\n不想再收到這類通知： https://data.example/s/1" in text


def test_the_text_form_escapes_nothing_and_the_html_form_everything() -> None:
    text = letter(["a < b & c <script>"], lang="en", link=LINK)
    assert "a < b & c <script>" in text
    page = as_html(text, subject="A & B", lang="en")
    assert "<script>" not in page
    assert "<h1>A &amp; B</h1>" in page
    assert f'<a href="{LINK}"' in page
    assert '<html lang="en">' in page
    assert "Springhead, open government data" in page
