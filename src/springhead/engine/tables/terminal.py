"""`./springhead check FILE`: reading and finding alone, without a database or an installation."""

import argparse
import ctypes
import os
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TextIO

import orjson

from springhead.engine.kernel.language import fill, normal
from springhead.engine.kernel.problems import Refused, Severity, as_document
from springhead.engine.tables.cell_texts import TYPE_NAMES
from springhead.engine.tables.findings import Finding
from springhead.engine.tables.limits import Limits
from springhead.engine.tables.reading import read
from springhead.engine.tables.report import Report

SHOWN: Final = 3  # places shown of one rule and column
COLUMNS: Final = 4  # further columns named of what was tidied in several
GROUPS: Final = 20  # groups shown; the rest is counted
ALL: Final = 1_000_000  # findings of one rule in JSON
LARGE: Final = 20_000_000  # bytes from which a file is checked in several processes
MOST_PROCESSES: Final = 4
_COLOURS: Final = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_SIGNS: Final = {Severity.ERROR: "✗", Severity.WARNING: "!", Severity.INFO: "·"}
_ORDER: Final = (Severity.ERROR, Severity.WARNING, Severity.INFO)
_WORDS: Final = {
    Severity.ERROR: ("項要處理", "to mend"),
    Severity.WARNING: ("項請看一下", "to look at"),
    Severity.INFO: ("項已整理", "tidied"),
}


@dataclass(frozen=True, slots=True)
class _Page:
    """Where the text goes, in which language, and whether it may be coloured."""

    out: TextIO
    english: bool
    colour: bool

    def say(self, chinese: str, english: str) -> str:
        return english if self.english else chinese

    def paint(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colour else text

    def line(self, text: str = "") -> None:
        self.out.write(f"{text}\n")


def main(argv: Sequence[str] | None = None) -> int:
    """Check one file. Returns 0 when clean, 1 from a warning up, 2 when it cannot be read."""
    try:
        code = _check(_arguments(argv))
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read along (`| head`) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def _check(arguments: argparse.Namespace) -> int:
    limits = Limits(processes=_processes(Path(arguments.file)))
    _keep_memory()
    if arguments.json:
        limits = replace(limits, findings_per_rule=ALL)
    page = _Page(sys.stdout, normal(arguments.lang) == "en", sys.stdout.isatty())
    try:
        report = read(Path(arguments.file), limits=limits)
    except Refused as refused:
        return _refused(refused, page, as_json=arguments.json, lang=arguments.lang)
    if arguments.json:
        sys.stdout.buffer.write(
            orjson.dumps(report.as_json(arguments.lang), option=orjson.OPT_APPEND_NEWLINE)
        )
        sys.stdout.buffer.flush()
    else:
        _show(report, Path(arguments.file).name, page)
    return 1 if report.worst in {Severity.WARNING, Severity.ERROR} else 0


def _keep_memory() -> None:
    # Columns come and go by the megabyte: giving each back to the kernel at once takes a tenth of the time.
    # The numbers are glibc's M_TRIM_THRESHOLD and M_MMAP_THRESHOLD; another C library ignores them.
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt:
        mallopt(-1, 1 << 30)
        mallopt(-3, 32 << 20)


def _processes(file: Path) -> int:
    # A second process costs some milliseconds: it pays for files of many blocks.
    large = file.is_file() and file.stat().st_size > LARGE
    return max(1, min(MOST_PROCESSES, len(os.sched_getaffinity(0)))) if large else 1


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="springhead check", description="檢查一個資料檔 / Check one data file"
    )
    parser.add_argument("file", help="CSV, TSV, JSON, XML, XLSX, XLS, ODS, GeoJSON, SHP (zip), KML, Parquet")
    parser.add_argument("--json", action="store_true", help="以 JSON 輸出 / print JSON")
    parser.add_argument("--lang", choices=("zh-Hant", "en"), default="zh-Hant", help="語言 / language")
    return parser.parse_args(argv)


def _refused(refused: Refused, page: _Page, *, as_json: bool, lang: str) -> int:
    if as_json:
        document = as_document(refused.problems, lang)
        document["findings"] = [Finding(problem).as_json(lang) for problem in refused.problems]
        sys.stdout.buffer.write(orjson.dumps(document, option=orjson.OPT_APPEND_NEWLINE))
        return 2
    for problem in refused.problems:
        page.line(page.paint(f"✗ {problem.message(lang)}", "31"))
        page.line(f"  → {problem.remedy(lang)}")
    return 2


def _show(report: Report, name: str, page: _Page) -> None:
    page.line(page.paint(name, "1"))
    page.line(_facts(report, page))
    page.line(_columns(report, page))
    groups: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in report.findings:
        told_once = finding.problem.severity is Severity.INFO  # what was tidied is told once for all columns
        groups[finding.problem.code, "" if told_once else finding.column or ""].append(finding)
    ordered = sorted(groups.values(), key=lambda found: _ORDER.index(found[0].problem.severity))
    for found in ordered[:GROUPS]:
        _group(found, page, _count(found, report))
    if len(ordered) > GROUPS:
        more = len(ordered) - GROUPS
        page.line(
            page.say(f"  …另有 {more} 項，加 --json 看全部", f"  … and {more} more; --json lists them all")
        )
    page.line()
    page.line(_verdict(report, page))


def _count(found: Sequence[Finding], report: Report) -> int:
    """Return how many cells or rows these findings stand for; of very many only some are kept."""
    code = found[0].problem.code
    return sum(report.places[code][column] for column in {finding.column or "" for finding in found})


def _facts(report: Report, page: _Page) -> str:
    rows = page.say(f"{report.rows:,} 列", _many("{n:row|rows}", report.rows))
    parts = [rows, page.say(f"{len(report.columns)} 欄", _many("{n:column|columns}", len(report.columns)))]
    if report.set_aside:
        parts.append(page.say(f"擱置 {report.set_aside:,} 列", f"{report.set_aside:,} set aside"))
    parts += [report.format.upper(), report.encoding or ""]
    return "  " + " · ".join(filter(None, parts))


def _many(noun: str, number: int) -> str:
    return fill(noun, {"n": f"{number:,}"})


def _columns(report: Report, page: _Page) -> str:
    shown = [
        f"{column.name[:20]} {page.paint(_type(str(column.type), page), '2')}"
        for column in report.columns[:8]
    ]
    more = len(report.columns) - 8
    return (
        "  "
        + page.say("、", ", ").join(shown)
        + (page.say(f" …共 {more + 8} 欄", f" … {more + 8} in all") if more > 0 else "")
    )


def _type(name: str, page: _Page) -> str:
    return name if page.english else TYPE_NAMES[name][0]


def _group(found: Sequence[Finding], page: _Page, count: int) -> None:
    first, lang = found[0].problem, "en" if page.english else "zh-Hant"
    colour = _COLOURS[first.severity]
    times = f" ×{count:,}" if count > 1 else ""
    page.line()
    code = page.paint(f"{_SIGNS[first.severity]} {first.code}", colour)
    page.line(f"{code}{times}  {first.message(lang)}{_elsewhere(found, page)}")
    places = [_place(finding, page) for finding in found[:SHOWN] if finding.row]
    if places:
        rest = page.say(" …", " …") if len(found) > SHOWN else ""
        page.line("    " + page.say("、", ", ").join(places) + rest)
    page.line(f"    → {first.remedy(lang)}")


def _elsewhere(found: Sequence[Finding], page: _Page) -> str:
    columns = list(dict.fromkeys(finding.column for finding in found if finding.column))
    if len(columns) < 2:
        return ""
    names = page.say("、", ", ").join(f"{name}"[:20] for name in columns[1 : 1 + COLUMNS])
    rest = page.say(" 等", " …") if len(columns) > 1 + COLUMNS else ""
    return page.say(
        f"另有 {len(columns) - 1} 欄相同：{names}{rest}。",
        f" {_many('{n:So is # more column|So are # more columns}', len(columns) - 1)}: {names}{rest}.",
    )


def _place(finding: Finding, page: _Page) -> str:
    column = f" {finding.column}" if finding.column else ""
    return page.say(f"第 {finding.row} 列{column}", f"row {finding.row}{column}")


def _verdict(report: Report, page: _Page) -> str:
    counts = dict.fromkeys(_ORDER, 0)
    for code in report.counts:
        severity = next(
            finding.problem.severity for finding in report.findings if finding.problem.code == code
        )
        counts[severity] += 1
    parts = [
        page.paint(f"{counts[severity]} {page.say(*_WORDS[severity])}", _COLOURS[severity])
        for severity in _ORDER
        if counts[severity]
    ]
    return " · ".join(parts) or page.paint(page.say("✓ 沒有發現問題", "✓ nothing found"), "32")


if __name__ == "__main__":
    sys.exit(main())
