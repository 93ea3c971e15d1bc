"""The format of the Kollegiale Beratung: its roles, and six steps of forty-five minutes."""

from datetime import timedelta
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

CASE, CHAIR, TIME, COUNSEL = "case", "chair", "time", "counsel"


class Role(NamedTuple):
    key: str
    label: str
    does: str


ROLES = [
    Role(CASE, _("Fallgebende Person"),
         _("Bringt eine offene Frage aus ihrer Arbeit mit und entscheidet, was sie mitnimmt.")),
    Role(CHAIR, _("Moderation"),
         _("Führt durch die Schritte, schützt die fallgebende Person und schaltet hier weiter.")),
    Role(TIME, _("Zeit"), _("Achtet auf die Uhr und sagt zwei Minuten vor dem Ende eines Schritts Bescheid.")),
    Role(COUNSEL, _("Beratende"), _("Alle anderen: hören zu, fragen nach und denken mit, ohne zu belehren.")),
]  # fmt: skip
TAKEN = (CASE, CHAIR, TIME)  # one person each; whoever takes none of them counsels


class Step(NamedTuple):
    title: str
    minutes: int
    turn: tuple[str, ...]  # whose turn it is
    does: str


STEPS = [
    Step(_("Rollen klären"), 5, (CHAIR,),
         _("Wer bringt einen Fall ein, wer moderiert, wer achtet auf die Zeit? Alle sagen zu, dass nichts "
           "weitererzählt wird.")),
    Step(_("Fall schildern"), 8, (CASE,),
         _("Die fallgebende Person erzählt, worum es geht, und endet mit einer Frage an die Runde. "
           "Niemand unterbricht.")),
    Step(_("Nachfragen"), 7, (COUNSEL, CASE),
         _("Die Beratenden fragen nach, was sie zum Verstehen brauchen. Noch keine Vorschläge, auch nicht als Frage "
           "verkleidet.")),
    Step(_("Beratung ohne fallgebende Person"), 15, (COUNSEL,),
         _("Die Beratenden sprechen über den Fall, als wäre sie nicht da: Eindrücke, Vermutungen, Ideen. Sie hört zu "
           "und schaltet am besten die Kamera aus.")),
    Step(_("Rückmeldung"), 5, (CASE,),
         _("Die fallgebende Person sagt, was sie anspricht und was sie als Nächstes tut. Sie muss sich nicht "
           "rechtfertigen.")),
    Step(_("Abschluss"), 5, (CHAIR, CASE, TIME, COUNSEL),
         _("Alle sagen in einem Satz, was sie mitnehmen. Dann beendet die Moderation die Beratung, und diese Seite "
           "verschwindet.")),
]  # fmt: skip
IN_ALL = sum(step.minutes for step in STEPS)  # minutes
LONGEST = timedelta(hours=3)  # after its start a session is over, whoever forgot to end it


def label_of(role: str) -> str:
    return next(str(each.label) for each in ROLES if each.key == role)
