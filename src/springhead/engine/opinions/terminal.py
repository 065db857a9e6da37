"""`./springhead opinions FILE`: the picture of a vote file, recomputed by anyone, without a database."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import orjson

from springhead.engine.kernel.language import normal
from springhead.engine.kernel.problems import Refused, as_document
from springhead.engine.opinions import files, texts
from springhead.engine.opinions.picture import Group, Picture, ShownPick, State, analyse, draw, says
from springhead.engine.opinions.statements import Side

_SIDES: Final = {Side.AGREE: ("同意", "agree"), Side.DISAGREE: ("不同意", "disagree")}


def main(argv: Sequence[str] | None = None) -> int:
    """Compute one picture. Returns 0 when it was computed, with groups or without, 2 when the file is unusable."""
    arguments = _arguments(argv)
    try:
        code = _compute(Path(arguments.file), arguments.lang, as_json=arguments.json)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read along (`| head`) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="springhead opinions", description="由投票檔算出意見群組 / Opinion groups of a vote file"
    )
    parser.add_argument("file", help="CSV: voter,statement,vote")
    parser.add_argument("--json", action="store_true", help="以 JSON 輸出 / print JSON")
    parser.add_argument("--lang", choices=("zh-Hant", "en"), default="zh-Hant", help="語言 / language")
    return parser.parse_args(argv)


def _compute(file: Path, lang: str, *, as_json: bool) -> int:
    try:
        picture = of_file(file)
    except Refused as refused:
        if as_json:
            _print(as_document(refused.problems, lang))
        else:
            for problem in refused.problems:
                sys.stdout.write(f"✗ {problem.message(lang)}\n  → {problem.remedy(lang)}\n")
        return 2
    if as_json:
        _print(picture.as_json())
    else:
        sys.stdout.write("\n".join([*told(picture, english=normal(lang) == "en"), ""]))
    return 0


def of_file(file: Path) -> Picture:
    """Return the picture of a vote file; raises Refused for one that cannot be used."""
    try:
        with file.open("rb") as opened:
            votes = files.read(opened)
    except OSError as error:
        raise Refused(texts.NO_FILE.at(file.name, reason=error.strerror or str(error))) from error
    return draw(analyse(votes), files.write(votes, len))


def _print(document: object) -> None:
    options = orjson.OPT_APPEND_NEWLINE | orjson.OPT_INDENT_2
    sys.stdout.buffer.write(orjson.dumps(document, option=options))


def told(picture: Picture, *, english: bool) -> list[str]:
    """Return the picture as lines of text."""
    lang = "en" if english else "zh-Hant"
    lines = [says(picture.state)[lang]]
    if picture.state is State.TOO_FEW:
        return lines
    lines.append(
        f"{picture.voters:,} voters, {picture.votes:,} votes, {len(picture.rows):,} statements"
        if english
        else f"{picture.voters:,} 人、{picture.votes:,} 票、{len(picture.rows):,} 則意見"
    )
    for group in picture.groups:
        lines += ["", *_group(group, english=english)]
    for side, names in picture.consensus:
        listed = ("、", ", ")[english].join(names) or "-"
        lines.append(f"Most {_SIDES[side][1]}: {listed}" if english else f"多數人{_SIDES[side][0]}：{listed}")
    lines += ["", texts.WARNING[lang], f"SHA-256 {picture.votes_sha256}"]
    return lines


def _group(group: Group, *, english: bool) -> list[str]:
    head = (
        f"Group {group.letter}: {group.voters:,} voters"
        if english
        else f"{group.letter} 群：{group.voters:,} 人"
    )
    lines = [_pick(pick, english=english) for pick in group.representative]
    nothing = texts.NOTHING_STANDS_OUT["en" if english else "zh-Hant"]
    return [head, *(f"  {line}" for line in lines or [nothing])]


def _pick(pick: ShownPick, *, english: bool) -> str:
    chinese, plain = _SIDES[pick.side]
    number, least = pick.cell.of(pick.side), pick.cell.at_least(pick.side)
    if english:
        return f"{plain} with {pick.statement}: {number} voters, at least {least} %"
    return f"{chinese}「{pick.statement}」：{number} 人，至少 {least} %"


if __name__ == "__main__":
    sys.exit(main())
