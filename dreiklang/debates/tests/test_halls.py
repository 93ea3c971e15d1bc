import html
import re
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from dreiklang.debates import guests, reportable, secret, start
from dreiklang.debates.actions import hall_tending, halls
from dreiklang.debates.forms.halls import HallForm
from dreiklang.debates.models import Hall, HallLike, HallQuestion
from dreiklang.debates.tests.hall_makers import a_hall, a_question
from dreiklang.debates.tests.makers import a_debate
from dreiklang.debates.views import halls as pages
from dreiklang.dialogue.tests.makers import a_room
from dreiklang.foundation.models import fresh_id
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.moderation.actions import deciding
from dreiklang.moderation.models import Case
from dreiklang.people.tests.makers import ada, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.once]
HTMX = {"HX-Request": "true"}


def text_at(client, path: str) -> str:
    return html.unescape(client.get(path).content.decode())


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


# --- asking ---


def test_who_asked_is_nowhere():
    names = {field.name for field in HallQuestion._meta.get_fields()}
    assert names == {"id", "hall", "number", "text", "state", "before", "place", "is_now", "likes_at_end", "likes"}
    assert {field.name for field in HallLike._meta.get_fields()} == {"id", "question"}


@pytest.mark.parametrize(("is_checked", "is_seen"), [(True, False), (False, True)])
def test_where_it_is_checked_a_question_waits_for_the_moderator(is_checked, is_seen):
    hall, team = a_hall(readers="public", is_checked=is_checked), ada()
    client, address = Client(), "fragen/"
    words = {"source": "Wer  zahlt\nden Bus?", "public_id": fresh_id()}
    for _time in range(2):  # sent twice, it is there once
        assert client.post(f"{hall.path}{address}", words).status_code == 302
    question = hall.questions.get(text="Wer zahlt den Bus?")
    assert (question.text in text_at(Client(), hall.path)) is is_seen
    hall_tending.take_in(question, by=team)
    assert question.text in text_at(Client(), hall.path)


def test_a_question_of_too_many_signs_one_that_is_there_and_one_about_a_person_stay_in_the_field():
    hall = a_hall()
    client = signed_in(ben())
    for words, said in (
        ("x" * 281, "Höchstens 280 Zeichen"), ("was KOSTET das?", "Diese Frage steht schon da."),
        ("", "Bitte schreiben"), ("Was wird aus Az. 33.2-1234/24?", "Angaben über eine bestimmte Person"),
    ):  # fmt: skip
        answer = client.post(f"{hall.path}fragen/", {"source": words})
        page = html.unescape(answer.content.decode())
        assert answer.status_code == 422 and said in page and words in page
    assert hall.questions.count() == 2
    mark = re.search(r'name="warned_of" value="(\w+)"', page)[1]
    client.post(f"{hall.path}fragen/", {"source": words, "warned_of": mark})
    assert hall.questions.count() == 3


@time_machine.travel("2026-11-26 10:20:00+00:00", tick=False)  # well within one hour
def test_one_person_and_one_browser_ask_ten_times_an_hour(monkeypatch):
    monkeypatch.setattr(pages, "QUESTIONS", 2)
    hall = a_hall(readers="public")
    for who in (signed_in(ben()), Client()):
        asked = [{"source": f"Frage {fresh_id()}?"} for _time in range(3)]
        answers = [who.post(f"{hall.path}fragen/", words).status_code for words in asked]
        assert answers == [302, 302, 422]
    monkeypatch.setattr(pages, "OF_A_CONNECTION", 2)  # two came already
    assert Client().post(f"{hall.path}fragen/", {"source": "Neu?"}).status_code == 422


@time_machine.travel("2026-11-26 10:20:00+00:00", tick=False)
def test_without_the_little_work_one_connection_gets_few_browsers_in():
    hall = a_hall(readers="public")
    ask = {"ja": hall.questions.first().pk}
    answers = [Client().post(f"{hall.path}interesse/", ask) for _guest in range(guests.WITHOUT_PROOF + 1)]
    assert [answer.status_code for answer in answers] == [302] * 4
    assert HallLike.objects.count() == guests.WITHOUT_PROOF


# --- likes ---


def test_a_like_counts_once_and_a_second_press_takes_it_back():
    hall, client = a_hall(), signed_in(ben())
    question = hall.questions.last()
    for press, number in (("ja", 1), ("ja", 1), ("nein", 0), ("nein", 0), ("ja", 1)):
        answer = client.post(f"{hall.path}interesse/", {press: question.pk}, headers=HTMX)
        page = answer.content.decode()
        assert HallLike.objects.count() == number and page.count('aria-pressed="true"') == number
    assert page.index("Wer bezahlt es?") < page.index("Was kostet das?")  # what most want to know stands above
    newest = text_at(client, f"{hall.path}?neu=ja&stand=x")
    assert newest.index("Wer bezahlt es?") < newest.index("Was kostet das?")


def test_a_guest_likes_with_her_browser_and_reads_at_once_that_she_did():
    hall = a_hall(readers="public")
    client, ask = Client(), {"ja": hall.questions.first().pk}
    page = client.post(f"{hall.path}interesse/", ask, headers=HTMX).content.decode()
    assert page.count('aria-pressed="true"') == 1
    client.post(f"{hall.path}interesse/", ask)
    Client().post(f"{hall.path}interesse/", ask)
    assert HallLike.objects.count() == 2


def test_a_like_leads_to_nobody_and_is_gone_with_the_key_when_the_hall_is_closed():
    hall, team, people = a_hall(), ada(), [ben(), cem()]
    question = a_question(hall, liked_by=people)
    other = a_question(hall, "Und wann?", liked_by=people[:1])
    ids = {one.hex for one in HallLike.objects.values_list("pk", flat=True)}
    assert len(ids) == 3 and not ids & {person.pk.hex for person in people}
    with pytest.raises(Refusal):
        halls.close(hall, by=people[0])
    for _time in range(2):
        halls.close(hall, by=team)
    hall.refresh_from_db()
    assert hall.key is None and secret.voter_id(hall, people[0].pk) is None and not HallLike.objects.exists()
    found = {one.text: one.interest for one in hall.questions.counted()}
    assert (found[question.text], found[other.text]) == (2, 1)
    for act in (lambda: halls.ask(hall, "Noch eine?"), lambda: halls.like(question, True, people[0].pk)):
        with pytest.raises(Refusal):
            act()


# --- who sees what ---


def test_a_hall_of_a_group_is_there_for_the_group_alone():
    group = Group.objects.create(name="Kreis", kind=Group.CIRCLE)
    speaker, other = ben(), cem()
    join(group, speaker, role="speaker")
    hall = halls.open_hall(facts_of(readers=group.token), by=speaker)
    a_question(hall)
    for address in ("", "leinwand/", "moderation/", f"fragen/{hall.questions.get().pk}/meldung/"):
        found = [signed_in(who).get(f"{hall.path}{address}").status_code for who in (speaker, other)]
        assert found == [200, 404]
        assert Client().get(f"{hall.path}{address}").status_code != 200
    answers = [signed_in(who).post(f"{hall.path}fragen/", {"source": "Wer?"}).status_code for who in (speaker, other)]
    assert answers == [302, 404]
    assert [hall.code in text_at(signed_in(who), "/dialog/debatten/saal/") for who in (speaker, other)] == [True, False]
    for readers in ("public", "members", Group.objects.create(name="Anderer", kind=Group.CIRCLE).token):
        with pytest.raises(Refusal):
            halls.open_hall(facts_of(readers=readers), by=speaker)


def facts_of(**more) -> dict:
    return {"title": "Podium", "on": timezone.localdate(), "event_path": "", "is_checked": False} | more


def test_whoever_types_the_code_from_the_screen_comes_in(client):
    hall = a_hall(readers="public", code="7K3M")
    assert client.get("/dialog/debatten/saal/?code=7 k3m").url == hall.path
    assert client.get("/dialog/debatten/saal/7k3m/").status_code == 200
    assert client.get("/dialog/debatten/saal/?code=AAAA").status_code == 422
    assert not set(halls._free_code()) & set("01258BSZIOLUVAE")


@pytest.mark.parametrize(("path", "is_ours"), [
    ("/veranstaltungen/fachtag/", True), ("https://fremd.example/veranstaltungen/x/", False), ("javascript:x", False),
    ("//fremd.example/", False), ("/veranstaltungen/x/?weiter=//y", False), ("", True),
])  # fmt: skip
def test_an_event_is_an_address_of_this_house(path, is_ours):
    words = {"title": "Podium", "on": timezone.localdate(), "readers": "public", "checks": "usual", "event_path": path}
    form = HallForm(words, person=ada())
    assert form.is_valid() is is_ours
    if is_ours and path:
        assert form.facts() == {"title": "Podium", "on": timezone.localdate(), "readers": "public",
                                "event_path": path, "is_checked": True}  # fmt: skip


# --- moderating ---


def test_the_moderator_orders_a_shortlist_and_what_is_on_the_screen_and_takes_back_what_she_did():
    team = ada()
    hall = a_hall(readers="public", by=team)
    one, two = hall.questions.all()
    three = a_question(hall, "Wann?", state=HallQuestion.WAITING)
    client, screen = signed_in(team), f"{hall.path}leinwand/"

    def press(act, question) -> None:
        assert client.post(f"{hall.path}moderation/", {act: question.pk}, headers=HTMX).status_code == 200

    for act, question in (("liste", one), ("liste", two), ("aufnehmen", three), ("liste", three), ("hoch", three)):
        press(act, question)
    shown = text_at(Client(), screen)
    assert shown.index(one.text) < shown.index(three.text) < shown.index(two.text)
    press("leinwand", one)
    press("leinwand", two)
    assert list(hall.questions.filter(is_now=True)) == [two]
    shown = text_at(Client(), screen)
    assert two.text in shown and one.text not in shown
    press("beantwortet", two)
    assert two.text not in text_at(Client(), screen) and "Schon beantwortet" in text_at(Client(), hall.path)
    press("beiseite", one)
    assert one.text not in text_at(Client(), hall.path)
    for question in (one, two):
        press("zurueck", question)
    assert set(hall.questions.values_list("state", flat=True)) == {HallQuestion.OPEN}
    with pytest.raises(Refusal):
        hall_tending.put_aside(one, by=ben())


def test_todays_hall_comes_first_on_heute_for_whoever_reads_it_until_it_is_closed(client):
    person, group = ben(), Group.objects.create(name="Kreis", kind=Group.CIRCLE)
    hall, debate = a_hall(), a_debate()
    a_hall("Morgen", days=1)
    a_hall("Fremd", readers=group.token)
    client.force_login(person)
    page = html.unescape(client.get("/").content.decode())
    assert page.index(f'href="{hall.path}">Podium') < page.index(debate.path) and "heute: Fragen stellen" in page
    assert "Morgen" not in page and "Fremd" not in page and start.cards(person)[0]["is_due"]
    halls.close(hall, by=ada())
    (card,) = start.cards(person)
    assert [one.path for one in card["running"]] == [debate.path] and not card["is_due"]


def test_a_page_on_which_nothing_changed_is_not_sent_again(django_assert_max_num_queries):
    team = ada()
    hall, client = a_hall(by=team), signed_in(team)
    for address in ("", "moderation/", "leinwand/"):
        stand = re.search(r"stand=(\w+)", client.get(f"{hall.path}{address}").content.decode())[1]
        with django_assert_max_num_queries(7):
            assert client.get(f"{hall.path}{address}?stand={stand}", headers=HTMX).status_code == 204
        assert client.get(f"{hall.path}{address}?stand=0", headers=HTMX).status_code == 200


def test_a_page_asks_as_often_for_many_questions_as_for_few(django_assert_max_num_queries):
    person, team = ben(), ada()
    a_room("Alle fragen")
    few, many = a_hall(by=team), a_hall(asked=[f"Frage {number}?" for number in range(9)], by=team)
    for client, addresses in ((signed_in(person), [""]), (signed_in(team), ["moderation/", "leinwand/"])):
        for address in addresses:
            for hall in (few, many):
                with django_assert_max_num_queries(9):
                    client.get(f"{hall.path}{address}")
    client = signed_in(person)
    for hall in (few, many):
        halls.close(hall, by=team)
        with django_assert_max_num_queries(11):
            assert "“ fragen" in text_at(client, hall.path)


# --- afterwards ---


def test_afterwards_it_says_what_was_answered_and_what_was_not_leads_to_a_question():
    team = ada()
    hall, room = a_hall("Podium *eins*", by=team), a_room("Alle fragen")
    answered = a_question(hall, "Wie *viel*?", liked_by=[team])
    waiting, aside = (a_question(hall, text, state=HallQuestion.WAITING) for text in ("Wartet?", "Unpassend."))
    hall_tending.answer(answered, by=team)
    hall_tending.put_aside(aside, by=team)
    halls.close(hall, by=team)
    client = signed_in(team)
    page = text_at(client, hall.path)
    assert f"{room.path}neu/?q=Was+kostet+das" in page and "q=Wie" not in page
    assert waiting.text not in page and aside.text not in page
    file = client.get(f"{hall.path}fragen.md")
    assert file["Content-Disposition"] == 'attachment; filename="fragen-podium-eins.md"'
    assert [line for line in file.content.decode().splitlines() if line[:1] in {"#", "-"}] == [
        "# Podium \\*eins\\*", "## Beantwortet", "- Wie \\*viel\\*? (interessiert 1 Person)",
        "## Nicht beantwortet", "- Was kostet das?", "- Wer bezahlt es?", "## Nicht aufgenommen", "- Wartet?",
    ]  # fmt: skip


def test_a_hall_that_nobody_closed_is_closed_at_noon_of_the_day_after_and_gone_after_thirty_days():
    with time_machine.travel("2026-03-02 18:00+01:00", tick=False) as clock:
        hall = a_hall()
        a_question(hall, liked_by=[ben()])
        clock.move_to("2026-03-03 11:59+01:00")
        halls.close_forgotten()
        assert Hall.objects.get().is_open
        clock.move_to("2026-03-03 12:01+01:00")
        halls.close_forgotten()
        assert not Hall.objects.get().is_open and not HallLike.objects.exists()
        clock.move_to("2026-03-31 23:59+02:00")
        call_command("retention", stdout=StringIO())
        assert Hall.objects.exists()
        clock.move_to("2026-04-01 00:01+02:00")
        call_command("retention", stdout=StringIO())
        assert not Hall.objects.exists() and not HallQuestion.objects.exists()


def test_a_question_that_was_reported_and_removed_stands_nowhere_any_more_and_comes_back():
    team = ada()
    hall = a_hall(readers="public", by=team)
    question = hall.questions.first()
    hall_tending.shortlist(question, by=team)
    hall_tending.show(question, by=team)
    address = f"{hall.path}fragen/{question.pk}/meldung/"
    assert Client().post(address, {"kind": "hostility", "words": "Das setzt herab."}).status_code == 200
    case = Case.objects.get()
    deciding.decide(case, what="remove", because="hostility", reason="Es setzt herab.", by=team)
    client = signed_in(team)
    for path in ("", "leinwand/", "moderation/", "fragen.md"):
        assert question.text not in text_at(client, f"{hall.path}{path}")
    reportable.restore(case.target, "remove")
    assert question.text in text_at(client, hall.path)
