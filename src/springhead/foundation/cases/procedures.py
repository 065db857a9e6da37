"""The procedures as a document: every state table with its diagram, labels, and who may do what in which state."""

from collections.abc import Iterable
from typing import Final

from springhead.engine.kernel.diagram import markdown, mermaid, role_matrix
from springhead.engine.kernel.language import LanguageMap
from springhead.foundation.cases.registry import CaseType

HEAD: Final = """# Procedures

Written by `python -m springhead.cli manage procedures --write` from the state tables themselves; do not edit.
Whatever is not in a table cannot happen: see `src/springhead/foundation/cases/README.md`.
"""


def document(case_types: Iterable[CaseType]) -> str:
    """Return the whole document, one section per case type."""
    return "\n".join([HEAD, *map(_section, case_types)])


def _section(case_type: CaseType) -> str:
    table, texts = case_type.table, case_type.texts
    numbers = f"{case_type.prefix}-2026-000123" if case_type.prefix else "under their parent"
    return "\n".join(
        [
            f"## {texts.name['zh-Hant']} {texts.name['en']}\n",
            f"Numbers: `{numbers}`.\n",
            f"```mermaid\n{mermaid(table)}```\n",
            _labels("State", ((str(state), texts.states[state]) for state in table.states)),
            _labels("Event", ((event, texts.events[event]) for event in table.events)),
            markdown(table),
            "Who may do what:\n",
            role_matrix(table),
        ]
    )


def _labels(head: str, labels: Iterable[tuple[str, LanguageMap]]) -> str:
    lines = [f"| {head} | 中文 | English |", "| --- | --- | --- |"]
    lines += [f"| `{code}` | {text['zh-Hant']} | {text['en']} |" for code, text in labels]
    return "\n".join([*lines, ""])
