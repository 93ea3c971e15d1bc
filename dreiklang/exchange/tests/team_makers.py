"""ThemenTeams of the tests. Everybody in them is invented."""

from datetime import date, timedelta

from django.utils import timezone

from dreiklang.exchange.actions import teaming
from dreiklang.exchange.actions.team_hosting import invite_guest, make_account
from dreiklang.exchange.actions.team_texts import begin_text
from dreiklang.exchange.models import Interest, TeamGuest, TopicTeam
from dreiklang.library.models import Article
from dreiklang.library.tests.makers import a_text
from dreiklang.people.actions.joining import take_office
from dreiklang.people.models import Person
from dreiklang.people.tests.makers import a_person
from dreiklang.places.models import Association, Municipality
from dreiklang.places.tests.makers import a_municipality

FACTS = {
    "name": "Sprachmittlung", "question": "Wie bezahlen kleine Gemeinden Sprachmittlung im Bürgeramt?",
    "why": "Die Förderung endet im Sommer.", "outcome": Article.PROPOSAL,
}  # fmt: skip
ASSOCIATIONS = {"staedtetag": "Städtetag", "gemeindetag": "Gemeindetag", "landkreistag": "Landkreistag"}
_KEYS = {
    Municipality.STADT: "08111001", Municipality.GEMEINDE: "08112002", Municipality.LANDKREIS: "08113000",
}  # fmt: skip


def some_associations() -> None:
    for slug, short in ASSOCIATIONS.items():
        Association.objects.get_or_create(slug=slug, defaults={"name": f"{short} Musterland", "short": short})


def an_officer(name: str, kind=Municipality.GEMEINDE, **fields) -> Person:
    """With a post of a municipality of this kind, and so with an association."""
    some_associations()
    person = a_person(name, **fields)
    key = _KEYS[kind]
    place = Municipality.objects.filter(key=key).first() or a_municipality(name=f"Ort {key}", key=key, kind=kind)
    take_office(person, place, title="Integrationsbeauftragte")
    return person


def three_officers(**fields) -> tuple[Person, Person, Person]:
    """Of two associations."""
    return (
        an_officer("Ben Okonkwo", **fields), an_officer("Cem Aydoğan", Municipality.STADT, **fields),
        an_officer("Dana Wiśniewska", **fields),
    )  # fmt: skip


def a_proposal(by, *others, **facts) -> TopicTeam:
    """Whoever proposes is in, and these others too."""
    team = teaming.propose(by=by, **FACTS | facts)
    for person in others:
        teaming.say(team, Interest.IN, by=person)
    return team


def a_topic_team(by, *others, **facts) -> TopicTeam:
    """At work."""
    return teaming.start(a_proposal(by, *others, **facts), by=by)


def a_text_of(team: TopicTeam, by, source="Mit einer Pauschale je Einsatz.") -> Article:
    article = begin_text(team, by=by)
    a_text(article.sections.first(), source, by)
    team.refresh_from_db()
    return article


def a_team_guest(team: TopicTeam, by, email="eva@example.net", days=14) -> TeamGuest:
    """An expert from outside who took up the invitation."""
    until: date = timezone.localdate() + timedelta(days=days)
    guest = invite_guest(team, name="Eva Stern", email=email, until=until, by=by)
    make_account(guest, name="Eva Stern", function="Rechtsanwältin")
    guest.refresh_from_db()
    return guest
