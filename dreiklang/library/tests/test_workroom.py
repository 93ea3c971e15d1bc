"""Where a page is begun and written: what one sees there, and what one can do without any script."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dreiklang.foundation.models import fresh_id
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.library.actions.writing import save_section
from dreiklang.library.models import Article, Section
from dreiklang.library.tests.makers import a_draft, a_text, an_article, typed_on
from dreiklang.people.tests.makers import a_person, ada, ben, cem

pytestmark = [pytest.mark.django_db, pytest.mark.long]


def a_team(*people, name="ThemenTeam Sprache", kind=Group.TOPIC_TEAM) -> Group:
    group = Group.objects.create(name=name, kind=kind)
    for person in people:
        join(group, person)
    return group


def test_a_page_is_begun_once_however_often_one_clicks(client):
    person = ben()
    team = a_team(person)
    client.force_login(person)
    assert "worauf man achten sollte" in client.get("/praxis/neu/").content.decode()
    sent = {"public_id": fresh_id(), "kind": "pointer", "title": "Acht Stolpersteine", "readers": "public"}
    paths = {client.post("/praxis/neu/", sent | {"team": team.pk}).url for _click in range(2)}
    article = Article.objects.get()
    assert paths == {article.workroom} and (article.readers, article.team_name) == ("public", team.name)


def test_nobody_begins_a_page_for_readers_or_a_team_that_she_does_not_belong_to(client):
    person, stranger = ben(), a_team(cem())
    a_team(person)
    client.force_login(person)
    sent = {"kind": "pointer", "title": "Acht Stolpersteine", "readers": "members"}
    for more in ({"readers": stranger.token}, {"readers": "team"}, {"team": stranger.pk}):
        assert client.post("/praxis/neu/", sent | more).status_code == 422
    assert not Article.objects.exists()


def test_a_ministry_is_told_that_members_write(client):
    client.force_login(a_person("Mia Amt", is_member=False))
    assert client.get("/praxis/neu/").status_code == 403
    assert "Meine Entwürfe" not in client.get("/praxis/").content.decode()


def test_my_drafts_say_what_is_next_and_nothing_of_others(client):
    person, other = ben(), cem()
    client.force_login(person)
    assert "Noch kein Entwurf" in client.get("/praxis/entwuerfe/").content.decode()
    empty = a_draft(person, title="Noch leer", source="")
    empty.sections.exclude(role="x").update(source="")
    a_draft(person, title="Halb fertig")
    a_draft(other, title="Geheimer Plan")
    an_article(person, ada(), title="Längst zu lesen")
    page = client.get("/praxis/entwuerfe/").content.decode()
    assert "Den ersten Abschnitt schreiben" in page and "Weiterschreiben und zur Prüfung geben" in page
    assert "Steht im PraxisPortal" in page and "Geheimer Plan" not in page
    client.force_login(Article.objects.get(title="Längst zu lesen").release.by)
    assert "Geheimer Plan" not in client.get("/praxis/entwuerfe/").content.decode()  # the team works on it, but not she


def test_my_drafts_take_the_same_queries_for_one_and_for_many(client):
    person = ben()
    client.force_login(person)
    counts = []
    for title in ("Eins", "Zwei", "Drei"):
        section = a_draft(person, title=title).sections.first()
        save_section(section, "", "Anders.", by=person, seen=section.number - 1)
        counts.append(number_of_queries(lambda: client.get("/praxis/entwuerfe/")))
    assert len(set(counts)) == 1 and counts[0] < 12


def test_the_workroom_takes_the_same_queries_for_few_sections_and_for_many(client):
    person = ben()
    client.force_login(person)
    short, long = a_draft(person), a_draft(person, kind=Article.EXAMPLE)
    rival = long.sections.last()
    a_text(rival, "Eins.", person)
    save_section(rival, rival.heading, "Zwei.", by=person, seen=1)
    few, many = (number_of_queries(lambda path=each.workroom: client.get(path)) for each in (short, long))
    assert few <= many <= few + 1 <= 13  # where two versions stand, those are read


def number_of_queries(ask) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert ask().status_code == 200
    return len(asked)


def test_sections_are_added_moved_taken_out_and_brought_back_with_plain_buttons(client):
    person = ben()
    article = a_draft(person)
    client.force_login(person)
    sent = {"public_id": fresh_id(), "heading": "Kosten", "source": "Wenig.\r\n\r\nAber regelmäßig."}
    for _click in range(2):
        client.post(f"{article.workroom}abschnitte/neu/", sent)
    lead, way, cost = article.sections.all()
    assert cost.source == "Wenig.\n\nAber regelmäßig."
    client.post(f"{cost.workplace}platz/", {"platz": "hoch"})
    client.post(f"{lead.workplace}platz/", {"platz": "hoch"})  # it is on top already
    assert [one.pk for one in article.sections.all()] == [lead.pk, cost.pk, way.pk]
    client.post(f"{cost.workplace}herausnahme/", {"heraus": "ja"})
    page = client.get(article.workroom).content.decode()
    assert "Zurückholen" in page and "regelmäßig" not in page
    client.post(f"{cost.workplace}herausnahme/", {"zurueck": "ja"})
    assert "regelmäßig" in client.get(article.workroom).content.decode()


def test_without_scripts_the_preview_comes_from_the_server_and_saves_nothing(client):
    person = ben()
    section = a_draft(person).sections.last()
    client.force_login(person)
    sent = {"heading": "Vorgehen", "source": "**Neu** <script>1</script>", "seen": 1, "vorschau": "ja"}
    answer = client.post(section.workplace, sent)
    page = answer.content.decode()
    assert answer.status_code == 200 and "<strong>Neu</strong>" in page and "<script>1" not in page
    assert typed_on(page)["source"] == sent["source"]
    section.refresh_from_db()
    assert section.number == 1


def test_a_text_that_is_too_long_stays_in_the_field_with_a_sentence(client):
    section = a_draft(ben()).sections.last()
    client.force_login(section.article.owner)
    answer = client.post(section.workplace, {"heading": "", "source": "x" * 20_001, "seen": 1})
    assert answer.status_code == 422 and "in zwei" in answer.content.decode()


def test_a_section_of_another_page_is_not_there(client):
    person = ben()
    mine, other = a_draft(person), a_draft(cem())
    client.force_login(person)
    strange = other.sections.first()
    for path in ("", "fassungen/"):
        assert client.get(f"{mine.workroom}abschnitte/{strange.pk}/{path}").status_code == 404
    assert client.post(f"{mine.workroom}abschnitte/{strange.pk}/herausnahme/").status_code == 404
    assert Section.objects.get(pk=strange.pk).is_gone is False


def test_the_workroom_says_who_reads(client):
    person = ben()
    article = a_draft(person, readers="public")
    client.force_login(person)
    page = client.get(article.workroom).content.decode()
    assert "wer mitschreibt oder um Prüfung gebeten ist, das Programmteam" in page
    assert "Nach der Freigabe: alle, auch ohne Konto" in page
    Article.objects.filter(pk=article.pk).update(is_out_for_comments=True)
    assert "zur Rückmeldung:" in client.get(article.workroom).content.decode()


def test_whoever_reads_the_draft_to_comment_it_changes_nothing(client):
    person, reader = ben(), cem()
    article = a_draft(person)
    Article.objects.update(is_out_for_comments=True)
    client.force_login(reader)
    page = client.get(article.workroom).content.decode()
    assert "Dann zahlen." in page and "Bearbeiten" not in page and "Abschnitt hinzufügen" not in page
    section = article.sections.last()
    for path in (section.workplace, f"{article.workroom}angaben/", f"{article.workroom}abschnitte/neu/"):
        assert client.get(path).status_code == 403, path
    assert client.post(f"{section.workplace}herausnahme/").status_code == 403
