"""Of all who save one section from the same version at the same moment, one is the newest and all others stand beside
it: real saves over real connections, eight processes, on both databases."""

import pytest

from dreiklang.library.models import Author, Rival, Section
from dreiklang.library.tests.makers import a_draft
from dreiklang.people.models import Person
from dreiklang.people.tests.makers import a_person
from dreiklang.tests.crowd import at_once, members
from dreiklang.tests.real_server import RealServer

pytestmark = [pytest.mark.storm, pytest.mark.django_db(transaction=True), pytest.mark.long]
EDITORS = 24


def save_at_once(server, clicks=1, crowd=EDITORS) -> tuple:
    """Everybody has the section open and saves at the same moment, `clicks` times. (section, editors, answers)"""
    person = Person.objects.filter(name="Ben Okonkwo").first() or a_person()
    article = a_draft(person, title=f"Andrang {Section.objects.count()}")
    editors = members(crowd)
    Author.objects.bulk_create(Author(article=article, person=each.person, name=each.name) for each in editors)
    section = article.sections.last()
    at_once(lambda editor: editor.open(server, section.workplace, section.workplace), editors)
    for editor in editors:
        editor.form |= {"heading": "Vorgehen", "source": f"So schreibt es {editor.name}."}
    answers = at_once(lambda editor: editor.press(server, section.workplace), editors * clicks)
    section.refresh_from_db()
    return section, editors, answers


def faults(section, editors, answers) -> list[str]:
    """What is not as it must be, a sentence each."""
    versions, rivals = list(section.versions.all()), list(Rival.objects.open().filter(section=section))
    texts = sorted(each.source for each in (*versions, *rivals) if each.source.startswith("So schreibt es"))
    found = {
        f"jemand bekam keine Zusage: {[answer.status for answer in answers]}": not all(one.is_good for one in answers),
        "ein Text fehlt, oder einer steht doppelt da": texts != sorted(each.form["source"] for each in editors),
        f"es gibt {len(versions)} Fassungen statt zwei": len(versions) != 2,
        "was gilt, ist nicht die neueste Fassung": section.source != versions[0].source or section.number != 2,
    }  # fmt: skip
    return [sentence for sentence, is_so in found.items() if is_so]


def test_of_all_who_save_at_once_one_is_the_newest_and_no_text_is_lost(django_db_setup):
    with RealServer() as server:
        assert faults(*save_at_once(server)) == []
        assert faults(*save_at_once(server, clicks=2, crowd=12)) == []  # a double click saves once
        assert server.complaints() == []


def test_a_twin_without_the_lock_loses_texts(django_db_setup):
    with RealServer("dreiklang.tests.twins.saving_without_lock") as twin:
        assert any(faults(*save_at_once(twin)) for _try in range(5))
