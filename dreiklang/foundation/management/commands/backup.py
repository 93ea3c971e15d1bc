import json
import sys
from contextlib import nullcontext
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from dreiklang.foundation.backup import appearing_whole, in_words, stopping_tidily, summary, write_backup
from dreiklang.foundation.refusal import Refusal


class Command(BaseCommand):
    help = (
        "Sichert alle Angaben und hochgeladenen Dateien in eine Datei, im laufenden Betrieb. Die Datei gilt für SQLite "
        "und PostgreSQL; eingespielt wird sie mit restore. Der geheime Schlüssel ist nicht darin."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="DATEI", help="Ziel (….zip), oder - für die Standardausgabe")
        parser.add_argument("--json", action="store_true", help="Ergebnis als JSON; bei - auf der Fehlerausgabe")

    def handle(self, *args, **options):
        name = options["file"]
        try:
            with stopping_tidily(), _opened(name) as out:
                facts = summary(write_backup(out, tell=self.stderr.write))
        except Refusal as refusal:
            raise CommandError(f"{refusal.sentence} {_NOTHING}")
        except OSError as problem:
            raise CommandError(f"Die Sicherung nach „{name}“ gelingt nicht: {problem.strerror}. {_NOTHING}")
        except DatabaseError as problem:
            raise CommandError(f"Die Datenbank lässt sich nicht lesen: {problem}. {_NOTHING}")
        except KeyboardInterrupt:
            raise CommandError(f"Abgebrochen. {_NOTHING}", returncode=130)
        if name != "-":
            facts["bytes"] = Path(name).stat().st_size
        said = json.dumps(facts, ensure_ascii=False) if options["json"] else f"Gesichert: {in_words(facts)}."
        (self.stderr if name == "-" else self.stdout).write(said)


_NOTHING = "Es wurde keine Sicherung angelegt."


def _opened(name: str):
    if name != "-":
        return appearing_whole(Path(name))
    if sys.stdout.isatty():
        raise Refusal("Die Sicherung ist kein Text für den Bildschirm. Bitte die Ausgabe in eine Datei leiten.")
    return nullcontext(sys.stdout.buffer)
