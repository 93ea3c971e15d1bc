import json
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from dreiklang.foundation.refusal import Refusal
from dreiklang.training.actions import confirming
from dreiklang.training.models import Run


class Command(BaseCommand):
    help = (
        "Stellt Bescheinigungen und Zertifikate für alle aus, bei denen die Regel erfüllt ist. Beliebig wiederholbar."
    )

    def add_arguments(self, parser):
        parser.add_argument("run", nargs="?", metavar="RUN", help="Titel oder Kennung eines Durchgangs; ohne: alle")
        parser.add_argument("--json", action="store_true", help="Ergebnis als JSON, ohne Zwischenstände")

    def handle(self, *args, **options):
        self._is_quiet = options["json"]
        awarded = {}
        for run in self._runs(options["run"]):
            try:
                awarded[run.title] = awarded.get(run.title, 0) + confirming.award_run(run, tell=self._tell(run))
            except Refusal as refusal:
                raise CommandError(refusal.sentence) from refusal
        if options["json"]:
            self.stdout.write(json.dumps({"awarded": sum(awarded.values()), "runs": awarded}, ensure_ascii=False))
        else:
            self.stdout.write(f"Ausgestellt: {sum(awarded.values())}")

    def _runs(self, wanted: str | None) -> list[Run]:
        runs = Run.objects.exclude(state=Run.DRAFT).select_related("programme").order_by("title")
        if not wanted:
            return list(runs)
        try:
            found = list(runs.filter(pk=UUID(wanted)))
        except ValueError:
            found = list(runs.filter(title=wanted))
        if len(found) != 1:
            known = "\n".join(f"  {run.pk}  {run.title}" for run in runs)
            raise CommandError(f"Zu „{wanted}“ gibt es nicht genau einen Durchgang. Bekannt sind:\n{known}")
        return found

    def _tell(self, run: Run):
        def tell(done: int, of: int) -> None:
            if not self._is_quiet:
                self.stdout.write(f"{run.title}: {done} von {of}")

        return tell
