"""A page in force falls due, is told once to each, is checked by others, goes stale, and is renewed."""

import re
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from dreiklang.dialogue.models import NotAsked
from dreiklang.foundation.models import Act
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.index.models import Row
from dreiklang.letters.models import Letter
from dreiklang.letters.tests.side_by_side import side_by_side
from dreiklang.library.actions import checking, owning
from dreiklang.library.actions.tending import tend
from dreiklang.library.models import Article, Check
from dreiklang.library.neighbours import neighbours_of
from dreiklang.library.tests.makers import an_article
from dreiklang.people.actions.joining import take_office
from dreiklang.people.tests.makers import a_field, a_person, ada, ben, cem
from dreiklang.places.tests.makers import a_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.long]
SATURDAY = date(2026, 3, 7)


def at(day: date, hour: int = 9):
    return time_machine.travel(timezone.make_aware(datetime(day.year, day.month, day.day, hour)), tick=False)


def on(day: date) -> list[tuple[str, str]]:
    """(to, first words of the subject) of what the chore writes on that day."""
    Letter.objects.all().delete()
    with at(day):
        tend()
    return sorted((letter.to, letter.subject.split("?")[0].split(":")[0]) for letter in Letter.objects.all())


def a_due_page(owner, releaser, until: date = SATURDAY, **facts) -> Article:
    with at(until - timedelta(days=365)):
        article = an_article(owner, releaser, checked_until=until, **facts)
    return Article.objects.get(pk=article.pk)


def fresh(article: Article) -> Article:
    return Article.objects.select_related("release", "owner", "municipality").get(pk=article.pk)


def officers_around(*people):
    """Each holds the post of a municipality of the same kind, from the nearest to the farthest."""
    for number, person in enumerate(people):
        place = a_municipality(f"Ort {number}", f"9911501{number}", population=9104 + 100 * number)
        with at(date(2025, 1, 1)):
            take_office(person, place, title="Integrationsbeauftragte")


def test_the_whole_life_of_a_page_that_falls_due_on_a_saturday():
    owner, team, near = ben(), ada(), cem()
    officers_around(owner, near)
    article = a_due_page(owner, team)
    assert on(SATURDAY - timedelta(days=1)) == on(SATURDAY) == on(SATURDAY + timedelta(days=1)) == []
    monday = SATURDAY + timedelta(days=2)
    assert on(monday) == [(owner.email, "Stimmt Ihre Seite noch")]
    assert on(monday) == on(monday + timedelta(days=13)) == []
    assert on(monday + timedelta(days=14)) == [
        (team.email, "Eine Seite ist fällig und ungeprüft"), (near.email, "Stimmt das noch"),
    ]  # fmt: skip
    assert on(monday + timedelta(days=15)) == []
    assert "veraltet" not in Row.objects.get(kind="article").keywords
    last = SATURDAY + Article.GRACE
    assert on(last) == [] and "veraltet" not in Row.objects.get(kind="article").keywords
    assert on(last + timedelta(days=1)) == [] and "veraltet" in Row.objects.get(kind="article").keywords
    with at(last + timedelta(days=1)):
        assert fresh(article).is_stale(timezone.localdate())
        checking.renew(article, by=owner, checked_until=last + timedelta(days=100))
        checking.renew(article, by=owner, checked_until=last + timedelta(days=100))
    article = fresh(article)
    assert "veraltet" not in Row.objects.get(kind="article").keywords
    assert article.as_of == SATURDAY - timedelta(days=365) and article.release.number == 1  # the text is the same
    assert article.release.content["reviews"][-1] == {
        "name": owner.name, "side": "practice", "on": (last + timedelta(days=1)).isoformat(),
    }  # fmt: skip
    assert Act.objects.filter(act="article.renewed").count() == 1
    assert on(last + timedelta(days=99)) == []
    assert on(last + timedelta(days=100)) == [(owner.email, "Stimmt Ihre Seite noch")]


def test_letters_of_the_chore_wait_for_working_hours():
    owner = ben()
    a_due_page(owner, ada(), until=date(2026, 3, 5))
    with at(date(2026, 3, 6), hour=22):  # a Friday
        tend()
    assert timezone.localtime(Letter.objects.get().not_before).date() == date(2026, 3, 9)


def test_were_it_forgotten_who_was_told_the_chore_would_nag():
    owner = ben()
    a_due_page(owner, ada())
    monday = SATURDAY + timedelta(days=2)
    assert [len(on(monday)), len(on(monday))] == [1, 0]
    Article.objects.update(owner_told_on=None)
    assert len(on(monday)) == 1


def test_two_pages_of_one_person_come_in_one_letter():
    owner, team = ben(), ada()
    for title in ("Eins", "Zwei"):
        a_due_page(owner, team, title=title)
    assert on(SATURDAY + timedelta(days=2)) == [(owner.email, "Stimmen Ihre 2 Seiten noch")]


def test_without_an_owner_who_can_read_it_the_team_hears_at_once():
    owner, team = ben(), ada()
    article = a_due_page(owner, team)
    owner.delete()
    assert fresh(article).owner is None
    assert on(SATURDAY + timedelta(days=2)) == [(team.email, "Eine Seite ist fällig und ungeprüft")]
    assert on(SATURDAY + timedelta(days=20)) == []


def test_a_page_of_a_circle_is_nobody_elses_business():
    owner, team, inside, outside = ben(), ada(), cem(), a_person("Dana Wisz")
    circle = Group.objects.create(name="Kreis", kind=Group.CIRCLE)
    for person in (owner, inside):
        join(circle, person)
    officers_around(owner, inside, outside)
    a_due_page(owner, team, readers=circle.token)
    on(SATURDAY + timedelta(days=2))
    told = {to for to, _subject in on(SATURDAY + timedelta(days=16))}
    assert told == {owner.email, inside.email}


def test_what_is_withdrawn_or_renewed_meanwhile_is_told_to_nobody():
    owner, team = ben(), ada()
    withdrawn, renewed = a_due_page(owner, team), a_due_page(owner, team, title="Zwei")
    with at(SATURDAY + timedelta(days=1)):
        owning.withdraw(withdrawn, "Gesetz geändert.", by=owner)
        checking.renew(renewed, by=owner)
    assert on(SATURDAY + timedelta(days=2)) == []


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_write_once():
    owner = ben()
    a_due_page(owner, ada(), until=timezone.localdate() - timedelta(days=1))
    with time_machine.travel(_working_day(timezone.localdate()), tick=True):
        side_by_side(tend, tend)
    assert Letter.objects.filter(to=owner.email).count() == 1


def _working_day(day: date):
    while day.weekday() > 3:
        day += timedelta(days=1)
    return timezone.make_aware(datetime(day.year, day.month, day.day, 9))


# Officers nearby


def test_three_at_most_are_asked_the_nearest_of_the_field_first():
    owner, field = ben(), a_field()
    people = [a_person(f"Person{number}", f"p{number}@example.org") for number in range(5)]
    officers_around(owner, *people)
    article = a_due_page(owner, ada())
    article.fields.add(field)
    people[4].fields_of_action.add(field)
    assert neighbours_of(fresh(article), SATURDAY) == [people[4], people[0], people[1]]


def test_without_a_municipality_those_of_the_field_are_asked():
    owner, other, field = ben(), cem(), a_field()
    a_person("Dana Wisz")
    article = a_due_page(owner, ada())
    article.fields.add(field)
    assert neighbours_of(fresh(article), SATURDAY) == []
    other.fields_of_action.add(field)
    owner.fields_of_action.add(field)
    assert neighbours_of(fresh(article), SATURDAY) == [other]


def test_nobody_is_asked_twice_in_a_month_nor_against_her_will_nor_about_her_own_page():
    owner, near, team = ben(), cem(), ada()
    officers_around(owner, near)
    first, second = a_due_page(owner, team), a_due_page(owner, team, title="Zwei")
    on(SATURDAY + timedelta(days=2))
    on(SATURDAY + timedelta(days=16))
    assert [check.person for check in Check.objects.all()] == [near]
    asked_on = Check.objects.get().asked_on
    assert neighbours_of(fresh(second), asked_on + timedelta(days=29)) == []
    assert neighbours_of(fresh(first), asked_on + timedelta(days=30)) == [near]
    NotAsked.objects.create(person=near)
    assert neighbours_of(fresh(first), asked_on + timedelta(days=30)) == []


def test_an_officer_nearby_answers_behind_her_link_and_the_owner_hears_it(client):
    owner, near = ben(), cem()
    officers_around(owner, near)
    article = a_due_page(owner, ada())
    on(SATURDAY + timedelta(days=2))
    on(SATURDAY + timedelta(days=16))
    check = Check.objects.get()
    letter = Letter.objects.get(to=near.email)
    assert f"{settings.SITE_URL}{check.path}?antwort=nein" in letter.text.replace("\\", "")
    page = client.get(f"{check.path}?antwort=nein")
    assert page.status_code == 200 and page.headers["Referrer-Policy"] == "same-origin"
    assert re.search(r'<input[^>]*value="wrong"[^>]*checked', page.content.decode())
    check.refresh_from_db()
    assert check.state == Check.ASKED  # opening it said nothing
    Letter.objects.all().delete()
    assert client.post(check.path, {"state": "wrong", "text": ""}).status_code == 422
    for _click in range(2):
        assert client.post(check.path, {"state": "wrong", "text": "Der Erlass ist neu."}).status_code == 302
    letter = Letter.objects.get()
    assert letter.to == owner.email and "Der Erlass ist neu." in letter.text and near.name in letter.text
    assert client.get(check.path + "x").status_code == 404
    Article.objects.filter(pk=article.pk).update(readers="team")
    assert client.get(check.path).status_code == 404


def test_a_reader_reports_once_a_round_and_a_renewal_begins_the_next():
    owner, reader, team = ben(), cem(), ada()
    article = a_due_page(owner, team)
    Letter.objects.all().delete()
    with at(SATURDAY):
        with pytest.raises(Refusal):
            checking.report(article, " ", by=reader)
        for _click in range(2):
            checking.report(article, "Der Link ist tot.", by=reader)
        with pytest.raises(Refusal, match="schon da"):
            checking.report(article, "Noch etwas.", by=reader)
        with pytest.raises(Refusal):
            checking.report(article, "Selbst.", by=owner)
    assert [letter.to for letter in Letter.objects.all()] == [owner.email]
    with at(SATURDAY + timedelta(days=1)):
        checking.renew(article, by=owner)
    with at(SATURDAY + timedelta(days=2)):
        checking.report(article, "Noch etwas.", by=reader)
    assert Check.objects.count() == 2


# Renewing


def test_only_its_owner_and_the_team_renew_it_and_for_three_years_at_most():
    owner, other, team = ben(), cem(), ada()
    article = a_due_page(owner, team)
    with pytest.raises(Refusal):
        checking.renew(article, by=other)
    for until in (timezone.localdate(), timezone.localdate() + timedelta(days=4 * 366)):
        with pytest.raises(Refusal, match="Geprüft bis"):
            checking.renew(article, by=owner, checked_until=until)
    checking.renew(article, by=team)
    assert not fresh(article).is_due(timezone.localdate())
