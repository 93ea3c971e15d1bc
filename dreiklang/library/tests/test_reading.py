"""A page as it is read: what it says of itself, what went out of date, its releases, and its files."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dreiklang.foundation.marking import marked
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.groups.readers import PUBLIC
from dreiklang.index.feeding import feed
from dreiklang.library.actions.releasing import put_in_force, release
from dreiklang.library.actions.writing import add_section, take_out
from dreiklang.library.models import Article, File, Source
from dreiklang.library.tests.makers import a_draft, a_page_file, a_review, a_text, an_article
from dreiklang.people.actions.joining import take_office
from dreiklang.people.tests.makers import a_field, ada, ben, cem
from dreiklang.places.tests.makers import a_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.long]
OLD = timezone.localdate() - timedelta(days=400)


@pytest.fixture
def people():
    return ben(), ada()


def read(client, article, rest="") -> str:
    answer = client.get(article.path + rest)
    assert answer.status_code == 200
    return answer.content.decode()


def release_anew(article, people, **facts):
    article.refresh_from_db()
    today = timezone.localdate()
    return put_in_force(
        article, [], by=people[1], as_of=today, checked_until=today + timedelta(days=365), note=facts.get("note", "")
    )


def test_a_page_says_what_somebody_in_a_hurry_asks(client, people):
    place = a_municipality()
    article = a_draft(people[0], kind=Article.EXAMPLE, readers=PUBLIC, summary="In einem Satz.")
    Article.objects.filter(pk=article.pk).update(
        municipality=place,
        cost="low",
        staff="high",
        duration="short",
        contact="Rathaus, Zimmer 3",
        sizes="ab",
        duties="2",
    )
    article.refresh_from_db()
    article.fields.add(a_field())
    Source.objects.create(article=article, title="Leitfaden", url="https://example.org/leitfaden", note="Seite 3")
    a_review(article, cem())
    release(article, by=people[1])
    article.refresh_from_db()
    page = read(client, article)
    for said in (
        "In einem Satz.", "Cem Aydoğan (Praxis)", 'href="/kommunen/99115003/"', "unter 1.000 €", "Rathaus, Zimmer 3",
        "mehr als 5 Stunden in der Woche", "unter 3 Monate", 'href="/praxis/?feld=sprache"',
        'href="/praxis/?aufgabe=2"',
        "Gemeinde unter 10.000, Gemeinde oder Stadt mit 10.000 bis 20.000", "https://creativecommons.org/licenses/by/4.0/",
        "https://example.org/leitfaden", "Seite 3", "alle, auch ohne Konto", "Permanente Adresse: http://localhost",
    ):  # fmt: skip
        assert said in page, said


def test_a_long_page_has_a_table_of_contents_that_leads_to_its_sections(client, people):
    article = a_draft(people[0], readers=PUBLIC)
    for number in range(3):
        add_section(article, f"Schritt {number}", "Text.", by=people[0])
    release_anew(article, people)
    article.refresh_from_db()
    page = read(client, article)
    for section in article.sections.exclude(heading=""):
        assert f'href="#{section.anchor}"' in page and f'id="{section.anchor}"' in page
    assert 'class="contents"' not in read(client, an_article(*people, readers=PUBLIC, title="Kurz"))


def test_with_a_team_no_person_is_shown_as_author(client, people):
    article = a_draft(people[0], readers=PUBLIC)
    Article.objects.filter(pk=article.pk).update(team_name="ThemenTeam Wohnen")
    release_anew(article, people)
    article.refresh_from_db()
    page = read(client, article)
    assert "ThemenTeam Wohnen" in page and "Ben Okonkwo" not in page


def test_whoever_is_not_signed_in_is_asked_to_for_a_page_of_members(client, people):
    article = an_article(*people)
    assert client.get(article.path).url == f"/konto/anmelden/?next={article.path}"
    client.force_login(cem())
    read(client, article)


def test_what_only_a_group_reads_is_not_there_for_others(client, people):
    group = Group.objects.create(name="Kreis", kind=Group.COHORT)
    article = an_article(*people)
    Article.objects.filter(pk=article.pk).update(readers=group.token)
    other = cem()
    client.force_login(other)
    assert [client.get(article.path + rest).status_code for rest in ("", "fassungen/", "uebernahme/")] == [404] * 3
    join(group, other)
    read(client, article)


def test_an_outdated_page_says_so_on_top_and_wherever_it_is_cited(client, people):
    old = an_article(*people, readers=PUBLIC, title="Alt", checked_until=OLD)
    fresh = an_article(*people, readers=PUBLIC, title="Frisch")
    text = f"Siehe [die alte]({old.path}) und [die frische]({fresh.path}#quellen)."
    citing = an_article(*people, readers=PUBLIC, title="Zitiert", source=text)
    assert "Veraltet: zuletzt geprüft bis" in read(client, old)
    page = read(client, citing)
    assert 'die alte</a> <span class="outdated">(veraltet)</span>' in page and "die frische</a>." in page
    assert page.count('class="outdated"') == 2  # in the text, and in the list of what it cites
    assert "Veraltet: zuletzt" not in page
    assert "(veraltet)" not in citing.release.html
    assert 'href="/praxis/zitiert/"' in read(client, fresh)


def test_the_search_marks_what_is_outdated(client, people):
    an_article(*people, readers=PUBLIC, title="Alte Stolpersteine", checked_until=OLD)
    an_article(*people, readers=PUBLIC, title="Frische Stolpersteine")
    feed()
    page = client.get("/suche/?q=Stolpersteine").content.decode()
    assert "Frische" in page and page.count('class="outdated"') == 1


def test_no_mark_stands_where_nothing_is_outdated():
    html = (
        '<p><a href="/praxis/neu-hier/" rel="nofollow">a</a> <a href="https://anderswo.example/praxis/alt/">b</a></p>'
    )
    assert marked(html, {}) == html == marked(html, {"/praxis/alt/": "veraltet"})
    assert marked(html, {"/praxis/neu-hier/": "veraltet"}).count("outdated") == 1


def test_what_a_reader_may_not_see_is_not_told_by_a_page_that_cites_it(client, people):
    inner = an_article(*people, title="Nur innen", checked_until=OLD)
    citing = an_article(*people, readers=PUBLIC, title="Außen", source=f"Siehe [dort]({inner.path}).")
    assert "Nur innen" not in read(client, citing) and "veraltet" not in read(client, citing)
    client.force_login(people[0])
    assert "Nur innen" in read(client, citing)


def test_a_withdrawn_page_gives_its_reason_instead_of_its_text_and_leads_on(client, people):
    article = an_article(*people, readers=PUBLIC, source="Diese Zahl war falsch.")
    article.fields.add(a_field())
    file = a_page_file(article)
    release_anew(article, people)
    Article.objects.filter(pk=article.pk).update(state=Article.WITHDRAWN, withdrawn_reason="Die Zahl stimmte nicht.")
    article.refresh_from_db()
    page = read(client, article)
    assert "Die Zahl stimmte nicht." in page and "Diese Zahl war falsch." not in page
    assert 'href="/praxis/?feld=sprache"' in page
    client.force_login(cem())
    assert client.get(file.path).status_code == client.get(f"{article.path}fassungen/").status_code == 404
    client.force_login(people[0])
    assert client.get(f"{article.path}fassungen/").status_code == 200


def test_two_releases_are_compared_section_by_section(client, people):
    article = an_article(*people, readers=PUBLIC, source="Wir zahlen wenig.")
    same, other = article.sections.get(heading="Vorgehen"), add_section(article, "Neu", "Ein Satz.", by=people[0])
    a_text(article.sections.first(), "Wir zahlen genug.", people[0])
    release_anew(article, people, note="Neue Sätze")
    page = read(client, article, "fassungen/?von=2&bis=1")  # either way round
    assert "<del>wenig.</del><ins>genug.</ins>" in page
    assert "Neue Sätze" in page and "von Ada Lindqvist" in page
    assert "neuer Abschnitt" in page and f"<h3>{same.heading}" not in page
    take_out(other, by=people[0])
    release_anew(article, people)
    assert "<del>Ein Satz.</del>" in read(client, article, "fassungen/?von=2&bis=3")
    assert "sagen dasselbe" in read(client, article, "fassungen/?von=1&bis=1")
    assert "<del>" not in read(client, article, "fassungen/?von=1&bis=77")


def test_what_was_released_for_members_is_not_read_by_visitors_when_the_page_opens(client, people):
    article = an_article(*people, source="Intern gesagt.")
    Article.objects.filter(pk=article.pk).update(readers=PUBLIC)
    article.refresh_from_db()
    a_text(article.sections.first(), "Öffentlich gesagt.", people[0])
    release_anew(article, people)
    assert "Intern" not in read(client, article, "fassungen/?von=1&bis=2")
    client.force_login(people[0])
    assert "Intern" in read(client, article, "fassungen/?von=1&bis=2")


def test_a_file_of_the_newest_release_is_handed_over_and_counted_without_a_name(client, people):
    article = a_draft(people[0], kind=Article.AID, readers=PUBLIC)
    file = a_page_file(article)
    release_anew(article, people)
    article.refresh_from_db()
    assert f'href="{file.path}"' in read(client, article) and "DOCX, 34 kB" in read(client, article)
    answer = client.get(file.path)
    assert b"".join(answer.streaming_content) == b"PK"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="Muster.docx"'
    assert (
        answer.headers["X-Content-Type-Options"] == "nosniff" and "sandbox" in answer.headers["Content-Security-Policy"]
    )
    client.head(file.path)
    file.refresh_from_db()
    assert file.downloads == 1 and "heruntergeladen" not in read(client, article)
    client.force_login(people[0])
    client.get(file.path)
    file.refresh_from_db()
    assert file.downloads == 1  # whoever works on it looks at her own
    assert "1 Mal heruntergeladen" in read(client, article)


def test_a_file_of_a_draft_or_of_an_older_release_is_not_handed_over_to_readers(client, people):
    article = an_article(*people, readers=PUBLIC)
    file = a_page_file(article)
    client.force_login(cem())
    assert client.get(file.path).status_code == 404
    release_anew(article, people)
    assert client.get(file.path).status_code == 200
    File.objects.filter(pk=file.pk).update(is_gone=True)
    assert client.get(file.path).status_code == 200  # the release still names it
    release_anew(article, people)
    assert client.get(file.path).status_code == 404


def test_a_file_of_a_page_for_members_leads_a_visitor_to_the_sign_in(client, people):
    article = a_draft(people[0])
    file = a_page_file(article)
    release_anew(article, people)
    assert client.get(file.path).url == f"/konto/anmelden/?next={file.path}"
    client.force_login(cem())
    assert client.get(file.path).status_code == 200


def test_a_draft_that_is_out_for_comments_shows_its_files_to_its_readers_uncounted_for_its_authors(client, people):
    article = a_draft(people[0])
    file = a_page_file(article)
    client.force_login(cem())
    assert client.get(reverse("article_file", args=[file.pk])).status_code == 404
    Article.objects.filter(pk=article.pk).update(is_out_for_comments=True)
    assert client.get(file.path).status_code == 200


def test_heute_shows_what_concerns_her_rather_than_what_is_newer(client, people):
    person, field = people[0], a_field()
    mine = a_municipality("Meine", "99115001", population=9_000)
    alike = a_municipality("Ähnlich", "99115002", population=8_000)
    other = a_municipality("Groß", "99115004", kind="stadtkreis", population=300_000)
    for number, (title, place) in enumerate((("A", other), ("B", other), ("C", other), ("D", alike), ("E", other))):
        article = an_article(*people, title=title, as_of=timezone.localdate() - timedelta(days=number), readers=PUBLIC)
        Article.objects.filter(pk=article.pk).update(municipality=place)
    article.fields.add(field)  # the last, of a field of hers
    an_article(*people, title="Veraltet", readers=PUBLIC, checked_until=OLD)
    assert on_heute(client) == ["A", "B", "C"]
    client.force_login(person)
    assert on_heute(client) == ["A", "B", "C"]
    take_office(person, mine, title="Integrationsbeauftragter")
    person.fields_of_action.add(field)
    assert on_heute(client) == ["A", "D", "E"]


def on_heute(client) -> list[str]:
    return re.findall(r'<h3 class="hit__title"><a href="[^"]+">(.*?)</a>', client.get("/").content.decode())


@pytest.mark.parametrize("is_in", [False, True])
def test_as_many_queries_for_three_of_everything_as_for_one(client, people, is_in):
    cited = [an_article(*people, readers=PUBLIC, title=f"Zitiert {number}") for number in range(3)]
    article, counts = a_draft(people[0], readers=PUBLIC), []
    if is_in:
        client.force_login(people[1])
    for number in range(3):
        a_text(article.sections.first(), " ".join(f"[x]({one.path})" for one in cited[: number + 1]), people[0])
        a_page_file(article, title=f"Muster {number}")
        article.fields.add(a_field(f"Feld{number}"))
        place = a_municipality(f"Ort {number}", f"9911510{number}")
        article.adoptions.create(municipality=place, on=timezone.localdate())
        release_anew(article, people)
        citing = an_article(*people, readers=PUBLIC, title=f"Zitiert {number}", source=f"[y](/praxis/{cited[0].slug}/)")
        article.citations.model.objects.create(article=citing, cited=article)
        article.refresh_from_db()
        read(client, article)  # what machines read of it is made once
        with CaptureQueriesContext(connection) as queries:
            read(client, article)
        counts.append(len(queries))
    assert counts[0] == counts[2] < 12
