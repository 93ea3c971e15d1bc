"""Files to pass on are known by what is in them; what can run is refused, with a sentence that helps."""

import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from dreiklang.foundation import files
from dreiklang.foundation.files import Accepted, DocumentField, accept
from dreiklang.foundation.forms import HouseForm
from dreiklang.foundation.refusal import Refusal

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
MAIN = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml",
}
RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" Target="https://example.org/x" '
    'TargetMode="External"/></Relationships>'
)
RUNS, NOT_THIS, UNKNOWN = "kann Programme ausführen", "beschädigt oder nicht das", "Dieses Format nehmen wir nicht an"
LOCKED = "mit einem Kennwort geschützt"


def an_office_file(kind="docx", types=(), members=(), main=None, head="") -> bytes:
    said = "".join(f'<Override PartName="/{n}" ContentType="{t}"/>' for n, t in enumerate([main or MAIN[kind], *types]))
    book = BytesIO()
    with ZipFile(book, "w", ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", f'<?xml version="1.0"?>{head}<Types xmlns="x">{said}</Types>')
        package.writestr("word/document.xml", "<w/>")
        for name, text in members:
            package.writestr(name, text)
    return book.getvalue()


def an_open_document(kind="text", members=(), first="mimetype", compression=ZIP_STORED) -> bytes:
    book = BytesIO()
    with ZipFile(book, "w") as package:
        package.writestr(ZipInfo(first), f"application/vnd.oasis.opendocument.{kind}", compression)
        package.writestr("content.xml", "<o/>")
        for name in members:
            package.writestr(name, "x")
    return book.getvalue()


def a_picture(kind="PNG", size=(20, 10), **more) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "navy").save(out, kind, **more)
    return out.getvalue()


def a_pdf(inner: bytes = b"", stream: bytes = b"", head: bytes = b"/Type /ObjStm /Filter /FlateDecode") -> bytes:
    packed = b"2 0 obj\n<< " + head + b" >>\nstream\n" + stream + b"\nendstream\nendobj\n" if stream else b""
    return PDF.replace(b"trailer", inner + packed + b"trailer")


def take(data: bytes, name: str) -> Accepted:
    return accept(SimpleUploadedFile(name, data))


def exif() -> Image.Exif:
    facts = Image.Exif()
    facts[0x010F] = "Kamera Geheim"
    return facts


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("Folien.pdf", PDF), ("gross.PDF", PDF), ("Brief.docx", an_office_file()),
        ("Liste.xlsx", an_office_file("xlsx")), ("Vortrag.pptx", an_office_file("pptx")),
        ("Brief.odt", an_open_document()), ("Liste.ods", an_open_document("spreadsheet")),
        ("Vortrag.odp", an_open_document("presentation")), ("Wand.png", a_picture()),
        ("Wand.jpg", a_picture("JPEG")), ("Wand.jpeg", a_picture("JPEG")), ("Wand.webp", a_picture("WEBP")),
        ("Notiz.txt", "Grüße\n\tEingerückt".encode()), ("alt.txt", "Grüße".encode("cp1252")), ("lies.md", b"# Titel"),
        ("Links.docx", an_office_file(members=[("word/_rels/document.xml.rels", RELATION.format("hyperlink"))])),
        ("Objekte.pdf", a_pdf(stream=zlib.compress(b"1 0 << /Type /Page >>"))),
        ("Bilder.pdf", a_pdf(stream=zlib.compress(b"/JavaScript"), head=b"/Subtype /Image /Filter /FlateDecode")),
    ],
)  # fmt: skip
def test_what_the_field_works_with_is_taken(name, data):
    taken = take(data, name)
    assert isinstance(taken, Accepted) and taken.name == name and taken.read()


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        # what runs, by its name or by what is in it
        ("bild.svg", b"<svg onload=alert(1)>", RUNS), ("seite.html", b"<html>", RUNS), ("a.js", b"alert(1)", RUNS),
        ("a.exe", b"MZ\x90", RUNS), ("a.docm", an_office_file(), RUNS), ("a.bat", b"del", RUNS),
        ("bild.svg.txt", b"<svg onload=alert(1)>", RUNS), ("a.md", b"\n <!DOCTYPE html><script>", RUNS),
        ("a.txt", b"#!/bin/sh\nrm -rf /", RUNS), ("a.txt", b"<?php system(1); ?>", RUNS),
        ("a.txt", b"\xef\xbb\xbf<script>alert(1)</script>", RUNS),
        ("a.pdf", a_pdf(b"3 0 obj << /S /JavaScript /JS (app.alert(1)) >> endobj\n"), RUNS),
        ("a.pdf", a_pdf(b"3 0 obj << /S /J#61vaScript /JS (x) >> endobj\n"), RUNS),
        ("a.pdf", a_pdf(b"3 0 obj << /S /Launch /F (cmd.exe) >> endobj\n"), RUNS),
        ("a.pdf", a_pdf(b"3 0 obj << /XFA 4 0 R >> endobj\n"), RUNS),
        ("a.pdf", a_pdf(stream=zlib.compress(b"1 0 << /S /JavaScript >>")), RUNS),
        ("a.pdf", a_pdf(stream=zlib.compress(b"/Java#53cript "), head=b"/Type /Obj#53tm /Filter /FlateDecode"), RUNS),
        ("a.pdf", a_pdf(stream=b"x", head=b"/Type /ObjStm /Filter /LZWDecode"), RUNS),
        ("a.pdf", a_pdf(stream=zlib.compress(b"x"), head=b"/ObjStm /Filter /FlateDecode /DecodeParms 5 0 R"), RUNS),
        ("a.pdf", a_pdf(stream=b"x", head=b"/ObjStm /Filter [/FlateDecode /FlateDecode]"), RUNS),
        ("a.docx", an_office_file(main="application/vnd.ms-word.document.macroEnabled.main+xml"), RUNS),
        ("a.docx", an_office_file(types=["application/vnd.ms-office.vbaProject"]), RUNS),
        ("a.docx", an_office_file(members=[("word/vbaProject.bin", "x")]), RUNS),
        ("a.pptx", an_office_file("pptx", types=["application/vnd.ms-office.activeX+xml"]), RUNS),
        ("a.docx", an_office_file(types=["application/vnd.openxmlformats-officedocument.oleObject"]), RUNS),
        ("a.docx", an_office_file(members=[("word/embeddings/rechnung.exe", "MZ")]), RUNS),
        ("a.docx", an_office_file(members=[("word/_rels/x.rels", RELATION.format("attachedTemplate"))]), RUNS),
        ("a.odt", an_open_document(members=["Basic/Standard/Module1.xml"]), RUNS),
        ("a.odp", an_open_document("presentation", members=["Scripts/python/x.txt"]), RUNS),
        # what is not what its name says
        ("a.pdf", b"<html>", NOT_THIS), ("a.pdf", b"\n" + PDF, NOT_THIS), ("a.pdf", PDF[:-7], NOT_THIS),
        ("a.pdf", a_pdf(stream=b"no zlib"), NOT_THIS), ("a.pdf", a_picture(), NOT_THIS),
        ("a.png", PDF, NOT_THIS), ("a.png", a_picture("JPEG"), NOT_THIS), ("a.png", b"\x89PNG\r\n\x1a\n", NOT_THIS),
        ("a.png", b"<svg/>", NOT_THIS), ("a.jpg", a_picture("GIF"), NOT_THIS),
        ("a.docx", an_office_file("xlsx"), NOT_THIS), ("a.docx", an_open_document(), NOT_THIS),
        ("a.docx", b"PK\x03\x04", NOT_THIS),
        ("a.docx", an_office_file(head='<!DOCTYPE x [<!ENTITY a "a">]>'), NOT_THIS),
        ("a.docx", an_office_file(members=[("../../etc/passwd", "x")]), NOT_THIS),
        ("a.docx", an_office_file(members=[("[content_types].XML", "<x/>")]), NOT_THIS),
        ("a.docx", an_office_file(members=[("word/_rels/x.rels", "no xml")]), NOT_THIS),
        ("a.odt", an_open_document("spreadsheet"), NOT_THIS), ("a.odt", an_open_document(first="x"), NOT_THIS),
        ("a.odt", an_open_document(compression=ZIP_DEFLATED), NOT_THIS), ("a.odt", b"", "leer"),
        ("a.txt", b"\x00\x01\x02", NOT_THIS), ("a.txt", PDF[:5] + b"\x00", NOT_THIS),
        # what is locked, unknown, or too large
        ("a.pdf", a_pdf(b"3 0 obj << /Encrypt 4 0 R >> endobj\n"), LOCKED),
        ("a.zip", an_office_file(), UNKNOWN), ("a.doc", b"\xd0\xcf\x11\xe0", UNKNOWN), ("a", PDF, UNKNOWN),
        ("a.gif", a_picture("GIF"), UNKNOWN), ("a.mp4", b"x", UNKNOWN), (".pdf", PDF, UNKNOWN),
        ("a.txt", b"x" * (files.MOST_BYTES + 1), "zu groß"),
    ],
)  # fmt: skip
def test_what_is_evil_broken_or_unknown_is_refused_with_a_sentence(name, data, why):
    with pytest.raises(Refusal, match=why):
        take(data, name)


def test_an_archive_that_unpacks_to_too_much_is_refused(monkeypatch):
    bomb = an_office_file(members=[("word/big.xml", "0" * 3_000_000)])
    assert len(bomb) < 10_000
    take(bomb, "a.docx")
    monkeypatch.setattr(files, "_MOST_UNPACKED", 2_000_000)
    with pytest.raises(Refusal, match=NOT_THIS):
        take(bomb, "a.docx")
    monkeypatch.undo()
    with pytest.raises(Refusal, match=NOT_THIS):
        take(an_office_file(members=[("x.rels", "<x>" + " " * 2_000_000 + "</x>")]), "a.docx")
    with pytest.raises(Refusal, match=NOT_THIS):
        take(an_office_file(members=[(f"x{number}", "") for number in range(5_001)]), "a.docx")
    with pytest.raises(Refusal, match=NOT_THIS):
        take(a_pdf(stream=zlib.compress(b" " * 101 * 1024 * 1024)), "a.pdf")


def test_a_picture_loses_what_the_camera_wrote_and_what_is_hidden_behind_it():
    data = a_picture("JPEG", exif=exif(), comment=b"geheim") + b"<script>alert(1)</script>"
    assert b"Kamera Geheim" in data
    for fact in (b"Kamera Geheim", b"geheim", b"<script>"):
        assert fact not in take(data, "a.jpg").read()
    taken = take(a_picture("PNG", exif=exif()), "a.png").read()
    assert b"Kamera" not in taken and Image.open(BytesIO(taken)).size == (20, 10)


def test_too_many_pixels_are_refused(monkeypatch):
    monkeypatch.setattr(files, "MOST_PIXELS", 100)
    with pytest.raises(Refusal, match=NOT_THIS):
        take(a_picture(), "a.png")


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/Folien.pdf", "Folien.pdf"), ("C:\\Users\\x\\Folien.pdf", "Folien.pdf"),
        ("Fo\u202eli\u200ben\n .pdf", "Folien .pdf"), (f"{'ä' * 300}.pdf", f"{'ä' * 116}.pdf"),
    ],
)  # fmt: skip
def test_a_name_is_shown_without_folders_and_hidden_signs(name, shown):
    file = ContentFile(PDF)
    file.name = name
    assert accept(file).name == shown


def test_a_name_whose_ending_is_turned_round_ends_as_it_is_read_by_machines():
    with pytest.raises(Refusal, match=RUNS):
        take(b"MZ\x90", "rechnung\u202efdp.exe")


class Form(HouseForm):
    file = DocumentField(label="Datei", required=False)


def test_the_field_says_the_sentence_and_lets_nothing_through_that_was_not_looked_at():
    form = Form({}, {"file": SimpleUploadedFile("a.pdf", PDF)})
    assert form.is_valid() and isinstance(form.cleaned_data["file"], Accepted)
    form = Form({}, {"file": SimpleUploadedFile("a.svg", b"<svg/>")})
    assert RUNS in form.errors["file"][0]
    assert Form({}, {"file": SimpleUploadedFile("a.pdf", b"")}).errors["file"] == ["Diese Datei ist leer."]
    assert Form({}, {}).is_valid()
    assert ".pdf,.docx" in str(Form()["file"])


def test_without_a_look_inside_a_name_would_do(monkeypatch):
    """The twin: every evil file above is taken if only its name counts."""
    monkeypatch.setattr(files, "_CHECKS", {kind: (lambda file, what: None, "") for kind in files._CHECKS})
    assert take(b"<html>", "a.pdf")
