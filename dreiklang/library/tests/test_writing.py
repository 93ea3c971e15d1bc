"""A page is written: who may, what a second click does, and that two who write at once lose nothing."""

import pytest

from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.library.actions import writing
from dreiklang.library.models import Article, Rival, Section, SectionVersion
from dreiklang.library.tests.makers import LEAD, a_draft, a_text
from dreiklang.people.tests.makers import a_person, ada, ben, cem

pytestmark = pytest.mark.django_db


def test_a_draft_is_there_for_whoever_writes_it_and_for_nobody_else():
    person, other = ben(), cem()
    article = a_draft(person)
    assert list(Article.objects.open_to(person)) == [article]
    assert not Article.objects.open_to(other).exists()
    assert not Article.objects.visible_to(person).exists()


def test_the_programme_team_works_on_what_it_reads():
    article = a_draft(ben())
    assert list(Article.objects.open_to(ada())) == [article]


def test_a_ministry_writes_no_page():
    with pytest.raises(Refusal):
        a_draft(a_person("Mia Amt", is_member=False))


def test_a_draft_that_is_out_for_comments_is_read_by_its_readers():
    article, other = a_draft(ben()), cem()
    Article.objects.filter(pk=article.pk).update(is_out_for_comments=True)
    assert list(Article.objects.open_to(other)) == [article]
    with pytest.raises(Refusal):
        a_text(article.sections.first(), "Anders.", other)


def test_a_practice_example_has_its_sections_from_the_beginning():
    article = writing.begin(Article.EXAMPLE, "Wohnungen gewinnen", by=ben())
    assert [one.role for one in article.sections.all()] == [role for role, _label in Section.ROLES]
    assert article.sections.get(role="failed").heading == "Was nicht gelang"


def test_a_second_click_begins_one_page_and_saves_one_version():
    person, pk, version = ben(), fresh_id(), fresh_id()
    for _click in range(2):
        article = writing.begin(Article.POINTER, "Acht Stolpersteine", by=person, public_id=pk)
    assert Article.objects.count() == 1
    section = article.sections.get()
    for _click in range(2):
        writing.save_section(section, "", "Erstens.", by=person, seen=1, public_id=version)
    assert section.versions.count() == 2 and not Rival.objects.exists()


def test_two_versions_that_came_from_one_stand_side_by_side_until_one_person_settles_it():
    person, other = ben(), ada()
    section = a_draft(person).sections.first()
    seen = section.number
    first = writing.save_section(section, "", "Bens Satz.", by=person, seen=seen)
    second = writing.save_section(section, "", "Adas Satz.", by=other, seen=seen)
    assert isinstance(first, SectionVersion) and isinstance(second, Rival)
    section.refresh_from_db()
    assert section.source == "Bens Satz."
    writing.settle(second, "", "Bens und Adas Satz.", by=person, seen=section.number)
    section.refresh_from_db()
    assert section.source == "Bens und Adas Satz."
    assert [one.source for one in section.versions.all()][:2] == ["Bens und Adas Satz.", "Bens Satz."]


def test_whoever_settles_knows_the_newest_version():
    person = ben()
    section = a_draft(person).sections.first()
    rival = Rival.objects.create(section=section, base=1, source="Anders.", by=person)
    with pytest.raises(Refusal):
        writing.settle(rival, "", "Anders.", by=person, seen=section.number - 1)


def test_a_section_goes_and_comes_back():
    person = ben()
    article = a_draft(person)
    lead = article.sections.first()
    writing.take_out(lead, by=person)
    assert LEAD not in [one.source for one in article.sections.standing()]
    writing.bring_back(lead, by=person)
    assert article.sections.standing().first().source == LEAD


def test_sections_stand_in_the_order_that_somebody_gave():
    person = ben()
    article = a_draft(person)
    lead, way = article.sections.all()
    writing.arrange(article, [way.pk, lead.pk], by=person)
    assert list(article.sections.all()) == [way, lead]
