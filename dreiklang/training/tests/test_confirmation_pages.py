import io
import json
from datetime import timedelta

import pikepdf
import pypdfium2
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dreiklang.events.tests.makers import queries_of
from dreiklang.foundation.tests import verapdf
from dreiklang.people.tests.makers import a_person, ada, ben, cem
from dreiklang.training import papers
from dreiklang.training.actions import confirming
from dreiklang.training.models import Confirmation
from dreiklang.training.tests.makers import a_confirmation, an_earned_block
from dreiklang.training.views import confirming as views

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]
MINE = "/weiterbildung/bescheinigungen/"


@pytest.fixture
def confirmation():
    return a_confirmation(ben())


@pytest.fixture
def certificate(confirmation):
    confirmation.programme.certificate_months = 36
    confirming.award_certificates(confirmation.programme)
    return Confirmation.objects.certificates().get()


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def body(answer) -> str:
    return answer.content.decode()


# --- one's own ---


def test_one_finds_ones_own_with_all_it_takes_to_show_it(confirmation):
    page = body(signed_in(confirmation.person).get(MINE))
    assert "Baustein A: Grundlagen" in page and "gültig" in page
    assert f"{confirmation.path}bescheinigung.pdf" in page and f"{confirmation.path}badge.json" in page
    assert confirmation.check_address in page and "<svg" in page


def test_who_has_none_reads_how_one_comes_to_it():
    page = body(signed_in(ben()).get(MINE))
    assert "Noch keine Bescheinigung" in page and 'href="/weiterbildung/"' in page


def test_the_list_takes_as_many_queries_for_three_as_for_one(confirmation):
    client = signed_in(confirmation.person)
    one = queries_of(client, MINE)
    for _ in range(2):
        a_confirmation(confirmation.person)
    assert queries_of(client, MINE) == one <= 12


def test_a_withdrawn_one_is_listed_with_its_reason_and_not_given_out(confirmation):
    client = signed_in(confirmation.person)
    confirming.revoke(confirmation, by=ada(), reason="Verwechslung zweier Namen")
    page = body(client.get(MINE))
    assert "Verwechslung zweier Namen" in page and "bescheinigung.pdf" not in page
    assert client.get(f"{confirmation.path}bescheinigung.pdf").status_code == 404
    assert client.get(f"{confirmation.path}badge.json").status_code == 404


def test_renewing_is_offered_in_time_and_says_what_is_missing(certificate):
    client = signed_in(certificate.person)
    assert "Zertifikat verlängern" not in body(client.get(MINE))
    with time_machine.travel(certificate.expires_at - timedelta(days=59), tick=False):
        client = signed_in(certificate.person)
        assert "Zertifikat verlängern" in body(client.get(MINE))
        answer = client.post(f"{certificate.path}verlaengerung/", follow=True)
        assert "weiteren Baustein" in body(answer)


# --- the paper ---


def text_of(paper: bytes) -> str:
    with pypdfium2.PdfDocument(paper) as document:
        assert len(document) == 1
        return document[0].get_textpage().get_text_range().replace("\r\n", "\n")


def test_the_paper_says_everything_on_one_page(confirmation):
    answer = signed_in(confirmation.person).get(f"{confirmation.path}bescheinigung.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="baustein-a-grundlagen.pdf"'
    text = text_of(answer.content)
    for said in (
        "Teilnahmebescheinigung", "Ben Okonkwo", "Baustein A: Grundlagen", "Kompetenzbausteine", "in Präsenz",
        "14 Stunden", "Rollenklarheit", "mindestens 80 Prozent", "Betreiber dieser Installation",
        confirmation.check_address, confirmation.facts["dates"],
    ):  # fmt: skip
        assert said in text, said
    assert "100" not in text, "wie viel sie besucht hat, steht nicht darauf"


def test_the_badge_lies_in_the_paper_byte_for_byte(confirmation):
    with pikepdf.open(io.BytesIO(papers.of(confirmation))) as paper:
        assert paper.attachments["badge.json"].get_file().read_bytes() == confirmation.badge.encode()
    download = signed_in(confirmation.person).get(f"{confirmation.path}badge.json")
    assert download.content == confirmation.badge.encode()


def test_the_same_confirmation_is_printed_to_the_same_bytes(confirmation):
    first = papers.of(confirmation)
    with time_machine.travel(confirmation.awarded_at + timedelta(days=900), tick=False):
        assert papers.of(Confirmation.objects.get(pk=confirmation.pk)) == first


def test_a_certificate_lists_what_was_collected_and_when_it_ends(certificate):
    text = text_of(papers.of(certificate))
    assert "Zertifikat" in text and "Baustein A: Grundlagen" in text and "Gültig bis" in text


def crowded(confirmation) -> Confirmation:
    """As much as anybody could have to say."""
    confirmation.name = "Prof. Dr. Maximiliane-Alexandra von und zu Hohenlohe-Schillingsfürst مريم الحسيني 👩🏽‍🏫"
    confirmation.facts |= {"competences": ["Gesellschaftspolitische Zusammenhänge von Migration einordnen"] * 12}
    if "blocks" in confirmation.facts:
        confirmation.facts["blocks"] *= 10
    return confirmation


def test_much_to_say_still_fits_one_page(confirmation, certificate):
    for each in (confirmation, certificate):
        text = text_of(papers.of(crowded(each)))
        assert each.check_address in text and "Regel, die erfüllt ist" in text


@pytest.mark.long
@pytest.mark.skipif(bool(verapdf.what_is_missing()), reason=verapdf.what_is_missing())
def test_both_papers_hold_to_both_standards(confirmation, certificate, tmp_path):
    confirmation.name = 'Şükrü مريم דוד 🎉 #read("/etc/passwd") $a$'
    (tmp_path / "block.pdf").write_bytes(papers.of(confirmation))
    (tmp_path / "certificate.pdf").write_bytes(papers.of(certificate))
    (tmp_path / "crowded.pdf").write_bytes(papers.of(crowded(certificate)))
    found = verapdf.check(*tmp_path.glob("*.pdf"))
    assert set(found) == {"block.pdf", "certificate.pdf", "crowded.pdf"}
    assert all(broken == [] for standards in found.values() for broken in standards.values()), found


# --- checking ---


def test_whoever_has_the_code_reads_name_achievement_date_and_state_and_no_more(client, confirmation):
    answer = client.get(f"/pruefen/{confirmation.code}/")
    page = body(answer)
    for said in ("Ben Okonkwo", "Baustein A: Grundlagen", "ist gültig"):
        assert said in page
    for unsaid in (
        "ben@example.org",
        str(confirmation.pk),
        str(confirmation.person_id),
        "Rollenklarheit",
        "80 Prozent",
    ):
        assert unsaid not in page
    assert answer["X-Robots-Tag"] == "noindex, nofollow" and 'content="noindex, nofollow"' in page
    assert "no-store" in answer["Cache-Control"]


def test_the_page_tells_what_ended_and_what_was_withdrawn(client, confirmation, certificate):
    with time_machine.travel(certificate.expires_at, tick=False):
        assert "ist abgelaufen" in body(client.get(f"/pruefen/{certificate.code}/"))
    confirming.revoke(confirmation, by=ada(), reason="Verwechslung zweier Namen")
    page = body(client.get(f"/pruefen/{confirmation.code}/"))
    assert "ist widerrufen" in page and "Verwechslung" not in page


@pytest.mark.parametrize("typed", ["{code}", " {upper} ", "http://localhost:8000/pruefen/{code}/", "{spaced}"])
def test_the_entry_takes_a_code_however_it_is_typed(client, confirmation, typed):
    code = confirmation.code
    typed = typed.format(code=code, upper=code.upper(), spaced=" ".join([code[:13], code[13:]]))
    answer = client.get("/pruefen/", {"code": typed})
    assert (answer.status_code, answer.url) == (302, f"/pruefen/{code}/")


def test_a_wrong_code_is_a_sentence_and_many_are_stopped(client, confirmation):
    answer = client.get(f"/pruefen/{'a' * 26}/")
    assert answer.status_code == 404 and "Diesen Code gibt es nicht" in body(answer)
    codes = {client.get(f"/pruefen/{'a' * 25}{sign}/").status_code for sign in "bcdefghjkmnpqrstuvwxyz23456789" * 2}
    assert codes == {404, 429}
    assert client.get(f"/pruefen/{confirmation.code}/").status_code == 200


def test_a_paper_of_somebody_who_has_gone_is_unknown(client, confirmation):
    confirmation.person.delete()
    assert client.get(f"/pruefen/{confirmation.code}/").status_code == 404


def shown(client, badge: str, as_file=False):
    file = {"file": SimpleUploadedFile("badge.json", badge.encode(), "application/json")}
    return client.post("/pruefen/badge/", file if as_file else {"text": badge})


@pytest.mark.parametrize("as_file", [True, False])
def test_a_badge_is_checked_as_file_or_as_text(client, confirmation, as_file):
    answer = shown(client, confirmation.badge, as_file)
    assert "echt und gültig" in body(answer) and "Ben Okonkwo" in body(answer)
    tampered = shown(client, confirmation.badge.replace("Grundlagen", "Meisterschaft"), as_file)
    assert "nicht echt" in body(tampered) and "Ben Okonkwo" not in body(tampered)


def test_a_badge_that_is_over_withdrawn_foreign_or_forgotten_is_called_so(client, confirmation, certificate):
    with time_machine.travel(certificate.expires_at + timedelta(hours=1), tick=False):
        assert "echt, aber abgelaufen" in body(shown(client, certificate.badge))
    confirming.revoke(confirmation, by=ada(), reason="Verwechslung")
    assert "ist widerrufen" in body(shown(client, confirmation.badge))
    foreign = confirmation.badge.replace("did:web:localhost%3A8000", "did:web:anders.example")
    assert "nicht hier ausgestellt" in body(shown(client, foreign))
    confirmation.delete()
    assert "gibt es nicht mehr" in body(shown(client, confirmation.badge))


def test_what_is_no_badge_at_all_is_answered_with_a_sentence(client):
    empty = client.post("/pruefen/badge/")
    assert empty.status_code == 422 and "wählen Sie die Datei" in body(empty)
    assert "nicht echt" in body(shown(client, "kein Badge"))
    large = shown(client, "x" * (256 * 1024 + 1), as_file=True)
    assert large.status_code == 422 and "zu groß" in body(large)
    binary = client.post("/pruefen/badge/", {"file": SimpleUploadedFile("b.json", b"\xff\x00\xfe")})
    assert "nicht echt" in body(binary)


def test_of_file_and_text_neither_is_called_optional(client):
    page = body(client.get("/pruefen/"))
    assert "Datei mit dem Badge" in page and "(freiwillig)" not in page


def test_checking_badges_without_end_is_stopped(client, monkeypatch):
    monkeypatch.setattr(views, "MOST_BADGES", 2)
    assert [shown(client, "x").status_code for _ in range(4)] == [200, 200, 429, 429]


# --- the team ---


def test_the_team_awards_with_one_click_and_reads_who_has_what(client):
    people = [ben(), cem()]
    run = an_earned_block(people).run
    client.force_login(ada())
    address = f"/team/durchgaenge/{run.pk}/bescheinigungen/"
    assert "Noch keine Bescheinigung" in body(client.get(address))
    page = body(client.post(address, follow=True))
    assert "4 Bescheinigungen sind ausgestellt" in page
    assert page.count("Ben Okonkwo") >= 2 and "Zertifikate" in page
    assert "haben ihre Bescheinigung schon" in body(client.post(address, follow=True))


def test_the_team_sees_no_figure_of_attendance_no_code_and_no_paper(client, confirmation):
    client.force_login(ada())
    page = body(client.get(f"/team/durchgaenge/{confirmation.run_id}/bescheinigungen/"))
    assert "Ben Okonkwo" in page
    assert confirmation.code not in page and "5 von 5" not in page and "100" not in page
    assert client.get(f"{confirmation.path}bescheinigung.pdf").status_code == 404


def test_the_team_list_takes_as_many_queries_for_three_as_for_one(client):
    date = an_earned_block([ben()])
    confirming.award(date)
    client.force_login(ada())
    address = f"/team/durchgaenge/{date.run_id}/bescheinigungen/"
    one = queries_of(client, address)
    for number in range(2):
        Confirmation.objects.filter(pk=a_confirmation(a_person(f"P{number} Name")).pk).update(run=date.run)
    assert queries_of(client, address) == one <= 12


def test_the_team_withdraws_with_a_reason(client, confirmation):
    client.force_login(ada())
    address = f"/team/bescheinigungen/{confirmation.pk}/widerruf/"
    assert "nicht rückgängig" in body(client.get(address))
    refused = client.post(address, {"reason": " "})
    assert refused.status_code == 422 and "Grund" in body(refused)
    page = body(client.post(address, {"reason": "Verwechslung"}, follow=True))
    assert "widerrufen" in page and "Ben Okonkwo" in page
    confirmation.refresh_from_db()
    assert confirmation.revoked_because == "Verwechslung"
    assert json.loads(confirmation.badge)["credentialStatus"]["statusPurpose"] == "revocation"
