import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from dreiklang.foundation.backup import stopping_tidily
from dreiklang.foundation.folders import folder_appearing_whole
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.readers import MEMBERS, PUBLIC
from dreiklang.library.exporting import write_pages


class Command(BaseCommand):
    help = (
        "Schreibt die Seiten des PraxisPortals, wie sie freigegeben sind, als Markdown mit ihren Dateien in einen "
        "Ordner; import_pages liest sie wieder ein. Entwürfe und E-Mail-Adressen sind nicht darin."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="ORDNER", help="neu oder leer")
        parser.add_argument(
            "--readers", choices=[PUBLIC, MEMBERS], default=PUBLIC,
            help="public: was alle lesen (Vorgabe); members: auch, was nur Mitglieder lesen",
        )  # fmt: skip
        parser.add_argument("--json", action="store_true", help="Ergebnis als JSON")

    def handle(self, *args, **options):
        try:
            with stopping_tidily(), folder_appearing_whole(Path(options["folder"])) as folder:
                pages, files = write_pages(folder, options["readers"], self.stderr.write)
        except Refusal as refusal:
            raise CommandError(f"{refusal.sentence} Es wurde nichts geschrieben.")
        except OSError as problem:
            raise CommandError(f"Schreiben gelingt nicht: {problem.strerror}. Es wurde nichts geschrieben.")
        if options["json"]:
            self.stdout.write(json.dumps({"pages": pages, "files": files}))
        else:
            self.stdout.write(f"Geschrieben: {pages} Seiten, {files} Dateien.")
