from django.core.management.base import BaseCommand

from dreiklang.front.furnishing import bring_pages
from dreiklang.index.kinds import bring_in_everything
from dreiklang.index.models import Row
from dreiklang.people.furnishing import bring_fields_of_action


class Command(BaseCommand):
    help = (
        "Bringt, was jedes Haus braucht: Entwürfe der Pflichtseiten und die Handlungsfelder. Beliebig oft ausführbar."
    )

    def handle(self, *args, **options):
        pages, terms = bring_pages(), bring_fields_of_action()
        if not Row.objects.exists():  # a house that is older than its search
            bring_in_everything()
        if options["verbosity"]:
            self.stdout.write(f"Seiten neu: {pages}, Handlungsfelder: {terms}")
