import json
import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from dreiklang.foundation import backup
from dreiklang.foundation.folders import folder_appearing_whole
from dreiklang.foundation.refusal import Refusal
from dreiklang.front.archive import write_archive


class Command(BaseCommand):
    help = (
        "Schreibt alles, was ohne Konto zu lesen ist, als statische Seiten in einen Ordner: PraxisPortal, "
        "Veranstaltungen, Seiten des Hauses und ihre Dateien. Zum Lesen genügt ein Doppelklick auf index.html."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="ORDNER", help="neu oder leer")
        parser.add_argument("--json", action="store_true", help="Ergebnis als JSON")

    def handle(self, *args, **options):
        started = time.monotonic()
        try:
            place = folder_appearing_whole(Path(options["folder"]))
            with backup.stopping_tidily(), place as folder, backup.at_one_moment():
                done = write_archive(folder, self.stderr.write)
        except Refusal as refusal:
            raise CommandError(f"{refusal.sentence} Es wurde nichts geschrieben.")
        except OSError as problem:
            raise CommandError(f"Schreiben gelingt nicht: {problem.strerror}. Es wurde nichts geschrieben.")
        except KeyboardInterrupt:
            raise CommandError("Abgebrochen. Es wurde nichts geschrieben.", returncode=130)
        done["seconds"] = round(time.monotonic() - started, 1)
        self.stdout.write(json.dumps(done) if options["json"] else _said(done, options["folder"]))


def _said(done: dict, folder: str) -> str:
    size = f"{done['bytes'] / 1_000_000:.1f}".replace(".", ",")
    return (
        f"Archiviert: {done['pages']} Seiten, {done['events']} Veranstaltungen, {done['house']} Seiten des Hauses und "
        f"{done['files']} Dateien, {size} MB. Zum Lesen: {Path(folder) / 'index.html'}"
    )
