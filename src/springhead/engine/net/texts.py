"""Problems of fetching from the network, in both languages."""

from springhead.engine.kernel.problems import Kind

ADDRESS_UNUSABLE = Kind(
    code="fetch-address-unusable",
    zh="網址「{where}」無法使用：{reason}",
    en='The address "{where}" cannot be used: {reason}',
    fix_zh="請給 http 或 https 的公開網址，不含帳號密碼，使用一般的連接埠。",
    fix_en="Give a public http or https address without user name or password, on a usual port.",
)
ADDRESS_PRIVATE = Kind(
    code="fetch-address-private",
    zh="網址「{where}」指向內部網路，系統不會連線。",
    en='The address "{where}" leads into a private network; it is not fetched.',
    fix_zh="請把檔案放在公開網站上，或直接上傳。",
    fix_en="Put the file on a public site, or upload it.",
)
NAME_UNKNOWN = Kind(
    code="fetch-name-unknown",
    zh="查不到主機「{where}」。",
    en='The host "{where}" cannot be found.',
    fix_zh="請檢查網址的主機名稱。",
    fix_en="Check the host name in the address.",
    status=502,
)
UNREACHABLE = Kind(
    code="fetch-unreachable",
    zh="連不上「{where}」（{reason}）。",
    en='"{where}" cannot be reached ({reason}).',
    fix_zh="請稍後再試，或直接上傳檔案。",
    fix_en="Try again later, or upload the file.",
    status=502,
)
CERTIFICATE = Kind(
    code="fetch-certificate",
    zh="「{where}」的憑證無法驗證（{reason}）。",
    en='The certificate of "{where}" cannot be verified ({reason}).',
    fix_zh="請機關更新網站憑證及中繼憑證，或直接上傳檔案。",
    fix_en="Ask the agency to renew the certificate and its chain, or upload the file.",
    status=502,
)
TOO_SLOW = Kind(
    code="fetch-too-slow",
    zh="「{where}」在 {seconds} 秒內沒有傳完。",
    en='"{where}" did not finish within {seconds} seconds.',
    fix_zh="請稍後再試，或直接上傳檔案。",
    fix_en="Try again later, or upload the file.",
    status=504,
)
TOO_LARGE = Kind(
    code="fetch-too-large",
    zh="「{where}」的檔案超過 {limit} 位元組的上限。",
    en='The file at "{where}" is larger than the limit of {limit} bytes.',
    fix_zh="請把檔案切開，或請管理者調高上限。",
    fix_en="Split the file, or ask the operator to raise the limit.",
    status=413,
)
TOO_MANY_REDIRECTS = Kind(
    code="fetch-too-many-redirects",
    zh="「{where}」轉址超過 {limit} 次。",
    en='"{where}" redirects more than {limit} times.',
    fix_zh="請直接提供檔案最後的網址。",
    fix_en="Give the file's final address.",
    status=502,
)
STATUS = Kind(
    code="fetch-status",
    zh="「{where}」回應 {status}，沒有給檔案。",
    en='"{where}" answered {status} instead of the file.',
    fix_zh="請確認網址正確，而且不需登入就能下載。",
    fix_en="Check that the address is right and can be downloaded without signing in.",
    status=502,
)
CUT_SHORT = Kind(
    code="fetch-cut-short",
    zh="「{where}」傳到一半就斷了（{reason}）。",
    en='"{where}" broke off before the end ({reason}).',
    fix_zh="請稍後再試，或直接上傳檔案。",
    fix_en="Try again later, or upload the file.",
    status=502,
)
CHANGED = Kind(
    code="fetch-changed",
    zh="「{where}」的檔案在下載時不斷改變。",
    en='The file at "{where}" kept changing while it was fetched.',
    fix_zh="請機關先寫成新檔再換上，或稍後再試。",
    fix_en="Ask the agency to write a new file and swap it in, or try again later.",
    status=502,
)
ENCODING = Kind(
    code="fetch-encoding",
    zh="「{where}」的傳輸壓縮（{encoding}）無法解開。",
    en='The transfer compression of "{where}" ({encoding}) cannot be undone.',
    fix_zh="請機關改用 gzip 或不壓縮。",
    fix_en="Ask the agency to use gzip, or none.",
    status=502,
)
