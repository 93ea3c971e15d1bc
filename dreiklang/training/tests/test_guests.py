"""A guest sees one run by a link: its dates and texts, nobody's name, nothing of another run, and not for ever."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from dreiklang.events.models import Event, Material
from dreiklang.events.tests.makers import some_material
from dreiklang.foundation import retention_chore
from dreiklang.foundation.refusal import Refusal
from dreiklang.foundation.secret_links import seal
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.letters.models import Letter
from dreiklang.people.tests.makers import ada, ben, cem
from dreiklang.seats.actions.registering import register
from dreiklang.training.actions import hosting
from dreiklang.training.models import Run, RunGuest
from dreiklang.training.tests.makers import a_building_block, a_date, a_programme, a_run

pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.once]


@pytest.fixture
def team():
    return ada()


def a_full_run(title="Durchgang 2026", of=None, **fields):
    programme = of or a_programme()
    cohort = Group.objects.create(name=title, kind=Group.COHORT)
    run = a_run(programme, title, cohort=cohort)
    block = programme.blocks.first() or a_building_block(programme)
    a_date(run, block, f"Block in {title}", parts=2, readers=cohort.token, place="Bürgersaal", **fields)
    return run


def invited(run, by, days=30, email="gast@example.net"):
    until = timezone.localdate() + timedelta(days=days)
    return hosting.invite_guest(run, name="Prof. Gita Gast", email=email, until=until, by=by)


def page_of(guest) -> str:
    return f"/gast/{guest.secret}/"


def test_she_reads_dates_places_links_and_texts_of_her_run(client, team):
    run = a_full_run(
        link="https://meet.example/raum", place_for_registered=True, source="**Ziel**", programme="9:00 Los"
    )
    guest = invited(run, team)
    assert Letter.objects.get().to == "gast@example.net"
    page = client.get(page_of(guest))
    text = page.content.decode()
    for said in ("Block in Durchgang 2026", "Teil 1", "Bürgersaal", "https://meet.example/raum", "Los"):
        assert said in text
    assert "noindex" in text and "no-store" in page.headers["Cache-Control"]


def test_nobody_who_takes_part_is_named(client, team):
    run = a_full_run(open_to="members")
    for person in (ben(), cem()):
        join(run.cohort, person)
        register(run.dates.get().event.seats, person)
    text = client.get(page_of(invited(run, team))).content.decode()
    assert "Ben" not in text and "Cem" not in text and "example.org" not in text


def test_nothing_of_another_run_and_no_draft_stands_there(client, team):
    run = a_full_run()
    other = a_full_run("Anderer Durchgang", run.programme)
    hidden = run.dates.get().event.sessions.first()
    Event.objects.filter(pk=hidden.pk).update(state=Event.DRAFT)
    mine, theirs = (client.get(page_of(invited(each, team))).content.decode() for each in (run, other))
    assert "Anderer Durchgang" not in mine and hidden.title not in mine
    assert "Anderer Durchgang" in theirs and run.title not in theirs  # the twin: the words are found where they stand


def test_the_link_opens_no_other_door(client, team):
    run = a_full_run()
    client.get(page_of(invited(run, team)))
    assert client.get(run.dates.get().event.path).status_code == 404


def test_material_is_hers_as_far_as_it_is_open_to_those_who_take_part(client, team):
    run = a_full_run()
    event = run.dates.get().event
    link = {"file": None, "url": "https://example.org/folien"}
    shown = some_material(event, "Folien", **link)
    later = timezone.now() + timedelta(days=1)
    closed = [
        some_material(event, "Zu früh", opens_at=later, **link),
        some_material(event, "Nach der Teilnahme", opens_after_attending=True, **link),
        some_material(event, "Nur für die da", allowed=Material.SEATED, **link),
        some_material(a_full_run("Anderer", run.programme).dates.get().event, "Anderswo", **link),
    ]
    guest = invited(run, team)
    text = client.get(page_of(guest)).content.decode()
    assert "Folien" in text and not any(item.title in text for item in closed)
    assert client.get(f"{page_of(guest)}material/{shown.pk}/").status_code == 302
    for item in closed:
        assert client.get(f"{page_of(guest)}material/{item.pk}/").status_code == 404


@pytest.mark.parametrize("end", ["day", "withdrawn", "renewed"])
def test_a_link_that_has_ended_says_so(client, team, end):
    run = a_full_run()
    guest = invited(run, team, days=3)
    assert client.get(page_of(guest)).status_code == 200
    later = timezone.now() + timedelta(days=4 if end == "day" else 0)
    if end == "withdrawn":
        hosting.withdraw_guest(guest, by=team)
    if end == "renewed":
        assert client.get(page_of(hosting.renew_link(guest, by=team))).status_code == 200
    with time_machine.travel(later):
        page = client.get(page_of(guest))
    assert page.status_code == 410 and "gilt nicht mehr" in page.content.decode()
    assert run.title not in page.content.decode()


def test_a_draft_of_a_run_is_shown_to_no_guest(client, team):
    run = a_full_run()
    guest = invited(run, team)
    Run.objects.update(state=Run.DRAFT)
    page = client.get(page_of(guest))
    assert page.status_code == 410 and run.title not in page.content.decode()
    with pytest.raises(Refusal):
        invited(run, team, email="andere@example.net")
    client.force_login(team)
    said = {"name": "Prof. Gita Gast", "email": "g@example.net", "until": timezone.localdate() + timedelta(days=3)}
    assert "noch ein Entwurf" in client.post(f"/team/durchgaenge/{run.pk}/gaeste/", said).content.decode()
    assert Letter.objects.count() == 1


def test_on_her_last_day_it_still_opens(client, team):
    guest = invited(a_full_run(), team, days=3)
    with time_machine.travel(timezone.localtime().replace(hour=23, minute=30) + timedelta(days=3)):
        assert client.get(page_of(guest)).status_code == 200


def test_a_link_made_by_hand_or_for_another_purpose_opens_nothing(client, team):
    guest = invited(a_full_run(), team)
    for token in (str(guest.link_key), f"{guest.link_key}~x", seal(guest.link_key, "speaker"), seal(guest.pk, "x")):
        assert client.get(f"/gast/{token}/").status_code == 404
    assert client.get(f"/gast/{seal(guest.pk, 'guest')}/").status_code == 410  # sealed, but no key of a link


def test_inviting_her_again_sends_the_same_link_with_the_new_day(team):
    run = a_full_run()
    first, again = invited(run, team, days=3), invited(run, team, days=9, email="GAST@example.net")
    assert (again.pk, again.link_key) == (first.pk, first.link_key)
    assert timezone.localdate(again.until) == timezone.localdate() + timedelta(days=9) and RunGuest.objects.count() == 1


def test_once_withdrawn_she_is_invited_anew(team):
    run = a_full_run()
    first = hosting.withdraw_guest(invited(run, team), by=team)
    assert invited(run, team).link_key != first.link_key
    with pytest.raises(Refusal):
        hosting.renew_link(first, by=team)


def test_a_day_that_is_over_is_refused(client, team):
    with pytest.raises(Refusal):
        invited(a_full_run(), team, days=-1)


def test_a_link_for_ever_is_refused(client, team):
    run, today = a_full_run(), timezone.localdate()
    client.force_login(team)
    for until, status in ((today + timedelta(days=732), 200), (date.max, 200), (today + timedelta(days=730), 302)):
        said = {"name": "Gita Gast", "email": "gast@example.net", "until": until}
        assert client.post(f"/team/durchgaenge/{run.pk}/gaeste/", said).status_code == status
    assert RunGuest.objects.count() == 1


def test_the_team_invites_renews_and_ends_on_one_page(client, team):
    run = a_full_run()
    address = f"/team/durchgaenge/{run.pk}/gaeste/"
    client.force_login(team)
    until = timezone.localdate() + timedelta(days=5)
    assert client.post(address, {"name": "Gita Gast", "email": "gast@example.net", "until": until}).status_code == 302
    guest = RunGuest.objects.get()
    client.post(f"{address}{guest.pk}/", {"act": "renew"})
    assert RunGuest.objects.get().link_key != guest.link_key
    client.post(f"{address}{guest.pk}/", {"act": "withdraw"})
    assert "beendet" in client.get(address).content.decode()
    other = a_full_run("Anderer", run.programme)
    assert client.post(f"/team/durchgaenge/{other.pk}/gaeste/{guest.pk}/", {"act": "withdraw"}).status_code == 404


def test_a_guest_is_forgotten_thirty_days_after_her_last(team):
    invited(a_full_run(), team, days=3)
    with time_machine.travel(timezone.now() + timedelta(days=33)):
        retention_chore.run()
        assert RunGuest.objects.exists()
    with time_machine.travel(timezone.now() + timedelta(days=34, hours=1)):
        retention_chore.run()
        assert not RunGuest.objects.exists()


def test_whoever_was_uninvited_is_forgotten_thirty_days_later_whatever_her_last_day_was_to_be(team):
    hosting.withdraw_guest(invited(a_full_run(), team, days=600), by=team)
    for days, is_there in ((29, True), (31, False)):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            retention_chore.run()
            assert RunGuest.objects.exists() == is_there
