import logging
import os
import sys

from django.core.management.base import BaseCommand

from dreiklang.letters.actions.receiving import receive

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Nimmt eine E-Mail von der Standardeingabe an, etwa von Postfix: receive_mail --from ABSENDER --to ADRESSE"

    def add_arguments(self, parser):
        parser.add_argument("--from", dest="mail_from", help="Absender des Umschlags; leer bei Unzustellbarem")
        parser.add_argument("--to", action="append", default=[], help="Empfänger des Umschlags")

    def handle(self, *args, **options):
        """Ends with 0 when the mail is done with, whatever became of it: a bounce to a forged sender helps nobody. With
        75 (EX_TEMPFAIL) it must be brought again, and Postfix does."""
        try:
            receive(sys.stdin.buffer.read(), options["mail_from"], options["to"])
        except Exception:
            log.exception("Eine eingegangene E-Mail konnte nicht übernommen werden")
            sys.exit(os.EX_TEMPFAIL)
