"""The doors of the Kollegiale Beratung: for members; a session for those who read it. Ben's circle has one, that he
moderates, and Cem invited Ben by name to another."""

from dreiklang.exchange.actions.counsel import take_role
from dreiklang.exchange.counsel_steps import CHAIR
from dreiklang.exchange.tests.counsel_makers import a_counsel

MEMBERS, NO_POST, NO_GET = "login 200 200 200 200", "login 405 405 405 405", "login 405 405 405 405"

DOORS = [
    ("counsel", "", MEMBERS, "login 422 422 422 422"),
    ("counsel_session", "ben's counsel", "login 404 200 404 404", NO_POST),  # not even the team
    ("counsel_session", "cem's counsel", "login 200 200 404 404", NO_POST),
    ("counsel_role", "ben's counsel", NO_GET, "login 404 302 404 404"),
    ("counsel_role", "cem's counsel", NO_GET, "login 302 302 404 404"),
    ("counsel_step", "ben's counsel", NO_GET, "login 404 404 404 404"),  # a step must be named
    ("counsel_step", "cem's counsel", NO_GET, "login 403 403 404 404"),  # nobody moderates yet
    ("counsel_end", "ben's counsel", "login 404 200 404 404", "login 404 302 404 404"),
    ("counsel_end", "cem's counsel", "login 403 403 404 404", "login 403 403 404 404"),
]


def furnish(house) -> dict[str, dict]:
    ben, cem = house.people["ben"], house.people["cem"]
    bens, cems = a_counsel(ben), a_counsel(cem, invited=[ben])
    take_role(bens, CHAIR, by=ben)
    return {"ben's counsel": {"pk": bens.pk}, "cem's counsel": {"pk": cems.pk}}
