from django.core.management.base import BaseCommand, CommandError

from dreiklang.debates.actions.moving import bring_in


class Command(BaseCommand):
    help = (
        "Übernimmt eine beendete Debatte aus einem Ordner mit Dateien, wie Polis sie herausgibt: als Entwurf, den das "
        "Programmteam ansieht und veröffentlicht. Bei einem Fehler ändert sich nichts."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="ORDNER")
        parser.add_argument("--title", default="", metavar="FRAGE", help="Die Frage; sonst das Thema aus summary.csv")

    def handle(self, *args, **options):
        from dreiklang.opinion.polis_files import read
        from dreiklang.opinion.sentences import Unusable

        try:
            found = read(options["folder"])
        except Unusable as fault:
            raise CommandError(str(fault))
        self.stdout.write(f"Gelesen: {len(found.statements)} Aussagen, {len(found.votes.values)} Antworten.")
        title = options["title"] or found.topic
        if not title:
            raise CommandError("Im Ordner steht kein Thema. Bitte nennen Sie die Frage mit --title.")
        debate = bring_in(found, title, tell=lambda line: self.stdout.write(line))
        self.stdout.write(f"Übernommen als Entwurf: {debate.path}betreuung/")
