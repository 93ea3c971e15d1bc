"""The database itself refuses to change a line of the log, or to delete one before its term. Whoever owns the database
can take these guards away; that the chain no longer holds then shows `check_moderation_log`."""

TABLE = "moderation_entry"
SAYS = "The log of moderation cannot be changed"


def guard(connection, clock: str = "") -> None:
    """Put the guards up, anew if they stand. `clock` is an SQL expression of the present moment, for tests."""
    statements = _OF[connection.vendor]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement.format(table=TABLE, says=SAYS, now=clock or _NOW[connection.vendor]))


_NOW = {"sqlite": "strftime('%Y-%m-%d %H:%M:%f', 'now')", "postgresql": "clock_timestamp()"}
_OF = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS {table}_stays",
        "DROP TRIGGER IF EXISTS {table}_is_kept",
        "CREATE TRIGGER {table}_stays BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{says}'); END",
        "CREATE TRIGGER {table}_is_kept BEFORE DELETE ON {table} WHEN OLD.expires_at > {now} "
        "BEGIN SELECT RAISE(ABORT, '{says}'); END",
    ],
    "postgresql": [
        "DROP TRIGGER IF EXISTS {table}_stays ON {table}",
        "DROP TRIGGER IF EXISTS {table}_is_whole ON {table}",
        "CREATE OR REPLACE FUNCTION {table}_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF TG_OP = 'DELETE' THEN IF OLD.expires_at <= {now} THEN RETURN OLD; END IF; END IF; "
        "RAISE EXCEPTION '{says}'; END $$",
        "CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION {table}_refuses()",
        "CREATE TRIGGER {table}_is_whole BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuses()",
    ],
}
