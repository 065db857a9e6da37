"""Compute the picture of opinions again from the votes, offline. 離線重算意見群組圖。

    pip install numpy orjson
    python recompute.py

It reads `votes.csv` and `picture.json` beside it and runs the code that lies beside it in `code/`.
它讀同資料夾的 votes.csv 和 picture.json，執行 code/ 裡的程式；兩張圖必須完全相同。
Exit code 結束碼: 0 the same picture 相同, 1 another 不同.
"""

import json
import sys
from pathlib import Path


def main(folder: Path) -> int:
    """Compare the published picture with the one computed anew; return 0 when they are the same."""
    if (folder / "code").is_dir():
        sys.path.insert(0, str(folder / "code"))
    from springhead.engine.opinions.terminal import of_file

    told = json.loads((folder / "picture.json").read_bytes())
    made = json.loads(json.dumps(of_file(folder / "votes.csv").as_json()))
    differing = sorted(name for name in {*told, *made} if told.get(name) != made.get(name))
    if differing:
        print(f"不同：{', '.join(differing)}。\nAnother picture: {', '.join(differing)} differ.")
        return 1
    print("相同：重算的圖和公布的圖完全一樣。\nThe same: the picture computed anew is the published one.")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parent))
