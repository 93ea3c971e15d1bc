import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from dreiklang.foundation.refusal import Refusal
from dreiklang.places.actions.importing import CHANGED, GONE, NEW, Imported, import_municipalities

_SHOWN = 20


class Command(BaseCommand):
    help = (
        "Liest das amtliche Gemeindeverzeichnis GV100AD von Destatis ein. Wiederholbar: Neue Kommunen kommen hinzu, "
        "geänderte werden geändert, weggefallene nicht mehr angeboten, aber nie gelöscht. "
        "Quelle: © Statistisches Bundesamt (Destatis), Datenlizenz Deutschland – Namensnennung – Version 2.0."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", metavar="DATEI", help="GV100AD_….txt, oder - für die Standardeingabe")
        parser.add_argument("--json", action="store_true", help="Ergebnis als JSON")

    def handle(self, *args, **options):
        try:
            imported = import_municipalities(_read(options["file"]), tell=self.stderr.write)
        except Refusal as refusal:
            raise CommandError(f"{refusal.sentence} Es wurde nichts geändert.")
        if options["json"]:
            self.stdout.write(json.dumps(imported.as_data(), ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_said(imported)))


def _read(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as problem:
        raise CommandError(f"Die Datei „{name}“ lässt sich nicht lesen: {problem.strerror}. Es wurde nichts geändert.")


def _said(imported: Imported) -> list[str]:
    data = imported.as_data()
    day = ".".join(reversed(imported.as_of.split("-")))
    lines = [
        f"Gebietsstand {day}: {imported.lands} Länder, {imported.districts} Kreise, "
        f"{_number(imported.municipalities)} Kommunen; {imported.left_out} unbewohnte Gebiete sind ausgelassen.",
        f"Neu: {_number(data['new'])}, geändert: {_number(data['changed'])}, "
        f"weggefallen: {_number(data['gone'])}, unverändert: {_number(data['unchanged'])}.",
    ]
    for what, word in ((NEW, "neu"), (CHANGED, "geändert"), (GONE, "weggefallen")):
        changes = [change for change in imported.changes if change.what == what]
        lines += [f"  {word}: {change.key} {change.name}{_fields(change)}" for change in changes[:_SHOWN]]
        if len(changes) > _SHOWN:
            lines.append(f"  {word}: … und {_number(len(changes) - _SHOWN)} weitere")
    return lines


def _fields(change) -> str:
    return "".join(f" ({name}: {old} → {new})" for name, (old, new) in change.fields.items() if name != "folded")


def _number(count: int) -> str:
    return f"{count:,}".replace(",", ".")
