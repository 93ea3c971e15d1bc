"""A released page as the file that `import_pages` reads: what readers read, and nothing of the workroom."""

from collections.abc import Iterator
from pathlib import Path

import yaml

from dreiklang.foundation.text import escape_markdown
from dreiklang.groups.readers import MEMBERS, PUBLIC
from dreiklang.library.importing.page_file import FILES, READERS
from dreiklang.library.importing.sections import below_headings
from dreiklang.library.models import Article, File, Review

_KEPT = ("release", "land", "municipality__district", "team")


def pages(readers: str = PUBLIC):
    """In force, for these readers; members also read what is public."""
    tokens = [PUBLIC] if readers == PUBLIC else [PUBLIC, MEMBERS]
    articles = Article.objects.in_force().filter(readers__in=tokens).select_related(*_KEPT)
    return articles.prefetch_related("fields", "files", "adoptions__municipality__district").order_by("slug")


def one_by_one(found) -> Iterator[Article]:
    """The same pages in the same order; one sorted query would hold all their texts in memory at once."""
    ids = list(found.values_list("pk", flat=True))
    for start in range(0, len(ids), 100):
        yield from found.filter(pk__in=ids[start : start + 100])


def written(article: Article) -> tuple[str, list[tuple[str, File]]]:
    """The text of the file, and what belongs beside it: (name in the folder files/, file)."""
    files = list(_files(article))
    facts = {key: value for key, value in _facts(article, files).items() if value not in ("", None, [])}
    head = yaml.safe_dump(facts, allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{head}---\n{_text(article)}\n", files


def _facts(article: Article, files: list[tuple[str, File]]) -> dict:
    made = article.release
    content = made.content
    return {
        "titel": made.title, "art": str(article.get_kind_display()), "kurz": made.summary,
        "handlungsfelder": [field.slug for field in article.fields.all()],
        "aufgaben": [int(mark) for mark in article.duties], "groessen": list(article.sizes),
        "land": article.land.name if article.land else "",
        "kommune": article.municipality.label if article.municipality else "",
        "team": _team(article, content.get("team", "")), "von": [{"name": name} for name in content.get("authors", [])],
        "lizenz": str(dict(Article._meta.get_field("licence").choices)[made.licence]),
        "lesende": next(word for word, token in READERS.items() if token == article.readers),
        "stand": article.as_of, "geprueft_bis": article.checked_until, "geprueft": _reviews(content),
        "kosten": str(article.get_cost_display()), "personal": str(article.get_staff_display()),
        "dauer": str(article.get_duration_display()), "kontakt": content.get("contact", ""),
        "quellen": [
            {key: said for key, said in zip(("titel", "url", "hinweis"), (one["title"], one["url"], one["note"]),
                                            strict=True) if said}
            for one in content.get("sources", [])
        ],
        "dateien": [{"datei": place, "titel": file.title} | ({} if place == file.name else {"name": file.name})
                    for place, file in files],
        "uebernommen": [
            {"kommune": one.municipality.label, "text": one.changed, "am": one.on} for one in article.adoptions.all()
        ],
    }  # fmt: skip


def _team(article: Article, name: str):
    """A team that is no more is only a name."""
    return name if not name or article.team and article.team.name == name else {"name": name}


def _reviews(content: dict) -> list[dict]:
    sides = dict(Review.SIDES)
    return [
        {"von": {"name": one["name"]}, "seite": str(sides[one["side"]])} | ({"am": one["on"]} if one["on"] else {})
        for one in content.get("reviews", [])
    ]


def _files(article: Article) -> Iterator[tuple[str, File]]:
    """Each under a name that no file of another page has."""
    there, used = {str(file.pk): file for file in article.files.all()}, set()
    for pk in article.release.content.get("files", []):
        if file := there.get(pk):
            name, number = f"{article.slug}-{file.name}", 1
            while name.lower() in used:
                number += 1
                name = f"{article.slug}-{number}-{file.name}"
            used.add(name.lower())
            yield name, file


def _text(article: Article) -> str:
    parts = []
    for section in article.release.content.get("sections", []):
        source = below_headings(section["source"].replace("\r\n", "\n").strip("\n"))
        heading = section["heading"]
        parts.append(f"## {_heading(heading)}\n\n{source}" if heading else source)
    return "\n\n".join(parts)


def _heading(text: str) -> str:
    """A # at the end would count as the end of the heading."""
    escaped = escape_markdown(text)
    return f"{escaped[:-1]}\\#" if escaped.endswith("#") else escaped


def write_pages(folder: Path, readers: str = PUBLIC, tell=lambda line: None) -> tuple[int, int]:
    """Into an empty folder; returns pages and files."""
    count = files = 0
    found = pages(readers)
    total = found.count()
    for article in one_by_one(found):
        text, beside = written(article)
        (folder / f"{article.slug}.md").write_text(text, encoding="utf-8", newline="\n")
        for name, file in beside:
            place = folder / FILES / name
            place.parent.mkdir(exist_ok=True)
            with file.file.open() as stored:
                place.write_bytes(stored.read())
        count, files = count + 1, files + len(beside)
        if count % 200 == 0:
            tell(f"{count} von {total} Seiten")
    return count, files
