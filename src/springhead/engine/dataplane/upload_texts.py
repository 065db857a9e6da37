"""What the upload endpoint has to refuse, said in both languages."""

from typing import Final

from springhead.engine.kernel.problems import Kind

BAD_TICKET: Final = Kind(
    "upload-ticket-invalid",
    "上傳憑證無效，檔案未受理。",
    "The upload ticket is not valid; the file was not taken.",
    "請回到送件頁重新選取檔案。",
    "Go back to the delivery page and choose the file again.",
    status=403,
)
OLD_TICKET: Final = Kind(
    "upload-ticket-expired",
    "上傳憑證已過期（24 小時）。",
    "The upload ticket has expired (24 hours).",
    "請回到送件頁重新選取檔案。",
    "Go back to the delivery page and choose the file again.",
    status=403,
)
TOO_LARGE: Final = Kind(
    "upload-too-large",
    "檔案有 {size} 位元組，超過上限 {most}。",
    "The file has {size:byte|bytes}; the limit is {most}.",
    "請先壓縮（gzip 或 zip），或改以網址交付。",
    "Compress it first (gzip or zip), or deliver it by address.",
    status=413,
)
NO_LENGTH: Final = Kind(
    "upload-length-missing",
    "沒有說明檔案大小（Upload-Length）。",
    "The size of the file is not stated (Upload-Length).",
    "請以 tus 1.0 用戶端上傳，或使用網頁上的表單。",
    "Use a tus 1.0 client, or the form on the page.",
)
NOT_STARTED: Final = Kind(
    "upload-not-started",
    "沒有這個上傳，或已完成並收件。",
    "There is no such upload, or it is complete and was taken in.",
    "請回到送件頁查看進度。",
    "See the delivery page for its progress.",
    status=404,
)
WRONG_OFFSET: Final = Kind(
    "upload-offset-differs",
    "續傳位置不符：伺服器已有 {have} 位元組，送來的從 {sent} 開始。",
    "The place to go on differs: the server has {have:byte|bytes}, what was sent begins at {sent}.",
    "請先以 HEAD 詢問位置，再從該處續傳。",
    "Ask for the offset with HEAD and go on from there.",
    status=409,
)
IN_USE: Final = Kind(
    "upload-in-use",
    "這個檔案正由另一個連線上傳。",
    "Another connection is uploading this file.",
    "請關閉另一個視窗，或稍候再試。",
    "Close the other window, or try again in a moment.",
    status=423,
)
WRONG_TYPE: Final = Kind(
    "upload-content-type",
    "內容類型應為 application/offset+octet-stream。",
    "The content type should be application/offset+octet-stream.",
    "請以 tus 1.0 用戶端上傳。",
    "Use a tus 1.0 client.",
    status=415,
)
WRONG_CHECKSUM: Final = Kind(
    "upload-checksum-differs",
    "這一段的檢查碼不符，未寫入。",
    "The checksum of this part differs; it was not kept.",
    "請再送一次同一段。",
    "Send the same part again.",
    status=460,
)
DISK_FULL: Final = Kind(
    "upload-disk-full",
    "伺服器空間不足，已收到的 {have} 位元組保留著。",
    "The server is out of space; the {have:byte|bytes} received so far are kept.",
    "請通知系統管理者；空間恢復後可從中斷處續傳。",
    "Tell the operator; once there is space the upload goes on where it stopped.",
    status=507,
)
NO_FILE: Final = Kind(
    "upload-no-file",
    "表單裡沒有檔案。",
    "The form holds no file.",
    "請按「選擇檔案」後再送出。",
    "Choose a file, then send the form.",
)
BAD_METHOD: Final = Kind(
    "upload-method",
    "這個網址不接受 {where}。",
    "This address does not take {where}.",
    "請用 tus 1.0：POST、HEAD、PATCH、DELETE。",
    "Use tus 1.0: POST, HEAD, PATCH, DELETE.",
    status=405,
)
