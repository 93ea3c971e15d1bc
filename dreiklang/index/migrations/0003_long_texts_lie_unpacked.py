"""A thread is written anew with every answer. PostgreSQL would pack its whole text each time, which took a third of the
processor time of an answer to a long one; unpacked it takes a few more pages of the disk."""

from django.db import migrations


def unpacked(apps, schema_editor):
    _store(schema_editor, "EXTERNAL")


def packed(apps, schema_editor):
    _store(schema_editor, "EXTENDED")


def _store(schema_editor, how: str) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE index_row ALTER COLUMN text SET STORAGE {how}")


class Migration(migrations.Migration):
    dependencies = [("index", "0002_equal_words")]
    operations = [migrations.RunPython(unpacked, packed)]
