"""The pages on which others propose and remark, and those who write decide."""

import re

import pytest

from dreiklang.foundation.comparing import CAME, SAME, WENT
from dreiklang.library.actions.remarking import remark
from dreiklang.library.actions.suggesting import decline
from dreiklang.library.blocks import mark_of
from dreiklang.library.feedback import as_written, comparison
from dreiklang.library.models import Article, Comment, Section, Suggestion
from dreiklang.library.tests.makers import a_draft, a_text, an_article
from dreiklang.library.tests.test_suggesting import OTHER, TEXT, a_suggestion, proposed
from dreiklang.people.models import Person
from dreiklang.people.tests.makers import a_person, ada, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.sqlite_alone]

SECRET = "Noch geheim und ungeprüft."


@pytest.fixture
def section(db) -> Section:
    """Ben's, in force and public, with a sentence in the draft that nobody released. Ada released it."""
    section = an_article(ben(), ada(), source=TEXT, readers="public").sections.first()
    a_text(section, f"{TEXT}\n\n{SECRET}", Person.objects.get(name="Ben Okonkwo"))
    section.refresh_from_db()
    return section


def on_page(section) -> str:
    return f"{Article.objects.get(pk=section.article_id).path}vorschlag/{section.pk}/"


def in_draft(section) -> str:
    return f"{section.article.workroom}vorschlag/{section.pk}/"


def typed(client, path) -> dict:
    """The hidden fields of the first form of the page."""
    form = re.search(r'<form class="form.*?</form>', client.get(path).content.decode(), re.DOTALL)[0]
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def sign_in(client, name) -> Person:
    person = Person.objects.filter(name__startswith=name).first() or a_person(name)
    client.force_login(person)
    return person


def test_a_reader_proposes_on_what_was_released(client, section):
    sign_in(client, "Cem Aydoğan")
    page = client.get(Article.objects.get().path).content.decode()
    assert on_page(section) in page
    fields = typed(client, on_page(section))
    assert fields["seen"] == "2" and section.number == 3
    shown = client.post(on_page(section), {**fields, "source": OTHER, "tun": "ansehen"})
    assert "Das ändern Sie: 4 Stellen" in shown.content.decode() and not Suggestion.objects.exists()
    assert "<ins>freundlich" in shown.content.decode()
    for _click in range(2):
        answer = client.post(on_page(section), {**fields, "source": OTHER, "reason": "Erfahrung", "is_named": "on"})
        assert answer.url == "/praxis/vorschlaege/"
    assert set(Suggestion.objects.values_list("base", "reason", "is_named")) == {(2, "Erfahrung", True)}
    assert Suggestion.objects.count() == 4 and SECRET not in client.get(answer.url).content.decode()


def test_a_reader_never_sees_what_was_not_released(client, section):
    sign_in(client, "Cem Aydoğan")
    remarks = f"{Article.objects.get().path}anmerkungen/{section.pk}/"
    answers = [client.get(on_page(section)), client.get(remarks)]
    for seen in ("2", "3"):  # the second was never released: nothing is compared with it
        fields = {"seen": seen, "source": OTHER, "tun": "ansehen"}
        answers.append(client.post(on_page(section), fields))
    answers.append(client.post(remarks, {"place": mark_of(SECRET), "text": "Aha?"}))
    assert [answer.status_code for answer in answers] == [200, 200, 200, 422, 422]
    assert not any(SECRET in answer.content.decode() for answer in answers)
    assert not Comment.objects.exists()
    fresh = a_draft(Person.objects.get(name="Ben Okonkwo"), source=SECRET).sections.first()
    mine = Article.objects.exclude(slug=None).get()
    assert client.get(f"{mine.path}vorschlag/{fresh.pk}/").status_code == 404
    assert client.get(in_draft(fresh)).status_code == 404


def test_whoever_works_on_it_sees_it_there(client, section):
    """The twin of the test above: the same sentence, where it may be read."""
    sign_in(client, "Ben")
    assert SECRET in client.get(in_draft(section)).content.decode()
    remarks = f"{section.article.workroom}abschnitte/{section.pk}/anmerkungen/"
    assert SECRET in client.get(remarks).content.decode()
    client.post(remarks, {"place": mark_of(SECRET), "text": "Aha?"})
    assert Comment.objects.get().quote == SECRET


def test_who_is_no_member_proposes_nothing(client, section):
    client.force_login(a_person("Mia Amt", is_member=False))
    page = client.get(Article.objects.get().path).content.decode()
    assert on_page(section) not in page
    assert client.get(on_page(section)).status_code == client.post(on_page(section)).status_code == 403


def test_of_a_withdrawn_page_no_other_wording_is_asked_for(client, section):
    sign_in(client, "Cem Aydoğan")
    for state, is_asked in ((Article.IN_FORCE, True), (Article.WITHDRAWN, False)):
        Article.objects.update(state=state)
        page = client.get(Article.objects.get().path).content.decode()
        assert ("Etwas stimmt nicht oder fehlt?" in page) == is_asked


def test_the_workroom_lists_what_is_open_for_those_who_write(client, section):
    first, *_rest = proposed(section, cem(), f"{OTHER}\n\n{SECRET}", reason="Erfahrung")
    sign_in(client, "Ben")
    page = client.get(section.article.workroom).content.decode()
    assert "4 offene Vorschläge" in page and "von Cem Aydoğan" in page and "Grund: Erfahrung" in page
    assert "<del>fragen.</del>" in page or "<ins>freundlich" in page
    path = f"{section.article.workroom}vorschlaege/{first.pk}/"
    refused = client.post(path, {"tun": "ablehnen", "answer": ""})
    assert refused.status_code == 422 and "Bitte nennen Sie den Grund" in refused.content.decode()
    client.post(path, {"tun": "uebernehmen", "answer": "Danke!"})
    assert "3 offene Vorschläge" in client.get(section.article.workroom).content.decode()
    section.refresh_from_db()
    assert section.source.startswith("Erst freundlich fragen.")
    assert "übernommen" in client.get(path).content.decode()
    Article.objects.update(is_out_for_comments=True)
    sign_in(client, "Cem")
    assert "offene Vorschläge" not in client.get(section.article.workroom).content.decode()
    assert client.get(path).status_code == 403


def test_where_the_paragraph_is_gone_both_versions_are_shown(client, section):
    writer = Person.objects.get(name="Ben Okonkwo")
    first, *_rest = proposed(section, cem(), f"{OTHER}\n\n{SECRET}")
    a_text(section, TEXT.replace("Erst fragen.", "Gar nicht fragen."), writer)
    client.force_login(writer)
    path = f"{section.article.workroom}vorschlaege/{first.pk}/"
    answer = client.post(path, {"tun": "uebernehmen", "answer": "Danke!"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "nichts überschrieben" in page
    assert "Gar nicht fragen." in page and "freundlich" in page and section.workplace in page
    client.post(path, {"tun": "erledigt", "answer": "Danke!"})
    first.refresh_from_db()
    assert first.state == Suggestion.ACCEPTED


def test_ones_own_suggestions_and_what_became_of_them(client):
    writer, reader = ben(), cem()
    ada()
    one = a_suggestion(writer, reader)
    client.force_login(reader)
    assert "offen" in client.get("/praxis/vorschlaege/").content.decode()
    client.post(f"/praxis/vorschlaege/{one.pk}/ruecknahme/")
    assert "zurückgenommen" in client.get("/praxis/vorschlaege/").content.decode()
    two = a_suggestion(writer, reader)
    decline(two, "Das Geld reicht nicht.", by=writer)
    page = client.get("/praxis/vorschlaege/").content.decode()
    assert "nicht übernommen" in page and "Das Geld reicht nicht." in page
    client.force_login(writer)
    assert "Noch kein Vorschlag" in client.get("/praxis/vorschlaege/").content.decode()
    assert client.post(f"/praxis/vorschlaege/{one.pk}/ruecknahme/").status_code == 404


def test_a_page_that_one_may_not_read_any_more_is_not_named(client):
    writer, reader = ben(), cem()
    ada()
    a_suggestion(writer, reader)
    Article.objects.update(title="Ganz neuer Titel")
    client.force_login(reader)
    page = client.get("/praxis/vorschlaege/").content.decode()
    assert "Sprachmittlung bezahlen" in page and "Ganz neuer Titel" not in page
    Article.objects.update(readers="team")
    page = client.get("/praxis/vorschlaege/").content.decode()
    assert "Sprachmittlung" not in page and "Eine Seite, die Sie nicht mehr lesen" in page


def test_a_reader_remarks_and_gets_an_answer(client, section):
    reader = sign_in(client, "Cem Aydoğan")
    path = f"{Article.objects.get().path}anmerkungen/{section.pk}/"
    fields = typed(client, path)
    for _click in range(2):
        assert client.post(path, {**fields, "text": "Wirklich?"}).status_code == 302
    one = Comment.objects.get()
    assert (one.quote, one.by) == ("Erst fragen.", reader)
    sign_in(client, "Ben")
    workplace = f"{section.article.workroom}abschnitte/{section.pk}/anmerkungen/"
    assert "1 offene Anmerkung" in client.get(section.article.workroom).content.decode()
    page = client.get(workplace).content.decode()
    assert page.index("Erst fragen.") < page.index("Wirklich?") < page.index("Dann zahlen.")
    client.post(workplace, {"to": one.pk, "text": "Ja."})
    client.post(f"/praxis/anmerkungen/{one.pk}/erledigung/", {"erledigt": "ja"})
    assert "offene Anmerkung" not in client.get(section.article.workroom).content.decode()
    client.force_login(reader)
    page = client.get(path).content.decode()
    assert "Ja." in page and "erledigt am" in page and "erledigung/" not in page
    client.post(f"/praxis/anmerkungen/{one.pk}/", {"text": "Wirklich immer?"})
    assert "Wirklich immer?" in client.get(path).content.decode()
    client.post(f"/praxis/anmerkungen/{one.pk}/", {"tun": "loeschen"})
    assert "wurde zurückgenommen" in client.get(path).content.decode()


def test_what_was_typed_stays_when_it_is_refused(client, section):
    sign_in(client, "Cem Aydoğan")
    answer = client.post(on_page(section), {"seen": "99", "source": "Mein Text", "reason": "Mein Grund"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Mein Text" in page and "Mein Grund" in page
    path = f"{Article.objects.get().path}anmerkungen/{section.pk}/"
    page = client.post(path, {"place": mark_of("Erst fragen."), "text": "x" * 5001}).content.decode()
    assert "x" * 5001 in page and page.count("<details open>") == 1


def test_a_paragraph_that_was_just_changed_is_found_in_the_version_she_saw(client, section):
    writer = sign_in(client, "Ben")
    path = f"{section.article.workroom}abschnitte/{section.pk}/anmerkungen/"
    a_text(section, "Ganz anders.", writer)
    client.post(path, {"place": mark_of("Dann zahlen."), "text": "Zu spät?"})
    assert Comment.objects.get().quote == "Dann zahlen."
    assert "Zu einer früheren Fassung" in client.get(path).content.decode()


def test_pages_take_the_same_queries_at_one_and_three(client, section, django_assert_max_num_queries):
    writer, readers = Person.objects.get(name="Ben Okonkwo"), [cem(), a_person("Dana Kaya"), a_person("Eva Roth")]
    counts = []
    for number, reader in enumerate(readers):
        section.refresh_from_db()
        proposed(section, reader, f"{section.source}\n\nSatz {number}.")
        proposed(section, readers[0], f"{section.source}\n\nMein Satz {number}.")
        remark(section, "Wirklich?", by=reader, quote="Erst fragen.")
        if number != 1:
            counts.append([
                _queries(client, writer, section.article.workroom, django_assert_max_num_queries),
                _queries(client, readers[0], "/praxis/vorschlaege/", django_assert_max_num_queries),
                _queries(client, writer, f"{section.article.workroom}abschnitte/{section.pk}/anmerkungen/",
                         django_assert_max_num_queries),
            ])  # fmt: skip
    assert counts[0] == counts[1]


def _queries(client, person, path, at_most) -> int:
    client.force_login(person)
    with at_most(14) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_what_has_hardly_a_word_in_common_stands_one_below_the_other():
    assert comparison("Erst fragen.", "Erst gut fragen.") == [(SAME, "Erst "), (CAME, "gut "), (SAME, "fragen.")]
    assert comparison("Erst fragen wir alle.", "Dann nicht.")[0] == (WENT, "Erst fragen wir alle.")
    assert comparison("", "Neu.") == [(CAME, "Neu.")]


def test_a_text_as_written_is_the_newest(section):
    assert as_written(section).number == section.number == 3
    assert as_written(section, 2).source == TEXT and as_written(section, 9) is None
