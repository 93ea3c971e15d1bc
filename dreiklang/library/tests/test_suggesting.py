"""Other wordings are proposed and decided on one by one: into the text as it stands, with thanks or a reason."""

from functools import partial
from itertools import permutations

import pytest
from time_machine import travel

from dreiklang.foundation.models import Act, fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.letters.models import Letter
from dreiklang.letters.tests.side_by_side import side_by_side
from dreiklang.library.actions import suggesting, writing
from dreiklang.library.actions.releasing import release
from dreiklang.library.actions.suggesting import accept, decline, suggest, take_back
from dreiklang.library.feedback import as_released, as_written, thanked
from dreiklang.library.models import Article, Author, Section, Suggestion
from dreiklang.library.tests.makers import a_draft, a_review, a_text, an_article
from dreiklang.people.models import Person
from dreiklang.people.tests.makers import a_person, ada, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long]

TEXT = "Erst fragen.\n\nDann zahlen.\n\n- eins\n- zwei\n\nZuletzt danken."
OTHER = "Erst freundlich fragen.\n\nDann gut zahlen.\n\n- eins\n- zwei\n- drei\n\nZuletzt danken.\n\nUnd feiern."


def a_section(by, source=TEXT) -> Section:
    """In force, with one section of this text. Ada released it."""
    article = an_article(by, Person.objects.filter(is_team=True).first() or ada(), source=source)
    return article.sections.first()


def proposed(section: Section, by, source=OTHER, **facts) -> list[Suggestion]:
    section.refresh_from_db()
    return suggest(section, as_written(section), source, by=by, **facts)


def a_suggestion(by, reader, **facts) -> Suggestion:
    (made,) = proposed(a_section(by), reader, TEXT.replace("Dann zahlen.", "Dann gut zahlen."), **facts)
    return made


def text_of(section: Section) -> str:
    section.refresh_from_db()
    return section.source


def test_each_changed_paragraph_is_decided_alone_and_all_together_make_the_proposed_text():
    writer, reader = ben(), cem()
    for order in permutations(range(4)):
        section = a_section(writer)
        made = proposed(section, reader)
        assert len(made) == 4
        for number in order:
            accept(made[number], "Danke!", by=writer)
        assert text_of(section) == OTHER
        Letter.objects.all().delete()


def test_suggestions_stand_in_the_order_of_the_text():
    made = proposed(a_section(ben()), cem())
    assert list(Suggestion.objects.all()) == made
    assert [one.after.split()[0] for one in made] == ["Erst", "Dann", "-", "Und"]


def test_one_that_is_declined_leaves_its_paragraph_as_it_was():
    writer, reader = ben(), cem()
    section = a_section(writer)
    first, second, third, fourth = proposed(section, reader)
    decline(first, "Das ist bei uns anders.", by=writer)
    for one in (second, third, fourth):
        accept(one, "", by=writer)
    assert text_of(section) == OTHER.replace("Erst freundlich fragen.", "Erst fragen.")


def test_an_accepted_suggestion_is_a_version_that_says_whose_it_was():
    writer = ben()
    one = a_suggestion(writer, cem())
    accept(one, "Danke!", by=writer)
    version = one.section.versions.first()
    assert (version.note, version.by) == ("Vorschlag von Cem Aydoğan", writer)
    assert version.pk == suggesting.version_id(one)
    assert "gut zahlen" in Section.objects.get(pk=one.section_id).html
    assert Act.objects.get(act="suggestion.accepted").about == str(one.pk)


def test_what_others_wrote_meanwhile_stays():
    writer = ben()
    one = a_suggestion(writer, cem())
    a_text(one.section, TEXT.replace("Zuletzt danken.", "Zuletzt sehr danken."), writer)
    accept(one, "Danke!", by=writer)
    assert text_of(one.section) == TEXT.replace("Zuletzt", "Zuletzt sehr").replace("Dann", "Dann gut")


def test_a_paragraph_that_changed_meanwhile_is_not_overwritten_but_settled_by_hand():
    writer = ben()
    one = a_suggestion(writer, cem())
    a_text(one.section, TEXT.replace("Dann zahlen.", "Dann sofort zahlen."), writer)
    with pytest.raises(Refusal, match="nichts überschrieben"):
        accept(one, "Danke!", by=writer)
    one.refresh_from_db()
    assert one.is_open and "sofort" in text_of(one.section)
    versions = one.section.versions.count()
    accept(one, "Steht jetzt ähnlich da, danke!", by=writer, is_by_hand=True)
    one.refresh_from_db()
    assert one.state == Suggestion.ACCEPTED and one.section.versions.count() == versions


def test_two_people_and_neighbouring_paragraphs_in_any_order():
    writer, reader, other = ben(), cem(), a_person("Dana Kaya")
    for turn in (1, -1):
        section = a_section(writer)
        (first,) = proposed(section, reader, TEXT.replace("Erst fragen.", "Erst gut fragen."))
        (second,) = proposed(section, other, TEXT.replace("Dann zahlen.", "Dann gut zahlen."))
        for one in (first, second)[::turn]:
            accept(one, "", by=writer)
        assert text_of(section).startswith("Erst gut fragen.\n\nDann gut zahlen.\n\n- eins")


def test_a_section_that_was_taken_out_takes_nothing_in():
    writer = ben()
    one = a_suggestion(writer, cem())
    writing.take_out(one.section, by=writer)
    with pytest.raises(Refusal, match="herausgenommen"):
        accept(one, "", by=writer)


def test_declining_needs_a_reason_and_accepting_none():
    writer = ben()
    one = a_suggestion(writer, cem())
    with pytest.raises(Refusal) as refused:
        decline(one, "  ", by=writer)
    assert refused.value.field == "answer"
    accept(one, "", by=writer)


def test_the_proposer_hears_what_became_of_it_and_why():
    writer, reader = ben(), cem()
    section = a_section(writer)
    first, second, *_rest = proposed(section, reader)
    Letter.objects.all().delete()
    accept(first, "Danke, *sehr* gut!", by=writer)
    decline(second, "Das Geld reicht nicht.", by=writer)
    took, refused = Letter.objects.filter(to=reader.email).order_by("written_at")
    assert took.subject == "Übernommen: Ihr Vorschlag zu „Sprachmittlung bezahlen“" and "sehr" in took.text
    assert "Nicht übernommen" in refused.subject and "Das Geld reicht nicht." in refused.text


def test_those_who_write_get_one_letter_a_day_however_many_paragraphs():
    writer, reader = ben(), cem()
    with travel("2026-11-26 10:00+01:00", tick=False):
        section = a_section(writer)
        Letter.objects.all().delete()
        proposed(section, reader)
        proposed(section, reader, TEXT + "\n\nNoch etwas.")
        assert [letter.to for letter in Letter.objects.all()] == [writer.email]
    with travel("2026-11-27 10:00+01:00", tick=False):
        proposed(section, reader, TEXT + "\n\nNoch mehr.")
        assert Letter.objects.filter(to=writer.email).count() == 2
    assert "Noch" not in "".join(Letter.objects.values_list("text", flat=True))


def test_where_no_author_is_left_the_team_hears():
    boss = ada()
    section = a_section(ben())
    Author.objects.update(person=None)
    Article.objects.update(owner=None)
    Letter.objects.all().delete()
    proposed(section, cem())
    assert [letter.to for letter in Letter.objects.all()] == [boss.email]


def test_nobody_is_written_to_about_her_own():
    writer = ben()
    section = a_section(writer)
    Letter.objects.all().delete()
    (one,) = proposed(section, writer, TEXT + "\n\nVon mir.")
    accept(one, "", by=writer)
    assert not Letter.objects.exists()


def test_a_second_click_proposes_and_decides_once():
    writer, reader, public_id = ben(), cem(), fresh_id()
    section = a_section(writer)
    text = as_written(section)
    for _click in range(2):
        made = suggest(section, text, OTHER, by=reader, public_id=public_id)
    assert Suggestion.objects.count() == len(made) == 4
    with pytest.raises(Refusal, match="schon benutzt"):
        suggest(section, text, OTHER + "\n\nUnd noch etwas.", by=reader, public_id=public_id)
    with pytest.raises(Refusal, match="schon benutzt"):
        suggest(section, text, OTHER, by=ada_of(section), public_id=public_id)
    Letter.objects.all().delete()
    for _click in range(2):
        accept(made[0], "Danke!", by=writer)
        decline(made[1], "Nein.", by=writer)
    assert Letter.objects.count() == 2
    assert section.versions.filter(note__startswith="Vorschlag").count() == 1


def ada_of(section: Section) -> Person:
    return section.article.release.by


def test_whoever_comes_second_learns_what_was_decided():
    writer, boss = ben(), ada()
    one = a_suggestion(writer, cem())
    accept(one, "", by=writer)
    with pytest.raises(Refusal, match="Ben Okonkwo entschieden: übernommen"):
        decline(one, "Doch nicht.", by=boss)
    with pytest.raises(Refusal, match="Ben Okonkwo"):
        accept(one, "", by=boss)


def test_a_decision_that_did_not_look_would_be_found(monkeypatch):
    writer, boss = ben(), ada()
    one = a_suggestion(writer, cem())
    accept(one, "", by=writer)
    monkeypatch.setattr(suggesting, "_is_settled", lambda *_any: False)
    assert decline(one, "Doch nicht.", by=boss).state == Suggestion.DECLINED


@pytest.mark.django_db(transaction=True)
def test_decided_twice_at_once_one_wins_and_the_other_learns():
    writer, boss, reader = ben(), ada(), cem()
    for _try in range(3):
        one = a_suggestion(writer, reader)
        Letter.objects.all().delete()
        done = side_by_side(partial(accept, one, "", by=writer), partial(decline, one, "Nein, danke.", by=boss))
        won = [each for each in done if isinstance(each, Suggestion)]
        lost = [each for each in done if isinstance(each, Refusal)]
        assert len(won) == len(lost) == 1 and "entschieden" in lost[0].sentence
        one.refresh_from_db()
        assert one.state == won[0].state and Letter.objects.filter(to=reader.email).count() == 1
        assert ("gut zahlen" in text_of(one.section)) == (one.state == Suggestion.ACCEPTED)


@pytest.mark.django_db(transaction=True)
def test_two_paragraphs_accepted_at_once_both_stand():
    writer, boss, reader = ben(), ada(), cem()
    for _try in range(3):
        section = a_section(writer)
        first, second, *_rest = proposed(section, reader)
        done = side_by_side(partial(accept, first, "", by=writer), partial(accept, second, "", by=boss))
        assert [type(each) for each in done] == [Suggestion, Suggestion]
        assert text_of(section).startswith("Erst freundlich fragen.\n\nDann gut zahlen.")


@pytest.mark.django_db(transaction=True)
def test_a_form_that_is_sent_twice_at_once_proposes_once():
    writer, reader = ben(), cem()
    section = a_section(writer)
    Letter.objects.all().delete()
    send = partial(suggest, section, as_written(section), OTHER, by=reader, public_id=fresh_id())
    assert [len(made) for made in side_by_side(send, send, send)] == [4, 4, 4]
    assert Suggestion.objects.count() == 4 and Letter.objects.count() == 1


def test_one_takes_back_what_is_open_and_only_ones_own():
    writer, reader = ben(), cem()
    section = a_section(writer)
    first, second, *_rest = proposed(section, reader)
    for _click in range(2):
        assert take_back(first, by=reader).state == Suggestion.TAKEN_BACK
    with pytest.raises(Refusal, match="zurückgenommen"):
        accept(first, "", by=writer)
    with pytest.raises(Refusal):
        take_back(second, by=writer)
    accept(second, "", by=writer)
    with pytest.raises(Refusal, match="entschieden"):
        take_back(second, by=reader)


def test_who_may_propose_and_who_may_decide():
    writer, reader = ben(), cem()
    section = a_section(writer)
    with pytest.raises(Refusal):
        proposed(section, a_person("Mia Amt", is_member=False))
    one, *_rest = proposed(section, reader)
    with pytest.raises(Refusal):
        accept(one, "", by=reader)
    draft = a_draft(writer).sections.first()
    with pytest.raises(Refusal):
        proposed(draft, reader, "Ganz anders.")
    Article.objects.filter(pk=draft.article_id).update(is_out_for_comments=True)
    assert proposed(draft, reader, "Ganz anders.")


def test_nothing_changed_is_no_proposal_and_blank_lines_are_no_change():
    section = a_section(ben())
    with pytest.raises(Refusal) as refused:
        proposed(section, cem(), TEXT.replace("\n\n", "\n\n\n") + "\n")
    assert refused.value.field == "source"


def test_one_person_has_so_many_open_on_one_page_at_most():
    writer, reader = ben(), cem()
    section = a_section(writer)
    long = "\n\n".join(f"Absatz {number}." for number in range(suggesting.MOST_OPEN + 1))
    a_text(section, long, writer)
    with pytest.raises(Refusal, match="mehr als 20"):
        proposed(section, reader, long.replace("Absatz", "Neuer Absatz"))
    made = proposed(section, reader, long.replace("Absatz", "Neuer Absatz").replace("Neuer Absatz 7.", "Absatz 7."))
    assert len(made) == suggesting.MOST_OPEN
    with pytest.raises(Refusal):
        proposed(section, reader, long + "\n\nUnd einer.")
    assert proposed(section, a_person("Dana Kaya"), long + "\n\nUnd einer.")
    take_back(made[0], by=reader)
    assert proposed(section, reader, long + "\n\nUnd einer.")


def test_a_change_is_measured_against_what_she_had_before_her():
    """She read the release; in the draft somebody has written on. Her proposal takes nothing of that back."""
    writer, reader = ben(), cem()
    section = a_section(writer)
    a_text(section, TEXT + "\n\nNeu und ungeprüft.", writer)
    article = Article.objects.select_related("release").get()
    (one,) = suggest(section, as_released(article, section.pk), TEXT.replace("zahlen", "gut zahlen"), by=reader)
    accept(one, "", by=writer)
    assert text_of(section) == TEXT.replace("zahlen", "gut zahlen") + "\n\nNeu und ungeprüft."


def test_only_whoever_wants_it_is_thanked_by_name_from_the_next_release_on(client):
    writer, boss = ben(), ada()
    section = a_section(writer)
    people = [cem(), a_person("Dana Kaya"), a_person("Eva Roth"), writer]
    wanted = (True, False, True, True)
    for number, (person, is_named) in enumerate(zip(people, wanted, strict=True)):
        (one,) = proposed(section, person, f"{text_of(section)}\n\nSatz {number}.", is_named=is_named)
        if person.name != "Eva Roth":
            accept(one, "", by=writer)
    article = Article.objects.get()
    assert thanked(article) == ["Cem Aydoğan"]
    a_review(article, people[1])
    release(article, by=boss)
    client.force_login(people[1])
    assert "Mit Dank an Cem Aydoğan" in client.get(Article.objects.get().path).content.decode()
