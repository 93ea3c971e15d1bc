import tomllib

from django.core.management.base import BaseCommand, CommandError

from dreiklang.german.field_words import LIST
from dreiklang.index.feeding import rebuild
from dreiklang.index.kinds import bring_in_everything


class Command(BaseCommand):
    help = "Baut das Suchverzeichnis dieses Rechners neu auf. Das alte antwortet, bis das neue fertig ist."

    def handle(self, *args, **options):
        self._said = -1
        bring_in_everything()
        try:
            number = rebuild(self._tell)
        except tomllib.TOMLDecodeError as problem:
            raise CommandError(f"Die Wortliste {LIST} lässt sich nicht lesen: {problem}. Das alte Verzeichnis bleibt.")
        self.stdout.write(f"Das Suchverzeichnis ist neu aufgebaut: {number} Einträge.")

    def _tell(self, done: int, all_: int) -> None:
        percent = done * 100 // all_
        if percent // 5 != self._said // 5:
            self._said = percent
            self.stderr.write(f"{percent} % ({done} von {all_})")
