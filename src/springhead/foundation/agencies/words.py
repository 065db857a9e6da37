"""What the ledger's pages call the events and ids of this noun. People stay unnamed there."""

from collections.abc import Collection, Mapping
from typing import Final

from springhead.engine.kernel.language import LanguageMap
from springhead.foundation.agencies.models import Agency
from springhead.foundation.agencies.roster_texts import EVENTS as ROSTER_EVENTS
from springhead.foundation.ledger.words import Name

EVENTS: Final[Mapping[str, LanguageMap]] = {
    "agency.content_loaded": {
        "zh-Hant": "載入隨附的機關清單",
        "en": "Loaded the agencies that ship with the product",
    },
    "agency.imported": {"zh-Hant": "匯入官方機關清單", "en": "Imported the official list of agencies"},
    "agency.listed_provisionally": {"zh-Hant": "暫列機關", "en": "Listed an agency provisionally"},
    "agency.merged": {"zh-Hant": "暫列機關併入正式機關", "en": "Merged a provisional agency"},
    "person.role_given": {"zh-Hant": "加上角色", "en": "Gave a role"},
    "person.role_ended": {"zh-Hant": "結束角色", "en": "Ended a role"},
    "person.profile_edited": {"zh-Hant": "修改個人稱呼或語言", "en": "Edited a profile"},
    **ROSTER_EVENTS,
    "key.made": {"zh-Hant": "建立 API 金鑰", "en": "Made an API key"},
    "key.revoked": {"zh-Hant": "撤銷 API 金鑰", "en": "Revoked an API key"},
}


def names(ids: Collection[str]) -> Mapping[str, Name]:
    """Return the names of agencies by public id, in one query."""
    rows = Agency.objects.filter(public_id__in=ids).only("public_id", "names")
    return {row.public_id: Name(row.names, f"/agencies/{row.public_id}") for row in rows}
