import email
import email.policy
import re
from datetime import datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core import mail
from django.template import engines
from django.urls import reverse
from django.utils import timezone, translation
from icalendar import Calendar

from dreiklang.letters.actions.posting import post_due
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import a_person, ada
from dreiklang.seats import models
from dreiklang.seats.actions.applying import accept, apply
from dreiklang.seats.actions.cancelling import cancel, decline, remove
from dreiklang.seats.actions.deciding import decide
from dreiklang.seats.actions.describing import call_off, tell_of_move
from dreiklang.seats.actions.filling import fill_free_seats, remind
from dreiklang.seats.actions.registering import confirm_address, register, register_guest
from dreiklang.seats.actions.steering import change_capacity
from dreiklang.seats.models import Registration, Seats
from dreiklang.seats.tests.makers import DAY, WEEK_BEFORE, an_entry, some_seats

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]

ADDRESS = "leserin@example.org"
WHERE, LINK, NOTE = "Rathaus, Saal 3", "https://netz.example.de/raum_a_b?x=1&y=(2)", "Pforte: Klingel *7*\nErster Stock"
CLOSES = timezone.make_aware(datetime(2031, 11, 1, 12))
REASON = "Der Saal ist zu klein.\nEs tut uns leid."


class Scene:
    """One reader, a member or a guest, with a seat or in the line."""

    def __init__(self, name="Ben Okonkwo", language="de", title="Werkstatt", **facts):
        self.name, self.language = name, language
        facts = {
            "entry": an_entry(title),
            "where": WHERE,
            "link": LINK,
            "note": NOTE,
        } | facts
        self.seats = some_seats(capacity=1, open_to="public", title=title, **facts)
        if self.seats.entry:
            self.seats.entry |= {"title": title, "sequence": 5}
            self.seats.save()
        self.team = ada()

    def member(self, waits=False):
        self.fill(waits)
        return register(self.seats, a_person(self.name, email=ADDRESS, language=self.language))

    def silent_guest(self, waits=False):
        self.fill(waits)
        return register_guest(self.seats, self.name, ADDRESS, language=self.language)

    def guest(self, waits=False):
        return confirm_address(self.silent_guest(waits))

    def applicant(self):
        """She applies for the only seat, and so does somebody after her."""
        Seats.objects.filter(pk=self.seats.pk).update(by_application=True, closes_at=CLOSES)
        mine = apply(self.seats, a_person(self.name, email=ADDRESS, language=self.language), {})
        apply(self.seats, a_person("Vera Danach", email="danach@example.org"), {})
        return mine

    def decided(self, decision: str):
        return decide(self.seats, [self.applicant()], decision, by=self.team, reason=REASON)[0]

    def fill(self, waits: bool) -> None:
        if waits:
            register(self.seats, a_person("Vera Vorher", email="vorher@example.org"))


def moved_up(scene):
    mine = scene.member(waits=True)
    change_capacity(scene.seats, 2, by=scene.team)
    return mine


def link_again(scene, waits=False):
    mine = scene.guest(waits)
    register_guest(scene.seats, "Jemand Anderes", ADDRESS)
    return mine


def moved(scene, waits=False):
    mine = scene.member(waits)
    tell_of_move(scene.seats, was=(*WEEK_BEFORE[:2], WHERE))
    return mine


def moved_for(scene, mine):
    tell_of_move(scene.seats, was=(*WEEK_BEFORE[:2], WHERE))
    return mine


def later(scene, act):
    """An offer, when its time runs out."""
    mine = scene.decided("offered")
    Letter.objects.update(state=Letter.SENT)
    Registration.objects.filter(pk=mine.pk).update(held_until=timezone.now() + timedelta(hours=act == remind))
    act() if act == remind else act(scene.seats)
    return Registration.objects.get(pk=mine.pk)


def called_off(scene, waits=False):
    mine = scene.member(waits)
    call_off(scene.seats, REASON)
    return mine


# (what happened, subject, sentences of the letter, sentences that would be wrong, method of the calendar entry)
ENTRY = "Der Kalendereintrag liegt dieser Nachricht bei."
SCENES = {
    "confirmed, a member": (
        Scene.member, "Ihr Platz ist sicher: Werkstatt",
        ["Sie sind angemeldet.", ENTRY, "geben Sie Ihren Platz weiter"], ["Warteliste an Stelle"], "REQUEST",
    ),
    "confirmed, a guest": (
        Scene.guest, "Ihr Platz ist sicher: Werkstatt", ["Sie sind angemeldet.", ENTRY], ["30 Minuten"], "REQUEST",
    ),
    "waiting, a member": (
        lambda scene: scene.member(waits=True), "Warteliste, Nummer 1: Werkstatt",
        ["alle Plätze sind vergeben.", "auf der Warteliste an Stelle 1."], ["Sie sind angemeldet.", "Kalender"], "",
    ),
    "waiting, a guest": (
        lambda scene: scene.guest(waits=True), "Warteliste, Nummer 1: Werkstatt", ["an Stelle 1."], ["30 Minuten"], "",
    ),
    "please confirm, a seat": (
        Scene.silent_guest, "Bitte bestätigen: Werkstatt",
        ["wir halten Ihnen 30 Minuten lang einen Platz frei.", "brauchen Sie nichts zu tun"], ["Warteliste"], "",
    ),
    "please confirm, the line": (
        lambda scene: scene.silent_guest(waits=True), "Bitte bestätigen: Werkstatt",
        ["alle Plätze sind im Moment vergeben.", "stehen Sie auf der Warteliste"], ["wir halten Ihnen"], "",
    ),
    "your link, a seat": (
        link_again, "Ihre Anmeldung: Werkstatt", ["mit dieser Adresse sind Sie bereits angemeldet."], ["Jemand"], "",
    ),
    "your link, the line": (
        lambda scene: link_again(scene, waits=True), "Ihre Anmeldung: Werkstatt",
        ["mit dieser Adresse sind Sie bereits angemeldet."], ["Jemand"], "",
    ),
    "moved up": (
        moved_up, "Sie sind nachgerückt: Werkstatt",
        ["ein Platz ist frei geworden und gehört jetzt Ihnen.", "der Kalendereintrag liegt dieser Nachricht bei."],
        ["Warteliste an Stelle"], "REQUEST",
    ),
    "moved, a seat": (
        moved, "Neuer Termin oder Ort: Werkstatt",
        ["der Eintrag in Ihrem Kalender wird mit dieser Nachricht angepasst.", DAY,
         f"Bisher: Donnerstag, 27. November 2031, 17:00 bis 19:00 Uhr, {WHERE}"], [], "REQUEST",
    ),
    "moved, the line": (
        lambda scene: moved(scene, waits=True), "Neuer Termin oder Ort: Werkstatt",
        ["Sie stehen weiter auf der Warteliste.", DAY],
        ["Kalender", "nachrückt"], "",
    ),
    "cancelled, a seat": (
        lambda scene: cancel(scene.member()), "Abgemeldet: Werkstatt",
        ["Sie sind abgemeldet.", "Ihr Platz wird sofort weitergegeben.", "melden Sie sich einfach neu an"], [],
        "CANCEL",
    ),
    "cancelled, the line": (
        lambda scene: cancel(scene.guest(waits=True)), "Abgemeldet: Werkstatt",
        ["Sie sind abgemeldet und stehen nicht mehr auf der Warteliste."], ["Ihr Platz"], "",
    ),
    "removed, a seat": (
        lambda scene: remove(scene.guest(), by=scene.team, reason=REASON), "Ihr Platz wurde zurückgenommen: Werkstatt",
        ["das Programmteam hat Ihre Anmeldung zurückgenommen. Der Grund:", *REASON.split("\n")], [], "CANCEL",
    ),
    "removed, the line": (
        lambda scene: remove(scene.member(waits=True), by=scene.team, reason=REASON),
        "Von der Warteliste genommen: Werkstatt", ["hat Ihre Anmeldung zurückgenommen. Der Grund:"], ["Ihr Platz"], "",
    ),
    "applied": (
        Scene.applicant, "Ihre Bewerbung ist eingegangen: Werkstatt",
        ["Ihre Nummer ist:", "Bewerben kann man sich bis 1. November 2031, 12:00 Uhr."], ["Ihr Platz"], "",
    ),
    "withdrawn": (
        lambda scene: cancel(scene.applicant()), "Bewerbung zurückgezogen: Werkstatt",
        ["Sie haben Ihre Bewerbung zurückgezogen."], ["abgemeldet", "Ihr Platz"], "",
    ),
    "offered": (
        lambda scene: scene.decided("offered"), "Ein Platz für Sie: Werkstatt",
        ["wir bieten Ihnen einen Platz an.", "23:59 Uhr", *REASON.split("\n")], ["Ihr Platz ist sicher"], "",
    ),
    "put on waiting list": (
        lambda scene: scene.decided("waiting"), "Ihre Bewerbung steht auf der Warteliste: Werkstatt",
        ["auf der Warteliste an Stelle 1.", *REASON.split("\n")], ["Ihr Platz"], "",
    ),
    "rejected": (
        lambda scene: scene.decided("rejected"), "Zu Ihrer Bewerbung: Werkstatt",
        ["wir können Ihnen dieses Mal keinen Platz anbieten.", *REASON.split("\n")], ["Warteliste"], "",
    ),
    "offer reminder": (
        lambda scene: later(scene, remind), "Noch nicht angenommen: Werkstatt",
        ["noch nichts von Ihnen gehört"], ["Ihr Platz ist sicher"], "",
    ),
    "offer lapsed": (
        lambda scene: later(scene, fill_free_seats), "Das Angebot ist verfallen: Werkstatt",
        ["die Frist für Ihren Platz ist vorbei"], [], "",
    ),
    "offer declined": (
        lambda scene: decline(scene.decided("offered")), "Platz weitergegeben: Werkstatt",
        ["Sie haben den angebotenen Platz nicht angenommen."], ["abgemeldet"], "",
    ),
    "confirmed, an offer": (
        lambda scene: accept(scene.decided("offered")), "Ihr Platz ist sicher: Werkstatt", ["Sie sind angemeldet."], [],
        "REQUEST",
    ),
    "moved, an application": (
        lambda scene: moved_for(scene, scene.applicant()), "Neuer Termin oder Ort: Werkstatt",
        ["Ihre Bewerbung gilt weiter.", DAY], ["Warteliste"], "",
    ),
    "moved, an offer": (
        lambda scene: moved_for(scene, scene.decided("offered")), "Neuer Termin oder Ort: Werkstatt",
        ["Unser Angebot gilt weiter, bis", DAY], ["Warteliste", "Kalender"], "",
    ),
    "removed, an application": (
        lambda scene: remove(scene.applicant(), by=scene.team, reason=REASON),
        "Ihre Bewerbung wurde zurückgenommen: Werkstatt", REASON.split("\n"), ["Ihr Platz"], "",
    ),
    "removed, an offer": (
        lambda scene: remove(scene.decided("offered"), by=scene.team, reason=REASON),
        "Unser Angebot gilt nicht mehr: Werkstatt", REASON.split("\n"), ["Ihr Platz"], "",
    ),
    "called off, a seat": (
        called_off, "Abgesagt: Werkstatt",
        ["diese Veranstaltung findet nicht statt. Der Grund:", *REASON.split("\n"), "brauchen sich nicht abzumelden"],
        [], "CANCEL",
    ),
    "called off, the line": (
        lambda scene: called_off(scene, waits=True), "Abgesagt: Werkstatt", REASON.split("\n"), ["Ihr Platz"], "",
    ),
}  # fmt: skip
# Who has a seat reads the place; letters about the end of it or to the line do not say it.
WITH_PLACE = {
    "confirmed, a member", "confirmed, a guest", "your link, a seat", "moved up", "moved, a seat", "called off, a seat",
    "confirmed, an offer",
}  # fmt: skip
WITH_LINK = {"confirmed, an offer", "confirmed, a member", "confirmed, a guest", "moved up", "moved, a seat"}
ENDS = {"cancelled", "removed", "called off", "withdrawn", "rejected", "offer lapsed", "offer declined"}
WITHOUT_OWN_PAGE = {name for name in SCENES if name.split(",")[0] in ENDS}

every_scene = pytest.mark.parametrize("scene", SCENES)


class Received:
    """The letter that the reader got last, as her mail program shows it."""

    def __init__(self, message):
        parsed = email.message_from_bytes(message.message().as_bytes(), policy=email.policy.default)
        self.subject, self.language = parsed["Subject"], parsed["Content-Language"]
        parts = {part.get_content_type(): part for part in parsed.iter_parts()}
        self.plain = parts["text/plain"].get_content()
        html = Reading(parts["text/html"].get_content())
        self.html, self.links, self.tags = html.text, html.links, html.tags
        self.calendar = parts.get("text/calendar")


class Reading(HTMLParser):
    def __init__(self, source: str):
        super().__init__()
        self.text, self.links, self.tags, self._body = "", [], set(), False
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self._body |= tag == "body"
        self.tags.add(tag)
        self.links += [value for name, value in attrs if name in {"href", "src"}]

    def handle_data(self, data):
        self.text += data if self._body else ""


def received(scene: str, **how) -> tuple[object, Received]:
    stage = Scene(**how)
    mine = SCENES[scene][0](stage)
    Letter.objects.update(not_before=timezone.now())
    while post_due():
        pass
    return mine, Received([message for message in mail.outbox if message.to == [ADDRESS]][-1])


@every_scene
def test_subject_and_sentences_fit_what_happened_in_both_parts(scene):
    _act, subject, right, wrong, _method = SCENES[scene]
    _mine, letter = received(scene)
    assert letter.subject == subject and letter.language == "de"
    for part in (letter.plain, letter.html):
        for sentence in ("Guten Tag Ben Okonkwo,", *right):
            assert sentence in part
        for sentence in wrong:
            assert sentence not in part.replace("Diese Nachricht wurde automatisch verschickt.", "")


@every_scene
def test_the_place_is_read_by_those_who_have_a_seat_and_by_nobody_else(scene, settings):
    mine, letter = received(scene)
    for part in (letter.plain, letter.html):
        assert (WHERE in part) == (scene in WITH_PLACE)
        assert (NOTE in part) == (scene in WITH_LINK)
    room = f"{settings.SITE_URL}{mine.seats.address}raum/"
    assert (room in letter.plain) == (room in letter.links) == (scene in WITH_LINK - {"confirmed, a guest"})
    assert ("auf der Seite Ihrer Anmeldung" in letter.plain) == (scene == "confirmed, a guest")
    assert LINK not in letter.plain + letter.html  # it opens shortly before; a letter is passed on


@every_scene
def test_the_link_opens_ones_own_page_without_sign_in(scene, client, settings):
    mine, letter = received(scene)
    found = re.findall(rf"{re.escape(settings.SITE_URL)}(/anmeldung/\S+)", letter.plain)
    if scene in WITHOUT_OWN_PAGE:
        assert found == []
        return
    assert found == [reverse("registration", args=[mine.secret])]
    assert settings.SITE_URL + found[0] in letter.links
    assert "Ben Okonkwo" in client.get(found[0]).content.decode()


@every_scene
def test_every_link_of_a_letter_leads_into_the_house(scene, settings):
    _mine, letter = received(scene)
    assert not [link for link in letter.links if not link.startswith(f"{settings.SITE_URL}/")]


NAMES = [
    'Ben *[Hier klicken](https://boese.example)* <b>O\'Neil & "Söhne"</b>',
    "**Ben** __x__ `y` ~~z~~ | # 1. > <script>alert(1)</script> \\ &amp; ![x](https://boese.example/x.png)",
    "https://boese.example <https://boese.example> www.boese.example",
    "{{ seats.pk }} {% if %} %(title)s %s 100 %",
]


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
@every_scene
def test_names_and_titles_are_text_in_both_parts(scene, name):
    mine, letter = received(scene, name=name, title=f"T {name}")
    assert letter.subject.endswith(f": T {name}")
    for part in (letter.plain, letter.html):
        assert f"Guten Tag {name}," in part and f"T {name}" in part
    assert not [link for link in letter.links if "boese" in link]
    assert letter.tags <= {
        "html", "head", "meta", "title", "body", "div", "p", "a", "strong", "blockquote",
    }  # fmt: skip


def test_without_the_escaping_a_name_would_become_a_link(monkeypatch):
    """The counter-test of the one above."""
    for kept in ("finalize", "cache", "bytecode_cache"):  # what was compiled with it still escapes, and stays as it is
        monkeypatch.setattr(engines["letters"].env, kept, None)
    _mine, letter = received("confirmed, a member", name=NAMES[0])
    assert "https://boese.example" in letter.links


@every_scene
def test_in_another_language_no_letter_breaks(scene):
    mine, letter = received(scene, language="en")
    assert letter.language == "en" and letter.subject
    assert "Ben Okonkwo" in letter.plain


@every_scene
def test_the_calendar_entry_fits_what_happened(scene):
    method = SCENES[scene][4]
    _mine, letter = received(scene, name='Ben O\'Neil; "Chef", \\n', title='Über, alles; hinaus\\ "x"')
    if not method:
        assert letter.calendar is None
        return
    assert letter.calendar.get_param("method") == method
    calendar = Calendar.from_ical(letter.calendar.get_content())
    assert calendar["METHOD"] == method and calendar["VERSION"] == "2.0"
    (event,) = calendar.walk("VEVENT")
    assert (event["UID"], event["SEQUENCE"]) == ("1@localhost", 5)
    assert event["STATUS"] == {"REQUEST": "CONFIRMED", "CANCEL": "CANCELLED"}[method]
    assert event["SUMMARY"] == 'Über, alles; hinaus\\ "x"'
    attendees = event["ATTENDEE"]
    assert not isinstance(attendees, list)
    assert attendees.upper() == f"MAILTO:{ADDRESS.upper()}"
    assert event["ORGANIZER"].upper() == "MAILTO:DREIKLANG@LOCALHOST"


@every_scene
def test_where_there_is_no_date_no_letter_promises_an_entry(scene):
    _mine, letter = received(scene, entry={})
    assert letter.calendar is None
    assert "Kalendereintrag" not in letter.plain.replace("Stand, Kalendereintrag und Abmeldung", "")
    assert "Eintrag in Ihrem Kalender" not in letter.plain


@every_scene
def test_empty_facts_leave_no_empty_lines_with_a_label(scene):
    _mine, letter = received(scene, entry={}, where="", link="", note="")
    for label in ("Wann:", "Wo:", "Link zur Teilnahme"):
        assert label not in letter.plain


def test_every_template_of_this_room_has_its_scenes():
    folder = Path(models.__file__).parents[1] / "templates/letters"
    templates = {path.stem for path in folder.glob("[!_]*.txt")}
    assert templates == {name.split(",")[0].replace(" ", "_") for name in SCENES}


def test_a_letter_to_a_member_lies_under_her_id_and_one_to_a_guest_under_that_of_her_registration():
    mine = Scene().member()
    assert Letter.objects.get(to=ADDRESS).recipient == str(mine.person.pk)
    guest = register_guest(some_seats(open_to="public"), "Gitta Gast", "gitta@example.net")
    assert Letter.objects.get(to="gitta@example.net").recipient == str(guest.pk)


def test_whoever_saves_the_event_everybody_reads_the_date_in_her_own_language():
    scene = Scene(language="de")
    with translation.override("en"):
        scene.member()
    with translation.override("de"):
        register(scene.seats, a_person("Erin Early", email="erin@example.org", language="en"))
    german, english = (Letter.objects.get(to=to).text for to in (ADDRESS, "erin@example.org"))
    assert DAY in german and "Thursday, 4 December 2031" in english
