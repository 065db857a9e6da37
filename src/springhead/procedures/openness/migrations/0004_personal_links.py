import django.db.models.deletion
from django.db import migrations, models

import springhead.procedures.openness.models


class Migration(migrations.Migration):

    dependencies = [
        ("openness", "0003_applications"),
    ]

    operations = [
        migrations.CreateModel(
            name="PersonalLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("public_id", models.CharField(default=springhead.procedures.openness.models.new_link_id, editable=False, max_length=16, unique=True)),
                ("table_id", models.CharField(max_length=16)),
                ("snapshot", models.PositiveIntegerField()),
                ("name", models.CharField(max_length=255)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.BigIntegerField(default=0)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.CharField(max_length=64)),
                ("expires_at", models.DateTimeField()),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_why", models.TextField(blank=True, default="")),
                ("application", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="links", to="openness.application")),
            ],
            options={"ordering": ["id"]},
        ),
        migrations.AddField(
            model_name="handedover",
            name="link",
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="uses", to="openness.personallink"),
        ),
        migrations.AddField(
            model_name="handedover",
            name="seq",
            field=models.BigIntegerField(blank=True, null=True),
        ),
    ]
