"""The sentence to copy when using a dataset: provider, year, dataset and version, licence and its address. Pure.

The attribution annex of OGDL asks for those parts, and without them the licence counts as never granted
(taiwan-specifications 5.3).
"""

from datetime import date

from springhead.foundation.catalog.codes import licences


def text(  # noqa: PLR0913  the parts the annex names
    *, agency: str, title: str, version: int | None, published: date | None, licence: str, lang: str
) -> str:
    """Return the attribution in one language; without a known licence it says so instead of inventing one."""
    return " ".join(
        part for part in (_source(agency, title, version, published, lang), _grant(licence, lang)) if part
    )


def _source(agency: str, title: str, version: int | None, published: date | None, lang: str) -> str:
    if lang == "en":
        year = f" [{published.year}]" if published else ""
        return f"{agency}{year}, “{title}”{f', version {version}' if version else ''}."
    year = f"［{published.year}］" if published else ""
    return f"{agency}{year}「{title}」{f'（第 {version} 版）' if version else ''}。"


def _grant(licence: str, lang: str) -> str:
    known = licences().get(licence)
    if known is None:
        return ""
    if lang == "en":
        return f"Released under the {known.en}, {known.url_en}"
    return f"本資料依{known.zh}釋出，授權條款：{known.url}"
