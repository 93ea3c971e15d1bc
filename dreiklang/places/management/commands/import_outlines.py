import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from dreiklang.foundation.refusal import Refusal
from dreiklang.places.actions.outlining import import_outlines


class Command(BaseCommand):
    help = (
        "Liest Umrisse der Kreise für die Karte ein, aus GeoJSON oder TopoJSON in Grad oder UTM-Metern. Jede Fläche "
        "trägt den fünfstelligen Kreisschlüssel. Wiederholbar: Ein Umriss ersetzt den vorigen."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="DATEI", help="GeoJSON oder TopoJSON, oder - für die Standardeingabe")
        parser.add_argument("--quelle", required=True, help="woher sie stammen, mit Lizenz; steht unter der Karte")
        parser.add_argument("--link", default="", help="wohin die Quelle führt: https://www.bkg.bund.de")
        parser.add_argument("--json", action="store_true", help="Ergebnis als JSON")

    def handle(self, *args, **options):
        if options["link"] and not options["link"].startswith("https://"):
            raise CommandError("Der Link der Quelle beginnt mit https://. Es wurde nichts geändert.")
        try:
            number, unknown = import_outlines(_read(options["file"]), source=options["quelle"], link=options["link"])
        except Refusal as refusal:
            raise CommandError(f"{refusal.sentence} Es wurde nichts geändert.")
        if options["json"]:
            self.stdout.write(json.dumps({"districts": number, "unknown": unknown}))
        else:
            more = f" Nicht im Verzeichnis: {', '.join(unknown[:10])}." if unknown else ""
            self.stdout.write(f"Umrisse von {number} Kreisen eingelesen.{more}")


def _read(name: str) -> str:
    try:
        return (sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()).decode("utf-8-sig")
    except OSError as problem:
        raise CommandError(f"Die Datei „{name}“ lässt sich nicht lesen: {problem.strerror}. Es wurde nichts geändert.")
    except UnicodeDecodeError as problem:
        raise CommandError(f"Die Datei ist nicht in UTF-8: Byte {problem.start}. Es wurde nichts geändert.")
