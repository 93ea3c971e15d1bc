"""Bei uns übernommen: a municipality says so, not a person."""

import pytest

from dreiklang.foundation.models import Act
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.readers import PUBLIC
from dreiklang.letters.models import Letter
from dreiklang.library.actions.adopting import adopt, remove_adoption, take_back
from dreiklang.library.models import Adoption, Article
from dreiklang.library.tests.makers import an_article
from dreiklang.people.actions.joining import take_office
from dreiklang.people.models import Person
from dreiklang.people.tests.makers import a_person, ada, ben, cem
from dreiklang.places.tests.makers import a_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture
def article():
    return an_article(ben(), ada(), readers=PUBLIC)


@pytest.fixture
def officer():
    person = cem()
    take_office(person, a_municipality(), title="Integrationsbeauftragter")
    return person


def test_her_municipality_stands_on_the_page_and_her_name_does_not(client, article, officer):
    client.force_login(officer)
    form = client.get(f"{article.path}uebernahme/").content.decode()
    assert "„Musterlingen“" in form and "nicht Ihr Name" in form and "alle, auch ohne Konto" in form
    answer = client.post(f"{article.path}uebernahme/", {"changed": "Bei uns zahlt der Kreis."})
    assert answer.url == f"{article.path}#uebernommen"
    client.logout()
    page = client.get(article.path).content.decode()
    assert "Musterlingen" in page and "Bei uns zahlt der Kreis." in page and "Cem" not in page


def test_said_twice_it_stands_there_once_with_what_was_said_last(article, officer):
    first = adopt(article, "Erst so.", by=officer)
    adopt(article, "Dann so.", by=officer)
    adoption = Adoption.objects.get()
    assert (adoption.pk, adoption.changed, adoption.on) == (first.pk, "Dann so.", first.on)


def test_whoever_owns_the_page_hears_of_it_once_and_quietly(article, officer):
    adopt(article, "Mit *Kreis*.", by=officer)
    adopt(article, "Doch ohne.", by=officer)
    letter = Letter.objects.get(recipient=str(article.owner_id))
    assert "Musterlingen" in letter.subject and "Kreis" in letter.text and "Cem" not in letter.text
    assert not Act.objects.filter(act__startswith="adoption").exists()


def test_an_owner_who_no_longer_reads_it_hears_nothing(article, officer):
    Article.objects.filter(pk=article.pk).update(readers="members")
    article.owner.is_member = False
    article.owner.save()
    adopt(article, "", by=officer)
    assert not Letter.objects.filter(recipient=str(article.owner_id)).exists()


def test_it_is_taken_back_and_twice_does_no_harm(client, article, officer):
    adopt(article, "", by=officer)
    client.force_login(officer)
    for _click in range(2):
        assert client.post(f"{article.path}uebernahme/", {"zuruecknehmen": "1"}).status_code == 302
    assert not Adoption.objects.exists()


def test_it_belongs_to_the_municipality_and_whoever_succeeds_may_change_it(article, officer):
    adopt(article, "Erst so.", by=officer)
    successor, other = a_person("Nele Neu"), a_person("Olaf Ort")
    take_office(successor, officer.current_office.municipality, title="Integrationsbeauftragte")
    take_office(other, a_municipality("Anderswo", "99115004"), title="Integrationsbeauftragter")
    take_back(article, by=other)
    assert Adoption.objects.get().changed == "Erst so."
    officer.delete()
    assert Adoption.objects.get().person is None
    take_back(article, by=successor)
    assert not Adoption.objects.exists()


def test_who_has_no_municipality_is_led_to_her_profile(client, article):
    client.force_login(a_person("Ohne Ort"))
    assert "Kommune angeben" in client.get(f"{article.path}uebernahme/").content.decode()
    assert client.post(f"{article.path}uebernahme/").status_code == 422


def test_a_page_that_is_not_in_force_and_one_of_her_own_are_not_adopted(article, officer):
    Article.objects.filter(pk=article.pk).update(municipality=officer.current_office.municipality)
    with pytest.raises(Refusal, match="aus Ihrer Kommune"):
        adopt(article, "", by=officer)
    Article.objects.filter(pk=article.pk).update(municipality=None, state=Article.WITHDRAWN)
    with pytest.raises(Refusal, match="gerade nicht"):
        adopt(article, "", by=officer)


def test_a_ministry_adopts_nothing(client, article):
    client.force_login(a_person("Mia Amt", is_member=False))
    assert "uebernahme/" not in client.get(article.path).content.decode()
    assert client.post(f"{article.path}uebernahme/").status_code == 403


def test_the_team_takes_down_what_should_not_stand_there_and_says_why(client, article, officer):
    adoption, team = adopt(article, "Nennt einen Namen.", by=officer), Person.objects.get(is_team=True)
    for by, reason in ((officer, "Grund"), (team, " ")):
        with pytest.raises(Refusal):
            remove_adoption(adoption, by=by, reason=reason)
    client.force_login(team)
    path = f"{article.path}uebernahme/{adoption.pk}/"
    assert path in client.get(article.path).content.decode()
    assert client.post(path, {"reason": "Da steht ein Name."}).status_code == 302
    remove_adoption(adoption, by=team, reason="Noch einmal.")
    assert not Adoption.objects.exists()
    assert Act.objects.get(act="adoption.removed").reason == "Da steht ein Name."
    assert "Da steht ein Name." in Letter.objects.get(recipient=str(officer.pk)).text
