import json

from django.core.management.base import BaseCommand, CommandError

from dreiklang.moderation.log import check


class Command(BaseCommand):
    help = "Prüft, ob das Protokoll der Moderation unverändert ist. Endet mit 1, wenn nicht."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="Ergebnis als JSON")
        parser.add_argument(
            "--noted", default="", metavar="NUMMER:ZEICHEN",
            help="eine früher ausgegebene neueste Zeile, die noch da sein muss",
        )  # fmt: skip

    def handle(self, *args, **options):
        found = check(options["noted"])
        if options["json"]:
            self.stdout.write(json.dumps(found._asdict(), ensure_ascii=False))
        elif found.holds:
            self.stdout.write(f"Das Protokoll ist unverändert: {found.lines} Zeilen, neueste {found.newest or '–'}")
        if not found.holds:
            raise CommandError(f"Das Protokoll ist nicht mehr, wie es geschrieben wurde: {found.fault}")
