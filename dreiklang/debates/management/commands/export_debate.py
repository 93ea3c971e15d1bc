from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from dreiklang.debates.actions.moving import files_of
from dreiklang.debates.models import Debate
from dreiklang.foundation.refusal import Refusal


class Command(BaseCommand):
    help = (
        "Schreibt eine beendete Debatte in einen Ordner. Antworten Zeile für Zeile, wie Polis sie herausgibt, gibt es "
        "nur, wenn das vor der ersten Antwort angekündigt war; sonst den veröffentlichten Stand."
    )

    def add_arguments(self, parser):
        parser.add_argument("slug", metavar="NAME", help="letzter Teil der Adresse der Debatte")
        parser.add_argument("folder", metavar="ORDNER", help="neu oder leer")

    def handle(self, *args, **options):
        debate = Debate.objects.filter(slug=options["slug"]).first()
        if debate is None:
            raise CommandError(f"Eine Debatte „{options['slug']}“ gibt es nicht.")
        folder = Path(options["folder"])
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(f"{folder} ist nicht leer. Es wurde nichts geschrieben.")
        try:
            files = files_of(debate)
        except Refusal as refusal:
            raise CommandError(refusal.sentence)
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8", newline="")
            self.stdout.write(str(folder / name))
