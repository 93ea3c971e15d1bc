"""The pages of colleagues that test_every_page looks at."""

from dreiklang.exchange.actions.pairing import end_link
from dreiklang.people.models import Person, Release

LIST = "/austausch/kolleginnen/"


def paths() -> dict[str, list[str]]:
    rosas = Release.objects.get(person__email="rosa@example.org").path
    ben = Person.objects.get(email="ben@example.org")
    return {
        "": ["/kommunen/99115000/", end_link(ben)],
        "ben": ["/austausch/", LIST, f"{LIST}?ansicht=tabelle&feld=ehrenamt", f"{LIST}?q=niemand",
                f"{LIST}karte/", rosas,
                "/austausch/zwanzig-minuten/", "/kommunen/99115002/"],
        "cem": ["/austausch/zwanzig-minuten/"],
    }  # fmt: skip
