"""Both languages stand everywhere a person reads."""

import ast
import importlib
import pkgutil
import re
from pathlib import Path

import springhead
from springhead.engine.kernel.problems import kinds

CHINESE = re.compile(r"[\u4e00-\u9fff]")
TR = re.compile(r"""\{%\s*tr\s+(?:"([^"]*)"|'([^']*)')\s+(?:"([^"]*)"|'([^']*)')""")
MAP = re.compile(r"""\{"zh-Hant": "([^"]*)", "en": "([^"]*)"\}""")
ONE_WORD = {"逾期": "overdue", "不開放": "not provided"}
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<!--.*?-->", re.DOTALL)


def import_all_texts() -> None:
    for module in pkgutil.walk_packages(springhead.__path__, "springhead."):
        if module.name.rsplit(".", 1)[-1] == "texts":
            importlib.import_module(module.name)


def test_every_problem_speaks_both_languages() -> None:
    import_all_texts()
    assert len(kinds()) > 50
    for kind in kinds():
        assert CHINESE.search(kind.zh), kind.code
        # A remedy may be nothing but a value that carries its own two languages.
        assert CHINESE.search(kind.fix_zh) or re.fullmatch(r"\{\w+\}", kind.fix_zh), kind.code
        assert kind.en.strip(), kind.code
        assert not CHINESE.search(re.sub(r"「[^」]*」|“[^”]*”|\([^)]*\)", "", kind.en)), kind.code
        assert kind.fix_en.strip(), kind.code
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", kind.code)


def spoken(text: str) -> set[str]:
    """Names of the values in a sentence; `reason_zh`, `reason_en` and `reason` are one value in its languages."""
    return {re.sub(r"_(zh|en)$", "", name) for name in re.findall(r"\{(\w+)", text)} - {"where"}


def test_the_two_languages_of_a_problem_name_the_same_values() -> None:
    import_all_texts()
    for kind in kinds():
        names = [spoken(text) for text in (kind.zh, kind.en)]
        assert names[0] == names[1], f"{kind.code}: {names}"


def templates(root: Path) -> list[Path]:
    return sorted((root / "src/springhead").rglob("templates/**/*.html"))


def test_templates_say_everything_in_both_languages(root: Path) -> None:
    guilty = []
    for path in templates(root):
        for match in TR.finditer(path.read_text()):
            chinese, english = match[1] or match[2] or "", match[3] or match[4] or ""
            if not english.strip() or not chinese.strip():
                guilty.append(f"{path.relative_to(root)}: {match[0]}")
    assert not guilty


def test_templates_hold_no_text_in_one_language_only(root: Path) -> None:
    guilty = []
    for path in templates(root):
        text = TAG.sub("", path.read_text())
        text = re.sub(r"<[^>]*lang=\"(zh-Hant-TW|zh-Hant|en)\"[^>]*>[^<]*", "", text)
        text = re.sub(r"<(code|pre)\b.*?</\1>", "", text, flags=re.DOTALL)
        guilty += [f"{path.relative_to(root)}: {found}" for found in re.findall(r"[\u4e00-\u9fff]{2,}", text)]
    assert not guilty


def test_templates_need_no_inline_script_or_style(root: Path) -> None:
    pattern = re.compile(
        r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*(src=|application/(ld\+)?json|importmap))"
    )
    guilty = [
        f"{path.relative_to(root)}: {found[0]}"
        for path in templates(root)
        if "mail" not in path.parts and (found := pattern.search(path.read_text()))
    ]
    assert not guilty


TABLE = re.compile(r"<table(?P<attributes>[^>]*)>(?P<head>(?:(?!</table>).)*?</thead>)?", re.DOTALL)


def scrolls_only(template: str) -> bool:
    """Say whether a table of three columns or more does not read row by row on a phone.

    A matrix, whose columns are as many as the data have, may scroll.
    """
    for table in TABLE.finditer(template):
        head = table["head"] or ""
        if head.count('scope="col"') > 2 and "{% for" not in head and "stacks" not in table["attributes"]:
            return True
    return False


def test_tables_of_three_columns_read_row_by_row_on_a_phone(root: Path) -> None:
    columns = '<th scope="col">a</th>' * 3
    assert scrolls_only(f'<table class="plain"><thead><tr>{columns}</tr></thead></table>')
    assert not scrolls_only(f'<table class="stacks"><thead><tr>{columns}</tr></thead></table>')
    guilty = [str(path.relative_to(root)) for path in templates(root) if scrolls_only(path.read_text())]
    assert not guilty


def test_no_page_shows_the_midnight_after_a_term_as_its_end(root: Path) -> None:
    ends = re.compile(r"(?:next_due|due_at|deadline|reckoning\.due|term\.due)\|(?!due\b)\w+")
    guilty = [
        f"{path.relative_to(root)}: {match[0]}"
        for path in templates(root)
        for match in ends.finditer(path.read_text())
    ]
    assert not guilty


NOUN = re.compile(r"\{\w+\} (?:[a-z-]+ ){0,2}?(?P<noun>[a-z]+s)\b")
NO_NOUNS = frozenset(
    [
        "is",
        "was",
        "has",
        "does",
        "says",
        "sends",
        "lacks",
        "stands",
        "holds",
        "hides",
        "takes",
        "needs",
        "repeats",
        "differs",
        "begins",
        "ends",
        "as",
        "its",
        "this",
        "less",
        "us",
        "always",
    ]
)
APART = frozenset(
    ("of", "in", "at", "for", "is", "has", "than", "or", "to", "and", "that", "with", "on", "by")
)


def uncounted(text: str) -> list[str]:
    """Return values followed by a noun in the plural, which for 1 would be wrong: `{n} rows`."""
    return [
        match[0]
        for match in NOUN.finditer(text)
        if match["noun"] not in NO_NOUNS and not set(match[0].split()[1:-1]) & APART
    ]


def english_of(path: Path) -> list[str]:
    """Return the English literals of a file with sentences."""
    quoted = re.findall(r'"((?:[^"\\\n]|\\.)*)"', path.read_text())
    return [text for text in quoted if not CHINESE.search(text)]


def test_counted_nouns_have_a_form_for_one(root: Path) -> None:
    house = root / "src/springhead"
    files = [*templates(root), *house.rglob("templates/**/*.txt"), *house.rglob("*texts.py")]
    guilty = {
        f"{path.relative_to(root)}: {found}"
        for path in files
        for text in english_of(path)
        for found in uncounted(text)
    }
    assert not guilty
    assert uncounted("read {count} rows") == ["{count} rows"]
    assert uncounted("read {count:row|rows}; {n} of its cells; column {n} has") == []


def test_every_form_for_one_differs_from_that_for_many(root: Path) -> None:
    import_all_texts()
    for kind in kinds():
        for text in (kind.en, kind.fix_en):
            for one, many in re.findall(r"\{\w+:([^|}]*)\|([^}]*)\}", text):
                assert one != many, f"{kind.code}: {one}"
        assert "|" not in kind.zh + kind.fix_zh, kind.code


def test_one_word_of_the_glossary_has_one_english_word(root: Path) -> None:
    said = [
        (path, match[1] or match[2] or "", match[3] or match[4] or "")
        for path in templates(root)
        for match in TR.finditer(path.read_text())
    ]
    said += [
        (path, match[1], match[2])
        for path in sorted((root / "src/springhead").rglob("*.py"))
        for match in MAP.finditer(path.read_text())
    ]
    found = [(path, zh, en) for path, zh, en in said if zh in ONE_WORD]
    assert len(found) > 10
    assert not [(path.name, zh, en) for path, zh, en in found if en.casefold() != ONE_WORD[zh]]


def named_in_iso(source: str) -> list[int]:
    """Return the lines where a problem is given a day as text, which then stands as 2026-11-26 in its sentence."""
    return [
        given.value.lineno
        for call in ast.walk(ast.parse(source))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "at"
        for given in call.keywords
        if any(isinstance(one, ast.Attribute) and one.attr == "isoformat" for one in ast.walk(given.value))
    ]


def test_problems_are_given_days_and_not_their_iso_text(root: Path) -> None:
    assert named_in_iso('yield ODD.at("x", day=a.isoformat() if a else "–")\n') == [1]
    guilty = {
        str(path.relative_to(root)): lines
        for path in (root / "src/springhead").rglob("*.py")
        if (lines := named_in_iso(path.read_text()))
    }
    assert not guilty
