import html
import itertools
from datetime import date, timedelta

import pytest
import time_machine
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from dreiklang.debates import likeness, secret, tree
from dreiklang.debates.actions import arguing, convincing, theses
from dreiklang.debates.actions.convincing import convince
from dreiklang.debates.argument_reports import target_of
from dreiklang.debates.models import Argument, Conviction, Thesis
from dreiklang.debates.personal.arguments import all_marks_of
from dreiklang.debates.rules import may_argue
from dreiklang.debates.tests.argument_makers import a_thesis, an_argument
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.groups.tests.makers import a_group
from dreiklang.index.models import Row
from dreiklang.letters.models import Letter
from dreiklang.moderation import things
from dreiklang.moderation.actions.deciding import decide
from dreiklang.moderation.actions.reporting import report
from dreiklang.moderation.models import Case, Decision, Report
from dreiklang.people.tests.makers import a_person, ada, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long]
FACTS = {"is_pro": True, "headline": "Er kennt die Stadt.", "source": "Weil.", "link_title": "", "link": ""}
TYPED = {"side": "dafuer", "headline": "Er kennt die Stadt.", "source": "Weil.", "name": "named"}


def people(number: int, group=None) -> list:
    found = [a_person(f"Mina{each} Muster", f"mina{each}@example.org") for each in range(number)]
    for person in found if group else ():
        join(group, person)
    return found


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def read(client, thesis, more="") -> str:
    return html.unescape(client.get(f"{thesis.path}{more}").content.decode())


def in_days(days=1):
    return time_machine.travel(timezone.now() + timedelta(days=days), tick=False)


# --- who ---


def test_its_readers_read_it_and_of_these_members_argue():
    group, hers, his = a_group(), ben(), cem()
    join(group, hers)
    ministry = a_person("Mona Amt", "mona@example.org", is_member=False)
    join(group, ministry)
    public, members, circle = (a_thesis(readers=token) for token in ("public", "members", group.token))
    reads = {
        who: [thesis in Thesis.objects.visible_to(person) for thesis in (public, members, circle)]
        for who, person in (("visitor", None), ("hers", hers), ("his", his), ("ministry", ministry))
    }
    assert reads == {
        "visitor": [True, False, False], "hers": [True, True, True], "his": [True, True, False],
        "ministry": [True, False, True],
    }  # fmt: skip
    assert [may_argue(person, circle) for person in (hers, his, ministry)] == [True, False, False]
    for person in (his, ministry):
        with pytest.raises(Refusal):
            an_argument(circle, person)
    an_argument(circle, hers)


def test_whoever_speaks_for_a_group_begins_for_that_group_alone():
    mine, other, speaker = a_group("Kreis", Group.CIRCLE), a_group("Anderer", Group.CIRCLE), ben()
    join(mine, speaker, role="speaker")
    join(other, speaker)
    facts = {"title": "Mehr ist besser.", "last_day": timezone.localdate()}
    assert theses.begin(facts | {"readers": mine.token}, by=speaker).key
    for readers in (other.token, "members", "public"):
        with pytest.raises(Refusal):
            theses.begin(facts | {"readers": readers}, by=speaker)
    page = html.unescape(signed_in(speaker).get("/dialog/debatten/argumente/neu/").content.decode())
    assert mine.token in page and other.token not in page


def test_the_sentence_and_its_readers_stand_from_the_first_argument_on():
    team, thesis = ada(), a_thesis()
    theses.save(thesis, {"title": "Anders.", "readers": "public"}, by=team)
    an_argument(thesis, ben())
    theses.save(thesis, {"title": "Noch anders.", "readers": "members", "source": "Neu."}, by=team)
    thesis.refresh_from_db()
    assert (thesis.title, thesis.readers, thesis.source) == ("Anders.", "public", "Neu.")
    with pytest.raises(Refusal):
        theses.save(thesis, {"source": "X"}, by=team, seen="gestern")


# --- without a name ---


def everything() -> set[tuple]:
    """Every value of every row of the house."""
    return {
        (model._meta.label, str(row.pk), field.name, repr(getattr(row, field.attname)))
        for model in apps.get_models(include_auto_created=True)
        for row in model._base_manager.all()
        for field in model._meta.concrete_fields
    }


def came(thesis, person, name: str, headline: str) -> set[tuple]:
    """What is new in the house after she wrote an argument on its page."""
    client, before = signed_in(person), everything()
    answer = client.post(f"{thesis.path}neu/", TYPED | {"headline": headline, "name": name})
    assert answer.status_code == 302
    return everything() - before


def betrays(rows: set[tuple], person) -> list[tuple]:
    """Whatever says who it was, or at what hour of the day."""
    words = (str(person.pk), person.pk.hex, repr(person.pk), person.name, person.email, "datetime.datetime(")
    return [row for row in rows if any(word in row[3] for word in words)]


def test_of_an_argument_without_a_name_nothing_in_the_house_says_who_wrote_it_or_at_what_hour():
    thesis, person = a_thesis(), ben()
    new = came(thesis, person, "unnamed", "Quittenmus hilft.")
    assert {label for label, *_rest in new} == {"debates.Argument"} and betrays(new, person) == []
    assert betrays(came(thesis, person, "named", "Er kostet Geld."), person)  # the twin: with her name it does
    assert Argument.objects.get(is_named=False).author is None
    assert not Letter.objects.exists()


def test_its_id_and_place_in_the_table_do_not_say_in_which_order_arguments_came(monkeypatch):
    thesis, person = a_thesis(), ben()
    ids = [an_argument(thesis, person, f"Grund {number}", is_named=False).pk for number in range(9)]
    assert ids != sorted(ids)
    if connection.vendor == "sqlite":  # where a row lies follows from its id
        with connection.cursor() as cursor:
            assert [pk for (pk,) in cursor.execute("SELECT id FROM debates_argument ORDER BY rowid")] == sorted(ids)
    assert type(Argument.objects.first().added_on) is date
    monkeypatch.setattr(arguing, "anywhere", itertools.count(1).__next__)  # the twin: numbers would tell
    later = [an_argument(thesis, person, f"Weiter {number}", is_named=False).pk for number in range(9)]
    assert later == sorted(later)


def test_the_search_has_what_came_without_a_name_from_the_next_day_on():
    thesis, person = a_thesis(), ben()
    an_argument(thesis, person, "Quittenmus hilft.", is_named=False)
    assert "Quittenmus" not in Row.objects.get(kind="thesis").text
    with in_days():
        convincing.tend()
        assert "Quittenmus" in Row.objects.get(kind="thesis").text
    an_argument(thesis, person, "Brombeermus hilft.")
    assert "Brombeermus" in Row.objects.get(kind="thesis").text


def test_nobody_changes_or_withdraws_an_argument_without_a_name():
    thesis, person = a_thesis(), ben()
    argument = an_argument(thesis, person, is_named=False)
    for act in (lambda: arguing.change(argument, FACTS, by=person), lambda: arguing.withdraw(argument, by=person)):
        with pytest.raises(Refusal):
            act()
    client = signed_in(person)
    for act in ("bearbeitung", "zurueckziehen"):
        assert client.post(f"{argument.path}{act}/").status_code == 403
    assert "ohne Namen" in read(client, thesis) and person.name not in read(Client(), a_thesis(readers="public"))


# --- the tree ---


def test_an_argument_sent_twice_is_one_and_no_branch_is_deeper_than_four():
    thesis, person = a_thesis(), ben()
    first = an_argument(thesis, person, public_id=77)
    assert an_argument(thesis, person, public_id=77) == first
    deepest = first
    for _depth in range(3):
        deepest = an_argument(thesis, person, to=deepest)
    assert deepest.depth == 4
    with pytest.raises(Refusal):
        an_argument(thesis, person, to=deepest)
    assert signed_in(person).get(f"{deepest.path}antwort/").status_code == 403
    assert Argument.objects.count() == 4


def test_it_is_changed_until_somebody_answers_and_then_whom_it_convinced_decides_anew():
    thesis, hers, his = a_thesis(), ben(), cem()
    argument = an_argument(thesis, hers)
    convince(argument, True, by=his)
    with pytest.raises(Refusal):
        arguing.change(argument, FACTS, by=his)
    arguing.change(argument, FACTS | {"headline": "Besser gesagt."}, by=hers)
    assert Argument.objects.get().headline == "Besser gesagt." and not Conviction.objects.exists()
    an_argument(thesis, his, to=argument, is_pro=False)
    with pytest.raises(Refusal):
        arguing.change(argument, FACTS, by=hers)


def test_withdrawn_it_leaves_its_place_where_it_was_answered_and_nothing_where_it_was_not():
    thesis, hers, his = a_thesis(), ben(), cem()
    answered, alone = an_argument(thesis, hers, "Quittenmus hilft."), an_argument(thesis, hers, "Apfelmus hilft.")
    an_argument(thesis, his, "Das stimmt nicht.", to=answered, is_pro=False)
    with pytest.raises(Refusal):
        arguing.withdraw(answered, by=his)
    for argument in (answered, alone):
        arguing.withdraw(argument, by=hers)
    page = read(signed_in(his), thesis)
    assert "Zurückgezogen" in page and "Das stimmt nicht." in page and hers.name not in page and "mus hilft" not in page
    assert "mus hilft" not in Row.objects.get(kind="thesis").text
    answered.refresh_from_db()
    assert (answered.source, answered.author, answered.state) == ("", None, Argument.WITHDRAWN)


@pytest.mark.parametrize(("what", "is_gone"), [(Decision.REMOVE, True), (Decision.HINT, False)])
def test_removed_by_moderation_its_reason_and_the_answers_stand(what, is_gone):
    thesis, hers, team = a_thesis(), ben(), ada()
    argument = an_argument(thesis, hers, "Quittenmus hilft.")
    an_argument(thesis, cem(), "Das stimmt nicht.", to=argument, is_pro=False)
    target = target_of(argument)
    report(things.find([target])[target], kind=Report.ADVERT, by=team)
    decide(Case.objects.get(), what=what, because=Report.ADVERT, reason="Werbung", by=team)
    page = read(signed_in(hers), thesis)
    assert ("Quittenmus" not in page) == is_gone == ("Von der Moderation entfernt: Werbung" in page)
    assert ("Quittenmus" not in Row.objects.get(kind="thesis").text) == is_gone and "Das stimmt nicht." in page
    assert Letter.objects.filter(to=hers.email).count() == 1  # she may object
    arguing.restore(argument, what)
    assert "Quittenmus" in read(signed_in(hers), thesis)


def test_whoever_is_suspended_does_not_argue():
    thesis, hers, team = a_thesis(), ben(), ada()
    target = target_of(an_argument(thesis, hers))
    report(things.find([target])[target], kind=Report.HOSTILITY, by=team)
    facts = {"because": Report.HOSTILITY, "reason": "So nicht.", "days": 3}
    decide(Case.objects.get(), what=Decision.SUSPEND, **facts, by=team)
    for is_named in (True, False):
        with pytest.raises(Refusal):
            an_argument(thesis, hers, "Doch.", is_named=is_named)
    with in_days(4):
        an_argument(thesis, hers, "Doch.")


def test_what_sounds_alike_is_shown_before_it_is_saved_and_nothing_typed_is_lost():
    thesis, person = a_thesis(), ben()
    there = an_argument(thesis, person, "Ein Beirat kennt die Stadt besser als das Amt.")
    client, typed = signed_in(person), TYPED | {"headline": "Der Beirat kennt die Stadt.", "public_id": 99}
    page = html.unescape(client.post(f"{thesis.path}neu/", typed).content.decode())
    assert "Gibt es das schon?" in page and there.headline in page and 'value="Der Beirat kennt die Stadt."' in page
    assert Argument.objects.count() == 1
    for _click in range(2):
        assert client.post(f"{thesis.path}neu/", typed | {"compared": typed["headline"]}).status_code == 302
    client.post(f"{thesis.path}neu/", TYPED | {"headline": "Sitzungsgeld fehlt im Haushalt."})
    assert Argument.objects.count() == 3
    assert not likeness.alike(a_thesis(), there.headline)  # of another thesis


@pytest.mark.parametrize("link", ["javascript:ran(1)", "ftp://example.org/x", "kein Link"])
def test_a_source_is_a_title_and_an_address_in_the_web(link):
    thesis, client = a_thesis(), signed_in(ben())
    for more in ({"link": link, "link_title": "Bericht"}, {"link": "https://www.bamf.de/"}, {"link_title": "Bericht"}):
        assert client.post(f"{thesis.path}neu/", TYPED | more).status_code == 422
    more = {"link": "https://www.bamf.de/", "link_title": "Bericht"}
    assert client.post(f"{thesis.path}neu/", TYPED | more).status_code == 302


def test_only_with_source_shows_what_rests_on_something_and_what_that_answers():
    thesis, person = a_thesis(), ben()
    bare, context = an_argument(thesis, person, "Quittenmus hilft."), an_argument(thesis, person, "Apfelmus hilft.")
    an_argument(thesis, person, "Das ist belegt.", to=context, is_pro=False, link="https://www.bamf.de/")
    page = read(signed_in(person), thesis, "?quelle=1")
    assert "Apfelmus" in page and "Das ist belegt." in page and bare.headline not in page
    assert bare.headline in read(signed_in(person), thesis)


def test_the_picture_is_also_a_sentence_and_the_tree_a_text_to_take_along():
    thesis, person = a_thesis(source="Hintergrund."), ben()
    first = an_argument(thesis, person, "Er *kennt* die Stadt.", link="https://www.bamf.de/")
    an_argument(thesis, person, "Er kostet.", is_pro=False, is_named=False)
    an_argument(thesis, person, "Nicht immer.", to=first, is_pro=False)
    assert tree.balance(tree.tree_of(thesis)) == (
        "1 Argument spricht für die These. 1 Argument spricht dagegen. 1 weiteres antwortet darauf."
    )
    answer = signed_in(person).get(f"{thesis.path}argumente.md")
    text = answer.content.decode()
    assert answer.headers["Content-Type"].startswith("text/markdown") and "attachment" in str(answer.headers)
    for line in ("## Dafür", r"### Er \*kennt\* die Stadt.", "[Bericht](<https://www.bamf.de/>)", "## Dagegen",
                 "#### Dagegen: Nicht immer.", "Hintergrund."):  # fmt: skip
        assert line in text.split("\n") or line in text
    assert text.count(person.name) == 2  # and not of the one without a name


@pytest.mark.once
def test_a_tree_takes_the_same_number_of_queries_however_large(django_assert_max_num_queries):
    thesis, person = a_thesis(), ben()
    client, counts = signed_in(cem()), []
    for number in range(3):
        first = an_argument(thesis, person, f"Grund {number}")
        an_argument(thesis, a_person(f"Emil{number} E", f"e{number}@example.org"), f"Antwort {number}", to=first)
        if number in (0, 2):
            client.get(thesis.path)
            with django_assert_max_num_queries(12) as asked:
                client.get(thesis.path)
            counts.append(len(asked))
    assert counts[0] == counts[1]
    with django_assert_max_num_queries(12):
        client.get("/dialog/debatten/argumente/")


# --- what convinces ---


def told(argument) -> int:
    return Argument.objects.get(pk=argument.pk).convinced


def test_it_convinces_somebody_once_however_often_she_presses_and_is_taken_back():
    thesis, hers, his = a_thesis(), ben(), cem()
    argument, other = an_argument(thesis, hers), an_argument(thesis, hers, "Noch eins.")
    for _press in range(2):
        convince(argument, True, by=his)
    convince(other, True, by=his)
    twin = {"argument": argument, "mark": argument.convictions.get().mark}
    with pytest.raises(IntegrityError), transaction.atomic():  # also when both presses come at once
        Conviction.objects.create(**twin)
    assert Conviction.objects.filter(argument=argument).count() == 1
    client = signed_in(his)
    assert read(client, thesis).count('aria-pressed="true"') == 2
    for _press in range(2):
        client.post(f"{argument.path}ueberzeugt/", {"ueberzeugt": "nein"})
    assert list(Conviction.objects.values_list("argument", flat=True)) == [other.pk]
    with pytest.raises(Refusal):
        convince(argument, True, by=hers)  # her own


def test_what_is_stored_joins_neither_with_a_name_nor_with_what_else_convinces_her():
    thesis, hers, his = a_thesis(), ben(), cem()
    for number in range(3):
        convince(an_argument(thesis, hers, f"Grund {number}"), True, by=his)
    voter, marks = secret.voter_id(thesis, his.pk), list(Conviction.objects.values_list("mark", flat=True))
    assert len({*marks, voter, his.pk}) == 5
    assert {field.name for field in Conviction._meta.concrete_fields} == {"id", "argument", "mark", "is_counted"}
    assert sorted(all_marks_of(his), key=str)[0] in marks and not set(all_marks_of(hers)) & set(marks)


def test_how_many_is_told_in_fives_once_a_day_and_only_when_five_are_new():
    argument = an_argument(a_thesis(), ben())
    crowd = people(20)

    def on_day(number: int, presses: range, is_so=True) -> int:
        with in_days(number):
            for each in presses:
                convince(argument, is_so, by=crowd[each])
            convincing.tend()
            return told(argument)

    assert on_day(1, range(4)) == 0
    assert on_day(1, range(4, 5)) == 0  # it was looked at today
    assert on_day(2, range(5, 6)) == 5
    assert on_day(3, range(6, 10)) == 5  # ten by now, and four of them new
    assert on_day(4, range(4), is_so=False) == 5  # whoever goes does not show
    assert on_day(5, range(1)) == 5  # six, of whom she and four others are new: still five
    assert on_day(6, range(10, 17)) == 10


def test_watching_her_own_press_nobody_learns_of_another(monkeypatch):
    """The adversary presses and takes back every day; of nine others one comes on the fifth."""

    def days(others_on_the_fifth: int) -> list[int]:
        thesis, shown = a_thesis(days=30), []
        argument = an_argument(thesis, writer)
        for day_ in range(1, 9):
            with in_days(day_):
                for each in crowd[: 8 + (others_on_the_fifth if day_ >= 5 else 0)]:
                    convince(argument, True, by=each)
                convince(argument, day_ % 2 == 1, by=adversary)
                convincing.count(thesis)
                shown.append(told(argument))
        return shown

    writer, adversary, crowd = ben(), cem(), people(15)
    assert days(0) == days(1)
    monkeypatch.setattr(convincing, "ENOUGH", 1)  # the twin: told whenever anything is new
    assert days(0) != days(1)


@pytest.mark.parametrize(("size", "number"), [(11, 5), (10, 0), (6, 0)])
def test_of_a_small_group_it_is_never_told_that_nearly_all_are_convinced(size, number):
    group = a_group()
    crowd = people(size, group)
    thesis = a_thesis(readers=group.token)
    argument = an_argument(thesis, crowd[0])
    for person in crowd[1:]:
        convince(argument, True, by=person)
    convincing.count(thesis)
    assert told(argument) == number


# --- the end ---


def test_after_the_last_day_nothing_moves_and_nobody_can_say_whom_it_convinced():
    thesis, hers, team = a_thesis(by=None, days=0), ben(), ada()
    argument = an_argument(thesis, hers)
    for person in people(12)[:7]:
        convince(argument, True, by=person)
    convincing.tend()
    assert told(argument) == 5 and Thesis.objects.get().key
    with in_days():
        frozen = (
            lambda: an_argument(thesis, hers, "Zu spät."), lambda: arguing.change(argument, FACTS, by=hers),
            lambda: arguing.withdraw(argument, by=hers), lambda: convince(argument, True, by=team),
            lambda: theses.save(thesis, {"source": "X"}, by=team),
        )  # fmt: skip
        for act in frozen:
            with pytest.raises(Refusal):
                act()
        convincing.tend()
        convincing.tend()
        assert Thesis.objects.get().key is None and not Conviction.objects.exists() and told(argument) == 5
        page = read(signed_in(hers), thesis)
    assert "/praxis/neu/?titel=" in page  # it leads somewhere
    assert "Überzeugt mich" not in page and "Ändern" not in page and "überzeugt mindestens 5 Personen" in page


def test_everybody_who_wrote_under_her_name_hears_once_what_is_taken_along():
    thesis, hers, his, team = a_thesis(days=0), ben(), cem(), ada()
    an_argument(thesis, hers)
    an_argument(thesis, his, is_named=False)
    an_argument(thesis, team)
    with pytest.raises(Refusal):
        theses.summarise(thesis, "Zu früh.", by=team)
    with in_days():
        with pytest.raises(Refusal):
            theses.summarise(thesis, "Nicht meins.", by=hers)
        for _time in range(2):
            theses.summarise(thesis, "Wir gründen einen Beirat.", by=team)
    assert [letter.to for letter in Letter.objects.all()] == [hers.email]
    assert "Wir gründen einen Beirat." in Letter.objects.get().text
