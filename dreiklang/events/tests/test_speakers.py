"""A speaker has a link to her own part: what she reads there, what she decides there, and what ends it."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from dreiklang.events import article
from dreiklang.events.actions import publishing, speaking
from dreiklang.events.forms.events import EventForm
from dreiklang.events.models import Event, Speaker
from dreiklang.events.personal_data import export
from dreiklang.events.tests.makers import an_event, queries_of
from dreiklang.foundation import retention_chore
from dreiklang.foundation.audit import history
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.secret_links import seal
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import a_person, ada, ben

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]


@pytest.fixture
def team():
    return ada()


def a_speaker(event=None, email="lea@example.net", **fields) -> Speaker:
    event = event or an_event("Fachtag", speakers=[("Dr. Lea Roth", "Universität"), ("Kim Berg", "")])
    speaker = event.speakers.first()
    for name, value in ({"email": email} | fields).items():
        setattr(speaker, name, value)
    speaker.save()
    return speaker


def described(speaker, by, **facts) -> Speaker:
    known = {name: getattr(speaker, name) for name in ("name", "role", "slot", "email")}
    return speaking.describe(speaker, **known | {"asks_first": False} | facts, by=by)


def page_of(speaker) -> str:
    return f"/mitwirkung/{speaker.secret}/"


def text_of(client, address) -> str:
    return client.get(address).content.decode()


# --- she keeps her identity ---


def saved(event, speakers):
    return publishing.save(Event.objects.get(pk=event.pk), speakers=speakers, seats=None, by=None)


def test_who_keeps_her_name_keeps_her_row_with_all_that_hangs_on_it(team):
    event = an_event(capacity=None, speakers=[("Lea", "Uni"), ("Kim", "")])
    lea = speaking.send_link(a_speaker(event), by=team)
    saved(event, [("Nele", ""), ("Lea", "Universität"), ("Kim", "")])
    kept = Speaker.objects.get(pk=lea.pk)
    assert (kept.link_key, kept.email, kept.role, kept.order) == (lea.link_key, lea.email, "Universität", 1)
    assert [s.name for s in event.speakers.all()] == ["Nele", "Lea", "Kim"]


def test_another_name_on_the_same_line_never_gets_her_link(team):
    event = an_event(capacity=None, speakers=[("Lea", "Uni")])
    lea = speaking.send_link(a_speaker(event), by=team)
    saved(event, [("Kim", "Uni")])
    assert not Speaker.objects.filter(pk=lea.pk).exists()
    assert event.speakers.get().link_key is None and event.speakers.get().email == ""


def test_two_of_one_name_keep_their_order():
    event = an_event(capacity=None, speakers=[("Lea", "eins"), ("Lea", "zwei")])
    before = [s.pk for s in event.speakers.all()]
    saved(event, [("Lea", "eins"), ("Lea", "zwei")])
    assert [s.pk for s in event.speakers.all()] == before


# --- her link ---


def test_the_link_comes_by_letter_and_opens_her_page_without_an_account(client, team):
    speaker = speaking.send_link(a_speaker(), by=team)
    letter = Letter.objects.get()
    assert letter.to == "lea@example.net" and page_of(speaker) in letter.text.replace("\\", "")
    page = client.get(page_of(speaker))
    assert page.status_code == 200 and "noindex" in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]


def test_opening_the_page_changes_nothing(client, team):
    speaker = speaking.send_link(a_speaker(consent=Speaker.ASKED), by=team)
    before = Speaker.objects.values().get(pk=speaker.pk), Event.objects.values().get(), Letter.objects.count()
    for method in (client.get, client.head):
        assert method(page_of(speaker)).status_code == 200
    assert (Speaker.objects.values().get(pk=speaker.pk), Event.objects.values().get(), Letter.objects.count()) == before


def test_sending_again_sends_the_same_link_and_renewing_ends_it(client, team):
    first = speaking.send_link(a_speaker(), by=team)
    assert speaking.send_link(first, by=team).link_key == first.link_key
    new = speaking.send_link(first, by=team, renew=True)
    assert client.get(page_of(first)).status_code == 410
    assert client.get(page_of(new)).status_code == 200


def test_a_link_that_was_ended_says_so_and_decides_nothing(client, team):
    speaker = speaking.send_link(a_speaker(), by=team)
    speaking.withdraw_link(speaker, by=team)
    page = client.get(page_of(speaker))
    assert page.status_code == 410 and "Dieser Link gilt nicht mehr" in page.content.decode()
    assert client.post(page_of(speaker) + "einwilligung/", {"consent": "withdrawn"}).status_code == 410
    assert Speaker.objects.get(pk=speaker.pk).consent == Speaker.NOTED
    assert [act.act for act in history(f"event:{speaker.event_id}")][:2] == [
        "speaker.link_withdrawn", "speaker.link_sent",
    ]  # fmt: skip


def test_a_link_made_for_another_purpose_or_by_hand_opens_nothing(client, team):
    speaker = speaking.send_link(a_speaker(), by=team)
    for token in (seal(speaker.link_key, "registration"), f"{speaker.link_key}~x", str(speaker.link_key), "x"):
        assert client.get(f"/mitwirkung/{token}/").status_code == 404


def test_another_address_ends_the_link_that_went_to_the_one_before(client, team):
    speaker = speaking.send_link(a_speaker(), by=team)
    assert described(speaker, team, slot="14:30 Uhr").link_key == speaker.link_key
    assert described(speaker, team, email="kim@example.net").link_key is None
    assert client.get(page_of(speaker)).status_code == 410


def test_without_an_address_or_after_the_event_no_link_is_sent(team):
    with pytest.raises(Refusal, match="E-Mail-Adresse"):
        speaking.send_link(a_speaker(email=""), by=team)
    with pytest.raises(Refusal, match="vorbei"):
        speaking.send_link(a_speaker(an_event("Alt", days=-3, speakers=[("Lea", "")])), by=team)
    assert not Letter.objects.exists()


def test_only_the_team_reads_addresses(client, team):
    speaker = speaking.send_link(a_speaker(), by=team)
    address = f"/veranstaltungen/{speaker.event.slug}/mitwirkende/{speaker.pk}/"
    assert "lea@example.net" not in text_of(client, speaker.event.path)
    client.force_login(ben())
    assert client.get(address).status_code == 403
    assert "lea@example.net" not in text_of(client, speaker.event.path)
    client.force_login(team)
    assert "lea@example.net" in text_of(client, address)


# --- what she reads ---


def test_she_reads_when_where_her_slot_access_and_what_the_team_tells(client, team):
    event = an_event(
        speakers=[("Lea", "")], place="Bürgersaal", place_for_registered=True, access="Stufenlos über den Hof.",
        programme="14:00 Begrüßung\n14:30 Vortrag", link="https://meet.example/raum",
    )  # fmt: skip
    speaker = speaking.send_link(a_speaker(event, slot="14:30 Uhr, 20 Minuten"), by=team)
    speaking.brief(event, "**Ziel:** ins Gespräch kommen. <script>", by=team)
    text = text_of(client, page_of(speaker))
    for said in (
        "Bürgersaal",
        "Stufenlos über den Hof.",
        "14:30 Uhr, 20 Minuten",
        "Begrüßung",
        "https://meet.example/",
    ):
        assert said in text
    assert "<strong>Ziel:</strong>" in text and "<script>" not in text.partition("<article>")[2]


def test_a_draft_and_what_was_called_off_are_open_to_her_too(client, team):
    event = an_event(state=Event.DRAFT, speakers=[("Lea", "")])
    speaker = speaking.send_link(a_speaker(event), by=team)
    assert client.get(page_of(speaker)).status_code == 200
    publishing.publish(event, by=team)
    publishing.call_off(event, reason="Sturm", by=team)
    assert "Sturm" in text_of(client, page_of(speaker))


def test_as_many_queries_for_three_speakers_as_for_one(client, team):
    one = an_event("Eins", speakers=[("A", "")])
    three = an_event("Drei", speakers=[("A", ""), ("B", ""), ("C", "")])
    client.force_login(team)
    counts = [queries_of(client, f"/veranstaltungen/{event.slug}/mitwirkende/") for event in (one, three)]
    assert counts[0] == counts[1] < 12
    assert queries_of(client, page_of(speaking.send_link(a_speaker(three), by=team))) < 12


def test_who_has_a_link_hears_of_another_place_and_that_it_is_called_off(team):
    event = an_event(capacity=None, speakers=[("Lea", ""), ("Kim", "")])
    speaking.send_link(a_speaker(event), by=team)
    event.place = "Anderswo"
    publishing.save(event, speakers=[("Lea", ""), ("Kim", "")], seats=None, by=team)
    publishing.save(event, speakers=[("Lea", ""), ("Kim", "")], seats=None, by=team)
    publishing.call_off(event, reason="Sturm", by=team)
    told = [(letter.to, letter.subject.partition(":")[0]) for letter in Letter.objects.order_by("written_at")]
    assert told == [
        ("lea@example.net", "Ihre Mitwirkung"), ("lea@example.net", "Neuer Termin oder Ort"),
        ("lea@example.net", "Abgesagt"),
    ]  # fmt: skip
    assert "Anderswo" in Letter.objects.get(subject__startswith="Neuer").text


# --- whether she is named ---


def decide(client, speaker, consent):
    return client.post(page_of(speaker) + "einwilligung/", {"consent": consent})


def test_who_withdraws_leaves_the_page_and_the_look_ups_and_the_team_hears_of_it(client, team):
    event = an_event(speakers=[("Dr. Lea Roth", "Universität"), ("Kim Berg", "")])
    speaker = speaking.send_link(a_speaker(event), by=team)
    assert "Lea Roth" in text_of(client, event.path)
    assert decide(client, speaker, "withdrawn").status_code == 302
    text = text_of(client, event.path)
    assert "Lea Roth" not in text and "Kim Berg" in text
    assert not Event.objects.containing("Lea Roth").exists() and Event.objects.containing("Kim Berg").exists()
    assert Letter.objects.filter(to=team.email).count() == 1
    decide(client, speaker, "withdrawn")
    assert Letter.objects.filter(to=team.email).count() == 1


def test_who_changes_her_mind_all_day_does_not_fill_the_teams_mailbox(client, team):
    speaker = speaking.send_link(a_speaker(), by=team)
    with time_machine.travel(timezone.now(), tick=False):
        answers = [decide(client, speaker, said).status_code for _n in range(8) for said in ("withdrawn", "given")]
    assert answers[:10] == [302] * 10 and set(answers[10:]) == {429}
    assert Letter.objects.filter(to=team.email).count() == 5


def test_without_the_rule_she_would_stay_on_the_page(client, team, monkeypatch):
    """The twin: a page that names everybody is noticed."""
    event = an_event(speakers=[("Dr. Lea Roth", "Universität")])
    speaking.disagree(a_speaker(event))
    monkeypatch.setattr(Speaker, "ANNOUNCED", tuple(dict(Speaker.CONSENTS)))
    article._rendered.cache_clear()
    assert "Lea Roth" in text_of(client, event.path)
    article._rendered.cache_clear()


def test_an_edit_of_the_event_does_not_bring_her_back(client, team):
    event = an_event(speakers=[("Dr. Lea Roth", "Universität")], capacity=None)
    speaking.disagree(a_speaker(event))
    written = EventForm.of(Event.objects.get(pk=event.pk))["speakers"]
    assert written == "Dr. Lea Roth; Universität"
    saved(event, [("Dr. Lea Roth", "Universität")])
    assert "Lea Roth" not in text_of(client, event.path)
    assert not Event.objects.containing("Lea Roth").exists()


def test_an_event_made_after_this_one_does_not_name_who_withdrew(team):
    event = an_event(speakers=[("Dr. Lea Roth", "Uni"), ("Kim Berg", "")])
    assert EventForm.like(event)["speakers"] == "Dr. Lea Roth; Uni\nKim Berg"
    speaking.disagree(a_speaker(event))
    assert EventForm.like(event)["speakers"] == "Kim Berg"


def test_a_namesake_does_not_learn_from_her_export_who_withdrew(team):
    event = an_event(speakers=[("Dr. Lea Roth", "Uni")])
    namesake = a_person("Dr. Lea Roth", "andere@example.org")
    assert len(export(namesake)["Ankündigungen mit meinem Namen"]) == 1
    speaking.disagree(a_speaker(event))
    assert export(namesake)["Ankündigungen mit meinem Namen"] == []


def test_who_is_asked_first_is_named_once_she_agrees(client, team):
    event = an_event(speakers=[("Dr. Lea Roth", "Universität")])
    speaker = speaking.send_link(described(a_speaker(event), team, asks_first=True), by=team)
    assert "Lea Roth" not in text_of(client, event.path)
    decide(client, speaker, "given")
    assert "Lea Roth" in text_of(client, event.path)
    assert described(Speaker.objects.get(pk=speaker.pk), team, asks_first=True).consent == Speaker.GIVEN


def test_something_else_than_yes_or_no_is_not_found(client, team):
    speaker = speaking.send_link(a_speaker(), by=team)
    assert decide(client, speaker, "noted").status_code == 404


# --- what the team does ---


def test_the_team_prepares_a_speaker_on_two_pages(client, team):
    event = an_event(speakers=[("Lea", "")])
    speaker = event.speakers.get()
    address = f"/veranstaltungen/{event.slug}/mitwirkende/"
    client.force_login(team)
    assert "Mitwirkende vorbereiten" in text_of(client, event.path)
    assert client.post(address, {"source": "Bitte *kurz*."}).status_code == 302
    facts = {"name": "Dr. Lea Roth", "role": "Uni", "slot": "14:30", "email": "LEA@example.net", "asks_first": "on"}
    assert client.post(f"{address}{speaker.pk}/", facts).status_code == 302
    assert client.post(f"{address}{speaker.pk}/link/", {"act": "send"}).status_code == 302
    speaker.refresh_from_db()
    assert (speaker.name, speaker.email, speaker.consent) == ("Dr. Lea Roth", "lea@example.net", Speaker.ASKED)
    assert "<em>kurz</em>" in client.get(page_of(speaker)).content.decode()


def test_a_speaker_of_another_event_is_not_found_under_this_one(client, team):
    other = a_speaker()
    event = an_event("Anderes")
    client.force_login(team)
    assert client.get(f"/veranstaltungen/{event.slug}/mitwirkende/{other.pk}/").status_code == 404


def test_an_address_is_forgotten_some_time_after_the_event_and_her_link_stays(client, team):
    speaker = speaking.send_link(a_speaker(), by=team)
    Event.objects.update(starts=timezone.now() - timedelta(days=95), ends=timezone.now() - timedelta(days=91))
    retention_chore.run()
    speaker.refresh_from_db()
    assert speaker.email == "" and client.get(page_of(speaker)).status_code == 200
