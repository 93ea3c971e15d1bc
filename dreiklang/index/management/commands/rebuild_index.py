from django.core.management.base import BaseCommand

from dreiklang.index.feeding import rebuild
from dreiklang.index.kinds import bring_in_everything


class Command(BaseCommand):
    help = "Baut das Suchverzeichnis dieses Rechners neu auf. Das alte antwortet, bis das neue fertig ist."

    def handle(self, *args, **options):
        self._said = -1
        bring_in_everything()
        number = rebuild(self._tell)
        self.stdout.write(f"Das Suchverzeichnis ist neu aufgebaut: {number} Einträge.")

    def _tell(self, done: int, all_: int) -> None:
        percent = done * 100 // all_
        if percent // 5 != self._said // 5:
            self._said = percent
            self.stderr.write(f"{percent} % ({done} von {all_})")
