"""The pages of whoever applies, and of the team that decides, as one uses them: by their forms and links."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import ada, ben
from dreiklang.places.models import Municipality
from dreiklang.seats.actions.applying import accept
from dreiklang.seats.actions.deciding import decide
from dreiklang.seats.actions.describing import describe
from dreiklang.seats.actions.drawing import draw
from dreiklang.seats.models import Answer, Question, Quota, Registration, Seats
from dreiklang.seats.tests.makers import (
    RELEASED,
    a_call,
    a_question,
    a_quota,
    an_application,
    an_officer,
    applications,
    some_seats,
)  # fmt: skip

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]
KREIS = Municipality.LANDKREIS


@pytest.fixture
def team(client):
    team = ada()
    client.force_login(team)
    return team


def page(client, name, *args, query="") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def states(registrations) -> list[str]:
    return [Registration.objects.get(pk=one.pk).state for one in registrations]


# --- whoever applies ---


def test_she_applies_mends_her_answers_and_finds_her_state(client):
    seats, person = a_call(lead="Für Neue."), an_officer(union="gemeindetag")
    declared, why = a_question(seats), a_question(seats, "Warum?", Question.TEXT)
    when = a_question(seats, "Wann?", Question.CHOICE, choices="Morgens\nAbends", is_required=False)
    client.force_login(person)
    form = page(client, "application", seats.pk)
    for words in ("Für Neue.", RELEASED, "Warum?", "Morgens", "Ort 1", "Gemeindetag", "Ihre Dienststelle wird weder"):
        assert words in form
    address = reverse("application", args=[seats.pk])
    public_id = re.search(r'name="public_id" value="([^"]+)"', form)[1]
    sent = {"public_id": public_id, declared.field_name: "on", why.field_name: "Darum", when.field_name: "Abends"}
    for _click in range(2):
        assert client.post(address, sent).status_code == 302
    mine = Registration.objects.get()
    assert str(mine.pk) == public_id and Letter.objects.count() == 1
    assert dict(Answer.objects.values_list("question__label", "text")) == {
        RELEASED: "yes", "Warum?": "Darum", "Wann?": "Abends",
    }  # fmt: skip
    assert "checked" in page(client, "application", seats.pk) and "Darum" in page(client, "application", seats.pk)
    client.post(address, {declared.field_name: "on", why.field_name: "Deshalb"})
    assert set(Answer.objects.values_list("text", flat=True)) == {"yes", "Deshalb"}
    own = page(client, "registration", mine.secret)
    for words in ("Ihre Bewerbung ist eingegangen.", mine.number, "Warum?", "Deshalb"):
        assert words in own


def test_what_is_missing_is_said_at_the_field_and_what_was_typed_stays(client):
    seats = a_call()
    declared, why = a_question(seats), a_question(seats, "Warum?", Question.TEXT)
    client.force_login(ben())
    answer = client.post(reverse("application", args=[seats.pk]), {why.field_name: "Getippt"})
    text = answer.content.decode()
    assert answer.status_code == 422 and "Ohne diese Erklärung" in text and "Getippt" in text
    assert f"id_{declared.field_name}_error" in text and not Registration.objects.exists()


def test_an_answer_that_was_not_offered_is_refused(client):
    seats = a_call()
    when = a_question(seats, "Wann?", Question.CHOICE, choices="Morgens\nAbends")
    client.force_login(ben())
    assert client.post(reverse("application", args=[seats.pk]), {when.field_name: "Nachts"}).status_code == 422


def test_after_the_deadline_the_page_says_so_and_takes_nothing(client):
    seats = a_call(closes_at=timezone.now() - timedelta(hours=1))
    client.force_login(ben())
    assert "Die Bewerbungsfrist ist vorbei." in page(client, "application", seats.pk)
    assert client.post(reverse("application", args=[seats.pk]), {"public_id": ""}).status_code == 409
    assert not Registration.objects.exists()


def test_behind_the_link_an_offer_has_two_buttons_and_opening_it_changes_nothing(client):
    seats = a_call(capacity=1)
    first, second = everyone = applications(seats, 2)
    decide(seats, [first], "offered", by=ada(), reason="Passt gut.")
    decide(seats, [second], "waiting", by=ada(email="a@example.org"), reason="Voll.")
    own = page(client, "registration", first.secret)
    for words in ("Platz annehmen", "Platz ablehnen und weitergeben", "Passt gut."):
        assert words in own
    assert states(everyone) == ["offered", "waiting"]
    assert "Nummer 1." in page(client, "registration", second.secret)
    client.post(reverse("declining", args=[first.secret]))
    assert states(everyone) == ["declined", "offered"]
    client.post(reverse("acceptance", args=[second.secret]))
    assert states(everyone) == ["declined", "confirmed"]
    assert "weitergegeben" in page(client, "registration", first.secret)
    assert "Ihr Platz ist sicher." in page(client, "registration", second.secret)
    assert "gilt nicht mehr" in client.post(reverse("acceptance", args=[first.secret])).content.decode()


def test_who_was_rejected_reads_the_reason(client):
    mine = an_application(a_call())
    decide(mine.seats, [mine], "rejected", by=ada(), reason="Schon im letzten Jahr dabei.")
    own = page(client, "registration", mine.secret)
    assert "Dieses Mal hat es nicht geklappt" in own and "Schon im letzten Jahr dabei." in own


def test_the_rule_names_order_quotas_and_deadline(client):
    seats = a_call(order=Seats.BY_LOT, offer_days=3)
    a_quota(seats, 2, label="kleine Gemeinden", released_on=timezone.localdate().replace(year=2031, month=3, day=1))
    client.force_login(ben())
    rule = page(client, "application", seats.pk)
    for words in ("dann das Los", "2 Plätze: kleine Gemeinden", "bis 1. März 2031", "innerhalb von 3 Tagen"):
        assert words in rule
    assert reverse("lots", args=[seats.pk]) in rule


# --- the team ---


def test_the_team_finds_by_state_quota_and_words(client, team):
    seats = a_call()
    quota = a_quota(seats, value=KREIS)
    village, district = an_application(seats, "Ömer Dorf"), an_application(seats, "Rana Kreis", kind=KREIS)
    decide(seats, [village], "rejected", by=team, reason="Nein.")
    everything = page(client, "applications", seats.pk)
    assert "Ömer Dorf" in everything and "Rana Kreis" in everything
    for query, name in (
        ("?stand=rejected", "Ömer Dorf"), (f"?kontingent={quota.pk}", "Rana Kreis"), ("?q=oemer", "Ömer Dorf"),
        (f"?q={district.number.lower()}", "Rana Kreis"), ("?q=Ort%202", "Rana Kreis"),
    ):  # fmt: skip
        found = page(client, "applications", seats.pk, query=query)
        assert [one for one in ("Ömer Dorf", "Rana Kreis") if f"<strong>{one}" in found] == [name]
    assert "Nichts gefunden" in page(client, "applications", seats.pk, query="?q=niemand")


def test_the_team_chooses_several_is_asked_back_and_gives_one_reason(client, team):
    seats = a_call()
    everyone = applications(seats, 3)
    address, chosen = reverse("decision", args=[seats.pk]), [str(one.pk) for one in everyone[:2]]
    asked = client.post(address, {"chosen": chosen, "act": "offered"}).content.decode()
    assert "Person1 Beispiel" in asked and "Person3" not in asked and states(everyone) == ["applied"] * 3
    unreasoned = client.post(address, {"chosen": chosen, "act": "offered", "sure": "1", "reason": ""})
    assert "Bitte nennen Sie den Grund" in unreasoned.content.decode() and states(everyone) == ["applied"] * 3
    client.post(address, {"chosen": chosen, "act": "offered", "sure": "1", "reason": "Passt."})
    assert states(everyone) == ["offered", "offered", "applied"]
    too_many = client.post(address, {"chosen": [everyone[2].pk], "act": "offered", "sure": "1", "reason": "Auch."})
    assert "0 Plätze frei" in too_many.content.decode() and states(everyone[2:]) == ["applied"]
    nobody = client.post(address, {"chosen": ["kein", str(everyone[0].pk)], "act": "offered"}, follow=True)
    assert "mindestens eine Bewerbung" in nobody.content.decode()


def test_all_open_ones_of_a_list_are_chosen_with_a_link(client, team):
    seats = a_call()
    applications(seats, 3)
    assert " checked" not in page(client, "applications", seats.pk)
    assert page(client, "applications", seats.pk, query="?stand=applied&alle=1").count(" checked") == 3


def test_the_proposal_decides_nothing_before_the_button(client, team):
    seats = a_call(capacity=1)
    everyone = applications(seats, 2)
    proposed = page(client, "proposed_choice", seats.pk)
    assert proposed.index("Person1") < proposed.index("auf die Warteliste<") < proposed.index("Person2")
    assert states(everyone) == ["applied"] * 2
    stale = client.post(reverse("proposed_choice", args=[seats.pk]), {"seen": "alt"}, follow=True).content.decode()
    assert "etwas geändert" in stale and states(everyone) == ["applied"] * 2
    seen = re.search(r'name="seen" value="([^"]+)"', proposed)[1]
    client.post(reverse("proposed_choice", args=[seats.pk]), {"seen": seen})
    assert states(everyone) == ["offered", "waiting"]


def test_the_team_draws_and_reads_the_proposal(client, team):
    seats = a_call(order=Seats.BY_LOT)
    applications(seats, 3)
    address = reverse("drawing", args=[seats.pk])
    assert "nach dem Bewerbungsschluss" in client.post(address, follow=True).content.decode()
    assert "noch nicht gelost" in page(client, "proposed_choice", seats.pk)
    describe(seats, closes_at=timezone.now())
    assert "Jetzt losen und veröffentlichen" in page(client, "applications", seats.pk)
    after = client.post(address, follow=True).content.decode()
    assert "Gelost." in after and after.count("<li><strong>") == 3
    assert draw(seats, by=team).drawn_at


def test_the_call_is_set_up_with_questions_and_quotas_on_pages_alone(client, team):
    seats = some_seats(capacity=3)
    assert reverse("call", args=[seats.pk]) in page(client, "steering", seats.pk)
    client.post(
        reverse("call", args=[seats.pk]),
        {"by_application": "on", "lead": "Alle.", "order": "new_first", "offer_days": "5"},
    )
    question = {"label": "Neu?", "kind": "yes_no", "is_required": "on", "choices": ""}
    client.post(reverse("new_question", args=[seats.pk]), question)
    asked = Question.objects.get()
    assert "Neu?" in page(client, "call", seats.pk)
    quota = {"label": "Neue", "places": "2", "means": f"answer:{asked.pk}", "number": "", "released_on": "2031-03-01"}
    client.post(reverse("new_quota", args=[seats.pk]), quota)
    reserved = Quota.objects.get()
    assert (reserved.question, reserved.places, reserved.released_on.isoformat()) == (asked, 2, "2031-03-01")
    edit = reverse("edit_quota", args=[reserved.pk])
    assert "Bitte geben Sie die Einwohnerzahl an." in client.post(edit, quota | {"means": "below"}).content.decode()
    client.post(edit, quota | {"means": "below", "number": "20000"})
    reserved.refresh_from_db()
    assert "Einwohnerzahl unter 20000" in page(client, "call", seats.pk)
    assert (reserved.criterion, reserved.value, reserved.question) == ("below", "20000", None)
    assert 'value="20000"' in client.get(edit).content.decode()
    assert (
        "4 reservierte"
        in client.post(reverse("new_quota", args=[seats.pk]), quota | {"means": "kind:landkreis"}).content.decode()
    )
    client.post(edit, {"act": "drop"})
    client.post(reverse("edit_question", args=[asked.pk]), {"act": "drop"})
    assert not Quota.objects.exists() and not Question.objects.exists()
    seats.refresh_from_db()
    assert (seats.by_application, seats.order, seats.lead, seats.offer_days) == (True, "new_first", "Alle.", 5)


def test_once_somebody_applied_only_the_wording_of_a_question_can_be_changed(client, team):
    seats = a_call()
    question = a_question(seats, "Warum?", Question.TEXT)
    an_application(seats, answers={question: "Darum"})
    edit = reverse("edit_question", args=[question.pk])
    form = client.get(edit).content.decode()
    assert 'name="kind"' not in form and 'value="drop"' not in form
    client.post(edit, {"label": "Weshalb?", "help": "", "kind": "yes_no", "is_hidden": "on"})
    question.refresh_from_db()
    assert (question.label, question.kind, question.is_hidden) == ("Weshalb?", "text", True)
    assert "schon Bewerbungen" in client.post(edit, {"act": "drop"}).content.decode()


def test_the_table_of_all_applications_has_a_column_for_each_question(client, team, tmp_path):
    seats = a_call()
    why = a_question(seats, "Warum?", Question.TEXT)
    a_quota(seats, value=KREIS)
    mine = an_application(seats, answers={why: "=1+1"}, kind=KREIS, union="landkreistag")
    accept(*decide(seats, [mine], "offered", by=team, reason="Passt."))
    file = tmp_path / "bewerbungen.xlsx"
    file.write_bytes(client.get(reverse("list_of_applications", args=[seats.pk])).content)
    headings, row = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    told = dict(zip(headings, row, strict=True))
    assert told["Nummer"] == mine.number and told["Warum?"] == "=1+1" and told["Stand"] == "bestätigt"
    assert (told["Art"], told["Verband"], told["Kontingente"]) == ("Landkreis", "Landkreistag", "Landkreise")


def test_one_and_thirty_applications_take_the_same_queries(client, team, django_assert_max_num_queries):
    def queries(name) -> int:
        with django_assert_max_num_queries(12) as asked:
            assert client.get(reverse(name, args=[seats.pk])).status_code == 200
        return len(asked)

    seats = a_call(capacity=5)
    question = a_question(seats, "Neu?", Question.YES_NO)
    a_quota(seats, value=KREIS), a_quota(seats, criterion=Quota.ANSWER, value="", question=question)
    for name in ("applications", "proposed_choice", "list_of_applications"):
        seats.registrations.all().delete()
        an_application(seats, answers={question: "yes"})
        one = queries(name)
        for number in range(29):
            an_application(seats, f"Nr{number} X", answers={question: "yes"}, kind=KREIS, union=f"verband{number}")
        assert queries(name) == one, name
