"""The pages of the demo: Markdown files in the folder demo/, in the format that `import_pages` reads."""

from pathlib import Path

from django.db import transaction

from dreiklang.groups.actions import join
from dreiklang.groups.models import Group
from dreiklang.library.actions.importing import import_pages
from dreiklang.library.importing import read_folder
from dreiklang.library.importing.front_matter import decoded, split
from dreiklang.library.models import Article
from dreiklang.people.models import Person

FOLDER = Path(__file__).with_name("demo")


def furnish(tell=print, folder: Path = FOLDER) -> None:
    """Bring the pages that are missing, in force. Repeatable: a page that is there stays as it has become."""
    there = set(Article.objects.exclude(slug=None).values_list("slug", flat=True))
    missing = [path for path in sorted(folder.glob("*.md")) if path.stem not in there]
    if missing:
        with transaction.atomic():
            _found_teams(missing)
            pages = read_folder(folder, Person.objects.filter(is_demo=True))
            import_pages(pages, by=None, releasing=True, is_demo=True)
    tell(f"Seiten der Demo neu: {len(missing)}")


def _found_teams(paths: list[Path]) -> None:
    """The topic teams that the pages name, with their authors."""
    for path in paths:
        facts, _text = split(decoded(path.read_bytes()))
        if isinstance(name := facts.get("team"), str):
            team = Group.objects.get_or_create(name=name, kind=Group.TOPIC_TEAM)[0]
            addresses = [f"{key}@example.org" for key in facts.get("von", [])]
            for person in Person.objects.filter(is_demo=True, email__in=addresses):
                join(team, person)
