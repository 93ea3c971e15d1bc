from django.core.management.base import BaseCommand

from dreiklang.index.feeding import rebuild
from dreiklang.index.kinds import renew


class Command(BaseCommand):
    help = (
        "Baut das Suchverzeichnis neu auf: erst, was die Räume sagen, dann die Datei dieses Rechners. "
        "Das alte antwortet, bis das neue fertig ist."
    )

    def handle(self, *args, **options):
        renew()
        self._said = -1
        number = rebuild(self._tell)
        self.stdout.write(f"Das Suchverzeichnis ist neu aufgebaut: {number} Einträge.")

    def _tell(self, done: int, all_: int) -> None:
        percent = done * 100 // all_
        if percent // 5 != self._said // 5:
            self._said = percent
            self.stderr.write(f"{percent} % ({done} von {all_})")
