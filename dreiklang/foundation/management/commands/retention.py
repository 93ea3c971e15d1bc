import json

from django.core.management.base import BaseCommand

from dreiklang.foundation.retention_chore import run


class Command(BaseCommand):
    help = "Löscht, was seine Aufbewahrungszeit hinter sich hat. --dry-run zählt nur."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="nur zählen, nichts ändern")
        parser.add_argument("--json", action="store_true", help="Ergebnis als JSON")

    def handle(self, *args, **options):
        counts = run(dry=options["dry_run"], tell=None if options["json"] else self.stdout.write)
        if options["json"]:
            self.stdout.write(json.dumps(counts, ensure_ascii=False))
