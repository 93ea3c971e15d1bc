import json

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = (
        "Rechnet die Meinungskarte einer Debatte aus einem Ordner mit Dateien, wie Polis sie herausgibt (votes.csv, "
        "comments.csv). Die Datenbank wird nicht gefragt."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="ORDNER")
        parser.add_argument("--json", action="store_true", help="Alles als JSON: Teilnehmende, Gruppen, Aussagen")
        parser.add_argument(
            "--minimum-group", type=int, default=1, metavar="N",
            help="Nichts im Ergebnis beruht auf weniger als N Personen (1: alles, zum Vergleichen; im Haus gilt 5)",
        )  # fmt: skip
        parser.add_argument(
            "--resamples", type=int, default=50, metavar="N", help="Stichproben für die Frage, wie sicher Gruppen sind"
        )

    def handle(self, *args, **options):
        from dreiklang.opinion.command import describe
        from dreiklang.opinion.sentences import Unusable

        try:
            found = describe(options["folder"], minimum_group=options["minimum_group"], resamples=options["resamples"])
        except Unusable as fault:
            raise CommandError(str(fault))
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        texts = {each["id"]: each["text"] for each in found["statements"]}
        self.stdout.write(found["topic"] or options["folder"])
        self.stdout.write(f"{found['voters']} Personen, davon {found['counted']} in Gruppen eingeteilt.")
        self.stdout.write(found["stability"]["sentence"])
        for group in found["groups"]:
            self.stdout.write(f"\nGruppe {'ABCDE'[group['id']]}: {group['size']} Personen")
            for one in group["typical"]:
                does = {"agree": "stimmt zu", "disagree": "stimmt nicht zu"}.get(one["side"], "geht weiter")
                self.stdout.write(f"  {does}: {texts[one['statement']]}")
