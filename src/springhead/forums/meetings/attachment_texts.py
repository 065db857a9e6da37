"""What papers brought as files say when something is refused, in both languages."""

from typing import Final

from springhead.engine.kernel.problems import Kind

# fmt: off
CLOSED: Final = Kind(
    "meeting-papers-closed", "{where} 已經結束，不能再附資料。", "{where} is over: no paper can be attached any more.",
    "請把資料附在下一次會議。", "Attach it to the next meeting.", status=409,
)
TOO_MANY: Final = Kind(
    "meeting-too-many-papers", "{where} 已有 {most} 份附件。", "{where} has {most:paper|papers} already.",
    "請合併檔案，或先撤下不需要的。", "Join files, or withdraw what is not needed.", status=409,
)
NOT_ARRIVED: Final = Kind(
    "meeting-paper-not-arrived", "檔案還沒有傳完。", "The file has not arrived whole.",
    "請重新上傳；中斷的上傳會從斷點接續。", "Upload it again; an interrupted upload goes on where it stopped.", status=409,
)
BEING_STORED: Final = Kind(
    "meeting-paper-being-stored", "檔案已收到，正在存放。", "The file has arrived and is being stored.",
    "請過幾秒重新載入；不必重新上傳。", "Load again in a few seconds; it need not be sent again.", status=409,
)
EMPTY: Final = Kind(
    "meeting-paper-empty", "檔案「{where}」是空的。", "The file “{where}” is empty.",
    "請確認檔案內容後重新上傳。", "Check the file and upload it again.", status=422,
)
ODD_KIND: Final = Kind(
    "meeting-paper-odd-kind", "「{where}」不是可以附上的格式。", "“{where}” is not a kind of file that can be attached.",
    "可以附：{known}。", "What can be attached: {known}.", status=422,
)
NOT_WHAT_IT_SAYS: Final = Kind(
    "meeting-paper-not-what-it-says", "「{where}」的內容不是 {ending} 檔。", "“{where}” is not a {ending} file inside.",
    "請用原來的程式另存新檔，再上傳一次。", "Save it anew with the program it came from and upload that.", status=422,
)
ATTACHED_ALREADY: Final = Kind(
    "meeting-paper-attached", "這份檔案已經附上了。", "This file is attached already.",
    "要換一份請先撤下，再上傳新的。", "To replace it, withdraw it and upload the new one.", status=409,
)
NO_TITLE: Final = Kind(
    "meeting-paper-no-title", "請填資料名稱。", "Give the paper a title.",
    "例如「交通事故資料盤點說明」。", "Such as “What the accident data hold”.", status=422,
)
NO_SUCH_PLACE: Final = Kind(
    "meeting-paper-no-place", "議程沒有這個案由。", "There is no such item on this agenda.",
    "請從清單選擇，或附在整份議程。", "Choose one of the list, or attach it to the whole packet.", status=422,
)
NO_SUCH_GROUND: Final = Kind(
    "meeting-paper-no-ground", "「{ground}」不是現行的不公開依據。", "“{ground}” is no ground in force.",
    "請從依據清單選擇；可以公開的請留空。", "Choose one of the list; leave it empty for what may be public.", status=422,
)
NO_SUCH_PAPER: Final = Kind(
    "meeting-no-such-paper", "沒有這份資料，或它不公開。", "There is no such paper, or it is not public.",
    "請從會議的頁面重新找起。", "Start again from the page of the meeting.", status=404,
)
WITHDRAWN: Final = Kind(
    "meeting-paper-withdrawn", "這份資料已經撤下：{why}", "This paper was withdrawn: {why}",
    "請看會議的頁面有沒有新的版本。", "See the page of the meeting for a newer one.", status=410,
)
# fmt: on
BETTER_FILE: Final = (NOT_ARRIVED, EMPTY, ODD_KIND, NOT_WHAT_IT_SAYS)
