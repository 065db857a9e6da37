"""A paper as PDF/UA-1 (tagged, readable by screen readers), typeset by Typst from data, never from markup."""

import json
from functools import cache
from importlib.resources import files
from typing import Final

from springhead.engine.documents import texts
from springhead.engine.documents.paper import Paper, as_json
from springhead.engine.kernel.problems import Refused

MEDIA: Final = "application/pdf"
# The first of these that the machine has; each has the characters of Traditional Chinese.
FONTS: Final = ("Noto Serif CJK TC", "Noto Sans CJK TC", "TW-Kai", "AR PL UMing TW", "Source Han Serif TC")


def write(paper: Paper) -> bytes:
    """Return the paper as a file. Refused (503) on a machine without a font for Chinese."""
    import typst

    font = chinese_font()
    if font is None:
        raise Refused(texts.NO_FONT.at("pdf"))
    told = json.dumps({**as_json(paper), "font": font}, ensure_ascii=False)
    made = typst.compile(_template(), sys_inputs={"paper": told}, pdf_standards=["ua-1"])
    assert isinstance(made, bytes)  # one file, whatever its pages
    return made


@cache
def chinese_font() -> str | None:
    """Return the font family documents are set in; None when the machine has none of them."""
    import typst

    known = set(typst.Fonts().families())
    return next((name for name in FONTS if name in known), None)


@cache
def _template() -> bytes:
    return files("springhead.engine.documents").joinpath("paper.typ").read_bytes()
