"""A council paper as it leaves the house: in the layout of an office, as Word file and as PDF, from one outline."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.utils import timezone, translation
from django.utils.dateformat import format as write
from django.utils.formats import number_format

from dreiklang.foundation import outline
from dreiklang.foundation.dates import short_day
from dreiklang.foundation.documents import pdf
from dreiklang.foundation.licences import ADDRESSES, LICENCES, RESERVED
from dreiklang.foundation.outline import bullets, heading, link, paragraph, plain
from dreiklang.foundation.text import slug
from dreiklang.foundation.word import word_file
from dreiklang.groups.readers import PUBLIC
from dreiklang.library.models import CouncilPaper, PaperItem
from dreiklang.library.papers import NAMED, SUMMARY, WHOLE, Entry, Figures, entries_of, figures_of
from dreiklang.places.models import Municipality

_TEMPLATE = Path(__file__).with_name("templates") / "documents" / "council_paper.typ"
DL_DE = "https://www.govdata.de/dl-de/by-2-0"
FOR_MEMBERS = "Nur für Mitglieder des Netzwerks. Auf Anfrage bei der Bearbeitung."
NOT_PUBLIC = "Nur für Mitglieder des Netzwerks: bitte nicht öffentlich weitergeben."
PASSED_ON = (
    "Texte unter einer CC-Lizenz dürfen weitergegeben werden, wenn Urheberschaft, Lizenz und Änderungen genannt sind; "
    "Texte unter CC BY-SA nur unter derselben Lizenz."
)
COMPARED = ["Kommune", "Art", "Einwohnerzahl", "Fläche in km²", "je km²", "Ähnlich, weil"]
FOR_INFORMATION = "Das Gremium nimmt die Ausführungen zur Kenntnis."


@dataclass(frozen=True)
class Sheet:
    """All that is printed, and what each form of it says on its own."""

    title: str
    kind: str  # 'Sitzungsvorlage 12/2026'
    above: str  # 'Gemeinde Musterlingen · Sitzungsvorlage 12/2026'
    author: str
    head: list[tuple[str, str]]
    blocks: list[dict]


def as_word(paper: CouncilPaper, person, at: datetime | None = None) -> bytes:
    sheet = sheet_of(paper, person, at or timezone.now())
    title = [paragraph(sheet.above), {"kind": "title", "text": plain(sheet.title)}]
    blocks = [*title, outline.facts(sheet.head), *sheet.blocks]
    return word_file(blocks, title=sheet.title, author=sheet.author, footer=sheet.kind, at=at or timezone.now())


def as_pdf(paper: CouncilPaper, person, at: datetime | None = None) -> bytes:
    sheet = sheet_of(paper, person, at or timezone.now())
    values = {
        "title": sheet.title, "above": sheet.above, "footer": sheet.kind, "blocks": sheet.blocks,
        "head": [pair for pair in sheet.head if pair[1]],
    }  # fmt: skip
    return pdf(_TEMPLATE, values, title=sheet.title, at=at)


def file_name(paper: CouncilPaper) -> str:
    return f"sitzungsvorlage-{slug(paper.title)}"


@translation.override("de")  # it is made for offices here
def sheet_of(paper: CouncilPaper, person, at: datetime) -> Sheet:
    entries, figures = [entry for entry in entries_of(paper, person) if entry.stands], figures_of(paper)
    prefetch_related_objects([entry.item for entry in entries if entry.item.post_id], "post__mentions__person")
    tenure = person.current_tenure
    head = [
        ("Vorlage Nr.", paper.reference), ("Gremium", paper.body),
        ("Sitzung am", short_day(paper.meets_on) if paper.meets_on else ""),
        ("Behandlung", "öffentlich" if paper.is_public else "nichtöffentlich"),
        ("Amt, Stelle", tenure.office.title if tenure else person.function), ("Bearbeitung", person.name),
        ("Datum", short_day(at)),
    ]  # fmt: skip
    kind = f"Sitzungsvorlage {paper.reference}".strip()
    return Sheet(
        paper.title, kind, " · ".join(filter(None, [_called(paper.municipality), kind])), person.name, head,
        [*_said(paper), *_annexes(entries, figures), *_end(entries, figures, at)],
    )  # fmt: skip


def _called(municipality: Municipality | None) -> str:
    if municipality is None or municipality.is_landkreis:
        return municipality.name if municipality else ""
    return f"{'Gemeinde' if municipality.kind == Municipality.GEMEINDE else 'Stadt'} {municipality.name}"


def _said(paper: CouncilPaper) -> list[dict]:
    """Her own words."""
    blocks = [heading("Beschlussvorschlag", 1), *(_text(paper.proposal) or [paragraph(FOR_INFORMATION)])]
    for title, source in (("Sachverhalt", paper.situation), ("Finanzielle Auswirkungen", paper.costs)):
        if text := _text(source):
            blocks += [heading(title, 1), *text]
    return blocks


def _text(source: str, top: int = 2) -> list[dict]:
    return outline.of(source, top=top, home=settings.SITE_URL)


def _annexes(entries: list[Entry], figures: Figures | None) -> list[dict]:
    """An overview, and each on its own."""
    annexes = [("Vergleich mit ähnlichen Kommunen", _compared(figures))] if figures else []
    annexes += [(_titled(entry), _printed(entry)) for entry in entries]
    if not annexes:
        return []
    titles = [f"Anlage {number}: {title}" for number, (title, _blocks) in enumerate(annexes, start=1)]
    blocks = [heading("Anlagen", 1), bullets([plain(title) for title in titles])]
    for number, (title, (_title, printed)) in enumerate(zip(titles, annexes, strict=True)):
        blocks += [heading(title, 1, **({} if number else {"new_page": True})), *printed]
    return blocks


def _titled(entry: Entry) -> str:
    return f"{entry.title} (veraltet)" if entry.is_stale else entry.title


def _printed(entry: Entry) -> list[dict]:
    read_by = entry.item.article.readers if entry.item.article_id else entry.item.post.thread.readers
    inner = [paragraph(*plain(NOT_PUBLIC, italic=True))] if entry.has_text and read_by != PUBLIC else []
    if entry.item.article_id:
        return [*_text(entry.item.note), *inner, *_page(entry)]
    return [_origin_of(entry), *_text(entry.item.note), *inner, *_answer(entry)]


def _page(entry: Entry) -> list[dict]:
    article = entry.item.article
    if entry.reach == NAMED:
        return [paragraph(FOR_MEMBERS)]
    blocks = []
    if entry.is_stale:
        told = f"Diese Seite war geprüft bis {short_day(article.checked_until)}; seitdem hat sie niemand geprüft."
        blocks.append(paragraph(*plain("Veraltet: ", strong=True), told))
    if article.release.summary:
        blocks.append(paragraph(*plain(article.release.summary, strong=entry.reach == WHOLE)))
    sections = article.release.content.get("sections", [])
    if entry.reach == WHOLE:
        for section in sections:
            if section["heading"]:
                blocks.append(heading(section["heading"], 2))
            blocks += _text(section["source"], top=3 if section["heading"] else 2)
    elif not article.release.summary and article.release.licence != RESERVED:
        blocks += _first_paragraph("\n\n".join(section["source"] for section in sections))
    return [*blocks, paragraph("Quelle: ", *_reference(entry), ".")]


def _reference(entry: Entry) -> list[dict]:
    """'Ada Beispiel: „Titel“, Dreiklang, Stand …, Lizenz: CC BY 4.0', with links. A licence also wants to know what was
    changed."""
    article, release = entry.item.article, entry.item.article.release
    who = f"{entry.byline}: " if entry.byline else ""
    licence = str(dict(LICENCES)[release.licence])
    address = ADDRESSES.get(release.licence)
    return [
        *plain(f"{who}„{release.title}“, {settings.SITE_NAME}, Stand {short_day(release.as_of)}, "),
        link(settings.SITE_URL + article.path, settings.SITE_URL + article.path), *plain(", Lizenz: "),
        link(licence, address) if address else plain(licence)[0],
        *(plain(" (Kurzfassung)") if entry.reach == SUMMARY else []),
    ]  # fmt: skip


def _origin_of(entry: Entry) -> dict:
    """Of the day no more than its month: it would be a trace."""
    month = write(timezone.localtime(entry.item.post.at), "F Y")
    return paragraph(f"{entry.byline}, {month}" if entry.byline else f"Mitgeteilt im {month}")


def _answer(entry: Entry) -> list[dict]:
    if not entry.has_text:
        return [] if entry.item.note.strip() else [paragraph("Der Wortlaut ist nicht öffentlich.")]
    source = _without_names(entry.item)
    quoted = _text(source, top=3) if entry.reach == WHOLE else _first_paragraph(source)
    return [{"kind": "quote", "blocks": outline.without_headings(quoted)}]


def _without_names(item: PaperItem) -> str:
    """Whoever is spoken to with an @ is as little named as whoever wrote."""
    names = sorted({mention.person.name for mention in item.post.mentions.all()}, key=len, reverse=True)
    if not names:
        return item.post.source
    return re.sub("@(" + "|".join(map(re.escape, names)) + r")(?!\w)", "[Name]", item.post.source)


def _first_paragraph(source: str) -> list[dict]:
    blocks = _text(source)
    first = [block for block in blocks if block["kind"] == "paragraph"][:1] or blocks[:1]
    return [*first, paragraph("[…]")] if len(blocks) > 1 and first else first


# --- what is collected from all of them ---


def _compared(figures: Figures) -> list[dict]:
    rows = [_row(municipality, reasons) for municipality, reasons in figures.rows]
    told = "Verglichen werden Einwohnerzahl, Bevölkerungsdichte, Art, Land und Regierungsbezirk."
    return [
        paragraph(told if figures.near else f"{told} Darin kommt dieser Kommune keine andere nahe."),
        outline.table(COMPARED, rows, right=[2, 3, 4]),
        _source_of(figures),
    ]  # fmt: skip


def _row(municipality: Municipality, reasons: list[str]) -> list[str]:
    area = municipality.area
    return [
        municipality.name, municipality.designation, number_format(municipality.population, force_grouping=True),
        number_format(round(area, 1), 1, force_grouping=True) if area else "–",
        number_format(round(municipality.population / area), force_grouping=True) if area else "–",
        ", ".join(reasons) or "eigene Kommune",
    ]  # fmt: skip


def _source_of(figures: Figures) -> dict:
    land = figures.land
    if land.is_fictional:
        return paragraph(f"{land.name} ist erfunden, und diese Kommunen mit ihm.")
    day = f", Gebietsstand {short_day(land.as_of)}" if land.as_of else ""
    return paragraph(
        f"Quelle: © Statistisches Bundesamt (Destatis), Gemeindeverzeichnis GV100AD{day}, ",
        link("Datenlizenz Deutschland – Namensnennung – Version 2.0", DL_DE), ".",
    )  # fmt: skip


class Summed(NamedTuple):
    """What the pages of a paper have to say together, each once."""

    contacts: list[str]
    sources: list[list[dict]]  # runs of an outline


@translation.override("de")
def summed(entries: list[Entry]) -> Summed:
    pages = [entry for entry in entries if entry.item.article_id and entry.has_text]
    return Summed(_contacts(pages), [*map(_reference, pages), *_further_sources(pages)])


def _contacts(pages: list[Entry]) -> list[str]:
    about = {}
    for entry in pages:
        if contact := entry.item.article.release.content.get("contact", "").strip():
            about.setdefault(contact, []).append(f"„{entry.title}“")
    return [f"{contact} (zu {_and(titles)})" for contact, titles in about.items()]


def _and(words: list[str]) -> str:
    return " und ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _further_sources(pages: list[Entry]) -> list[list[dict]]:
    """On which they rest, without those that stand there themselves."""
    known, found = {settings.SITE_URL + entry.item.article.path for entry in pages}, {}
    for entry in pages:
        for source in entry.item.article.release.content.get("sources", []):
            if source["url"] not in known:
                key = source["url"].rstrip("/").lower() or source["title"].strip().lower()
                found.setdefault(key, source)
    return [_source(source) for source in found.values()]


def _source(source: dict) -> list[dict]:
    runs = [link(source["title"], source["url"])] if source["url"] else plain(source["title"])
    return [*runs, *(plain(f" ({source['note']})") if source.get("note") else [])]


def _end(entries: list[Entry], figures: Figures | None, at: datetime) -> list[dict]:
    contacts, sources = summed(entries)
    if figures and not figures.land.is_fictional:
        sources.append(_source_of(figures)["text"])
    blocks = [heading("Ansprechpersonen", 1), bullets(list(map(plain, contacts)))] if contacts else []
    blocks += [heading("Quellen und Lizenzen", 1), bullets(sources)] if sources else []
    if any(
        entry.item.article_id and entry.has_text and entry.item.article.release.licence != RESERVED for entry in entries
    ):
        blocks.append(paragraph(PASSED_ON))
    return [*blocks, paragraph(f"Zusammengestellt am {short_day(at)} mit {settings.SITE_NAME}.")] if blocks else []
