"""What is written is read again as it was; what readers do not read is not written."""

from datetime import date
from io import StringIO

import pytest
import yaml
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from dreiklang.foundation.files import accept
from dreiklang.foundation.text import to_html
from dreiklang.groups.models import Group
from dreiklang.groups.readers import MEMBERS, PUBLIC
from dreiklang.library.actions.releasing import put_in_force
from dreiklang.library.actions.writing import add_section
from dreiklang.library.demo import FOLDER, furnish
from dreiklang.library.exporting import pages, written
from dreiklang.library.importing.sections import below_headings, in_sections
from dreiklang.library.models import Adoption, Article, File, Source
from dreiklang.library.tests.makers import a_draft, a_review, a_text, an_article
from dreiklang.library.tests.page_files import a_file, a_file_beside
from dreiklang.people import demo as people
from dreiklang.people.models import Person
from dreiklang.people.tests.makers import a_field, a_person, ada, ben, cem
from dreiklang.places import demo as places
from dreiklang.places.tests.makers import a_municipality

pytestmark = [pytest.mark.django_db, pytest.mark.long]

HARD = 'Ein „Titel“: mit # Raute, *Stern* & <b>, "beiden" Strichen und 1. Punkt'


@pytest.fixture
def article():
    """A page in force that has everything, with signs that mean something in Markdown or YAML."""
    place, other = a_municipality("Rebweiler"), a_municipality("Bootshausen", "99115004")
    writer, reviewer = ben(), cem()
    team = Group.objects.create(name="ThemenTeam: Sprache", kind=Group.TOPIC_TEAM)
    made = a_draft(
        writer, HARD, Article.EXAMPLE, readers=PUBLIC, summary="- kein Punkt: sondern ein Satz", team=team,
        source="# Oben\n\n```\n## Code\n```\n\nUnten\n-----\n\n| A |\n|---|\n| 1 \\| 2 |\n\nEnde.\r\nSo.",
    )  # fmt: skip
    a_text(made.sections.get(role="failed"), "---\ntitel: kein Kopf\n---", writer)
    add_section(made, "1. Was *sonst* [noch](x) war #", "Dies.", by=writer)
    made.duties, made.sizes, made.municipality, made.land = "14", "ae", place, place.district.land
    made.cost, made.staff, made.duration, made.contact = "low", "high", "short", "Rathaus: Zimmer 3"
    made.licence = "cc-by-sa-4.0"
    made.save()
    made.fields.add(a_field())
    Source.objects.create(article=made, title="§ 2: Gesetz", url="https://a.example/?a=1&b=2", note="")
    for content in (b"eins", b"zwei"):
        stored = accept(ContentFile(content, name="gleich.txt"))
        file = File(article=made, title=content.decode(), name=stored.name, weight=stored.size)
        file.file.save(stored.name, stored, save=False)
        file.save()
    put_in_force(made, [a_review(made, reviewer)], by=ada(), as_of=date(2026, 1, 31), checked_until=date(2027, 1, 31))
    Adoption.objects.create(article=made, municipality=other, changed="Ja: anders.", on=date(2026, 2, 1))
    return made


def export(folder, *options) -> str:
    out = StringIO()
    call_command("export_pages", str(folder), *options, stdout=out, stderr=StringIO())
    return out.getvalue()


def bring(folder, *options):
    call_command("import_pages", str(folder), "--by", "ada@example.org", *options, stdout=StringIO(), stderr=StringIO())


def as_read(article: Article) -> dict:
    """All that readers read of a page; ids, numbers and who pressed the button are others."""
    made = article.release
    content = dict(made.content)
    content["sections"] = [(one["role"], one["heading"], one["html"]) for one in content["sections"]]
    files = {str(file.pk): (file.title, file.name, file.file.read()) for file in article.files.all()}
    content["files"] = [files[pk] for pk in content["files"]]
    facets = ("slug", "kind", "duties", "sizes", "readers", "cost", "staff", "duration", "land_id", "municipality_id",
              "as_of", "checked_until", "contact", "licence", "team_id", "team_name")  # fmt: skip
    return content | {
        "facets": {name: getattr(article, name) for name in facets}, "fields": [one.pk for one in article.fields.all()],
        "release": (made.title, made.summary, made.licence, made.as_of),
        "adopted": [(one.municipality_id, one.changed, one.on) for one in article.adoptions.all()],
    }  # fmt: skip


def test_what_was_exported_is_imported_as_it_was(article, tmp_path):
    before = as_read(Article.objects.get())
    assert export(tmp_path / "aus") == "Geschrieben: 1 Seiten, 2 Dateien.\n"
    first = (tmp_path / "aus" / f"{article.slug}.md").read_text()
    Article.objects.all().delete()
    bring(tmp_path / "aus", "--release")
    assert as_read(Article.objects.get()) == before
    export(tmp_path / "wieder")
    assert (tmp_path / "wieder" / f"{article.slug}.md").read_text() == first


def test_a_difference_would_be_found(article):
    """The twin."""
    before = as_read(Article.objects.get())
    Adoption.objects.update(changed="Anders: ja.")
    assert as_read(Article.objects.get()) != before


def test_neither_drafts_nor_what_members_read_nor_addresses_are_written(article, tmp_path):
    writer, team = Person.objects.get(name="Ben Okonkwo"), Person.objects.get(is_team=True)
    an_article(writer, team, title="Nur für Mitglieder", readers=MEMBERS)
    a_draft(writer, "Nur ein Entwurf", readers=PUBLIC)
    a_text(article.sections.get(role="aim"), "Noch ungeprüft.", writer)
    Article.objects.filter(pk=an_article(writer, team, title="Weg", readers=PUBLIC).pk).update(state="withdrawn")
    export(tmp_path / "aus")
    said = "".join(path.read_text() for path in (tmp_path / "aus").glob("*.md"))
    assert [path.stem for path in (tmp_path / "aus").glob("*.md")] == [article.slug]
    assert "ungeprüft" not in said and "@example.org" not in said
    export(tmp_path / "alle", "--readers", "members")
    assert {path.stem for path in (tmp_path / "alle").glob("*.md")} == {article.slug, "nur-fuer-mitglieder"}
    assert "lesende: Mitglieder" in (tmp_path / "alle" / "nur-fuer-mitglieder.md").read_text()


def test_a_folder_with_something_in_it_is_left_alone(article, tmp_path):
    (tmp_path / "meins.txt").write_text("meins")
    with pytest.raises(CommandError, match="ist nicht leer.*Es wurde nichts geschrieben"):
        export(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["meins.txt"]


def test_an_export_that_breaks_leaves_nothing_behind(article, tmp_path, monkeypatch):
    monkeypatch.setattr("dreiklang.library.exporting._text", lambda article: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        export(tmp_path / "aus")
    assert list(tmp_path.iterdir()) == []


def test_lists_ask_the_same_for_one_page_and_for_three(article, django_assert_num_queries):
    writer, team = Person.objects.get(name="Ben Okonkwo"), Person.objects.get(is_team=True)
    with django_assert_num_queries(6):  # pages, fields, files, adoptions with their places and districts
        [written(page) for page in pages()]
    for _ in range(2):
        an_article(writer, team, readers=PUBLIC)
    with django_assert_num_queries(6):
        assert len([written(page) for page in pages()]) == 3


@pytest.mark.parametrize(
    "source",
    ["## A\n\nx\n\n### B", "# A\n\n## B", "A\n=\n\nB\n-", "> ## A\n\n## B", "```\n# A\n```", "### A", "", "## A ##\nx"],
)
def test_headings_within_a_section_begin_none(source):
    ((heading, text),) = in_sections(f"## Abschnitt\n\n{below_headings(source)}")
    assert heading == "Abschnitt" and to_html(text, top=3) == to_html(source, top=3)


def test_what_is_written_is_plain_yaml(article):
    head = written(pages().get())[0].split("---\n")[1]
    facts = yaml.safe_load(head)
    assert facts["titel"] == HARD and facts["von"] == [{"name": "Ben Okonkwo"}] and "!!" not in head


def test_the_demo_brings_its_folder_once_with_its_teams(tmp_path):
    folder = tmp_path / "demo"
    for key in ("ben", "cem"):
        a_person(key.title() + " Muster", f"{key}@example.org", is_demo=True)
    a_field()
    a_file_beside(folder)
    a_file(folder, "eins.md", team="ThemenTeam Sprache", dateien="[{datei: muster.txt, titel: Muster}]")
    a_file(folder, "zwei.md", von="[cem]", geprueft="[{von: ben}]", geprueft_bis=-60)
    said = []
    furnish(said.append, folder)
    assert said == ["Seiten der Demo neu: 2"]
    one, two = Article.objects.order_by("slug")
    assert one.is_demo and one.is_in_force and one.owner.name == "Ben Muster" and one.team.memberships.count() == 1
    assert two.is_stale(timezone.localdate())
    Article.objects.update(title="Von Hand")
    furnish(said.append, folder)
    assert said[-1] == "Seiten der Demo neu: 0" and Article.objects.filter(title="Von Hand").count() == 2


def test_the_pages_of_the_demo_can_be_brought():
    """All that lie in its folder: a mistake in one would stop the whole demo."""
    call_command("furnish", verbosity=0)
    for room in (places, people):
        room.furnish(lambda line: None)
    furnish(lambda line: None)
    assert Article.objects.in_force().count() == len(list(FOLDER.glob("*.md")))
