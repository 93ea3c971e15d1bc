import json
import sys
from pathlib import Path
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.table_files import MOST_BYTES
from dreiklang.training.actions.importing import INVITED, SEATED, THERE, Plan, bring_in, plan
from dreiklang.training.models import Run
from dreiklang.training.participant_list import read


class Command(BaseCommand):
    help = (
        "Liest eine Liste von Teilnehmenden (.csv oder .xlsx) in einen Durchgang ein. Sagt erst nur, was geschähe; mit "
        "--apply geschieht alles davon oder nichts. Wiederholbar: Wer schon auf der Liste steht, bleibt."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="DATEI", help="die Liste, oder - für die Standardeingabe")
        parser.add_argument("--run", required=True, metavar="DURCHGANG", help="Kennung oder Titel des Durchgangs")
        parser.add_argument("--apply", action="store_true", help="ausführen, nicht nur sagen")
        parser.add_argument("--json", action="store_true", help="Ergebnis als JSON")

    def handle(self, *args, **options):
        run = _run(options["run"])
        try:
            found = read(_read(options["file"]))
            planned = plan(run, found)
            if options["apply"] and not planned.faults:
                planned = bring_in(run, found, by=None)
        except Refusal as refusal:
            raise CommandError(f"{refusal.sentence} Es wurde nichts geändert.") from refusal
        is_done = options["apply"] and not planned.faults
        if options["json"]:
            self.stdout.write(json.dumps(_as_data(run, planned, is_done), ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_said(run, planned, is_done)))
        if planned.faults:
            raise CommandError("Die Liste hat Fehler. Es wurde nichts geändert.")


def _run(name: str) -> Run:
    runs = Run.objects.select_related("seats", "cohort", "programme")
    try:
        found = list(runs.filter(pk=UUID(name)))
    except ValueError:
        found = list(runs.filter(title=name))
    if len(found) != 1:
        said = "Es gibt mehrere Durchgänge" if found else "Es gibt keinen Durchgang"
        known = "; ".join(f"{run.title} ({run.pk})" for run in found or runs.order_by("title"))
        raise CommandError(f"{said} „{name}“. Bekannt sind: {known or 'keine'}. Es wurde nichts geändert.")
    return found[0]


def _read(name: str) -> bytes:
    """One byte more than is allowed is enough to see that it is too much."""
    try:
        if name == "-":
            return sys.stdin.buffer.read(MOST_BYTES + 1)
        with Path(name).open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as problem:
        raise CommandError(
            f"Die Datei „{name}“ lässt sich nicht lesen: {problem.strerror}. Es wurde nichts geändert."
        ) from problem


def _said(run: Run, planned: Plan, is_done: bool) -> list[str]:
    lines = [f"Durchgang: {run.title}"]
    lines += [f"Zeile {step.entry.line}: {step.entry.name} <{step.entry.email}> {step.said}" for step in planned.steps]
    lines += [f"Zeile {remark.line}: {remark.sentence}" for remark in planned.remarks]
    if planned.ignored:
        lines.append(f"Nicht gelesene Spalten: {', '.join(planned.ignored)}")
    lines += [f"FEHLER {f'in Zeile {fault.line}' if fault.line else ''}: {fault.sentence}" for fault in planned.faults]
    lines.append(
        f"Mit Konto: {planned.number(SEATED)}, neu eingeladen: {planned.number(INVITED)}, "
        f"schon auf der Liste: {planned.number(THERE)}, Fehler: {len(planned.faults)}."
    )
    if not planned.faults:
        lines.append("Ausgeführt." if is_done else "Noch ist nichts geändert. Ausführen mit --apply.")
    return lines


def _as_data(run: Run, planned: Plan, is_done: bool) -> dict:
    return {
        "run": str(run.pk), "title": run.title, "applied": is_done,
        "people": [
            {"line": step.entry.line, "name": step.entry.name, "email": step.entry.email, "what": step.what}
            for step in planned.steps
        ],
        "errors": [fault._asdict() for fault in planned.faults],
        "remarks": [remark._asdict() for remark in planned.remarks], "ignored_columns": planned.ignored,
    }  # fmt: skip
