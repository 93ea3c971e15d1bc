"""The only door to environment variables. Each name read here has a heading in docs/operating.md (tested)."""

import os
import secrets
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent


def setting(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def is_on(name: str, default: bool = False) -> bool:
    return setting(name, "1" if default else "0").lower() in {"1", "true", "yes", "on", "ja"}


def use_sound_sqlite() -> None:
    """Put the SQLite of the pysqlite3 wheel in place of Python's.

    Debian 12 ships 3.40.1, whose WAL-reset bug can damage a database with two or more connections; fixed in 3.51.3
    and the backports 3.44.6 and 3.50.7 (sqlite.org/changes.html). Where there is no wheel, Python's library stays
    and `sqlite_is_sound` tells the truth.
    """
    try:
        import pysqlite3
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


def sqlite_is_sound() -> bool:
    import sqlite3

    version = sqlite3.sqlite_version_info
    return version >= (3, 51, 3) or version[:2] == (3, 44) and version >= (3, 44, 6) or (3, 50, 7) <= version < (3, 51)


def database(data: Path) -> dict:
    """Django's DATABASES entry: SQLite in `data`, or DATABASE_URL (postgresql://…)."""
    url = setting("DATABASE_URL")
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data / "dreiklang.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # The correctness of "count, then insert" hangs on this word: the write lock is taken before the count.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA journal_size_limit=67108864;"
                    "PRAGMA mmap_size=134217728;PRAGMA temp_store=MEMORY;PRAGMA cache_size=-20000;"
                    "PRAGMA trusted_schema=OFF"
                ),
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise SystemExit(f"DATABASE_URL beginnt mit „{parts.scheme}“. Erwartet wird postgresql://…")
    return {
        "ENGINE": "dreiklang.foundation.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # What is asked often is planned once: a fifth less processor time for a page.
        "OPTIONS": {"server_side_binding": True, "prepare_threshold": 5},
    }


def mail() -> dict:
    """Django's EMAIL_… settings from SMTP_URL (smtp://, smtps://, or smtp+tls:// for STARTTLS)."""
    url = setting("SMTP_URL")
    if not url:
        return {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 20,
    }


def reply_address(default: str = "") -> str:
    """MAIL_REPLY, whose secret variants (antwort+…@) must stay within the 64 characters of a local part."""
    address = setting("MAIL_REPLY", default).lower()
    name, _, domain = address.partition("@")
    if address and not (0 < len(name) <= 18 and "+" not in name and "." in domain):
        raise SystemExit(
            f"MAIL_REPLY ist „{address}“. Erwartet wird etwas wie antwort@example.org, ohne „+“ und mit höchstens "
            "18 Zeichen vor dem „@“."
        )
    return address


def kept_secret(file: Path) -> str:
    """A key made once and kept in the data folder, readable by its owner only. Backups do not hold it."""
    try:
        with open(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as new:
            new.write(secrets.token_urlsafe(60))
    except FileExistsError:
        pass
    return file.read_text()
