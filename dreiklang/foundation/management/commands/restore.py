import json
import shutil
import sys
import tempfile
from contextlib import contextmanager, nullcontext
from datetime import datetime

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from dreiklang.foundation.backup import in_words, stopping_tidily, summary
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.restore import has_same_key, restore


class Command(BaseCommand):
    help = (
        "Spielt eine Sicherung von backup in eine leere Installation ein und vergleicht danach jede Zeile und jede "
        "Datei. Fehlende Tabellen werden angelegt. Der Dienst muss dabei stehen."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="DATEI", help="Sicherung (….zip), oder - für die Standardeingabe")
        parser.add_argument("--replace", action="store_true", help="ersetzen, was schon da ist: Es geht verloren")
        parser.add_argument("--json", action="store_true", help="Ergebnis als JSON")

    def handle(self, *args, **options):
        try:
            with stopping_tidily(), _opened(options["file"]) as file:
                manifest = restore(file, replace=options["replace"], tell=self.stderr.write)
        except Refusal as refusal:
            raise CommandError(f"{refusal.sentence} {_NOTHING}")
        except OSError as problem:
            where = problem.filename or options["file"]
            raise CommandError(f"Das Einspielen gelingt nicht, wegen „{where}“: {problem.strerror}. {_NOTHING}")
        except DatabaseError as problem:
            raise CommandError(f"Die Datenbank meldet: {problem}. Läuft der Dienst noch? {_NOTHING}")
        except KeyboardInterrupt:
            raise CommandError(f"Abgebrochen. {_NOTHING}", returncode=130)
        facts = summary(manifest) | {"same_key": has_same_key(manifest)}
        if options["json"]:
            self.stdout.write(json.dumps(facts, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_said(facts)))


_NOTHING = "Es wurde nichts geändert."


@contextmanager
def _opened(name: str):
    """The backup, seekable. What comes through a pipe goes to a nameless file first."""
    with nullcontext(sys.stdin.buffer) if name == "-" else open(name, "rb") as source:
        if source.seekable():
            yield source
            return
        with tempfile.TemporaryFile(dir=settings.DATA) as file:
            shutil.copyfileobj(source, file)
            yield file


def _said(facts: dict) -> list[str]:
    made_at = timezone.localtime(datetime.fromisoformat(facts["made_at"]))
    lines = [
        f"Eingespielt: {in_words(facts)}. Stand: {made_at:%d.%m.%Y, %H:%M} Uhr.",
        "Verglichen: Jede Zeile und jede Datei ist dieselbe wie in der Sicherung.",
    ]
    if not facts["same_key"]:
        lines.append(
            "Der geheime Schlüssel ist hier ein anderer als bei der Sicherung. Links in Briefen, die schon verschickt "
            "sind, gelten erst wieder, wenn der alte Schlüssel zurückgelegt ist."
        )
    return lines
