from django.core.management.base import BaseCommand

from dreiklang.foundation.worker import stop_on_signals, work


class Command(BaseCommand):
    help = "Der Hintergrunddienst: verschickt Briefe und erledigt, was in clock.py steht."

    def handle(self, *args, **options):
        stop = stop_on_signals()
        self.stdout.write("Hintergrunddienst läuft.")
        work(stop)
        self.stdout.write("Hintergrunddienst beendet.")
