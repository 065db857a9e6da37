"""The service navigation marks the section a page belongs to, in both languages, whatever its address begins with."""

import pytest

from springhead.foundation.ui.frame import items, navigation


def current(path: str, lang: str) -> list[str]:
    return [item["href"] for item in navigation(path, lang) if item["current"]]


@pytest.mark.parametrize("lang", ["zh-Hant", "en"])
@pytest.mark.parametrize(
    ("path", "section"),
    [
        ("/datasets/ds_7k3m9q2x", "/datasets/"),
        ("/nominations/HN-2026-000001", "/themes/"),
        ("/meetings/MT-2026-000001/minutes", "/committees/"),
        ("/resolutions/", "/committees/"),
    ],
)
def test_a_page_marks_its_section(lang: str, path: str, section: str) -> None:
    prefix = "/en" if lang == "en" else ""
    assert current(prefix + path, lang) == [prefix + section]


@pytest.mark.parametrize("path", ["/", "/developers", "/meetingsroom"])
def test_a_page_of_no_section_marks_none(path: str) -> None:
    assert current(path, "zh-Hant") == []


def test_no_page_belongs_to_two_sections() -> None:
    begun = [path for item in items() for path in (item.path, *item.also)]
    assert len(begun) == len(set(begun))
    assert not [(a, b) for a in begun for b in begun if a != b and a.startswith(b)]
