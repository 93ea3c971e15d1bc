"""The arguments of a thesis as they are read: of each what answers it, what convinces most first."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dreiklang.debates.models import Argument, Thesis


@dataclass
class Branch:
    argument: Argument
    answers: list["Branch"] = field(default_factory=list)

    def on(self, is_pro: bool) -> list["Branch"]:
        return [each for each in self.answers if each.argument.is_pro == is_pro]

    @property
    def has_source(self) -> bool:
        """It or what answers it says what it rests on."""
        return self.argument.stands and bool(self.argument.link) or any(each.has_source for each in self.answers)


def tree_of(thesis: Thesis) -> list[Branch]:
    """What stands on the thesis itself, for and against. One query, however many there are."""
    answers = defaultdict(list)
    for argument in thesis.arguments.select_related("author").order_by("-convinced", "added_on", "pk"):
        answers[argument.to_id].append(Branch(argument))
    for branches in list(answers.values()):
        for branch in branches:
            branch.answers = answers.get(branch.argument.pk, [])
    return answers.get(None, [])


def with_source(branches: list[Branch]) -> list[Branch]:
    """Those that say what they rest on, and what they answer, without which one would not understand them."""
    return [Branch(each.argument, with_source(each.answers)) for each in branches if each.has_source]


def all_of(branches: list[Branch]) -> list[Argument]:
    return [one for each in branches for one in (each.argument, *all_of(each.answers))]


def standing(branches: list[Branch]) -> tuple[int, int]:
    """How many stand for it and how many against it."""
    sides = [each.argument.is_pro for each in branches if each.argument.stands]
    return sides.count(True), sides.count(False)


def balance(branches: list[Branch]) -> str:
    """The picture as a sentence."""
    pro, contra = standing(branches)
    deeper = sum(one.stands and one.depth > 1 for one in all_of(branches))
    said = [
        ngettext("%(n)s Argument spricht für die These.", "%(n)s Argumente sprechen für die These.", pro) % {"n": pro},
        ngettext("%(n)s Argument spricht dagegen.", "%(n)s Argumente sprechen dagegen.", contra) % {"n": contra},
        ngettext("%(n)s weiteres antwortet darauf.", "%(n)s weitere antworten darauf.", deeper) % {"n": deeper},
    ]
    return " ".join(said if deeper else said[:2])


def answered_by(branch: Branch) -> str:
    """Of one argument, on its folded branch."""
    pro, contra = (len(branch.on(side)) for side in (True, False))
    number = pro + contra
    return ngettext(
        "%(n)s Antwort: %(pro)s dafür, %(contra)s dagegen", "%(n)s Antworten: %(pro)s dafür, %(contra)s dagegen", number
    ) % {"n": number, "pro": pro, "contra": contra}


def byline(argument: Argument) -> str:
    if not argument.is_named:
        return _("ohne Namen")
    if argument.author is None:
        return _("von einem ehemaligen Mitglied")
    return _("von %(name)s") % {"name": argument.author.name}
