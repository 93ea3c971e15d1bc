"""What came of a question: one form without names, and from there to a Hinweis, an answer and three lines."""

import re
from datetime import date

import pytest
import time_machine

from dreiklang.dialogue.actions import writing
from dreiklang.dialogue.models import Trace
from dreiklang.dialogue.tests.makers import agreed, queries_of
from dreiklang.exchange.actions import lunch_choosing as choosing
from dreiklang.exchange.actions import lunch_dates as dates
from dreiklang.exchange.actions import lunch_results as results
from dreiklang.exchange.models import LunchItem, LunchMeeting, LunchQuestion
from dreiklang.exchange.tests.lunch_makers import a_choosing, a_past_meeting, a_pooled
from dreiklang.foundation.refusal import Refusal
from dreiklang.letters.models import Letter
from dreiklang.library.actions.releasing import put_in_force
from dreiklang.library.models import Article
from dreiklang.library.tests.makers import a_review
from dreiklang.people.actions.releasing import release as release_card
from dreiklang.people.tests.makers import a_person, ada, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long]
DAY = date(2026, 3, 4)
HOME = "/austausch/mittagsmeeting/"


@pytest.fixture(autouse=True)
def noon(settings):
    settings.LAND = "BW"
    with time_machine.travel("2026-03-04 12:40+01:00", tick=False) as clock:
        yield clock


def hidden(page, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())[1]


def test_two_who_write_at_once_lose_nothing_and_see_both(client):
    one, other = ben(), cem()
    agreed(one, other)
    meeting, (item,) = a_choosing("Wer zahlt?", by=one)
    client.force_login(other)
    seen = hidden(client.get(item.path), "seen")
    results.note(item, asked="Wer zahlt?", hint="Die Stadt.", knows_more="", seen=0, by=one)
    typed = {"asked": "Wer zahlt?", "source": "Der Landkreis.", "knows_more": "eine Stadt im Norden"}
    answer = client.post(item.path, typed | {"seen": seen})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Die Stadt." in page and "Der Landkreis." in page
    merged = typed | {"source": "Die Stadt oder der Landkreis.", "seen": hidden(answer, "seen")}
    assert client.post(item.path, merged).status_code == 302
    item.refresh_from_db()
    assert (item.hint, item.number) == ("Die Stadt oder der Landkreis.", 2)


def test_a_name_of_a_member_is_not_taken_and_what_leads_to_a_person_is_warned_of(client):
    one = ben()
    agreed(one)
    a_person("Zoë Müller-Łukasz", "zoe@example.org")
    meeting, (item,) = a_choosing("Wer zahlt?", by=one)
    with pytest.raises(Refusal, match="Zoë Müller-Łukasz") as refused:
        results.note(item, asked="Wer?", hint="Fragt Zoë Müller-Łukasz.", knows_more="", seen=0, by=one)
    assert refused.value.field == "hint"
    client.force_login(one)
    page = client.post(item.path, {"asked": "Wer?", "source": "Die Stadt.", "knows_more": "0711 1234567", "seen": 0})
    assert page.status_code == 422 and "Telefonnummer" in page.content.decode()
    assert LunchItem.objects.get().hint == ""


def test_a_question_that_nobody_worded_anew_goes_with_whoever_takes_it_back_and_the_hint_stays():
    one = ben()
    meeting, (item,) = a_choosing("Meine Worte?", by=one)
    results.note(item, asked="Meine Worte?", hint="So geht es.", knows_more="", seen=0, by=cem())
    choosing.take_back(LunchQuestion.objects.get(), by=one)
    item = LunchItem.objects.get()
    assert item.hint == "So geht es." and "Meine Worte" not in item.title


def test_released_the_result_stays_without_names_and_whoever_wants_it_gets_three_lines_once(client):
    one, team, reader = ben(), ada(), cem()
    dates.follow(reader, morning=False, lines=True)
    dates.follow(one, morning=True, lines=False)
    meeting, item = a_past_meeting(one)
    with pytest.raises(Refusal):
        results.release(meeting, "Der Landkreis zahlt.", by=one)
    with pytest.raises(Refusal, match="Ben Okonkwo"):
        results.release(meeting, "Ben Okonkwo weiß es.", by=team)
    results.release(meeting, "Der Landkreis zahlt.\nEin Muster gibt es.", by=team)
    results.release(meeting, "Der Landkreis zahlt meist.", by=team)
    (letter,) = Letter.objects.all()
    assert letter.to == reader.email and "Ein Muster gibt es." in letter.text and "/briefe/ende/" in letter.text
    assert not LunchQuestion.objects.exists()
    client.force_login(reader)
    page = client.get(meeting.path).content.decode()
    assert "Wer zahlt?" in page and "Der Landkreis zahlt meist." in page and one.name not in page
    with pytest.raises(Refusal):
        results.note(item, asked="Wer zahlt?", hint="Anders.", knows_more="", seen=1, by=reader)


def test_who_hosts_it_is_named_for_this_date_and_may_release():
    one, team = ben(), ada()
    meeting, _item = a_past_meeting(cem())
    dates.name_host(meeting, one, by=team)
    meeting.refresh_from_db()
    assert results.release(meeting, "Ein Satz.", by=one).released_on == DAY


def test_a_result_becomes_a_hinweis_that_a_second_person_releases(client):
    one, team, reader = ben(), ada(), cem()
    meeting, item = a_past_meeting(one)
    item.knows_more = "ein Landkreis im Osten"
    item.save()
    article = results.make_hint(item, "Wer zahlt?", by=one)
    assert results.make_hint(item, "Wer zahlt?", by=reader) == article  # once
    assert article.kind == Article.POINTER and article.owner == one
    text = " ".join(article.sections.values_list("source", flat=True))
    assert "Ein Sammeltitel." in text and "Landkreis im Osten" in text and "4. März 2026" in text
    client.force_login(reader)
    assert "Daraus entsteht gerade ein Hinweis" in client.get(meeting.path).content.decode()
    review = a_review(article, reader)
    put_in_force(article, [review], by=team, as_of=DAY, checked_until=date(2027, 3, 1))
    article.refresh_from_db()
    assert f'href="{article.path}"' in client.get(meeting.path).content.decode()


def test_from_the_dialogue_a_hinweis_does_not_take_the_title_that_belongs_to_the_asker(client):
    asker, one = ben(), cem()
    meeting, item = a_past_meeting(one, thread=a_pooled(asker, "Meine eigenen Worte?"))
    assert "eigenen Worte" not in results.title_of_hint(item)
    item.asked = "Wie zahlt man?"
    assert results.title_of_hint(item) == "Wie zahlt man?"


def test_whoever_takes_it_over_answers_in_the_thread_which_says_from_which_meeting(client, noon):
    asker, one = ben(), cem()
    agreed(one, asker)
    thread = a_pooled(asker)
    meeting, item = a_past_meeting(one, thread=thread)
    client.force_login(one)
    path = f"{item.path}antwort/"
    form = client.get(path)
    proposed, public_id = results.answer_for(item), hidden(form, "public_id")
    assert "Ein Sammeltitel." in proposed and "MittagsMeeting am 4. März 2026" in proposed
    assert "Ein Sammeltitel." in form.content.decode()
    client.post(path, {"source": proposed, "public_id": public_id})
    client.post(path, {"source": "Noch einmal", "public_id": public_id})
    thread.refresh_from_db()
    (post,) = thread.posts.exclude(number=1)
    assert post.author == one and thread.answered_at is not None
    trace = Trace.objects.get(thread=thread)
    assert (trace.label, trace.path) == ("MittagsMeeting am 4. März 2026", meeting.path)
    page = client.get(thread.path).content.decode()
    assert meeting.path in page
    assert post.path in client.get(meeting.path).content.decode()


def test_an_asker_under_a_voice_who_takes_it_over_stays_under_her_voice(client, noon):
    hers = a_person("Amira Asker", "amira@example.org")
    thread = a_pooled(hers, line="Integrationsbeauftragte")
    noon.shift(60 * 31)
    writing.show_due()
    meeting, item = a_past_meeting(cem(), thread=thread)
    post = results.answer(item, "Danke, das hilft.", by=hers)
    assert post.author is None and post.voice_id
    client.force_login(cem(email="cem2@example.org"))
    assert hers.name not in client.get(meeting.path).content.decode()


def test_knowing_more_is_said_by_oneself_with_ones_card_and_taken_back(client):
    one, reader = ben(), cem()
    meeting, item = a_past_meeting(reader)
    with pytest.raises(Refusal, match="Karte"):
        results.know_more(item, True, by=one)
    card = release_card(one)
    results.know_more(item, True, by=one)
    client.force_login(reader)
    assert card.path in client.get(meeting.path).content.decode()
    results.know_more(item, False, by=one)
    assert card.path not in client.get(meeting.path).content.decode()


def test_what_was_agreed_on_is_taken_by_ones_own_click_and_nobody_else_reads_by_whom(client):
    one, reader = ben(), cem()
    agreed(one)
    meeting, (item,) = a_choosing("Wer zahlt?", by=one)
    client.force_login(reader)
    typed = {"asked": "Wer zahlt?", "source": "Die Stadt.", "knows_more": "", "seen": 0, "agreed": "Muster schicken"}
    assert "Bitte sagen Sie, bis wann" in client.post(item.path, typed).content.decode()
    assert client.post(item.path, typed | {"agreed_until": "2026-03-03"}).status_code == 422  # yesterday
    assert client.post(item.path, typed | {"agreed_until": "2026-03-20"}).status_code == 302
    assert "Noch kümmert sich niemand darum" in client.get(meeting.path).content.decode()
    with pytest.raises(Refusal, match="Das sagt"):
        results.finish(item, True, by=one)
    results.care(item, True, by=one)
    results.care(item, True, by=one)
    with pytest.raises(Refusal, match="jemand anderes"):
        results.care(item, True, by=reader)
    page = client.get(meeting.path).content.decode()
    assert "Jemand kümmert sich darum" in page and one.name not in page.split("Was herauskam")[1]
    assert "Ich kümmere mich darum" not in page
    changed = typed | {"seen": hidden(client.get(item.path), "seen"), "agreed_until": "2026-03-21"}
    assert "Die Verabredung bleibt" in client.post(item.path, changed).content.decode()
    assert "Muster schicken" not in client.get("/").content.decode()


def test_whoever_took_it_finds_it_among_her_tasks_and_ticks_it_off_there(client, noon):
    one, reader = ben(), cem()
    meeting, item = a_past_meeting(reader)
    LunchItem.objects.filter(pk=item.pk).update(agreed="Muster schicken", agreed_until=date(2026, 3, 5))
    path = f"{item.path}verabredung/"
    client.force_login(one)
    client.post(path, {"act": "take"})
    noon.move_to("2026-03-06 09:00+01:00")
    client.force_login(one)
    page = client.get("/").content.decode()
    assert "Muster schicken" in page and "überfällig" in page and path in page
    assert client.post(path, {"act": "done", "next": "/"}).url == "/"
    assert "Muster schicken" not in client.get("/").content.decode()
    assert "erledigt" in client.get(meeting.path).content.decode()
    client.post(path, {"act": "leave"})
    client.force_login(reader)
    page = client.get(meeting.path).content.decode()
    assert "Ich kümmere mich darum" not in page and "erledigt" not in page  # its day has passed


def test_the_page_of_the_next_date_says_what_came_of_the_last(client, noon):
    one = ben()
    meeting, _item = a_past_meeting(one)
    noon.move_to("2026-03-05 09:00+01:00")
    dates.fill(meeting.series)
    client.force_login(cem())
    page = client.get(HOME).content.decode()
    assert "Ein Sammeltitel." in page and meeting.path in page and "in 13 Tagen" in page


def test_the_pages_take_the_same_number_of_queries_for_one_and_for_many(client):
    one = ben()
    agreed(one)
    client.force_login(one)
    meeting, (item,) = a_choosing("Eins?", by=one)
    results.note(item, asked="Eins?", hint="So.", knows_more="", seen=0, by=one)
    a_pooled(one, "Aus dem Dialog?")
    choosing.drop("Zwei?", by=one, is_named=True)
    paths = (HOME, meeting.path, f"{meeting.path}wahl/", f"{meeting.path}wahl/?stand=0", item.path)
    few = [queries_of(client, path) for path in paths]
    for number in range(4):
        question = LunchQuestion.objects.create(
            text=f"Mehr {number}", author=a_person(f"P{number}", f"p{number}@x.org")
        )
        LunchItem.objects.create(meeting=meeting, question=question, hint="So" if number % 2 else "")
    assert [queries_of(client, path) for path in paths] == few
    assert max(few) <= 12, dict(zip(paths, few, strict=True))


def test_a_page_on_which_nothing_changed_is_not_sent_again(client, django_assert_max_num_queries):
    one = ben()
    client.force_login(one)
    meeting, (item,) = a_choosing("Eins?", by=one)
    meeting.refresh_from_db()
    with django_assert_max_num_queries(3):
        assert client.get(f"{meeting.path}wahl/?stand={meeting.pulse}").status_code == 204
    choosing.give(item, 1, by=cem())
    page = client.get(f"{meeting.path}wahl/?stand={meeting.pulse}")
    assert page.status_code == 200 and b"<html" not in page.content and b"<strong>1</strong>" in page.content
    assert LunchMeeting.objects.get().pulse == meeting.pulse + 1


def test_points_are_given_without_scripts_and_with_them(client):
    one = ben()
    client.force_login(one)
    meeting, (item,) = a_choosing("Eins?", by=one)
    path = f"{meeting.path}wahl/punkte/"
    assert client.post(path, {"item": item.pk, "number": 2}).status_code == 302
    part = client.post(path, {"item": item.pk, "number": 3}, headers={"HX-Request": "true"}).content.decode()
    assert "Sie haben noch 0 von drei Punkten" in part and "<html" not in part
    assert client.post(path, {"item": item.pk, "number": 4}).status_code == 404


def test_who_hosts_it_finds_all_of_it_on_one_page(client, noon):
    team, one = ada(), ben()
    meeting, _item = a_past_meeting(one)
    client.force_login(team)
    path = f"{meeting.path}leitung/"
    assert "Drei Zeilen freigeben" in client.get(path).content.decode()
    warned = client.post(path, {"act": "lines", "lines-lines": "Ruft 0711 1234567 an."})
    assert warned.status_code == 422 and "Telefonnummer" in warned.content.decode()
    assert client.post(path, {"act": "lines", "lines-lines": "a\nb\nc\nd"}).status_code == 422
    assert client.post(path, {"act": "lines", "lines-lines": "Der Landkreis zahlt."}).status_code == 302
    noon.move_to("2026-03-05 09:00+01:00")
    dates.fill(meeting.series)
    coming = LunchMeeting.objects.to_come().first()
    path = f"{coming.path}leitung/"
    client.force_login(team)
    assert client.post(path, {"act": "host", "host-email": "niemand"}).status_code == 422
    client.post(path, {"act": "host", "host-email": one.email})
    client.post(path, {"act": "move", "move-starts_0": "2026-03-20", "move-starts_1": "12:30",
                       "move-ends_0": "2026-03-20", "move-ends_1": "13:30"})  # fmt: skip
    client.post(path, {"act": "off", "off-reason": "Krank."})
    coming.refresh_from_db()
    assert (coming.host, coming.is_moved, coming.event.is_cancelled) == (one, True, True)
    client.force_login(one)
    page = client.get(path).content.decode()
    assert "Krank." in page and "Verschieben" not in page
    assert client.post(path, {"act": "off", "off-reason": "Krank."}).status_code == 422
