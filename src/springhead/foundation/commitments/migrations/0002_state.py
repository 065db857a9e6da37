from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps: Any, _schema_editor: Any) -> None:
    """Copy the state of every case to its commitment."""
    Commitment = apps.get_model("commitments", "Commitment")
    Case = apps.get_model("cases", "Case")
    state = Case.objects.filter(pk=OuterRef("case_id")).values("state")[:1]
    Commitment.objects.update(state=Subquery(state))
    Commitment.objects.exclude(state__in=("pending", "late")).update(is_open=False)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
        ("commitments", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="commitment",
            name="state",
            field=models.CharField(default="pending", max_length=12),
        ),
        migrations.AddField(model_name="commitment", name="is_open", field=models.BooleanField(default=True)),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            model_name="commitment",
            index=models.Index(fields=["state", "due_on", "id"], name="commitment_by_state"),
        ),
        migrations.AddIndex(
            model_name="commitment",
            index=models.Index(fields=["is_open", "due_on", "id"], name="commitment_open"),
        ),
    ]
