"""What a dataset is called where everybody reads it: the law may keep back even its name."""

from typing import Final

from springhead.engine.kernel.language import LanguageMap
from springhead.foundation.catalog.models import Dataset
from springhead.procedures.openness.models import Entry

HIDDEN: Final[LanguageMap] = {"zh-Hant": "依法不公開名稱的資料", "en": "Data whose name the law keeps back"}


def veil(dataset: Dataset) -> LanguageMap | None:
    """Return what stands for the title where the law keeps it back, else None (with `inventory_entry` loaded: no query)."""
    entry: Entry | None = getattr(dataset, "inventory_entry", None)
    return HIDDEN if entry is not None and entry.withheld else None


def title_of(dataset: Dataset) -> LanguageMap:
    """Return the title of a dataset, or that the law keeps it back."""
    return veil(dataset) or dict(dataset.title)
