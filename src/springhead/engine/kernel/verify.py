"""Check a receipt or an exported ledger of Springhead 活水, offline. 離線查驗收據或匯出的帳本.

    python verify.py receipt.json [--key KEY]
    python verify.py FOLDER       [--key KEY]

This one file needs nothing but Python 3.8 or newer, no network and no other program. Read it: it is meant to be.
本檔只需要 Python 3.8 以上，不需網路，也不需其他程式；歡迎逐行閱讀。

What it checks 查驗內容
  receipt      收據      the event is unaltered, is in the ledger at its place, and the ledger's head is signed
  consistency  一致性    a later ledger only added to an earlier one
  folder       資料夾    every event in events.ndjson, and every head in heads.ndjson, from the first to the last

KEY is the public key you trust: 64 hex digits, a key id (ed25519-…) or a keys.json saved from the ledger's page.
Without it the key inside the receipt is used, and you should compare its id with one published elsewhere.
Exit code 結束碼: 0 genuine 屬實, 1 not genuine 不屬實, 2 cannot be read 無法讀取.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import sys
import zlib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Iterator, Sequence  # noqa: UP035  Python 3.8

HEAD_FIELDS = {"type", "log", "size", "root", "at", "key", "signature"}
FAULTS = (OSError, EOFError, zlib.error, ValueError, LookupError, TypeError, AttributeError, RecursionError)
EVENT_FIELDS = {"v", "seq", "at", "event", "subject", "actor", "public", "private"}


class Wrong(Exception):
    """What was checked is not true; says so in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.zh, self.en = zh, en


class Unreadable(Wrong):
    """The file is not what it should be, so nothing can be said about it."""


P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
NEUTRAL = (0, 1, 1, 0)


def decode_point(data: bytes) -> tuple[int, int, int, int] | None:
    """Return the point that 32 bytes stand for, or None; only the one canonical spelling is accepted."""
    number = int.from_bytes(data, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    if len(data) != 32 or y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


def add_points(
    first: tuple[int, int, int, int], second: tuple[int, int, int, int]
) -> tuple[int, int, int, int]:
    """Add two points in extended coordinates (RFC 8032 5.1.4)."""
    x1, y1, z1, t1 = first
    x2, y2, z2, t2 = second
    a, b = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    c, d = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def multiply(times: int, point: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """Add a point to itself so many times."""
    total = NEUTRAL
    while times:
        if times & 1:
            total = add_points(total, point)
        point = add_points(point, point)
        times >>= 1
    return total


def encode_point(point: tuple[int, int, int, int]) -> bytes:
    """Write a point in its canonical 32 bytes."""
    x, y, z, _ = point
    inverse = pow(z, P - 2, P)
    return (y * inverse % P | (x * inverse % P & 1) << 255).to_bytes(32, "little")


BASE = decode_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or NEUTRAL


def signature_is_good(public: bytes, message: bytes, signature: bytes) -> bool:
    """Verify an Ed25519 signature (RFC 8032 5.1.7), strictly: canonical points, s below the group order."""
    key = decode_point(public)
    if key is None or len(signature) != 64:
        return False
    s = int.from_bytes(signature[32:], "little")
    if s >= L:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    x, y, z, t = key
    return encode_point(add_points(multiply(s, BASE), multiply(h, (P - x, y, z, P - t)))) == signature[:32]


def leaf_hash(data: bytes) -> bytes:
    """Hash one entry."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_from_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """Return the root that an inclusion proof leads to, or None for a proof of the wrong shape (2.1.3.2)."""
    if not 0 <= index < size:
        return None
    place, last, root = index, size - 1, leaf
    for step in path:
        if last == 0:
            return None
        if place & 1 or place == last:
            root = node_hash(step, root)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            root = node_hash(root, step)
        place, last = place >> 1, last >> 1
    return root if last == 0 else None


def growth_is_proven(old: int, new: int, old_root: bytes, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Verify that the tree of size `new` only added to the tree of size `old` (2.1.4.2)."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not path and old_root == new_root
    steps = list(path)
    if old & (old - 1) == 0:
        steps.insert(0, old_root)
    place, last = old - 1, new - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    if not steps:
        return False
    left = right = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            left, right = node_hash(step, left), node_hash(step, right)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            right = node_hash(right, step)
        place, last = place >> 1, last >> 1
    return last == 0 and left == old_root and right == new_root


def canonical(value: Any) -> bytes:
    """Write a JSON value in its canonical bytes: no spaces, keys in the order of their UTF-16 code units."""
    return json.dumps(in_order(value), ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def in_order(value: Any) -> Any:
    """Sort the keys of every object in a value."""
    if isinstance(value, dict):
        return {key: in_order(value[key]) for key in sorted(value, key=lambda key: key.encode("utf-16-be"))}
    return [in_order(item) for item in value] if isinstance(value, list) else value


def check_head(head: dict[str, Any], keys: dict[str, Any]) -> None:
    """Check that a head is signed by one of the keys `{id: {public, first_size, last_size}}`."""
    if set(head) != HEAD_FIELDS or head["type"] != "springhead.head.v1" or not is_size(head["size"]):
        raise Unreadable("樹頭的欄位不對", "the head does not have the fields of a head")
    key = keys.get(head["key"])
    if key is None:
        raise Wrong(
            f"金鑰 {head['key']} 不在信任之列", f"the head is signed by {head['key']}, not a trusted key"
        )
    if "ed25519-" + hashlib.sha256(bytes.fromhex(key["public"])).hexdigest()[:32] != head["key"]:
        raise Wrong("金鑰與其代號不符", "the key does not belong to its id")
    if not (key.get("first_size") or 0) <= head["size"] <= (key.get("last_size") or head["size"]):
        raise Wrong("簽署時這把金鑰並非使用中", "the key was not the one in use at that point of the ledger")
    statement = canonical({name: head[name] for name in head if name != "signature"})
    if not signature_is_good(bytes.fromhex(key["public"]), statement, bytes.fromhex(head["signature"])):
        raise Wrong("樹頭的簽章不符", "the signature of the head is not genuine")


def check_event(event: dict[str, Any]) -> bytes:
    """Check the shape of an event and return its leaf hash."""
    if set(event) != EVENT_FIELDS or event["v"] != 1 or not is_size(event["seq"]):
        raise Unreadable("事件的欄位不對", "the event does not have the fields of an event")
    return leaf_hash(canonical(event))


def check_receipt(receipt: dict[str, Any], keys: dict[str, Any]) -> None:
    """Check everything that a receipt says."""
    event, head, proof = receipt["event"], receipt["head"], receipt["inclusion"]
    leaf = check_event(event)
    check_head(head, keys)
    for name, fact in receipt.get("opened", {}).items():
        digest = hashlib.sha256(canonical([fact["salt"], name, fact["value"]])).hexdigest()
        if digest != event["private"].get(name):
            raise Wrong(f"私密事實「{name}」與摘要不符", f"the private fact {name} does not match its digest")
    if proof["index"] != event["seq"] or proof["size"] != head["size"]:
        raise Wrong("證明所指的不是這一筆事件或這個樹頭", "the proof is about another event or another head")
    path = [bytes.fromhex(step) for step in proof["path"]]
    if root_from_inclusion(leaf, proof["index"], proof["size"], path) != bytes.fromhex(head["root"]):
        raise Wrong("事件內容曾被更動，或不在這本帳本裡", "the event was altered, or is not in this ledger")


def check_consistency(document: dict[str, Any], keys: dict[str, Any]) -> None:
    """Check two heads and that the newer ledger only added to the older one."""
    old, new = document["old"], document["new"]
    check_head(old, keys)
    check_head(new, keys)
    roots = bytes.fromhex(old["root"]), bytes.fromhex(new["root"])
    path = [bytes.fromhex(step) for step in document["path"]]
    if old["log"] != new["log"] or not growth_is_proven(old["size"], new["size"], roots[0], roots[1], path):
        raise Wrong("新帳本並非由舊帳本續寫而成", "the newer ledger does not continue the older one")


def check_folder(folder: Path, keys: dict[str, Any]) -> tuple[int, int]:
    """Recompute the whole tree from events.ndjson; compare every head. Return how many of each were checked."""
    heads: dict[int, list[dict[str, Any]]] = {}
    for head in lines(folder / "heads.ndjson"):
        check_head(head, keys)
        heads.setdefault(head["size"], []).append(head)
    if len({head["log"] for some in heads.values() for head in some}) != 1:
        raise Wrong("樹頭不是出自同一本帳本", "the heads are not all of one ledger")
    peaks: list[bytes] = []
    size = 0
    for event in lines(folder / "events.ndjson"):
        if event.get("seq") != size:
            raise Wrong(f"第 {size} 號事件不見了", f"event {size} is missing")
        grow(peaks, size, check_event(event))
        size += 1
        for head in heads.get(size, ()):
            if joined(peaks).hex() != head["root"]:
                raise Wrong(f"到第 {event['seq']} 號事件為止，內容與已簽署的樹頭不符",
                            f"the events up to number {event['seq']} are not those the signed head covers")  # fmt: skip
    if size != max(heads):
        raise Wrong(f"有 {size} 筆事件，最後的樹頭卻涵蓋 {max(heads)} 筆",
                    f"the number of events is {size}, but the last head covers {max(heads)}")  # fmt: skip
    return size, sum(map(len, heads.values()))


def grow(peaks: list[bytes], size: int, leaf: bytes) -> None:
    """Add a leaf to a tree of `size` known by its complete subtrees."""
    while size & 1:
        leaf = node_hash(peaks.pop(), leaf)
        size >>= 1
    peaks.append(leaf)


def joined(peaks: Sequence[bytes]) -> bytes:
    """Return the root over complete subtrees."""
    root = peaks[-1]
    for left in reversed(peaks[:-1]):
        root = node_hash(left, root)
    return root


def read_json(text: str) -> Any:
    """Read JSON, refusing what two readers could understand differently."""
    return json.loads(text, object_pairs_hook=no_repeats, parse_float=no_number, parse_constant=no_number)


def no_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object; a key that stands in it twice is a trick."""
    if len({key for key, _ in pairs}) != len(pairs):
        raise Unreadable("同一個名稱出現兩次", "a name occurs twice in one object")
    return dict(pairs)


def no_number(text: str) -> None:
    """Refuse numbers that are not whole: the ledger has none."""
    raise Unreadable(f"帳本裡不會有 {text} 這種數字", f"the ledger holds no number like {text}")


def is_size(value: Any) -> bool:
    """Tell whether a value is a whole number of events."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the objects of an NDJSON file, packed with gzip or not."""
    with path.open("rb") if path.exists() else gzip.open(f"{path}.gz") as file:
        yield from (read_json(line.decode("utf-8")) for line in file)


def trusted_keys(given: str | None, own: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], bool]:
    """Return keys by id, and whether they come from the caller rather than from what is checked."""
    if given is None:
        return {key["id"]: key for key in own}, False
    if Path(given).is_file():
        return {key["id"]: key for key in read_json(Path(given).read_text("utf-8"))["keys"]}, True
    if given.startswith("ed25519-"):
        return {key["id"]: key for key in own if key["id"] == given}, True
    public = bytes.fromhex(given)
    return {"ed25519-" + hashlib.sha256(public).hexdigest()[:32]: {"public": given}}, True


def examine(path: Path, given: str | None) -> list[str]:
    """Check a file or folder; return what to say when it is genuine."""
    if path.is_dir():
        keys, trusted = trusted_keys(given, read_json((path / "keys.json").read_text("utf-8"))["keys"])
        events, heads = check_folder(path, keys)
        said = [f"帳本完整：{events} 筆事件、{heads} 個樹頭全部相符。",
                f"The ledger is whole: all events ({events}) and heads ({heads}) agree."]  # fmt: skip
        return said + about_keys(sorted(keys), trusted)
    document = read_json(path.read_text("utf-8"))
    keys, trusted = trusted_keys(given, document.get("keys") or [document["key"]])
    if document["type"] == "springhead.consistency.v1":
        check_consistency(document, keys)
        sizes = (document["old"]["size"], document["new"]["size"])
        said = ["新帳本由舊帳本續寫而成：{} → {} 筆事件。".format(*sizes),
                "The newer ledger only adds to the older one: from {} to {} in number of events.".format(*sizes)]  # fmt: skip
        return said + about_keys([document["old"]["key"], document["new"]["key"]], trusted)
    if document["type"] != "springhead.receipt.v1":
        raise Unreadable("這不是活水的收據", "this is not a receipt of Springhead")
    check_receipt(document, keys)
    return about_event(document) + about_keys([document["head"]["key"]], trusted)


def about_event(receipt: dict[str, Any]) -> list[str]:
    """Tell in words what a genuine receipt proves."""
    event = receipt["event"]
    local = datetime.fromisoformat(event["at"].removesuffix("Z")) + timedelta(hours=8)
    facts = dict(event["public"])
    facts.update(
        {f"{name}（私密 private）": fact["value"] for name, fact in receipt.get("opened", {}).items()}
    )
    return [
        "收據屬實：這筆事件在帳本中，內容未經更動。",
        "The receipt is genuine: this event is in the ledger, unaltered.",
        f"  第 {event['seq']} 號 number: {event['event']}",
        f"  標的 subject: {event['subject']}",
        f"  行為人 actor: {event['actor']}",
        f"  時間 time: {local:%Y-%m-%d %H:%M:%S} (Asia/Taipei, UTC+8)",
        *(f"    {name}: {json.dumps(value, ensure_ascii=False)}" for name, value in facts.items()),
        f"  帳本 ledger: {receipt['head']['log']}, {receipt['head']['size']} 筆 events",
    ]


def about_keys(ids: Sequence[str], trusted: bool) -> list[str]:
    """Tell which keys were believed."""
    said = [f"  金鑰 key: {', '.join(dict.fromkeys(ids))}"]
    if not trusted:
        said.append("  注意：金鑰取自受查驗的檔案。請把上面的代號和別處公布的金鑰比對，或用 --key 指定。")
        said.append("  Note: the key came with what was checked. Compare its id elsewhere, or use --key.")
    return said


def main(arguments: Sequence[str] | None = None) -> int:
    """Check one file or folder; return 0 genuine, 1 not genuine, 2 unreadable."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    given = None
    if "--key" in words[:-1]:
        place = words.index("--key")
        given = words[place + 1]
        del words[place : place + 2]
    if len(words) != 1 or words[0].startswith("-"):
        print(__doc__)
        return 2
    try:
        return say(0, *examine(Path(words[0]), given))
    except Unreadable as fault:
        return say(2, f"無法讀取：{fault.zh}。", f"Cannot be read: {fault.en}.")
    except Wrong as fault:
        return say(1, f"不屬實：{fault.zh}。", f"Not genuine: {fault.en}.")
    except FAULTS as fault:
        return say(2, f"無法讀取：{words[0]}（{fault}）。", f"Cannot be read: {words[0]} ({fault}).")


def say(code: int, *told: str) -> int:
    """Print lines, without characters that could play tricks on a terminal; return the exit code."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")
    for line in told:
        print("".join(char if char.isprintable() else "\ufffd" for char in line))
    return code


if __name__ == "__main__":
    sys.exit(main())
