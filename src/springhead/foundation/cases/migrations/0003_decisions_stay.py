"""The database itself refuses to change a decision, whoever asks."""

from typing import Any

from django.db import migrations

SQLITE = """
CREATE TRIGGER cases_decision_stays BEFORE UPDATE ON cases_decision
BEGIN SELECT RAISE(ABORT, 'a decision is never changed, only superseded'); END
"""
POSTGRESQL = """
CREATE FUNCTION cases_decision_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a decision is never changed, only superseded'; END $$;
CREATE TRIGGER cases_decision_stays BEFORE UPDATE ON cases_decision
FOR EACH ROW EXECUTE FUNCTION cases_decision_stays()
"""


def guard(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def unguard(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER cases_decision_stays ON cases_decision")
        schema_editor.execute("DROP FUNCTION cases_decision_stays()")
    else:
        schema_editor.execute("DROP TRIGGER cases_decision_stays")


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_sweeping")]
    operations = [migrations.RunPython(guard, unguard)]
