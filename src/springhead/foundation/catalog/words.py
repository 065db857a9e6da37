"""What the ledger's pages call the events and ids of the catalogue."""

from collections.abc import Collection, Mapping
from typing import Final

from springhead.engine.kernel.language import LanguageMap
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.ledger.words import Name

EVENTS: Final[Mapping[str, LanguageMap]] = {
    "dataset:listed": {"zh-Hant": "刊登資料集", "en": "Listed a dataset"},
    "dataset:updated": {"zh-Hant": "修改詮釋資料", "en": "Changed the metadata"},
    "dataset:withdrawn": {"zh-Hant": "下架資料集", "en": "Took a dataset off"},
    "dataset:judged": {"zh-Hant": "連結查驗結果改變", "en": "Link check came to another result"},
    "dataset:problem_reported": {"zh-Hant": "回報資料問題", "en": "Reported a problem"},
    "dataset:problem_answered": {"zh-Hant": "回覆資料問題", "en": "Answered a problem report"},
    "dataset:reuse_accepted": {"zh-Hant": "刊登應用", "en": "Showed a reuse"},
    "table:key": {"zh-Hant": "選定資料表的鍵", "en": "Chose the key of a table"},
    "catalogue_imported": {"zh-Hant": "匯入目錄", "en": "Imported a catalogue"},
    "catalogue.agency_merged": {"zh-Hant": "資料集隨機關移轉", "en": "Moved datasets with their agency"},
}


def names(ids: Collection[str]) -> Mapping[str, Name]:
    """Return the names of datasets by public id, in one query; drafts stay unnamed."""
    rows = Dataset.objects.filter(public_id__in=ids, visible=True).only("public_id", "title")
    return {row.public_id: Name(row.title, f"/datasets/{row.public_id}") for row in rows}
