"""What is said beside opinion groups, and problems of vote files, in both languages."""

from collections.abc import Mapping
from typing import Final

from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.problems import Kind

WARNING: Final[LanguageMap] = {
    "zh-Hant": "參加的人是自己選擇參加的，不是抽樣，因此各群人數不代表民眾的比例，也不是投票結果。"
    "分群說明有哪些看法、哪些看法大家都同意，不說明哪一種看法人多。",
    "en": "Those who took part chose to; they are no sample. The size of a group is neither a share of the public nor "
    "the result of a vote. Groups show which views there are and what is agreed across them, not which view is larger.",
}
NOT_CAMPS: Final[LanguageMap] = {
    "zh-Hant": "分群是把相近的看法畫在一起，群與群之間不一定有明確的界線。",
    "en": "Groups put views that are close together; there need be no sharp line between one group and the next.",
}
NOTHING_STANDS_OUT: Final[LanguageMap] = {
    "zh-Hant": "沒有人數足夠、可以列出的代表意見。",
    "en": "No statement represents it that enough of it voted on to be shown.",
}
STATES: Final[Mapping[str, LanguageMap]] = {
    "too-few": {
        "zh-Hant": "表態人數不足，不公布統計。",
        "en": "Too few people voted; no figures are shown.",
    },
    "too-few-votes": {
        "zh-Hant": "表態夠多的人數不足，只列出各意見的票數，不分群。",
        "en": "Too few people voted on enough statements; the votes are shown, without groups.",
    },
    "no-groups": {
        "zh-Hant": "看不出人數足夠的意見群組，只列出各意見的票數。",
        "en": "There are no opinion groups large enough to be shown; the votes are shown alone.",
    },
    "noise": {
        "zh-Hant": "分群並不比隨機打散的票更明顯，只列出各意見的票數，不分群。",
        "en": "The votes are no more grouped than shuffled ones would be; they are shown without groups.",
    },
    "groups": {"zh-Hant": "意見可分為幾個群組。", "en": "Opinions fall into groups."},
}

HEADER = Kind(
    code="opinions-header",
    zh="投票檔第 1 列缺少欄位：{missing}。",
    en="Row 1 of the vote file lacks: {missing}.",
    fix_zh="第 1 列請寫 voter,statement,vote（表態者、意見、表態）。",
    fix_en="Write voter,statement,vote in row 1.",
)
EMPTY = Kind(
    code="opinions-empty",
    zh="投票檔裡沒有任何一票。",
    en="There is no vote in the file.",
    fix_zh="第 2 列起，每列寫一票。",
    fix_en="Write one vote per row, from row 2 on.",
)
CELLS = Kind(
    code="opinions-cells",
    zh="第 {row} 列有 {found} 格，第 1 列有 {wanted} 格。",
    en="Row {row} has {found:cell|cells}, row 1 has {wanted}.",
    fix_zh="請讓每列的格數相同。",
    fix_en="Give every row as many cells as row 1.",
)
BLANK = Kind(
    code="opinions-blank",
    zh="第 {row} 列「{where}」欄是空的。",
    en='Row {row}, column "{where}" is empty.',
    fix_zh="請填代號，或刪除這一列。",
    fix_en="Fill in the name, or remove the row.",
)
NAME = Kind(
    code="opinions-name",
    zh="第 {row} 列「{where}」欄的代號不能用：太長、含控制字元，或不是 UTF-8。",
    en='Row {row}, column "{where}": the name is too long, has control characters or is not UTF-8.',
    fix_zh="代號請用 {most} 字以內的一般文字，檔案存成 UTF-8。",
    fix_en="Use plain text of at most {most:character|characters}, and save the file as UTF-8.",
)
VOTE = Kind(
    code="opinions-vote",
    zh="第 {row} 列「{where}」欄的「{value}」不是表態。",
    en='Row {row}, column "{where}": "{value}" is not a vote.',
    fix_zh="請寫 agree（同意）、disagree（不同意）或 pass（略過），或 1、-1、0。",
    fix_en="Write agree, disagree or pass; or 1, -1, 0.",
)
TWICE = Kind(
    code="opinions-twice",
    zh="第 {row} 列：這位表態者已在第 {first} 列表態過「{where}」。",
    en='Row {row}: this voter voted on "{where}" in row {first} already.',
    fix_zh="一人對一則意見只能有一票，請刪除其中一列。",
    fix_en="One voter has one vote per statement; remove one of the rows.",
)
VOTER_TWICE = Kind(
    code="opinions-voter-twice",
    zh="第 {row} 列「{where}」欄：這位表態者已在第 {first} 列。",
    en='Row {row}, column "{where}": this voter stands in row {first} already.',
    fix_zh="一人只能有一列，請合併。",
    fix_en="One voter has one row; join them.",
)
DAMAGED = Kind(
    code="opinions-damaged",
    zh="第 {row} 列無法讀成 CSV（{reason}）。",
    en="Row {row} cannot be read as CSV ({reason}).",
    fix_zh="請檢查引號是否成對，並以 UTF-8 的 CSV 存檔。",
    fix_en="Check that quotes come in pairs, and save as CSV in UTF-8.",
)
TOO_LARGE = Kind(
    code="opinions-too-large",
    zh="投票檔太大：到第 {row} 列已有 {cells} 格（人數乘意見數），上限 {most} 格。",
    en="The vote file is too large: {cells:cell|cells} (voters times statements) by row {row}, of at most {most}.",
    fix_zh="請分成幾個檔案。",
    fix_en="Split the file.",
    status=413,
)
TOO_MANY = Kind(
    code="opinions-too-many-statements",
    zh="到第 {row} 列已超過 {most} 則意見。",
    en="By row {row} there are more than {most:statement|statements}.",
    fix_zh="請合併相同的意見，或分成幾次諮詢。",
    fix_en="Join statements that say the same, or split the consultation.",
    status=413,
)
NO_FILE = Kind(
    code="opinions-no-file",
    zh="讀不到檔案「{where}」（{reason}）。",
    en='The file "{where}" cannot be read ({reason}).',
    fix_zh="請檢查檔名與權限。",
    fix_en="Check its name and permissions.",
    status=404,
)
