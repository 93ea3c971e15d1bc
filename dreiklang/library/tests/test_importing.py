"""A folder of files becomes pages: all of them or none, and twice the same."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from dreiklang.foundation.models import Act
from dreiklang.foundation.refusal import Refusal
from dreiklang.groups.models import Group
from dreiklang.letters.models import Letter
from dreiklang.library.actions.importing import import_pages
from dreiklang.library.importing import read_folder
from dreiklang.library.models import Article, File, Section
from dreiklang.library.tests.page_files import FACTS, a_file, a_file_beside
from dreiklang.people.models import Person
from dreiklang.people.tests.makers import a_field, a_person, ada, ben, cem
from dreiklang.places.tests.makers import a_district, a_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.long]


@pytest.fixture
def folder(tmp_path):
    """With the people and the field of action that FACTS names."""
    ada(), ben(), cem(), a_field()
    return tmp_path / "seiten"


def run(folder, *options, by="ada@example.org") -> dict:
    out = StringIO()
    call_command("import_pages", str(folder), "--by", by, "--json", *options, stdout=out, stderr=StringIO())
    return json.loads(out.getvalue())


def refused(folder, *options, **more) -> str:
    """What the command says; and nothing has changed, neither in the database nor on the disk."""
    before = Article.objects.count(), Section.objects.count(), Act.objects.count()
    with pytest.raises(CommandError) as problem:
        run(folder, *options, **more)
    assert (Article.objects.count(), Section.objects.count(), Act.objects.count()) == before
    assert str(problem.value).endswith("Es wurde nichts geändert.")
    return str(problem.value)


def test_a_file_becomes_a_draft_of_whoever_brings_it(folder, client):
    a_file(folder)
    done = run(folder)
    assert (done["new"], done["released"]) == (["bezahlen"], 0)
    article = Article.objects.get()
    assert (article.state, article.title, article.owner.name) == (Article.DRAFT, FACTS["titel"], "Ada Lindqvist")
    assert [author.name for author in article.authors.all()] == ["Ben Okonkwo"]
    assert [(one.heading, one.source) for one in article.sections.all()] == [
        ("", "Es ist billiger, als man denkt."), ("Vorgehen", "Erst fragen."),
    ]  # fmt: skip
    assert article.sections.last().versions.get().source == "Erst fragen."
    assert article.path == article.workroom
    assert client.get("/praxis/bezahlen/").status_code in (302, 404)  # the way to sign in, or nothing


def test_with_release_it_is_in_force_with_its_reviewers_and_dates(folder, client):
    a_municipality("Rebweiler")
    a_file(folder, uebernommen="[{kommune: Rebweiler, text: Anders., tage: 5}]")
    assert run(folder, "--release")["released"] == 1
    article, today = Article.objects.get(), timezone.localdate()
    assert (article.as_of, article.checked_until) == (today - timedelta(days=10), today + timedelta(days=200))
    assert article.release.content["reviews"] == [
        {"name": "Cem Aydoğan", "side": "practice", "on": article.as_of.isoformat()}
    ]
    assert article.release.by.name == "Ada Lindqvist" and article.adoptions.get().changed == "Anders."
    assert "Erst fragen." in client.get("/praxis/bezahlen/").content.decode()
    assert Act.objects.filter(act="article.released").count() == 1
    assert not Letter.objects.exists()


def test_what_is_there_is_left_and_a_second_run_changes_nothing(folder):
    a_file(folder)
    run(folder)
    Section.objects.filter(heading="Vorgehen").update(source="Von Hand.")
    assert run(folder)["left"] == ["bezahlen"]
    assert Section.objects.get(heading="Vorgehen").source == "Von Hand."


def test_with_update_the_text_becomes_a_new_draft_and_readers_keep_theirs(folder, client):
    a_file(folder)
    run(folder, "--release")
    a_file(folder, text="Es ist teurer.\n\n## Kosten\n\nViel.")
    assert run(folder, "--update")["changed"] == ["bezahlen"]
    article = Article.objects.get()
    assert [(one.heading, one.number) for one in article.sections.standing()] == [("", 2), ("Kosten", 1)]
    assert "billiger" in client.get(article.path).content.decode()
    assert run(folder, "--update")["left"] == ["bezahlen"]
    a_file(folder, text="Es ist am teuersten.")
    run(folder, "--update", "--release")
    assert "am teuersten" in client.get(article.path).content.decode()
    assert Article.objects.get().release.number == 2


def test_an_example_has_its_sections_by_their_names(folder):
    a_file(folder, art="Praxisbeispiel", kosten="keine", text="Vorweg.\n\n## Kosten\n\nWenig.\n\n## Sonstiges\n\nDies.")
    run(folder)
    article = Article.objects.get()
    assert [(one.role, one.heading) for one in article.sections.all()][:3] == [
        ("", ""), ("cost", "Kosten"), ("", "Sonstiges"),
    ]  # fmt: skip
    assert {one.role for one in article.sections.all()} == {"", *(role for role, _label in Section.ROLES)}
    assert article.cost == "none"


def test_a_heading_in_code_begins_no_section(folder):
    a_file(folder, text="```\n## keine\n```\n\n## Eine\n\nText")
    run(folder)
    assert [one.heading for one in Section.objects.all()] == ["", "Eine"]


def test_files_come_along(folder):
    a_file_beside(folder, "vorlage.txt")
    a_file(folder, dateien="[{datei: vorlage.txt, titel: Vorlage}]")
    assert run(folder, "--release")["files"] == 1
    file = File.objects.get()
    assert (file.title, file.name, file.file.read()) == ("Vorlage", "vorlage.txt", b"Sehr geehrte Damen und Herren")
    assert Article.objects.get().release.content["files"] == [str(file.pk)]
    assert run(folder, "--update")["left"] == ["bezahlen"]


def test_one_wrong_file_and_nothing_is_brought_nor_left_on_the_disk(folder, settings):
    a_file_beside(folder)
    a_file(folder, "gut.md", dateien="[{datei: muster.txt, titel: Muster}]")
    a_file(folder, "schlecht.md", art="Roman")
    before = stored(settings)
    said = refused(folder)
    assert "schlecht.md, Zeile 3: art: „Roman“ gibt es nicht. Möglich sind: Überblick," in said
    assert stored(settings) == before


def test_files_go_with_what_is_rolled_back(folder, settings, monkeypatch):
    a_file_beside(folder)
    a_file(folder, dateien="[{datei: muster.txt, titel: Muster}]")
    pages = read_folder(folder, Person.objects.all())
    monkeypatch.setattr("dreiklang.library.actions.importing.record", lambda *args: 1 / 0)
    before = stored(settings)
    with pytest.raises(ZeroDivisionError):
        import_pages(pages, by=Person.objects.get(is_team=True))
    assert stored(settings) == before and not Article.objects.exists()


def stored(settings) -> set:
    return {path.name for path in (settings.UPLOADS / "library").glob("*")}


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"titel": None}, "titel: Diese Angabe fehlt."),
        ({"titel": "12"}, "titel: „12“ ist kein Text. Bitte setzen Sie ihn in Anführungszeichen."),
        ({"titel": "x" * 151}, "titel: Das sind 151 Zeichen, möglich sind 150."),
        ({"titl": "x"}, "titl: Diese Angabe gibt es nicht. Gemeint ist vielleicht „titel“."),
        ({"handlungsfelder": "[zauberei]"}, "handlungsfelder: Das Handlungsfeld „zauberei“ gibt es nicht."),
        ({"handlungsfelder": "[sprache, sprache, sprache, sprache]"}, "handlungsfelder: Höchstens 3 sind möglich."),
        ({"aufgaben": "[6]"}, "aufgaben: „6“ gibt es nicht. Möglich sind: 1, 2, 3, 4, 5."),
        ({"groessen": "[z]"}, "groessen: „z“ gibt es nicht."),
        ({"land": "Atlantis"}, "land: Das Land „Atlantis“ gibt es nicht."),
        ({"kommune": "Nirgendwo"}, "kommune: Die Kommune „Nirgendwo“ steht nicht im Verzeichnis."),
        ({"team": "Niemand"}, "team: Das ThemenTeam „Niemand“ gibt es nicht. Es gibt: noch keines."),
        ({"von": "[hans]"}, "von: „hans“ hat hier kein Konto."),
        ({"lizenz": "CC0"}, "lizenz: „CC0“ gibt es nicht."),
        ({"lesende": "alle"}, "lesende: „alle“ gibt es nicht. Möglich sind: öffentlich, Mitglieder."),
        ({"stand": -1}, "stand: Dieser Tag liegt in der Zukunft."),
        ({"stand": "gestern"}, "stand: Erwartet wird ein Tag (2026-03-31) oder eine Zahl von Tagen."),
        ({"stand": 99999999999999}, "stand: Erwartet wird ein Tag"),
        ({"geprueft": "[{von: cem, seite: Presse}]"}, "geprueft: seite: Möglich sind Praxis und Wissenschaft."),
        ({"quellen": "[{titel: A, url: 'javascript:x()'}]"}, "quellen: „javascript:x()“ ist keine Webadresse."),
        ({"quellen": "[{titel: A, autor: B}]"}, "quellen: „autor“ gibt es hier nicht."),
        ({"dateien": "[{datei: fehlt.pdf, titel: A}]"}, "dateien: Die Datei „files/fehlt.pdf“ gibt es nicht."),
        ({"dateien": "[{datei: ../geheim.txt, titel: A}]"}, "dateien: „../geheim.txt“ muss der Name einer Datei"),
        ({"dateien": "[{datei: /etc/passwd, titel: A}]"}, "dateien: „/etc/passwd“ muss der Name einer Datei"),
        ({"dateien": "[{datei: '..', titel: A}]"}, "dateien: „..“ muss der Name einer Datei"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_file_and_field(folder, facts, sentence):
    a_file(folder, **facts)
    a_file_beside(folder)
    (folder / "geheim.txt").write_text("Kennwort")  # which "../geheim.txt" would reach
    assert (folder / "files" / "../geheim.txt").is_file()
    said = refused(folder)
    assert said.startswith("bezahlen.md") and sentence in said


def test_several_faults_are_named_together(folder):
    a_file(folder, art="Roman", kommune="Nirgendwo")
    said = refused(folder)
    assert "Zeile 3: art:" in said and "Zeile 11: kommune:" in said


def test_a_place_of_two_names_its_choices_and_its_label_is_enough(folder):
    a_municipality("Neudorf", "99115001")
    a_municipality("Neudorf", "99116001", district=a_district("Seegau", "99116"))
    a_file(folder, kommune="Neudorf")
    assert "„Neudorf“ gibt es mehrmals." in (said := refused(folder)) and "„Neudorf (Seegau)“" in said
    a_file(folder, kommune="Neudorf (Seegau)")
    run(folder)
    assert Article.objects.get().municipality_id == "99116001"


def test_a_person_of_two_is_named_by_her_whole_address(folder):
    a_person("Ben Zwei", "ben@anders.example")
    a_file(folder)
    assert "von: „ben“ ist mehrdeutig." in refused(folder)
    a_file(folder, von="[ben@example.org]")
    run(folder)


def test_a_team_must_be_there_or_is_only_a_name(folder):
    team = Group.objects.create(name="ThemenTeam Sprache", kind=Group.TOPIC_TEAM)
    a_file(folder, team="ThemenTeam Sprache")
    a_file(folder, "frueher.md", team="{name: ThemenTeam von gestern}")
    run(folder)
    assert Article.objects.get(slug="bezahlen").team == team
    gone = Article.objects.get(slug="frueher")
    assert (gone.team, gone.team_name) == (None, "ThemenTeam von gestern")


def test_a_land_that_the_register_lacks_is_remarked(folder):
    a_file(folder, land="BW")
    assert run(folder)["remarks"] == [
        "bezahlen.md: Das Land „BW“ steht hier nicht im Verzeichnis; die Seite nennt keines."
    ]


def test_what_is_remarked_of_many_files_is_said_once(folder):
    for number in range(3):
        a_file(folder, f"seite-{number}.md", land="BW")
    out = StringIO()
    call_command("import_pages", str(folder), "--by", "ada@example.org", stdout=out, stderr=StringIO())
    assert out.getvalue().startswith("Neu: 3, geändert: 0, unverändert: 0, davon freigegeben: 0; Dateien: 0.\n")
    assert "seite-0.md und 2 weitere: Das Land „BW“" in out.getvalue() and out.getvalue().count("BW") == 1


def test_only_the_team_releases_and_never_what_it_wrote_or_nobody_else_reviewed(folder):
    a_file(folder)
    assert "nur jemand aus dem Programmteam" in refused(folder, "--release", by="cem@example.org")
    a_file(folder, von="[ada]")
    assert "kann sie nicht selbst freigeben" in refused(folder, "--release")
    for facts in ({"geprueft": None}, {"geprueft": "[{von: ben, seite: Praxis}]"}):
        a_file(folder, **facts)
        assert "bezahlen.md: geprueft: Freigegeben wird nur, was jemand anderes" in refused(folder, "--release")
    a_file(folder, von=None)
    assert "bezahlen.md: von:" in refused(folder, "--release")
    a_file(folder, text="")
    assert "einen Text hat" in refused(folder, "--release")


def test_whoever_does_not_write_a_page_does_not_update_it(folder):
    a_file(folder)
    run(folder)
    a_file(folder, text="Meins.")
    assert "schreibt Dora Fremd nicht mit" in refused(folder, "--update", by=a_person("Dora Fremd").email)


def test_a_ministry_brings_no_pages_and_an_unknown_address_neither(folder):
    a_file(folder)
    a_person("Mira Amt", is_member=False)
    assert "kein Mitglied" in refused(folder, by="mira@example.org")
    assert "Ein Konto mit der Adresse" in refused(folder, by="niemand@example.org")


def test_two_files_of_one_address_are_refused(folder):
    a_file(folder, "neu-hier.md")
    a_file(folder, "NEU-hier.md")
    assert "Die Adresse „neu-hier“ hat schon" in refused(folder)


@pytest.mark.parametrize("name", ["neu.md", "entwuerfe.md", "mit leer.md", "ümlaut.md", "a.b.md", "x" * 81 + ".md"])
def test_a_name_that_is_no_address_is_refused(folder, name):
    a_file(folder, name)
    assert name in refused(folder)


def test_a_folder_without_pages_is_said(folder, tmp_path):
    assert "gibt es nicht" in refused(folder)
    assert "liegt keine Datei" in refused(tmp_path)


@pytest.mark.parametrize(
    ("head", "sentence"),
    [
        ("titel: !!python/object/apply:os.system ['touch /tmp/x']", "Zeile 2: Diese Angabe lässt sich nicht lesen."),
        ("titel: !!binary |\n  aGFsbG8=", "titel: „b'hallo'“ ist kein Text."),
        ("a: &a [x, x]\nb: [*a, *a]", "Zeile 2: Anker und Verweise"),
        ("titel: " + "[" * 5000 + "]" * 5000, "Zeile 2: Die Angaben sind zu tief verschachtelt."),
        ("titel: " + "x" * 70_000, "Zeile 2: Die Angaben zur Seite sind zu lang."),
        ("titel: A\ntitel: B", "Zeile 3: „titel“ steht hier zum zweiten Mal."),
        ("titel: [A", "Diese Angabe lässt sich nicht lesen."),
        ("titel: A: B", "Zeile 2: Diese Angabe lässt sich nicht lesen. Oft hilft es"),
        ("- titel", "Zeile 2: Erwartet werden Zeilen wie „titel: …“."),
        ("? [a]\n: b", "Zeile 2: Erwartet werden Zeilen wie „titel: …“."),
        ("stand: 2026-99-99", "Die Angaben lassen sich nicht lesen."),
        ("titel: &x !!map {}\n", "Anker und Verweise"),
        ("titel: {<<: {a: b}}", "ist kein Text"),
    ],
)  # fmt: skip
def test_tricks_of_yaml_are_refused(folder, head, sentence):
    folder.mkdir()
    (folder / "trick.md").write_text(f"---\n{head}\n---\nText", encoding="utf-8")
    assert sentence in refused(folder)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("---\ntitel: Größe\n---\n".encode("cp1252"), "Zeile 2: Die Datei ist nicht in UTF-8 gespeichert."),
        ("---\ntitel: A\n---\n".encode("utf-16"), "nicht in UTF-8 gespeichert"),
        (b"---\ntitel: A\x00\n---\n", "Zeile 2: Hier steht ein Zeichen, das kein Text ist."),
        (b"---\ntitel: A\n---\n" + b"x" * 10_000_000, "Die Datei ist zu groß."),
        (b"---\ntitel: A\n---\n" + b"x " * 300_000, "Der Text ist zu lang."),
        (b"# Ohne Angaben\n", "Zeile 1: Die Datei beginnt nicht mit einer Zeile"),
        (b"---\ntitel: A\n", "Die Angaben enden nicht"),
        (b"", "Die Datei beginnt nicht"),
        (b"---\n---\n", "titel: Diese Angabe fehlt."),
    ],
)
def test_what_is_no_text_of_a_page_is_refused(folder, data, sentence):
    folder.mkdir()
    (folder / "hart.md").write_bytes(data)
    assert sentence in refused(folder)


def test_marks_in_front_and_other_line_ends_do_not_matter(folder):
    path = a_file(folder)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    run(folder)
    assert [one.source for one in Section.objects.all()] == ["Es ist billiger, als man denkt.", "Erst fragen."]


def test_a_file_beside_is_looked_at_and_a_link_to_elsewhere_is_none(folder):
    a_file_beside(folder, "seite.html", b"<script>")
    a_file(folder, dateien="[{datei: seite.html, titel: A}]")
    assert "Diese Datei kann Programme ausführen" in refused(folder)
    (folder / "files" / "verweis.txt").symlink_to("/etc/hostname")
    a_file(folder, dateien="[{datei: verweis.txt, titel: A}]")
    assert "„files/verweis.txt“ gibt es nicht" in refused(folder)


def test_what_programs_leave_beside_is_no_page(folder):
    a_file(folder)
    (folder / ".bezahlen.md.swp").write_bytes(b"\0")
    (folder / "~$aus-word.docx").write_bytes(b"\0")
    (folder / "liste.csv").write_text("a;b")
    assert run(folder)["new"] == ["bezahlen"]


def test_only_whom_a_file_may_name_is_found(folder):
    a_file(folder)
    with pytest.raises(Refusal, match="hat hier kein Konto"):
        read_folder(folder, Person.objects.filter(is_demo=True))


def test_an_import_asks_no_more_for_a_page_the_more_it_brings(folder, django_assert_max_num_queries):
    pages = []
    for number in range(12):
        a_file(folder, f"seite-{number}.md")
    pages, by = read_folder(folder, Person.objects.all()), Person.objects.get(is_team=True)
    with django_assert_max_num_queries(12 * 40):
        import_pages(pages, by=by, releasing=True)
