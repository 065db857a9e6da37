"""Askers move to the cases, where consultations find them too; whoever is there keeps their id."""

from typing import Any

import django.db.models.deletion
from django.core.management.color import no_style
from django.db import migrations, models

FIELDS = ('id', 'public_id', 'email', 'name', 'lang', 'confirmed_at')


def move(apps: Any, schema_editor: Any) -> None:
    old, new = apps.get_model('data_requests', 'Asker'), apps.get_model('cases', 'Asker')
    rows = [new(**one) for one in old.objects.order_by('id').values(*FIELDS).iterator(chunk_size=1000)]
    new.objects.bulk_create(rows, batch_size=1000)
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [new]):
            cursor.execute(statement)


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0003_asker'),
        ('data_requests', '0003_demand'),
    ]

    operations = [
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='requestdraft',
            name='asker',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='cases.asker'),
        ),
        migrations.DeleteModel(
            name='Asker',
        ),
    ]
