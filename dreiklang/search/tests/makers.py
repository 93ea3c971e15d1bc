import re
from html import unescape

from django.test import Client

TYPING = {"HTTP_HX_REQUEST": "true"}


def client_of(person) -> Client:
    """None for a visitor."""
    client = Client()
    if person is not None:
        client.force_login(person)
    return client


def search(person, typed: str, *, typing: bool = False, **asked) -> str:
    """The page, or while she types the part of it that is fetched."""
    answer = client_of(person).get("/suche/", {"q": typed, **asked}, **(TYPING if typing else {}))
    assert answer.status_code == 200
    return answer.text


def titles(page: str) -> list[str]:
    found = re.findall(r'<h2 class="hit__title"><a [^>]*>(.*?)</a></h2>', page, re.S)
    return [unescape(re.sub(r"<[^>]+>", "", each)) for each in found]


def count(page: str) -> int:
    return int(re.search(r'class="found__count"[^>]*>(\d+) Treffer', page)[1])


def facets(page: str) -> dict[str, int]:
    return {unescape(name): int(number) for name, number in
            re.findall(r'class="chip[^"]*" href="[^"]*"[^>]*>([^<]*?) <span class="chip__n">(\d+)<', page)}  # fmt: skip
