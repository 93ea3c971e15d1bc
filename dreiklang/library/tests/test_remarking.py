"""Remarks on paragraphs: who reads and settles them, and what becomes of them when the text changes."""

import pytest

from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.letters.models import Letter
from dreiklang.library.actions import remarking
from dreiklang.library.actions.remarking import answer, change, remark, settle, take_back
from dreiklang.library.feedback import paragraphs_of, threads
from dreiklang.library.models import Article, Comment
from dreiklang.library.tests.makers import a_draft, a_review, a_text, an_article
from dreiklang.people.tests.makers import a_person, ada, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long]

TEXT = "Erst fragen.\n\n- eins\n- zwei\n\nSiehe [dort].\n\n[dort]: https://example.org/"


def read_by(person, section) -> list[str]:
    return [one.text for one in threads(section.article, section.pk, person)]


def test_a_remark_stands_beside_its_paragraph_until_that_is_gone():
    writer = ben()
    section = a_draft(writer, source=TEXT).sections.first()
    on_list, whole = remark(section, "Drei?", by=writer, quote="- eins\n- zwei"), remark(section, "Gut.", by=writer)
    paragraphs, on_section, gone = paragraphs_of(TEXT, threads(section.article, section.pk, writer))
    assert [one.remarks for one in paragraphs] == [[], [on_list], []]
    assert (on_section, gone) == ([whole], [])
    assert 'href="https://example.org/"' in paragraphs[2].html  # what is defined below counts in each paragraph
    a_text(section, TEXT.replace("- zwei", "- zwei\n- drei"), writer)
    section.refresh_from_db()
    _paragraphs, _whole, gone = paragraphs_of(section.source, threads(section.article, section.pk, writer))
    assert gone == [on_list]


def test_those_who_work_on_the_page_read_all_and_a_reader_her_own():
    writer, reader, other, reviewer, boss = ben(), cem(), a_person("Dana Kaya"), a_person("Rita Rau"), ada()
    article = an_article(writer, boss)
    section = article.sections.first()
    mine = remark(section, "Von Cem.", by=reader)
    remark(section, "Von Dana.", by=other)
    answer(mine, "Danke.", by=writer)
    assert read_by(reader, section) == ["Von Cem."]
    assert [one.text for one in threads(article, section.pk, reader)[0].said] == ["Danke."]
    assert read_by(reviewer, section) == []
    a_review(article, reviewer)
    for person in (writer, reviewer, boss):
        assert read_by(person, section) == ["Von Cem.", "Von Dana."]
    Article.objects.update(is_out_for_comments=True)  # a promise once given holds
    assert read_by(other, section) == ["Von Dana."]


def test_a_remark_that_everybody_read_would_be_found(monkeypatch):
    article = an_article(ben(), ada())
    remark(article.sections.first(), "Von Cem.", by=cem())
    everything = lambda self, person, article: self.filter(section__article=article)  # noqa: E731
    monkeypatch.setattr(type(Comment.objects.all()), "visible_to", everything)
    assert read_by(a_person("Dana Kaya"), article.sections.first()) == ["Von Cem."]


def test_who_may_remark_answer_and_settle():
    writer, reader, other = ben(), cem(), a_person("Dana Kaya")
    article = an_article(writer, ada())
    section, draft = article.sections.first(), a_draft(writer).sections.first()
    one = remark(section, "Stimmt das?", by=reader)
    for refused in (
        lambda: remark(section, "Nein.", by=a_person("Mia Amt", is_member=False)),
        lambda: remark(draft, "Nein.", by=reader),
        lambda: answer(one, "Nein.", by=other),
        lambda: answer(answer(one, "Ja.", by=writer), "Nein.", by=writer),  # to a remark, not to an answer
        lambda: settle(one, True, by=reader),
        lambda: change(one, "Nein.", by=writer),
        lambda: take_back(one, by=writer),
    ):
        with pytest.raises(Refusal):
            refused()
    assert settle(one, True, by=writer).settled_at


def test_a_reviewer_from_outside_the_network_remarks_on_what_she_reviews():
    outside = a_person("Mia Amt", is_member=False)
    article = a_draft(ben(), readers="public")
    a_review(article, outside)
    assert remark(article.sections.first(), "Woher stammt das?", by=outside)


def test_an_answer_of_hers_opens_a_settled_remark_again():
    writer, reader = ben(), cem()
    one = remark(an_article(writer, ada()).sections.first(), "Stimmt das?", by=reader)
    for is_settled in (True, True, False, True):
        assert bool(settle(one, is_settled, by=writer).settled_at) == is_settled
    assert not Comment.objects.unsettled().exists()
    answer(one, "Ja.", by=writer)
    assert not Comment.objects.unsettled().exists()
    answer(one, "Aber?", by=reader)
    assert list(Comment.objects.unsettled()) == [one]


def test_whoever_remarked_hears_of_an_answer_and_those_who_write_once_a_day():
    writer, reader = ben(), cem()
    section = an_article(writer, ada()).sections.first()
    Letter.objects.all().delete()
    one = remark(section, "Stimmt das?", by=reader)
    remark(section, "Und das?", by=reader)
    answer(one, "Ja, gewiss.", by=writer)
    assert sorted(Letter.objects.values_list("to", flat=True)) == [writer.email, reader.email]
    letter = Letter.objects.get(to=reader.email)
    assert "Ja, gewiss." in letter.text and f"{section.article.path}anmerkungen/{section.pk}/" in letter.text


def test_a_second_click_writes_once():
    writer, reader, first, second = ben(), cem(), fresh_id(), fresh_id()
    section = an_article(writer, ada()).sections.first()
    for _click in range(2):
        one = remark(section, "Stimmt das?", by=reader, public_id=first)
        answer(one, "Ja.", by=writer, public_id=second)
    assert Comment.objects.count() == 2
    with pytest.raises(Refusal, match="schon benutzt"):
        remark(section, "Fremd.", by=writer, public_id=first)


def test_ones_own_words_are_changed_and_taken_back():
    writer, reader = ben(), cem()
    section = an_article(writer, ada()).sections.first()
    one, two = remark(section, "Falsch!", by=reader), remark(section, "Danke!", by=reader)
    change(one, "Stimmt das?", by=reader)
    said = answer(one, "Nein.", by=writer)
    take_back(two, by=reader)
    take_back(two, by=reader)
    take_back(one, by=reader)
    one.refresh_from_db()
    assert list(Comment.objects.all()) == [one, said] and one.text == ""
    assert not Comment.objects.unsettled().exists()
    take_back(said, by=writer)
    assert list(Comment.objects.all()) == [one]


def test_nobody_floods_a_page(monkeypatch):
    section, reader = an_article(ben(), ada()).sections.first(), cem()
    monkeypatch.setattr(remarking, "MOST_REMARKS", 2)
    for text in ("Eins.", "Zwei."):
        remark(section, text, by=reader)
    with pytest.raises(Refusal, match="morgen"):
        remark(section, "Drei.", by=reader)


def test_an_empty_remark_is_none():
    with pytest.raises(Refusal) as refused:
        remark(an_article(ben(), ada()).sections.first(), " \n ", by=cem())
    assert refused.value.field == "text"
