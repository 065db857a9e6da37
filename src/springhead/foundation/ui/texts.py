"""Problems that belong to no noun: an address, a right, a limit, a fault of ours."""

from typing import Final

from springhead.engine.kernel.problems import Kind

BAD_REQUEST: Final = Kind(
    "bad-request",
    "這個請求的格式看不懂，沒有處理。",
    "This request is not in a form we understand, so nothing was done.",
    "請回上一頁重新操作。如果是自己寫的程式，請對照 API 說明。",
    "Go back and try again. If a program of yours sent it, compare it with the API guide.",
    status=400,
)
SIGN_IN_FIRST: Final = Kind(
    "sign-in-first",
    "這一頁要登入後才能看。",
    "Sign in to see this page.",
    "請先登入，再回到這一頁。",
    "Sign in first, then come back to this page.",
    status=403,
)
FORBIDDEN: Final = Kind(
    "forbidden",
    "您的帳號沒有看這一頁的權限。",
    "Your account may not see this page.",
    "如果您負責這項工作，請機關的管理人員為您加上角色。",
    "If this is your work, ask your agency's lead to give you the role.",
    status=403,
)
FORM_EXPIRED: Final = Kind(
    "form-expired",
    "表單開啟太久或瀏覽器未接受 Cookie，沒有送出。",
    "The form was open too long, or the browser refused our cookie, so it was not sent.",
    "請回上一頁、重新整理後再送出；填過的內容通常還在。",
    "Go back, reload and send it again; what you typed is usually still there.",
    status=403,
)
NOT_FOUND: Final = Kind(
    "not-found",
    "找不到這個網址：{where}",
    "There is no page at {where}",
    "請檢查網址，或從搜尋找起。撤下的資料集會保留說明頁，不會變成找不到。",
    "Check the address, or start from the search. A withdrawn dataset keeps a page that says so.",
    status=404,
)
GONE: Final = Kind(
    "gone",
    "{where} 已經撤下。",
    "{where} has been withdrawn.",
    "撤下的理由與日期留在公開帳本。",
    "The reason and the date are kept in the public ledger.",
    status=410,
)
TOO_LARGE: Final = Kind(
    "too-large",
    "內容超過 {limit}，沒有受理。",
    "The content is over {limit} and was not taken.",
    "檔案請由上傳頁送出，可以中斷續傳；文字請分次送出。",
    "Send files through the upload page, which can resume; send texts in parts.",
    status=413,
)
TOO_MANY: Final = Kind(
    "too-many-requests",
    "短時間內請求太多，先暫停 {seconds} 秒。",
    "Too many requests in a short time; please pause for {seconds:second|seconds}.",
    "{seconds} 秒後再試。需要大量資料時，請下載整檔或使用 API 金鑰。",
    "Try again in {seconds:second|seconds}. For large amounts, download the whole file or use an API key.",
    status=429,
)
SERVER_ERROR: Final = Kind(
    "server-error",
    "系統出了錯，這是我們的問題，不是您的操作造成。",
    "Something failed on our side. It is not something you did.",
    "錯誤已記錄。請稍後再試；若一再發生，請告訴我們您當時在做什麼。",
    "The fault is recorded. Try again later; if it happens again, tell us what you were doing.",
    status=500,
)
UNAVAILABLE: Final = Kind(
    "unavailable",
    "服務暫時停頓，資料沒有遺失。",
    "The service is paused for a moment. No data is lost.",
    "請在 {seconds} 秒後再試。",
    "Try again in {seconds:second|seconds}.",
    status=503,
)
