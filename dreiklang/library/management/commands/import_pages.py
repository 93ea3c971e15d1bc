import json
from collections import defaultdict
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from dreiklang.foundation.refusal import Refusal
from dreiklang.library.actions.importing import Imported, import_pages
from dreiklang.library.importing import read_folder
from dreiklang.people.models import Person


class Command(BaseCommand):
    help = (
        "Liest Seiten des PraxisPortals aus einem Ordner mit Markdown- oder Word-Dateien ein, alle oder keine. Der "
        "Name einer Datei wird die Adresse der Seite; was es schon gibt, bleibt, wie es ist."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="ORDNER", help="darin *.md und *.docx; Dateien zum Mitnehmen in files/")
        parser.add_argument("--by", metavar="E-MAIL", required=True, help="wem die Seiten gehören")
        parser.add_argument("--release", action="store_true", help="sofort freigeben; nur als Programmteam")
        parser.add_argument("--update", action="store_true", help="was es schon gibt, bekommt den Text als Entwurf")
        parser.add_argument("--json", action="store_true", help="Ergebnis als JSON")

    def handle(self, *args, **options):
        tell = self.stderr.write
        try:
            by = _person(options["by"])
            pages = read_folder(Path(options["folder"]), Person.objects.able(), tell)
            done = import_pages(pages, by=by, releasing=options["release"], updating=options["update"], tell=tell)
        except Refusal as refusal:
            raise CommandError(f"{refusal.sentence}\nEs wurde nichts geändert.")
        if options["json"]:
            self.stdout.write(json.dumps(done.as_data(), ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_said(done)))


def _person(email: str) -> Person:
    found = Person.objects.able().filter(email=email.strip().lower()).first()
    if found is None:
        raise Refusal(f"Ein Konto mit der Adresse „{email}“ gibt es nicht.")
    return found


def _said(done: Imported) -> list[str]:
    numbers = f"Neu: {len(done.new)}, geändert: {len(done.changed)}, unverändert: {len(done.left)}"
    files_of = defaultdict(list)
    for remark in done.remarks:
        file, _colon, what = remark.partition(": ")
        files_of[what].append(file)
    remarks = [f"{_first(files)}: {what}" for what, files in files_of.items()]
    return [f"{numbers}, davon freigegeben: {done.released}; Dateien: {done.files}.", *remarks]


def _first(files: list[str]) -> str:
    return files[0] if len(files) == 1 else f"{files[0]} und {len(files) - 1} weitere"
