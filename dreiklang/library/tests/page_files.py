"""Files of pages, as people write them: Markdown with facts on top, and Word documents."""

from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

FACTS = {
    "titel": "Sprachmittlung bezahlen", "art": "Überblick", "kurz": "Was sie kostet.", "handlungsfelder": "[sprache]",
    "von": "[ben]", "lesende": "öffentlich", "stand": 10, "geprueft_bis": 200,
    "geprueft": "[{von: cem, seite: Praxis}]",
}  # fmt: skip
TEXT = "Es ist billiger, als man denkt.\n\n## Vorgehen\n\nErst fragen."


def a_file(folder: Path, name="bezahlen.md", text=TEXT, **facts) -> Path:
    """With FACTS, and these in their place; None takes one away."""
    folder.mkdir(exist_ok=True)
    said = {key: value for key, value in (FACTS | facts).items() if value is not None}
    head = "\n".join(f"{key}: {value}" for key, value in said.items())
    path = folder / name
    path.write_text(f"---\n{head}\n---\n{text}\n", encoding="utf-8")
    return path


def a_file_beside(folder: Path, name="muster.txt", content=b"Sehr geehrte Damen und Herren") -> Path:
    (folder / "files").mkdir(parents=True, exist_ok=True)
    (folder / "files" / name).write_bytes(content)
    return folder / "files" / name


def a_word_file(folder: Path, name="aus-word.docx", **facts) -> Path:
    """Facts in a table on top; headings, a list, a table, bold, italic and a link below."""
    folder.mkdir(exist_ok=True)
    document = docx.Document()
    said = {
        "titel": "Aus Word",
        "art": "Hinweis",
        "von": "ben",
        "aufgaben": "1; 4",
        "quellen": "SGB VII | https://a.example/ | § 2",
    }
    rows = list((said | facts).items())
    table = document.add_table(len(rows), 2)
    for row, (key, value) in zip(table.rows, rows, strict=True):
        row.cells[0].text, row.cells[1].text = key, value
    opening = document.add_paragraph("Am Anfang steht ")
    for piece in ("ein ", "Satz"):  # Word cuts words into many runs
        opening.add_run(piece).bold = True
    opening.add_run(" mit *Stern* und ")
    _link(document, opening, "https://b.example/(x)", "Verweis")
    document.add_heading("Vorgehen", 1)
    document.add_paragraph("Erstens", style="List Number")
    document.add_paragraph("Zweitens", style="List Number")
    document.add_paragraph("Punkt", style="List Bullet")
    document.add_heading("Im Einzelnen", 3)
    grid = document.add_table(2, 2)
    for cell, text in zip(
        [c for row in grid.rows for c in row.cells], ["Was", "Wie viel", "Raum | Saal", "0 €"], strict=True
    ):
        cell.text = text
    document.add_heading("Danach", 2)
    document.add_paragraph("Ende.").add_run(" Schluss").italic = True
    document.save(folder / name)
    return folder / name


def _link(document, paragraph, address: str, text: str) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), document.part.relate_to(address, kind, is_external=True))
    run = OxmlElement("w:r")
    run.append(OxmlElement("w:t"))
    run[0].text = text
    link.append(run)
    paragraph._p.append(link)
