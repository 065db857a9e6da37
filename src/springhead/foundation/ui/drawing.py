"""What the component tags hand to their templates. Values in, values out; no request, no database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import (
    BoundField,
    CheckboxInput,
    CheckboxSelectMultiple,
    FileInput,
    RadioSelect,
    Select,
    Textarea,
)
from django.forms.forms import BaseForm

from springhead.engine.kernel.problems import Problem
from springhead.foundation.ui.components import Days, Square

BAR_HEIGHT = 24
BAR_WIDTH = 5
COLUMN_WIDTH, COLUMN_GAP, COLUMN_TOP, COLUMN_HEIGHT, COLUMN_FOOT = 48, 12, 16, 72, 18


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a sparkline, in the units of its viewBox."""

    x: int
    y: float
    height: float


def bars(counts: Sequence[float]) -> list[Bar]:
    """Return the bars of a histogram, scaled to the highest; an empty bin keeps a hairline."""
    top = max(counts, default=0) or 1
    heights = [max(round(count / top * BAR_HEIGHT, 2), 0.5) for count in counts]
    return [
        Bar(at * (BAR_WIDTH + 1), round(BAR_HEIGHT - height, 2), height) for at, height in enumerate(heights)
    ]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a chart with its number above and its name below, in the units of its viewBox."""

    x: float
    y: float
    height: float
    middle: float
    count: float
    name: str


def columns(counts: Sequence[tuple[str, float]]) -> list[Column]:
    """Return the columns of a chart of (name, count), scaled to the highest; nothing used keeps a hairline."""
    top = max((count for _, count in counts), default=0) or 1
    made = []
    for at, (name, count) in enumerate(counts):
        height = max(round(count / top * COLUMN_HEIGHT, 1), 0.5)
        x = at * COLUMN_WIDTH
        made.append(
            Column(
                x + COLUMN_GAP / 2,
                round(COLUMN_TOP + COLUMN_HEIGHT - height, 1),
                height,
                x + COLUMN_WIDTH / 2,
                count,
                name,
            )
        )
    return made


def square_class(square: Square, days: Days) -> str:
    """Return how one day is drawn: gone, now, rest, over, or nothing for one still to come."""
    if square.rest is not None:
        return "rest"
    if square.on == days.today:
        return "now"
    if square.on < days.today:
        return "gone"
    return ""


def control(field: BoundField) -> str:
    """Return which GOV.UK control a form field is drawn as."""
    kinds = (
        (CheckboxSelectMultiple, "checkboxes"),  # before RadioSelect, its parent class
        (RadioSelect, "radios"),
        (CheckboxInput, "checkbox"),
        (FileInput, "file-upload"),
        (Textarea, "textarea"),
        (Select, "select"),
    )
    return next((name for widget, name in kinds if isinstance(field.field.widget, widget)), "input")


def field_context(field: BoundField, hint: str = "", width: str = "") -> dict[str, Any]:
    """Return what `ui/parts/field.html` draws: the control with its label, hint and errors tied to it."""
    name, ident = control(field), field.id_for_label or field.auto_id
    hint = hint or str(field.help_text or "")
    described = " ".join(
        f"{ident}-{part}" for part, there in (("hint", hint), ("error", field.errors)) if there
    )
    css = [
        f"govuk-{name}",
        *([f"govuk-{name}--error"] if field.errors else []),
        *([f"field-{width}"] if width else []),
    ]
    attributes: dict[str, str | bool] = {"class": " ".join(css)}
    if (
        name == "textarea" and field.field.widget.attrs.get("rows") == "10"
    ):  # Django's default is taller than a phone
        attributes["rows"] = "4"
    if described:
        attributes["aria-describedby"] = described
    grouped = name in {"radios", "checkboxes"}
    return {
        "field": field,
        "control": name,
        "grouped": grouped,
        "ident": ident,
        "hint": hint,
        "described": described,
        "widget": "" if grouped or name == "checkbox" else field.as_widget(attrs=attributes),
        "choices": _choices(field) if grouped else (),
        "checked": name == "checkbox" and bool(field.value()),
        "optional": not field.field.required and not grouped and name != "checkbox",
    }


def summary_lines(source: BaseForm | Iterable[Problem] | None, lang: str) -> list[dict[str, str]]:
    """Return the lines of an error summary: what is wrong, and the field it links to."""
    if source is None:
        return []
    if isinstance(source, BaseForm):
        return [_line(source, name, str(text), lang) for name, said in source.errors.items() for text in said]
    return [
        {
            "text": f"{each.message(lang)}{'' if lang != 'en' else ' '}{each.remedy(lang)}",
            "target": f"id_{each.where}" if each.where.isidentifier() else "",
        }
        for each in source
    ]


def _line(form: BaseForm, name: str, text: str, lang: str) -> dict[str, str]:
    """Name the field in front of what is wrong with it, so that no two links of a summary read the same."""
    if name not in form.fields:
        return {"text": text, "target": ""}
    field = form[name]
    mark = ": " if lang == "en" else "："
    return {"text": f"{field.label}{mark}{text}", "target": field.id_for_label or field.auto_id}


def _choices(field: BoundField) -> list[dict[str, Any]]:
    return [
        {"id": each.id_for_label, "label": each.choice_label, "name": each.data["name"], "value": each.data["value"],
         "checked": each.data["selected"]}
        for each in field.subwidgets
    ]  # fmt: skip
