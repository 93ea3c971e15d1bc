"""Files that people upload to pass them on: known by what is in them, not by what they are called. What can run when
somebody opens it (scripts, macros, SVG, HTML) is refused with a sentence that says what to do instead."""

import re
import zlib
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZIP_STORED, BadZipFile, ZipFile

from django import forms
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from dreiklang.foundation.forms import seen_in_one_line
from dreiklang.foundation.pictures import MOST_PIXELS
from dreiklang.foundation.refusal import Refusal

MOST_BYTES, LONGEST_NAME = 20 * 1024 * 1024, 120
_MOST_MEMBERS, _MOST_UNPACKED, _MOST_XML = 5_000, 500 * 1024 * 1024, 1024 * 1024
_UNKNOWN = _(
    "Dieses Format nehmen wir nicht an. Möglich sind PDF, Word, Excel und PowerPoint (docx, xlsx, pptx), OpenDocument "
    "(odt, ods, odp), Bilder (JPG, PNG, WebP) und Text (txt, md)."
)
_ACTIVE = _(
    "Diese Datei kann Programme ausführen (Skripte, Makros, SVG, HTML, eingebettete Objekte). Bitte speichern Sie sie "
    "ohne, am besten als PDF."
)
_NOT_THIS = _(
    "Diese Datei ist beschädigt oder nicht das, was ihr Name sagt. Bitte speichern Sie sie noch einmal, am besten als "
    "PDF."
)
_LOCKED = _("Diese Datei ist mit einem Kennwort geschützt. Bitte speichern Sie sie ohne.")
_LARGE = _("Diese Datei ist zu groß. Möglich sind bis 20 MB.")
_EMPTY = _("Diese Datei ist leer.")


class Accepted(File):
    """A file that was looked at; only `accept` makes them."""


class DocumentField(forms.FileField):
    """A file to pass on; cleans to what `accept` returns."""

    default_error_messages = {"empty": _EMPTY, "invalid": _NOT_THIS, "missing": _NOT_THIS}

    def __init__(self, **kwargs):
        widget = forms.FileInput(attrs={"accept": ",".join(f".{suffix}" for suffix in _CHECKS)})
        super().__init__(**{"widget": widget} | kwargs)

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if not file or file is initial:
            return file
        try:
            return accept(file)
        except Refusal as refusal:
            raise forms.ValidationError(refusal.sentence)


def accept(file: File) -> Accepted:
    """The file under a name that can be shown, pictures without what cameras add. Refusal with a sentence on anything
    that is not one of the kinds of files we pass on."""
    name = _shown(file.name)
    suffix = Path(name).suffix[1:].lower()
    if not file.size:
        raise Refusal(_EMPTY)
    if file.size > MOST_BYTES:
        raise Refusal(_LARGE)
    if suffix not in _CHECKS:
        raise Refusal(_ACTIVE if suffix in _RUN else _UNKNOWN)
    check, what = _CHECKS[suffix]
    file.seek(0)
    kept = check(file, what) or file
    kept.seek(0)
    return Accepted(kept, name=name)


_RUN = {
    "svg", "svgz", "html", "htm", "xhtml", "mht", "mhtml", "xml", "xsl", "js", "mjs", "vbs", "wsf", "hta", "php", "py",
    "sh", "bat", "cmd", "ps1", "exe", "msi", "com", "scr", "jar", "app", "dll", "lnk", "swf", "docm", "dotm", "xlsm",
    "xltm", "xlsb", "xlam", "pptm", "potm", "ppsm", "ppam",
}  # fmt: skip


def _shown(name: str) -> str:
    """Without folders and without signs that nobody sees; cut before the ending."""
    name = seen_in_one_line(name.replace("\\", "/").rsplit("/", 1)[-1])
    suffix = Path(name).suffix
    return name.removesuffix(suffix)[: LONGEST_NAME - len(suffix)] + suffix


# Nothing of a PDF is drawn here; names may be written with #xx, and objects may lie in compressed streams. This finds
# what usual programs write and no disguise by somebody who knows the format: no scanner for viruses.
_RUNS_IN_PDF = re.compile(rb"/(JavaScript|Launch|XFA|RichMedia)(?![A-Za-z0-9])")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?<!end)stream\s*")


def _pdf(file, _what) -> None:
    data = file.read()
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-2048:]:
        raise Refusal(_NOT_THIS)
    plain = _unescaped(data)
    if re.search(rb"/Encrypt(?![A-Za-z0-9])", plain):
        raise Refusal(_LOCKED)
    if _RUNS_IN_PDF.search(plain) or any(_RUNS_IN_PDF.search(inner) for inner in _object_streams(data)):
        raise Refusal(_ACTIVE)


def _object_streams(data: bytes):
    """What the compressed streams say that hold objects. One that is packed in another way is not passed on."""
    left = _MOST_UNPACKED // 5
    for start in _STREAM.finditer(data):
        head = _unescaped(data[max(0, start.start() - 4096) : start.start()]).rpartition(b"obj")[2]
        if b"/ObjStm" not in head or b"/Filter" not in head:  # not packed: the search in the whole has seen it
            continue
        if b"/FlateDecode" not in head or head.count(b"Decode") > 1:
            raise Refusal(_ACTIVE)
        try:
            inner = zlib.decompressobj().decompress(data[start.end() :], left)
        except zlib.error:
            raise Refusal(_NOT_THIS)
        left -= len(inner)
        if left <= 0:
            raise Refusal(_NOT_THIS)
        yield _unescaped(inner)


def _unescaped(data: bytes) -> bytes:
    return _HEX.sub(lambda found: bytes([int(found[1], 16)]), data)


_MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"
_RUNS_IN_OFFICE = ("macroenabled", "vbaproject", "activex", "oleobject", "controlproperties")
_FETCHED = ("/attachedTemplate", "/oleObject", "/frame", "/subDocument")  # from elsewhere, when it is opened


def _office(file, main: str) -> None:
    """Word, Excel, PowerPoint: what is in it stands in [Content_Types].xml, and programs do as it says."""
    with _package(file) as package:
        types = {
            element.get("ContentType", "").lower()
            for element in _xml(package, "[Content_Types].xml")
        }  # fmt: skip
        if any(word in each for each in types for word in _RUNS_IN_OFFICE):
            raise Refusal(_ACTIVE)
        if main.lower() not in types:
            raise Refusal(_NOT_THIS)
        for name in package.namelist():
            if name.lower().endswith(".rels"):
                for relation in _xml(package, name):
                    if relation.get("TargetMode") == "External" and relation.get("Type", "").endswith(_FETCHED):
                        raise Refusal(_ACTIVE)


def _open_document(file, kind: str) -> None:
    with _package(file) as package:
        first = package.infolist()[0] if package.infolist() else None
        if first is None or first.filename != "mimetype" or first.compress_type != ZIP_STORED or first.file_size > 100:
            raise Refusal(_NOT_THIS)
        if package.read(first).decode("ascii", "replace") != f"application/vnd.oasis.opendocument.{kind}":
            raise Refusal(_NOT_THIS)
        if any(name.lower().startswith(("basic/", "scripts/")) for name in package.namelist()):
            raise Refusal(_ACTIVE)


def _package(file) -> ZipFile:
    """The archive, which is never unpacked; nothing in it is read that is larger than it may be."""
    try:
        package = ZipFile(file)
    except (BadZipFile, ValueError, NotImplementedError, OSError):
        raise Refusal(_NOT_THIS)
    members = package.infolist()
    names = [member.filename.lower() for member in members]
    if len(members) > _MOST_MEMBERS or sum(member.file_size for member in members) > _MOST_UNPACKED:
        raise Refusal(_NOT_THIS)
    if len(set(names)) != len(names) or any(".." in name.split("/") or name.startswith("/") for name in names):
        raise Refusal(_NOT_THIS)
    if any(member.flag_bits & 1 for member in members):
        raise Refusal(_LOCKED)
    if any(Path(name).suffix[1:] in _RUN - {"xml"} or name.endswith("vbaproject.bin") for name in names):
        raise Refusal(_ACTIVE)
    return package


def _xml(package: ZipFile, name: str):
    try:
        if package.getinfo(name).file_size > _MOST_XML:
            raise Refusal(_NOT_THIS)
        with package.open(name) as member:
            data = member.read(_MOST_XML + 1)
        if len(data) > _MOST_XML or "<!DOCTYPE" in data.decode("utf-8-sig") or b"\0" in data:
            raise Refusal(_NOT_THIS)
        return ElementTree.fromstring(data)  # noqa: S314 – without DOCTYPE there are no entities
    except (KeyError, BadZipFile, ValueError, NotImplementedError, zlib.error, EOFError, OSError, SyntaxError):
        raise Refusal(_NOT_THIS)


def _picture(file, kind: str) -> ContentFile:
    """Drawn anew: no place, no device, and nothing hidden behind the picture."""
    try:
        with Image.open(file, formats=(kind,)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refusal(_NOT_THIS)
            out, colours = BytesIO(), picture.info.get("icc_profile")
            upright = ImageOps.exif_transpose(picture)
            for fact in ("exif", "xmp", "comment", "parameters"):
                upright.info.pop(fact, None)
            upright.save(out, kind, quality=90, icc_profile=colours)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        raise Refusal(_NOT_THIS)
    return ContentFile(out.getvalue())


_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_BEGINS_SOMETHING_ELSE = ("<!doctype", "<html", "<svg", "<?", "<script", "#!", "%pdf", "{\\rtf", "mz\x90")


def _text(file, _what) -> None:
    data = file.read()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    if _NOT_TEXT.search(text):
        raise Refusal(_NOT_THIS)
    if text.lstrip().lower().startswith(_BEGINS_SOMETHING_ELSE):
        raise Refusal(_ACTIVE)


_CHECKS = {
    "pdf": (_pdf, ""),
    "docx": (_office, _MAIN.format("wordprocessingml.document")),
    "xlsx": (_office, _MAIN.format("spreadsheetml.sheet")),
    "pptx": (_office, _MAIN.format("presentationml.presentation")),
    "odt": (_open_document, "text"),
    "ods": (_open_document, "spreadsheet"),
    "odp": (_open_document, "presentation"),
    "jpg": (_picture, "JPEG"),
    "jpeg": (_picture, "JPEG"),
    "png": (_picture, "PNG"),
    "webp": (_picture, "WEBP"),
    "txt": (_text, ""),
    "md": (_text, ""),
}
