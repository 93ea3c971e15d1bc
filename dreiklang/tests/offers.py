"""Forty apply for ten seats: the offered take them, pass them on, do both at once or let them lapse, all together,
while the chore comes by several times. What they do, and what must hold after every round."""

import random
from datetime import timedelta
from threading import Thread

from django.db import connection
from django.urls import reverse
from django.utils import timezone

from dreiklang.letters.models import Letter
from dreiklang.people.models import Person
from dreiklang.seats.actions.applying import apply
from dreiklang.seats.actions.deciding import decide_by_rule, propose
from dreiklang.seats.actions.filling import fill_all
from dreiklang.seats.models import Registration
from dreiklang.seats.tests.makers import a_call
from dreiklang.tests.crowd import at_once, members
from dreiklang.tests.storms import told

OFFERED, APPLICANTS, LAPSING, CHORES = 10, 40, 2, 3
ACCEPT, PASS_ON = "acceptance", "declining"


class Offers:
    def __init__(self, server, seed: int):
        self.server, self.dice = server, random.Random(seed)
        self.seats = a_call(capacity=OFFERED)
        self.browser = {}  # registration id -> two tabs of her browser
        for visitor, other in zip(members(APPLICANTS), members(APPLICANTS), strict=True):
            application = apply(self.seats, visitor.person, {})
            self.browser[application.pk] = (visitor, other)
        team = Person.objects.filter(is_team=True).first() or Person.objects.create_user("t@example.org", is_team=True)
        decide_by_rule(self.seats, by=team, seen=propose(self.seats).version)

    def run(self, all_pass_on=False) -> bool:
        """One round: everybody who is offered a seat does something. False once nobody is."""
        offered = list(self.seats.registrations.filter(state=Registration.OFFERED))
        if not offered:
            return False
        presses = []
        for number, registration in enumerate(offered):
            buttons = self.dice.choice([[ACCEPT], [PASS_ON], [ACCEPT, PASS_ON]])
            tabs = zip(self.browser[registration.pk], buttons, strict=False)
            if all_pass_on:
                tabs = [(self.browser[registration.pk][0], PASS_ON)]
            elif number < LAPSING:
                tabs = []
            presses += [(tab, registration.secret, button) for tab, button in tabs]
        at_once(self._open, presses)
        self._let_lapse([] if all_pass_on else offered[:LAPSING])
        chores = [Thread(target=_chore) for _number in range(0 if all_pass_on else CHORES)]
        for chore in chores:
            chore.start()
        at_once(self._press, self.dice.sample(presses, len(presses)))
        for chore in chores:
            chore.join()
        fill_all()
        return True

    def _open(self, press) -> None:
        tab, secret, button = press
        tab.open(self.server, reverse("registration", args=[secret]), reverse(button, args=[secret]))

    def _press(self, press) -> None:
        tab, secret, button = press
        tab.press(self.server, reverse(button, args=[secret]))

    def _let_lapse(self, offered) -> None:
        Letter.objects.update(state=Letter.SENT)  # an offer that nobody was told of would not lapse
        before = timezone.now() - timedelta(seconds=1)
        Registration.objects.filter(pk__in=[one.pk for one in offered]).update(held_until=before)

    @property
    def oversold(self) -> bool:
        return self.seats.taken() > OFFERED

    def faults(self) -> list[str]:
        """What is not as it must be, a sentence each."""
        rows = list(self.seats.registrations.select_related("person"))
        rows.sort(key=lambda one: (one.ranking, one.line))
        reached = [one.state != Registration.WAITING for one in rows]
        held = sum(one.state in {Registration.OFFERED, Registration.CONFIRMED} for one in rows)
        offers = [told(one).count("Ein Platz für Sie") for one in rows]
        found = {
            f"{held} von {OFFERED} Plätzen sind vergeben": held > OFFERED,
            "ein Platz ist frei, obwohl jemand wartet": held < OFFERED and not all(reached),
            "jemand wurde übersprungen": reached != sorted(reached, reverse=True),
            "jemand bekam kein Angebot oder zwei": offers != [int(one) for one in reached],
        }
        return [sentence for sentence, is_so in found.items() if is_so]


def _chore() -> None:
    try:
        fill_all()
    finally:
        connection.close()
