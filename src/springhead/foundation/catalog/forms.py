"""Forms of the desk: the metadata of a dataset, and how a file shall be read."""

from typing import Any, Final

from django import forms
from django.utils.datastructures import MultiValueDict

from springhead.engine.kernel.language import pick
from springhead.engine.tables.recipe import Mending
from springhead.engine.tables.schema import Column, Type
from springhead.foundation.catalog import codes
from springhead.foundation.catalog.fields import FIELDS, Need
from springhead.foundation.catalog.label import TYPES
from springhead.foundation.catalog.metadata import Metadata, gaps
from springhead.foundation.catalog.vocabulary import Openness, word

LONG: Final = ("description", "description_en", "field_description", "notes", "grounds_note")
CONDITIONAL: Final = ("cost_url", "cost_law")  # needed when there is a charge; their help says so
ENCODINGS: Final = ("utf-8", "cp950", "big5hkscs", "utf-16", "gb18030")
HEADER_LIMIT: Final = 20


def metadata_form(told: Metadata, lang: str) -> forms.Form:
    """Return the form of a dataset's metadata, filled, in one language."""
    # A draft may leave anything empty: `required` decides what is called optional, never what the browser refuses.
    form = forms.Form(initial=_initial(told), auto_id="%s", use_required_attribute=False)
    for entry in FIELDS:
        form.fields[entry.name] = _field(entry.name, lang)
        form.fields[entry.name].label = entry.en if lang == "en" else entry.zh
        form.fields[entry.name].required = entry.need is Need.MUST or entry.name in CONDITIONAL
        form.fields[entry.name].help_text = entry.why_en if lang == "en" else entry.why_zh
    return form


def metadata_groups(form: forms.Form, told: Metadata) -> list[dict[str, Any]]:
    """Return the fields by how much they are needed; the last group is `open` when anything in it is filled or missing."""
    missing = {gap.where for gap in gaps(told)}
    groups: list[dict[str, Any]] = []
    for need in Need:
        names = [entry.name for entry in FIELDS if entry.need is need]
        shown = need is not Need.MAY or any(getattr(told, name) or name in missing for name in names)
        groups.append({"need": str(need), "fields": [form[name] for name in names], "open": shown})
    return groups


def _initial(told: Metadata) -> dict[str, Any]:
    return {**told.as_values(), "grounds": list(told.grounds)}


def _field(name: str, lang: str) -> forms.Field:
    if name in _CHOICES:
        return forms.ChoiceField(choices=[("", "—"), *_CHOICES[name](lang)])
    if name == "openness":
        return forms.ChoiceField(
            choices=[(str(one), pick(word(one).name, lang)) for one in Openness], widget=forms.RadioSelect
        )
    if name == "grounds":
        return forms.MultipleChoiceField(choices=_grounds(lang), widget=forms.CheckboxSelectMultiple)
    if name in LONG:
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 4}))
    if name in ("covers_from", "covers_to"):
        return forms.CharField(
            widget=forms.TextInput(attrs={"placeholder": "2026-01-31", "inputmode": "numeric"})
        )
    return forms.CharField()


def _categories(lang: str) -> list[tuple[str, str]]:
    return [(code, pick(one.name, lang)) for code, one in codes.categories().items()]


def _licences(lang: str) -> list[tuple[str, str]]:
    return [(code, one.name(lang)) for code, one in codes.licences().items()]


def _costs(lang: str) -> list[tuple[str, str]]:
    return [("free", "Free"), ("paid", "Charged")] if lang == "en" else [("free", "免費"), ("paid", "付費")]


def _grounds(lang: str) -> list[tuple[str, str]]:
    return [
        (code, one.en if lang == "en" else f"{one.zh}（{one.law}）") for code, one in codes.grounds().items()
    ]


_CHOICES: Final = {"category": _categories, "licence": _licences, "cost": _costs}


def values_of(posted: MultiValueDict[str, str]) -> dict[str, Any]:
    """Return what a metadata form posted, by field; only fields that were there."""
    found: dict[str, Any] = {entry.name: posted[entry.name] for entry in FIELDS if entry.name in posted}
    if "grounds" in posted or "openness" in posted:
        found["grounds"] = posted.getlist("grounds")
    return found


# ── how a file is read ──────────────────────────────────────────────────────


def reading_form(report: dict[str, Any], lang: str) -> forms.Form:
    """Return the form that changes how a file is read: encoding, title and header rows, types and names."""
    form = forms.Form(auto_id="reading-%s")
    english = lang == "en"
    now_said = (
        f"—（{report.get('encoding') or '—'}）" if not english else f"— ({report.get('encoding') or '—'})"
    )
    form.fields["encoding"] = forms.ChoiceField(
        choices=[("", now_said), *((one, one) for one in ENCODINGS)], required=False,
        label="Encoding" if english else "編碼",
    )  # fmt: skip
    for name, zh, en in (
        ("title_rows", "標題列數", "Title rows"),
        ("header_rows", "表頭列數", "Header rows"),
    ):
        form.fields[name] = forms.IntegerField(
            min_value=0,
            max_value=HEADER_LIMIT,
            required=False,
            initial=report.get(name),
            label=en if english else zh,
        )
    return form


def column_rows(columns: tuple[Column, ...], lang: str) -> list[dict[str, Any]]:
    """Return name and type choices of every column, for the table of the reading form."""
    types = [(str(kind), pick(TYPES[kind], lang)) for kind in Type]
    return [{"at": at, "column": column, "types": types} for at, column in enumerate(columns)]


def mendings_from(posted: MultiValueDict[str, str], report: dict[str, Any]) -> tuple[Mending, ...]:
    """Return the mendings that the reading form asks for: only what differs from how the file was read."""
    made: list[Mending] = []
    if posted.get("encoding"):
        made.append(Mending("encoding", value=posted["encoding"]))
    for name in ("title_rows", "header_rows"):
        text = posted.get(name, "").strip()
        if text.isdecimal() and int(text) <= HEADER_LIMIT and int(text) != report.get(name):
            made.append(Mending(name, value=int(text)))
    for at, column in enumerate(report.get("columns", ())):
        kind, name = posted.get(f"type-{at}", ""), posted.get(f"name-{at}", "").strip()
        if kind in set(Type) and kind != column["type"]:
            made.append(Mending("type", column=column["name"], value=kind))
        if name and name != column["name"]:
            made.append(Mending("name", column=column["name"], value=name[:200]))
    return tuple(made)
