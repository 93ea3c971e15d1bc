from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from dreiklang.foundation.gather import gather
from dreiklang.people.demo import sign_ins


class Command(BaseCommand):
    help = "Richtet die Demo ein: erfundene Personen, Kommunen und Termine. Beliebig oft ausführbar."

    def add_arguments(self, parser):
        parser.add_argument("--sign-ins", action="store_true", help="nur zeigen, wie man sich in der Demo anmeldet")

    def handle(self, *args, **options):
        if not settings.DEMO:
            raise CommandError("Die Demo gibt es nur mit DREIKLANG_DEMO=1: Ihre Passwörter sind allen bekannt.")
        if options["sign_ins"]:
            self.stdout.write("\n".join(sign_ins()))
            return
        for room in gather("demo"):
            room.furnish(self.stdout.write if options["verbosity"] else lambda line: None)
