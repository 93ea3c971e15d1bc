"""The archive, file by file. Everything in it was asked for as a visitor; nothing in it asks for anything."""

import base64
import posixpath
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.utils import timezone
from django.utils.translation import override

from dreiklang.foundation.dates import short_day
from dreiklang.foundation.text import slug
from dreiklang.front.archive.contents import Contents, Thing, contents
from dreiklang.front.archive.rewriting import Rewriter, relative
from dreiklang.front.archive.visitor import Visitor

_STYLES = ["vendor/fonts.css", "vendor/kern.css", "house/house.css", "front/archive.css"]
_NEWEST = 12
_WITH_FILES = ("/praxis/", "/veranstaltungen/")  # where files lie that everybody may take along


def write_archive(folder: Path, tell: Callable[[str], None] = lambda line: None) -> dict:
    """Fill an empty folder. Returns counts of pages, events, pages of the house, files and bytes. Refusal where a page
    cannot be shown."""
    with override("de"):
        return _Archive(folder, tell).write()


class _Archive:
    def __init__(self, folder: Path, tell):
        self.folder, self.tell = folder, tell
        self.visitor, self.contents = Visitor(), contents()
        self.fetched: dict[str, str | None] = {}
        self.files, self.bytes, self.styles = set(), 0, set(_STYLES)
        self.rewriter = Rewriter(self.contents.places(), self.fetch)
        self.common = {
            "day": short_day(timezone.localdate()), "house": self.contents.house, "common_styles": _STYLES,
            "has_events": bool(self.contents.events), "is_demo": settings.DEMO,
        }  # fmt: skip

    def write(self) -> dict:
        things = self.contents.things
        for number, thing in enumerate(things, 1):
            self._write_thing(thing)
            if number % 250 == 0:
                self.tell(f"{number} von {len(things)} Seiten")
        self._write_lists(self.contents)
        for name in sorted(self.styles):
            self._write_style(name)
        self._save("statisch/house/mark.svg", Path(finders.find("house/mark.svg")).read_bytes())
        return {
            "pages": len(self.contents.articles), "events": len(self.contents.events),
            "house": len(self.contents.house), "files": len(self.files), "bytes": self.bytes,
        }  # fmt: skip

    def _write_thing(self, thing: Thing) -> None:
        part = self.rewriter.part(self.visitor.page(thing.path), thing.file)
        self.styles.update(part.styles)
        more = [name for name in part.styles if name not in _STYLES]
        self._render("page.html", thing.file, {
            "thing": thing, "part": part, "more_styles": more, "title": part.title or thing.title,
            "address": settings.SITE_URL + thing.path,
        })  # fmt: skip

    def _write_lists(self, found: Contents) -> None:
        by_title = sorted(found.articles, key=lambda thing: slug(thing.title))
        self._render("start.html", "index.html", {
            "contents": found, "newest": found.articles[:_NEWEST], "title": "Archiv", "more_styles": [],
        })  # fmt: skip
        self._render("shelves.html", "praxis/index.html", {
            "title": "Praxis", "groups": [("Nach Art", found.kinds), ("Nach Handlungsfeld", found.fields)],
            "things": by_title, "named": "Alle Seiten von A bis Z", "more_styles": [], "above": None,
        })  # fmt: skip
        self._render("shelves.html", "veranstaltungen/index.html", {
            "title": "Veranstaltungen", "groups": [("Nach Jahr", found.years)], "things": [], "named": "",
            "more_styles": [], "above": None,
        })  # fmt: skip
        for shelf in found.shelves:
            above = "Veranstaltungen" if shelf in found.years else "Praxis"
            self._render("shelves.html", shelf.file, {
                "title": shelf.title, "groups": [], "things": shelf.things, "named": "", "more_styles": [],
                "above": (above, f"{posixpath.dirname(shelf.file)}/index.html"),
            })  # fmt: skip

    def _render(self, template: str, file: str, context: dict) -> None:
        to = {"to": lambda target: relative(file, target)}
        page = get_template(f"front/archive/{template}", using="pages").render(self.common | to | context)
        self._save(file, page.encode())

    def _write_style(self, name: str) -> None:
        """Fonts go into the sheet: from a file share browsers load none that lies beside it."""
        source = Path(finders.find(name))

        def inside(match: re.Match) -> str:
            data = base64.b64encode((source.parent / match[1]).read_bytes()).decode()
            return f'url("data:font/woff2;base64,{data}")'

        text = re.sub(r'url\("([\w.-]+\.woff2)"\)', inside, source.read_text(encoding="utf-8"))
        self._save(f"statisch/{name}", text.encode())

    def fetch(self, path: str) -> str | None:
        """A file that a page links, once: its place in the archive, an address elsewhere, or None. Other addresses are
        not even asked: a search counts what was looked for in vain, and here nothing may be written."""
        if path not in self.fetched:
            self.fetched[path] = self._fetch(path) if path.startswith(_WITH_FILES) else None
        return self.fetched[path]

    def _fetch(self, path: str) -> str | None:
        response = self.visitor.file(path)
        if response.status_code in (301, 302):
            there = response.headers["Location"]
            return there if there.startswith("https://") and not there.startswith(settings.SITE_URL) else None
        if response.status_code != 200 or response.headers.get("Content-Type", "").startswith("text/html"):
            return None
        place = self._free(_named(path, response))
        self._save(place, response.getvalue())
        self.files.add(place)
        if response.streaming:  # not the whole answer: its end would end the connection to the database
            response.file_to_stream.close()
        return place

    def _free(self, name: str) -> str:
        """Short, and in letters that every file share knows."""
        stem, suffix = slug(Path(name).stem, 60), re.sub(r"[^a-z0-9.]", "", Path(name).suffix.lower())
        number, place = 1, f"dateien/{stem}{suffix}"
        while place in self.files:
            number += 1
            place = f"dateien/{stem}-{number}{suffix}"
        return place

    def _save(self, file: str, data: bytes) -> None:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        self.bytes += len(data)


def _named(path: str, response) -> str:
    """As the answer calls it, or else as its address ends."""
    said = re.search(r"""filename\*?=(?:utf-8'')?"?([^";]+)""", response.headers.get("Content-Disposition", ""), re.I)
    name = said[1] if said else path.partition("?")[0].strip("/").replace("/", "-")
    return unquote(name)
