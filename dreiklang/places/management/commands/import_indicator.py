import io
import json
import sys
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from dreiklang.foundation.refusal import Refusal
from dreiklang.places.actions.indicators import import_indicator


class Command(BaseCommand):
    help = (
        "Liest eine Kennzahl für viele Kommunen ein, nach der ähnliche Kommunen verglichen werden. Die Datei ist eine "
        "Tabelle in UTF-8 mit den Spalten ags und wert, durch Semikolon getrennt. Wiederholbar: Gleicher Name ersetzt."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="DATEI", help="Tabelle, oder - für die Standardeingabe")
        parser.add_argument("--name", required=True, help="wie sie heißt: „Anteil ausländischer Einwohner“")
        parser.add_argument("--quelle", required=True, help="woher sie stammt, mit Lizenz")
        parser.add_argument("--stand", required=True, help="Tag, für den sie gilt: 2023-12-31")
        parser.add_argument("--einheit", default="", help="zum Beispiel %%")
        parser.add_argument(
            "--gewicht", type=float, default=0.5, help="wie weit der erste vom letzten Platz entfernt ist"
        )
        parser.add_argument("--json", action="store_true", help="Ergebnis als JSON")

    def handle(self, *args, **options):
        try:
            indicator, number = import_indicator(
                io.StringIO(_read(options["file"])), options["name"], source=options["quelle"],
                as_of=_day(options["stand"]), unit=options["einheit"], weight=options["gewicht"],
            )  # fmt: skip
        except Refusal as refusal:
            raise CommandError(f"{refusal.sentence} Es wurde nichts geändert.")
        if options["json"]:
            self.stdout.write(json.dumps({"name": indicator.name, "municipalities": number}, ensure_ascii=False))
        else:
            self.stdout.write(f"„{indicator.name}“ ist für {number} Kommunen bekannt.")


def _read(name: str) -> str:
    try:
        return (sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()).decode()
    except OSError as problem:
        raise CommandError(f"Die Datei „{name}“ lässt sich nicht lesen: {problem.strerror}. Es wurde nichts geändert.")
    except UnicodeDecodeError as problem:
        raise CommandError(f"Die Datei ist nicht in UTF-8: Byte {problem.start}. Es wurde nichts geändert.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"„{text}“ ist kein Tag. Möglich ist zum Beispiel 2023-12-31. Es wurde nichts geändert.")
