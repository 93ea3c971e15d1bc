import uuid

import pytest
import time_machine
from django.utils import timezone

from dreiklang.foundation.models import Act
from dreiklang.foundation.text import to_html
from dreiklang.front.actions.reporting import mark_answered, report_barrier
from dreiklang.front.furnishing import bring_pages
from dreiklang.front.models import BarrierReport
from dreiklang.front.retention import RULES
from dreiklang.front.tests.makers import a_report
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import a_person, ada, ben, olga

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]

PAGE, REPORT, LIST = "/barrierefreiheit/", "/barrierefreiheit/meldung/", "/team/barrieren/"
TEXT = "Die Tabelle liest der Screenreader nicht vor."


@pytest.fixture(autouse=True)
def pages():
    bring_pages()


def test_anybody_reports_a_barrier_without_an_account_and_without_an_address(client):
    page = client.get(PAGE).content.decode()
    assert f'action="{REPORT}"' in page and "Ihre Meldung liest nur das Programmteam." in page
    assert client.post(REPORT, {"text": f" {TEXT} ", "page": "", "email": ""}).url == PAGE
    assert "Danke. Ihre Meldung ist beim Team." in client.get(PAGE).content.decode()
    report = BarrierReport.objects.get()
    assert (report.text, report.page, report.email, report.answered_at) == (TEXT, "", "", None)


def test_the_form_stands_on_the_page_about_accessibility_alone(client):
    assert REPORT not in client.get("/impressum/").content.decode()


def test_a_second_click_finds_the_first_report(client):
    ada()
    sent = {"text": TEXT, "public_id": str(uuid.uuid4())}
    for _time in range(2):
        assert client.post(REPORT, sent).url == PAGE
    assert BarrierReport.objects.count() == Letter.objects.count() == 1
    assert str(BarrierReport.objects.get().pk) == sent["public_id"]


def test_another_report_from_the_same_form_is_not_swallowed(client):
    """The way back in the browser shows the form as it was sent; who describes a second barrier there is heard too."""
    first = uuid.uuid4()
    client.post(REPORT, {"text": TEXT, "public_id": first})
    client.post(REPORT, {"text": "Und der Kontrast ist zu gering.", "public_id": first})
    assert set(BarrierReport.objects.values_list("text", flat=True)) == {TEXT, "Und der Kontrast ist zu gering."}
    assert BarrierReport.objects.get(text=TEXT).pk == first


def test_each_form_has_an_id_of_its_own(client):
    ids = {client.get(PAGE).content.decode().partition('name="public_id" value="')[2][:36] for _time in range(2)}
    assert len({uuid.UUID(text) for text in ids}) == 2


@pytest.mark.parametrize(
    ("sent", "field"), [({"text": "  "}, "text"), ({"text": TEXT, "email": "ben@"}, "email")], ids=["empty", "address"]
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_stays(client, sent, field):
    response = client.post(REPORT, {"page": "/veranstaltungen/", "public_id": str(uuid.uuid4())} | sent)
    page = response.content.decode()
    assert response.status_code == 422 and f'id="id_{field}_error"' in page
    assert 'value="/veranstaltungen/"' in page and (field == "text" or TEXT in page)
    assert "Stand der Vereinbarkeit" in page and not BarrierReport.objects.exists()


def test_opening_the_address_of_the_form_leads_to_its_page(client):
    assert client.get(REPORT).url == PAGE and not BarrierReport.objects.exists()


def test_the_team_is_told_each_in_her_language_and_at_working_hours():
    person, colleague = ada(), a_person("Uwe", is_team=True, language="en")
    ben()
    a_person("Eva", is_team=True, is_active=False)
    with time_machine.travel("2026-11-07 22:00+01:00", tick=False):  # a Saturday night
        report_barrier(TEXT, page="/impressum/", email="ruth@example.org")
    letters = {letter.to: letter for letter in Letter.objects.all()}
    assert set(letters) == {person.email, colleague.email}
    assert letters[colleague.email].language == "en" and letters[person.email].recipient == str(person.pk)
    assert TEXT.replace(".", "") in letters[person.email].text.replace("\\", "").replace(".", "")
    for letter in letters.values():
        assert timezone.localtime(letter.not_before).isoformat() == "2026-11-09T07:00:00+01:00"


def test_what_is_reported_is_text_in_the_letter():
    ada()
    report_barrier("[Hier klicken](https://evil.example)\n\n# Laut\n<b>fett</b>", page="[x](https://evil.example)")
    html = to_html(Letter.objects.get().text)
    assert html.count("<a ") == 1 and 'href="https://evil.example"' not in html and "<b>" not in html
    assert "<h2>Laut" not in html and "# Laut" in html


def test_the_team_reads_and_marks_as_answered(client):
    report = a_report(TEXT, page="/impressum/", email="ruth@example.org")
    client.force_login(ada())
    assert "1 Meldung wartet auf Antwort." in client.get("/team/").content.decode()
    page = client.get(LIST).content.decode()
    assert TEXT in page and "/impressum/" in page and "Antwort an ruth@example.org" in page
    assert client.post(LIST, {"report": report.pk}).url == LIST
    page = client.get(LIST).content.decode()
    assert "Als beantwortet vermerkt." in page and "Beantwortet" in page
    assert "Keine offene Meldung." in client.get("/team/").content.decode()


def test_marking_twice_changes_nothing_more():
    report, by = a_report(), ada()
    first = mark_answered(report, by=by).answered_at
    assert mark_answered(report, by=by).answered_at == first
    act = Act.objects.get()
    assert (act.act, act.on, act.by) == ("barrier.answered", f"barrier:{report.pk}", str(by.pk))


@pytest.mark.parametrize("who", [ben, olga])
def test_nobody_but_the_team_reads_the_reports(client, who):
    report = a_report()
    assert client.get(LIST).url == f"/konto/anmelden/?next={LIST}"
    client.force_login(who())
    assert client.get(LIST).status_code == client.post(LIST, {"report": report.pk}).status_code == 403
    report.refresh_from_db()
    assert report.answered_at is None


@pytest.mark.parametrize("report", ["", "unsinn", str(uuid.UUID(int=0)), None])
def test_a_report_that_is_not_there_is_not_there(client, report):
    client.force_login(ada())
    assert client.post(LIST, {} if report is None else {"report": report}).status_code == 404


def test_a_report_is_shown_as_text(client):
    a_report("<script>alert(1)</script>")
    client.force_login(ada())
    page = client.get(LIST).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page


def test_answered_reports_are_forgotten_after_ninety_days_and_open_ones_never():
    answered, waiting = a_report(), a_report("Noch offen")
    with time_machine.travel("2026-03-02 09:00+01:00", tick=False):
        mark_answered(answered, by=ada())
    (rule,) = RULES
    for days, left in ((89, 2), (90, 1), (2000, 1)):
        now = timezone.datetime(2026, 3, 2, 9, tzinfo=timezone.get_current_timezone()) + timezone.timedelta(days=days)
        rule.apply(rule.due(now))
        assert BarrierReport.objects.count() == left
    assert BarrierReport.objects.get() == waiting


def test_as_many_queries_for_three_reports_as_for_one(client, django_assert_max_num_queries):
    client.force_login(ada())
    counts = []
    for number in range(3):
        a_report(f"Meldung {number}")
        with django_assert_max_num_queries(11) as queries:
            client.get(LIST)
        counts.append(len(queries))
    assert counts[0] == counts[2]
