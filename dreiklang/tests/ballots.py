"""Many people who answer the statements of one debate at once, by real requests, and what has become of it."""

import random
from copy import copy

from dreiklang.debates.guests import is_done
from dreiklang.debates.models import Debate, Participation, Vote, Voter
from dreiklang.debates.tests.makers import a_debate
from dreiklang.tests.crowd import Visitor, at_once, guests, members

WORDS = {1: "ja", 0: "weiter", -1: "nein"}


def proof_of(task: str) -> str:
    """What debate.js works out."""
    return next(str(number) for number in range(10**7) if is_done(task, str(number)))


class Ballot:
    """A public debate; everybody presses the same button for each statement `clicks` times, in any order."""

    def __init__(self, server, *, member_count=10, guest_count=5, statements=6, clicks=2, seed=0):
        self.server, self.debate = server, a_debate(
            texts=[f"Aussage {number}" for number in range(statements)], readers="public", takes_guests=True
        )  # fmt: skip
        self.people = [*members(member_count), *guests(guest_count)]
        lots = random.Random(seed)
        at_once(lambda one: one.open(server, self.debate.path, f"{self.debate.path}antwort/"), self.people)
        for one in self.people[member_count:]:
            one.form["beweis"] = proof_of(one.form["aufgabe"])
        self.wanted = {
            (one, statement.pk): lots.choice(list(WORDS))
            for one in self.people for statement in self.debate.statements.all()
        }  # fmt: skip
        presses = [self._press(*each, value) for each, value in self.wanted.items() for _click in range(clicks)]
        lots.shuffle(presses)
        self.answers = at_once(lambda one: one.press(server, f"{self.debate.path}antwort/"), presses)

    def _press(self, one: Visitor, statement, value: int) -> Visitor:
        press = copy(one)
        press.cookies = dict(one.cookies)  # a guest's before the first answer came back
        press.form = one.form | {"aussage": str(statement), "antwort": WORDS[value]}
        return press

    def faults(self) -> list[str]:
        """Answers that were lost, doubled or changed, and people who stand in the lists twice."""
        debate = Debate.objects.get(pk=self.debate.pk)
        found = [f"{one.status} für {one.visitor.name}" for one in self.answers if one.status != 302]
        votes = sorted(Vote.objects.filter(voter__debate=debate).values_list("statement", "value"))
        wanted = sorted((statement, value) for (_one, statement), value in self.wanted.items())
        if votes != wanted:
            found.append(f"{len(votes)} Antworten statt {len(wanted)}, oder andere")
        signed_in = sum(one.person is not None for one in self.people)
        counts = Voter.objects.filter(debate=debate).count(), Participation.objects.filter(debate=debate).count()
        if counts != (len(self.people), signed_in):
            found.append(f"{counts} Teilnehmende statt {len(self.people), signed_in}")
        return found
