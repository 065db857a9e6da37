"""What happens to work behind the scenes, in both languages."""

from typing import Final

from springhead.engine.kernel.problems import Kind

FAILED: Final = Kind(
    "job-failed",
    "處理時發生錯誤（{reason}），已試 {attempts} 次。",
    "Processing failed ({reason}) after {attempts:attempt|attempts}.",
    "請稍後重試；若再失敗，請告訴平臺維運人員，附上編號 {where}。",
    "Try again later; if it fails again, tell the operator the number {where}.",
    status=500,
)
CRASHED: Final = Kind(
    "job-crashed",
    "處理程序中斷了 {attempts} 次，沒有完成。",
    "The worker died {attempts:time|times} before it was done.",
    "檔案可能太大或已損壞。請檢查檔案，或告訴平臺維運人員，附上編號 {where}。",
    "The file may be too large or broken. Check it, or tell the operator the number {where}.",
    status=500,
)
CANCELLED: Final = Kind(
    "job-cancelled",
    "這項處理已經取消。",
    "This work was cancelled.",
    "需要時請重新開始。",
    "Start it again if it is needed.",
    status=409,
)
UNKNOWN_KIND: Final = Kind(
    "job-kind-unknown",
    "沒有程序處理「{where}」這種工作。",
    "Nothing handles work of the kind “{where}”.",
    "請更新平臺程式後再試。",
    "Update the platform, then try again.",
    status=500,
)
NO_SUCH_JOB: Final = Kind(
    "job-unknown",
    "找不到工作 {where}。",
    "Job {where} was not found.",
    "請核對編號；完成超過 30 天的工作紀錄會刪除。",
    "Check the number; records of work finished more than 30 days ago are deleted.",
    status=404,
)
