"""The ways in, as the tests walk them."""

import re

from dreiklang.letters.models import Letter

SIGN_IN, CODE, CODE_ENTRY, SIGN_OUT = (
    "/konto/anmelden/", "/konto/anmelden/code/", "/konto/anmelden/code/eingabe/", "/konto/abmelden/",
)  # fmt: skip
BEN, NOBODY = "ben@example.org", "nie@example.org"  # of the same length, so that answers can be compared
PASSWORD, WRONG = "vier blaue Fahrräder", "fünf grüne Fahrräder"


def sign_in(client, email=BEN, password=PASSWORD, **more):
    return client.post(SIGN_IN, {"login": email, "password": password} | more)


def is_in(client) -> bool:
    return client.get("/konto/").status_code == 200


def ask_for_a_code(client, email=BEN):
    response = client.post(CODE, {"email": email})
    assert (response.status_code, response.url) == (302, CODE_ENTRY)


def enter(client, code: str):
    return client.post(CODE_ENTRY, {"code": code, "action": "verify"})


def code_in(letter: Letter) -> str:
    return re.search(r"\*\*(\S+)\*\*", letter.text)[1]
