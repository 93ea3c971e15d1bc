from django.core.management.base import BaseCommand

from dreiklang.training import badge_keys


class Command(BaseCommand):
    help = "Macht einen neuen Schlüssel für Badges. Mit den bisherigen unterschriebene Badges bleiben prüfbar."

    def handle(self, *args, **options):
        key = badge_keys.rotate()
        self.stdout.write(f"Neuer Schlüssel: {key.address}")
