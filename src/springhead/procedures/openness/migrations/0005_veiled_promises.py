"""Promises, nominations and files of datasets whose name the law keeps back go without it, and so do their records."""

from typing import Any

from django.db import migrations

HIDDEN = {"zh-Hant": "依法不公開名稱的資料", "en": "Data whose name the law keeps back"}


def veil(apps: Any, _schema_editor: Any) -> None:
    """Take the names out of cases, and the records from everybody's view."""
    entries = apps.get_model("openness", "Entry").objects.exclude(withheld="").values("dataset")
    promised = apps.get_model("commitments", "Commitment").objects.filter(dataset__in=entries)
    apps.get_model("cases", "Case").objects.filter(pk__in=promised.values("case")).update(title=HIDDEN)
    cases = apps.get_model("cases", "Case").objects.filter(type__in=("delivery", "hv_nomination"))
    cases.filter(subjects__subject_id__in=entries.values("dataset__public_id")).update(title=HIDDEN)
    datasets = apps.get_model("catalog", "Dataset").objects
    datasets.filter(pk__in=entries, stage="promised").update(visible=False)


class Migration(migrations.Migration):
    dependencies = [
        ("openness", "0004_personal_links"),
        ("commitments", "0003_needs"),
    ]

    operations = [migrations.RunPython(veil, migrations.RunPython.noop)]
