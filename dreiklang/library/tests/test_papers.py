"""A council paper: who reads it, what goes into it, and how much of it may be read by others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dreiklang.dialogue.actions.answers import accept
from dreiklang.dialogue.models import Post, Room, Thread
from dreiklang.dialogue.tests.makers import a_circle, a_reply, a_room, a_thread, queries_of
from dreiklang.foundation.licences import RESERVED
from dreiklang.foundation.models import Act
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.readers import MEMBERS, PUBLIC
from dreiklang.library.actions import papering
from dreiklang.library.models import Article, CouncilPaper, PaperItem
from dreiklang.library.models.papers import CouncilPapers
from dreiklang.library.papers import NAMED, NOTHING, SUMMARY, WHOLE, entries_of, figures_of, offer_of, step_for
from dreiklang.library.tests.makers import a_paper, an_article
from dreiklang.people.actions.joining import take_office
from dreiklang.people.actions.releasing import release
from dreiklang.people.tests.makers import a_person, ada, ben, cem
from dreiklang.places.models import Land
from dreiklang.places.tests.makers import a_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture
def officer():
    person = ben()
    take_office(person, a_municipality(), title="Integrationsbeauftragter")
    return person


@pytest.fixture
def page():
    return a_page("Sprachmittlung bezahlen")


def a_page(title: str) -> Article:
    """For all, by people who have no part in the story."""
    author, team = a_person("Paula Pauls"), a_person("Tess Team", is_team=True)
    return an_article(author, team, title=title, readers=PUBLIC, summary="Was es kostet.")


@pytest.fixture
def thread():
    """A question of Dora, answered by Emma, for members."""
    return a_thread(a_room(), a_person("Dora Dom"))


@pytest.fixture
def answer(thread):
    return a_reply(thread, a_person("Emma Ems"), "Mit einer Pauschale.\n\nFragt @Dora Dom.")


def reach(paper, person) -> list[str]:
    return [entry.reach for entry in entries_of(paper, person)]


# --- whose it is ---


def test_a_paper_is_there_for_whoever_writes_it_and_for_nobody_else(client, officer):
    paper = a_paper(officer)
    for person, status in ((officer, 200), (cem(), 404), (ada(), 404)):
        client.force_login(person)
        assert client.get(paper.path).status_code == status
        assert client.get(f"{paper.path}vorlage.docx").status_code == status
        assert (paper.title in client.get("/praxis/vorlagen/").content.decode()) == (status == 200)


def test_whoever_forgot_to_ask_whose_it_is_would_be_found(client, officer, monkeypatch):
    paper = a_paper(officer)
    monkeypatch.setattr(CouncilPapers, "of", lambda self, person: self.all())
    client.force_login(cem())
    assert client.get(paper.path).status_code == 200


def test_nobody_else_changes_it_by_an_action_either(officer, page):
    paper, other = a_paper(officer), ada()
    (item,) = papering.collect(paper, page, by=officer)
    for act in (
        lambda: papering.collect(paper, page, by=other), lambda: papering.write_paper(paper, {}, by=other, seen=""),
        lambda: papering.copy(paper, by=other), lambda: papering.throw_away(paper, by=other),
        lambda: papering.word(item, WHOLE, "x", by=other), lambda: papering.move_item(item, 1, by=other),
        lambda: papering.take_from(item, by=other),
    ):  # fmt: skip
        with pytest.raises(CouncilPaper.DoesNotExist):
            act()


def test_a_ministry_writes_no_papers(client):
    person = a_person("Mia Amt", is_member=False)
    with pytest.raises(Refusal):
        a_paper(person)
    client.force_login(person)
    assert client.get("/praxis/vorlagen/").status_code == 403


def test_that_she_collects_and_writes_stands_in_no_log(officer, page, answer):
    before = Act.objects.count()
    paper = a_paper(officer)
    papering.collect(paper, page, answer, by=officer)
    papering.write_paper(paper, {"title": "Neu"}, by=officer, seen=paper.version)
    papering.throw_away(paper, by=officer)
    assert Act.objects.count() == before


# --- collecting ---


def test_one_click_on_a_page_begins_a_paper_and_the_next_goes_into_it(client, officer, page):
    client.force_login(officer)
    assert "In eine neue Vorlage übernehmen" in client.get(page.path).content.decode()
    client.post(f"/praxis/vorlagen/aus/seite/{page.slug}/", {"paper": "neu"})
    paper = CouncilPaper.objects.get()
    assert paper.municipality.name == "Musterlingen" and [item.article for item in paper.items.all()] == [page]
    assert offer_of(page, officer).holds_it
    papering.take_from(paper.items.get(), by=officer)
    text = client.get(page.path).content.decode()
    assert f"In die Vorlage „{paper.title}“ übernehmen" in text and f'value="{paper.pk}"' in text


def test_a_paper_whose_meeting_is_over_takes_nothing_by_one_click(officer, page):
    a_paper(officer, meets_on=timezone.localdate() - timedelta(days=1))
    assert offer_of(page, officer).paper is None
    todays = a_paper(officer, meets_on=timezone.localdate())
    assert offer_of(page, officer).paper == todays


def test_whoever_is_not_signed_in_is_offered_nothing(client, page):
    assert "Sitzungsvorlage" not in client.get(page.path).content.decode()


def test_into_somebody_elses_paper_nothing_goes(client, officer, page):
    paper = a_paper(cem())
    client.force_login(officer)
    answer = client.post(f"/praxis/vorlagen/aus/seite/{page.slug}/", {"paper": str(paper.pk)})
    assert "Bitte wählen Sie eine Vorlage." in answer.content.decode() and not paper.items.exists()


def test_twice_collected_stands_there_once(officer, page):
    paper = a_paper(officer)
    papering.collect(paper, page, by=officer)
    papering.collect(paper, page, by=officer)
    assert paper.items.count() == 1


def test_a_paper_takes_no_more_than_anybody_reads(officer, page, monkeypatch):
    monkeypatch.setattr(papering, "MOST", 0)
    paper = a_paper(officer)
    with pytest.raises(Refusal, match="höchstens 0"):
        papering.collect(paper, page, by=officer)
    assert not paper.items.exists()


def test_answers_of_a_thread_are_chosen_and_the_accepted_one_is_ticked(client, officer, thread, answer):
    second = a_reply(thread, cem(), "Gar nicht.")
    accept(second, by=thread.posts.get(number=1).author)
    client.force_login(officer)
    (label, address), = step_for(Thread.objects.get(), officer)  # fmt: skip
    text = client.get(address).content.decode()
    assert label == "Antworten in eine Sitzungsvorlage übernehmen"
    assert text.index("Gar nicht.") < text.index("Mit einer Pauschale.") and text.count("checked") == 2
    assert "Wir haben kein Geld." not in text  # the question is no answer
    client.post(address, {"answers": ["2", "3"], "paper": "neu"})
    assert {item.post for item in PaperItem.objects.all()} == {answer, second}


def test_a_step_from_one_answer_ticks_it(client, officer, answer):
    (_label, address), = step_for(answer, officer)  # fmt: skip
    client.force_login(officer)
    assert address.endswith("?beitrag=2") and 'value="2"' in client.get(address).content.decode()


def test_a_question_without_an_answer_leads_to_no_paper(officer, thread):
    assert step_for(Thread.objects.get(), officer) == []


@pytest.mark.parametrize("kept", [(Thread, "stays_inside"), (Thread, "is_crisis"), (Room, "stays_inside"),
                                  (Room, "is_crisis")], ids=lambda kept: f"{kept[0].__name__}.{kept[1]}")  # fmt: skip
def test_what_stays_in_its_room_goes_into_no_paper(client, officer, thread, answer, kept):
    paper, (model, says_so) = a_paper(officer), kept
    model.objects.update(**{says_so: True})
    answer = Post.objects.get(pk=answer.pk)
    assert step_for(answer.thread, officer) == []
    client.force_login(officer)
    page = client.get(f"/praxis/vorlagen/aus/thema/{thread.pk}/")
    assert page.status_code == 409 and "soll den Raum nicht verlassen" in page.content.decode()
    with pytest.raises(Refusal, match="soll den Raum nicht verlassen"):
        papering.collect(paper, answer, by=officer)


def test_what_one_does_not_read_one_does_not_collect(client, officer, page):
    other = cem()
    hidden = a_thread(a_circle(other), other)
    Article.objects.update(readers="team")
    client.force_login(officer)
    for path in (f"thema/{hidden.pk}", f"seite/{page.slug}"):
        assert client.get(f"/praxis/vorlagen/aus/{path}/").status_code == 404


# --- how much of it stands there ---


def test_a_public_page_stands_there_as_she_wishes(officer, page):
    paper = a_paper(officer)
    (item,) = papering.collect(paper, page, by=officer)
    assert reach(paper, officer) == [SUMMARY]
    papering.word(item, WHOLE, "", by=officer)
    assert reach(paper, officer) == [WHOLE]


@pytest.mark.parametrize(("is_public", "expected"), [(True, NAMED), (False, SUMMARY)])
def test_a_page_for_members_is_only_named_in_a_public_paper(officer, page, is_public, expected):
    Article.objects.update(readers=MEMBERS)
    paper = a_paper(officer, is_public=is_public)
    papering.collect(paper, page, by=officer)
    (entry,) = entries_of(paper, officer)
    assert entry.reach == expected and "Nur für Mitglieder: nicht in eine öffentliche Vorlage" in entry.why


def test_where_all_rights_are_reserved_the_summary_stands_alone(officer, page):
    page.releases.update(licence=RESERVED)
    paper = a_paper(officer, is_public=False)
    (item,) = papering.collect(paper, page, by=officer)
    papering.word(item, WHOLE, "", by=officer)
    (entry,) = entries_of(paper, officer)
    assert entry.reach == SUMMARY and not entry.may_be_whole


def test_what_is_withdrawn_or_no_longer_hers_to_read_stands_there_no_more(officer, page):
    paper = a_paper(officer)
    papering.collect(paper, page, by=officer)
    Article.objects.update(state=Article.WITHDRAWN)
    assert reach(paper, officer) == [NOTHING]
    Article.objects.update(state=Article.IN_FORCE, readers="team")
    (entry,) = entries_of(paper, officer)
    assert entry.reach == NOTHING and page.title not in entry.title + entry.why + entry.path


@pytest.mark.parametrize(("is_public", "expected"), [(True, NAMED), (False, SUMMARY)])
def test_an_answer_for_members_stands_in_a_public_paper_without_its_words(officer, answer, is_public, expected):
    paper = a_paper(officer, is_public=is_public)
    papering.collect(paper, answer, by=officer)
    (entry,) = entries_of(paper, officer)
    assert entry.reach == expected and "Emma" not in entry.title + entry.byline
    assert (answer.thread.title in entry.title) == (not is_public)


def test_an_answer_that_is_gone_or_must_stay_inside_stands_there_no_more(officer, answer):
    paper = a_paper(officer, is_public=False)
    papering.collect(paper, answer, by=officer)
    assert reach(paper, officer) == [SUMMARY]
    for model, says_so in ((Thread, "stays_inside"), (Thread, "is_crisis"), (Room, "stays_inside")):
        model.objects.update(**{says_so: True})
        assert reach(paper, officer) == [NOTHING]
        model.objects.update(**{says_so: False})
    assert reach(paper, officer) == [SUMMARY]
    Post.objects.filter(pk=answer.pk).update(state=Post.REMOVED)
    assert reach(paper, officer) == [NOTHING]


def test_her_own_answer_stands_there_under_her_name(officer, thread):
    paper = a_paper(officer)
    papering.collect(paper, a_reply(thread, officer, "Bei uns so."), by=officer)
    (entry,) = entries_of(paper, officer)
    assert (entry.reach, entry.byline) == (SUMMARY, officer.name)


# --- from what kind of municipality ---


def answered_from(officer, *, alike: int, shows=True, **facts) -> str:
    """Of whom an answer is said to be, where so many municipalities of its Land are of its kind and size."""
    place = a_municipality("Ursprung", "98115001", kind="stadt", population=30_000)
    for number in range(2, alike + 1):
        a_municipality(f"Ort {number}", f"98115{number:03}", kind="stadt", population=21_000 + number)
    emma = a_person("Emma Ems")
    take_office(emma, place, title="Leitung")
    release(emma, shows_municipality=shows)
    paper = a_paper(officer, is_public=False)
    asked = a_thread(a_room(), a_person("Dora Dom"))
    papering.collect(paper, a_reply(asked, emma, "So.", **facts), by=officer)
    (entry,) = entries_of(paper, officer)
    return entry.byline


SAID = "Stadt mit 20.000 bis 50.000 Einwohnerinnen und Einwohnern"


def test_kind_and_size_of_the_municipality_are_said_where_several_fit(officer):
    assert answered_from(officer, alike=5) == SAID


def test_nothing_is_said_where_few_fit(officer):
    assert answered_from(officer, alike=4) == ""


def test_nothing_is_said_of_whoever_did_not_show_her_municipality(officer):
    assert answered_from(officer, alike=5, shows=False) == ""


def test_of_a_voice_nothing_is_said_not_even_its_line(officer):
    assert answered_from(officer, alike=5, line="Integrationsbeauftragte, Stadt 20–50 Tsd.") == ""


# --- writing, arranging, going on ---


def form_of(paper, **changed) -> dict:
    facts = {"title": paper.title, "is_public": "on", "has_figures": "on", "municipality": "Musterlingen"}
    return facts | {"seen": paper.version} | changed


def test_head_and_text_are_written_and_shown(client, officer):
    paper = a_paper(officer)
    client.force_login(officer)
    client.post(
        f"{paper.path}text/", form_of(paper, body="Sozialausschuss", meets_on="2031-12-03", situation="**Viel**")
    )
    text = client.get(paper.path).content.decode()
    assert "Sozialausschuss" in text and "3. Dezember 2031" in text and "<strong>Viel</strong>" in text


def test_of_two_windows_the_second_is_told_and_loses_nothing(client, officer):
    paper = a_paper(officer)
    client.force_login(officer)
    late = form_of(paper, situation="aus dem zweiten Fenster")
    client.post(f"{paper.path}text/", form_of(paper, situation="aus dem ersten Fenster"))
    told = client.post(f"{paper.path}text/", late).content.decode()
    paper.refresh_from_db()
    assert "in einem anderen Fenster gespeichert" in told and "aus dem zweiten Fenster" in told
    assert paper.situation == "aus dem ersten Fenster"
    assert f'value="{paper.version}"' in told  # her next try knows of it
    client.post(f"{paper.path}text/", late | {"seen": paper.version})
    paper.refresh_from_db()
    assert paper.situation == "aus dem zweiten Fenster"


def test_a_page_that_was_added_meanwhile_is_no_conflict(client, officer, page):
    paper = a_paper(officer)
    client.force_login(officer)
    typed = form_of(paper, situation="Neu")
    papering.collect(paper, page, by=officer)
    assert client.post(f"{paper.path}text/", typed).status_code == 302


def test_a_paper_that_is_sent_twice_is_there_once(client, officer):
    client.force_login(officer)
    facts = {"title": "Doppelt", "public_id": "7f3b6a57-7df1-4a0e-9d53-0f5ce10a7a11", "is_public": "on"}
    assert [client.post("/praxis/vorlagen/neu/", facts).status_code for _time in range(2)] == [302, 302]
    assert CouncilPaper.objects.count() == 1


def test_items_go_up_and_down_out_and_back_with_her_note(client, officer, page, answer):
    paper = a_paper(officer)
    first, second = papering.collect(paper, page, answer, by=officer)
    client.force_login(officer)

    def placed(item, how) -> list:
        client.post(f"{item.path}lage/", {"tun": how})
        return [entry.item for entry in entries_of(paper, officer)]

    client.post(first.path, {"extent": WHOLE, "note": "Mein Satz"})
    assert placed(first, "runter") == [second, first] == placed(first, "runter")
    assert placed(first, "hoch") == [first, second]
    assert placed(first, "heraus") == [second]
    assert "1 herausgenommen" in client.get(paper.path).content.decode()
    assert placed(first, "zurueck") == [first, second]
    assert PaperItem.objects.get(pk=first.pk).note == "Mein Satz"


def test_what_she_reads_no_more_is_not_named_among_what_she_took_out(client, officer, page):
    paper = a_paper(officer)
    (item,) = papering.collect(paper, page, by=officer)
    papering.take_from(item, by=officer)
    client.force_login(officer)
    assert page.title in client.get(paper.path).content.decode()
    Article.objects.update(readers="team")
    text = client.get(paper.path).content.decode()
    assert page.title not in text and "1 herausgenommen" in text


def test_what_was_taken_out_comes_back_by_collecting_it_again(officer, page):
    paper = a_paper(officer)
    (item,) = papering.collect(paper, page, by=officer)
    papering.take_from(item, by=officer)
    assert entries_of(paper, officer) == []
    papering.collect(paper, page, by=officer)
    assert len(entries_of(paper, officer)) == 1


def test_a_copy_is_the_beginning_of_the_next(client, officer, page, answer):
    paper = a_paper(
        officer, body="Ausschuss", reference="1/31", meets_on=timezone.localdate(), situation="Alt", title="x" * 150
    )
    gone, kept = papering.collect(paper, page, answer, by=officer)
    papering.take_from(gone, by=officer)
    papering.word(kept, WHOLE, "Satz", by=officer)
    client.force_login(officer)
    again = {"public_id": "7f3b6a57-7df1-4a0e-9d53-0f5ce10a7a12"}
    for _time in range(2):
        client.post(f"{paper.path}kopie/", again)
    made = CouncilPaper.objects.exclude(pk=paper.pk).get()
    assert (made.body, made.situation, made.reference, made.meets_on) == ("Ausschuss", "Alt", "", None)
    assert [(item.post, item.extent, item.note) for item in made.items.all()] == [(answer, WHOLE, "Satz")]


def test_a_paper_is_thrown_away_after_a_question_and_leaves_what_it_collected(client, officer, page):
    paper = a_paper(officer)
    papering.collect(paper, page, by=officer)
    client.force_login(officer)
    assert "lässt sich nicht zurücknehmen" in client.get(f"{paper.path}loeschung/").content.decode()
    client.post(f"{paper.path}loeschung/")
    assert not CouncilPaper.objects.exists() and Article.objects.exists()


# --- figures and queries ---


def test_figures_are_of_her_municipality_and_those_like_it(officer):
    for number in range(7):
        a_municipality(f"Ort {number}", f"9911510{number}", population=9_000 + number)
    far = a_municipality("Weit", "99115200", population=900_000)
    paper = a_paper(officer)
    places = [place.name for place, _reasons in figures_of(paper).rows]
    assert places[0] == "Musterlingen" and len(places) == 6 and far.name not in places
    assert figures_of(a_paper(officer, has_figures=False)) is None
    assert figures_of(a_paper(a_person("Ohne Amt"))) is None


def test_the_register_is_named_and_an_invented_land_says_so(client, officer):
    paper = a_paper(officer)
    client.force_login(officer)
    assert "Statistisches Bundesamt (Destatis)" in client.get(paper.path).content.decode()
    Land.objects.update(is_fictional=True)
    text = client.get(paper.path).content.decode()
    assert "Destatis" not in text and "ist erfunden" in text


def test_one_item_and_many_take_the_same_queries(client, officer):
    asked, team, author = a_thread(a_room(), a_person("Dora Dom")), ada(), cem()
    paper = a_paper(officer)
    answering = a_person("Emma Ems")
    take_office(answering, a_municipality("Ursprung", "98115001"), title="Leitung")
    release(answering, shows_municipality=True)
    client.force_login(officer)

    def collect(number: int) -> int:
        page = an_article(author, team, title=f"Seite {number}", readers=PUBLIC)
        papering.collect(paper, page, a_reply(asked, answering, f"Antwort {number}"), by=officer)
        return queries_of(client, paper.path)

    first = collect(1)
    collect(2)
    assert collect(3) == first <= 13
    lists = queries_of(client, "/praxis/vorlagen/")
    a_paper(officer), a_paper(officer)
    assert queries_of(client, "/praxis/vorlagen/") == lists <= 6
