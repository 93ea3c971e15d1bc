"""Emptying a table whose own guards forbid it: for restoring a backup, which brings the whole table anew."""

from contextlib import contextmanager


@contextmanager
def without_triggers(connection):
    """Within the caller's transaction no trigger of ours acts; afterwards all stand as before. Those by which the
    database itself keeps references are not ours and go on."""
    with connection.cursor() as cursor:
        off, on = _switches(connection, cursor)
        for statement in off:
            cursor.execute(statement)
        yield
        for statement in on:
            cursor.execute(statement)


def _switches(connection, cursor) -> tuple[list[str], list[str]]:
    quoted = connection.ops.quote_name
    if connection.vendor == "sqlite":
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        found = cursor.fetchall()
        return [f"DROP TRIGGER {quoted(name)}" for name, _sql in found], [sql for _name, sql in found]
    cursor.execute(
        "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE NOT t.tgisinternal AND pg_table_is_visible(c.oid)"
    )
    tables = [quoted(name) for (name,) in cursor.fetchall()]
    return tuple([f"ALTER TABLE {table} {word} TRIGGER USER" for table in tables] for word in ("DISABLE", "ENABLE"))
