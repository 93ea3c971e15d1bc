from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localtime

from dreiklang.foundation.refusal import Refusal
from dreiklang.people.actions.inviting import link_of
from dreiklang.people.actions.teaming import bring_into_team
from dreiklang.people.forms import InviteForm
from dreiklang.people.models import Invitation, Person


class Command(BaseCommand):
    help = "Nimmt jemanden ins Programmteam auf. Wer noch kein Konto hat, bekommt eine Einladung."

    def add_arguments(self, parser):
        parser.add_argument("address", nargs="?", metavar="ADDRESS", help="E-Mail-Adresse der Person")
        parser.add_argument("--name", default="", help="Name für die Anrede in der Einladung")
        parser.add_argument("--list", action="store_true", help="nur zeigen, wer im Team und wer eingeladen ist")

    def handle(self, *args, **options):
        if options["list"]:
            self._show()
        elif options["address"]:
            self._bring(options["address"], options["name"])
        else:
            raise CommandError("Bitte nennen Sie eine Adresse, oder --list.")

    def _show(self):
        for person in Person.objects.team().order_by("name"):
            self.stdout.write(f"{person.name} <{person.email}>")
        for invitation in Invitation.objects.open().filter(as_team=True):
            last = localtime(invitation.expires_at)
            self.stdout.write(f"{invitation.email} (eingeladen bis {last:%d.%m.%Y})")

    def _bring(self, address, name):
        form = InviteForm({"email": address, "name": name})
        if not form.is_valid():
            raise CommandError(" ".join(str(error) for errors in form.errors.values() for error in errors))
        try:
            joined = bring_into_team(form.cleaned_data["email"], form.cleaned_data["name"], by=None)
        except Refusal as refusal:
            raise CommandError(refusal.sentence) from refusal
        if isinstance(joined, Person):
            self.stdout.write(f"{joined.name} ist im Programmteam.")
        else:  # mail may not work yet
            self.stdout.write(f"Die Einladung an {joined.email} ist unterwegs. Derselbe Link:\n{link_of(joined)}")
