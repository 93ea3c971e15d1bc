import struct
import zipfile
import zlib
from io import BytesIO

import pytest
from django import forms
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from dreiklang.foundation.pictures import MOST_BYTES, WIDEST, PictureField, reencode

UNREADABLE = "Dieses Bild lässt sich nicht lesen. Bitte wählen Sie eine JPG-, PNG- oder WebP-Datei."
HIDDEN = b"GEHEIM"


def a_picture(kind="JPEG", size=(60, 40), mode="RGB", color="red", **more) -> bytes:
    file = BytesIO()
    Image.new(mode, size, color).save(file, kind, **more)
    return file.getvalue()


def cleaned(content: bytes, name="bild.jpg") -> Image.Image:
    return Image.open(PictureField().clean(SimpleUploadedFile(name, content)))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_becomes_a_webp_of_the_same_size_and_colour(kind):
    file = PictureField().clean(SimpleUploadedFile("Urlaub am See.jpg", a_picture(kind)))
    assert isinstance(file, ContentFile) and file.name == "bild.webp"
    picture = Image.open(file)
    assert (picture.format, picture.size, picture.mode) == ("WEBP", (60, 40), "RGB")
    red, green, blue = picture.getpixel((30, 20))
    assert red > 240 and green < 15 and blue < 15


def test_the_name_and_the_type_that_a_browser_claims_do_not_count():
    file = SimpleUploadedFile("../../evil.html", a_picture("PNG"), content_type="text/html")
    assert PictureField().clean(file).name == "bild.webp"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_place_camera_and_every_other_hidden_word_are_gone(kind):
    before = with_hidden_words(kind)
    assert HIDDEN in before and 0x8825 in Image.open(BytesIO(before)).getexif()
    after = reencode(BytesIO(before)).read()
    assert HIDDEN not in after
    picture = Image.open(BytesIO(after))
    assert dict(picture.getexif()) == {} and not {"exif", "xmp", "comment", "icc_profile"} & set(picture.info)


def with_hidden_words(kind: str) -> bytes:
    exif = Image.Exif()
    exif[0x0110] = "GEHEIM-KAMERA"
    exif.get_ifd(0x8825).update({1: "N", 2: (47.0, 39.0, 30.0), 3: "E", 4: (9.0, 10.0, 0.0), 29: "GEHEIM-TAG"})
    more = {"exif": exif}
    if kind == "PNG":
        words = PngInfo()
        words.add_text("Comment", "GEHEIM-WORT")
        words.add_itxt("XML:com.adobe.xmp", "GEHEIM-XMP")
        more["pnginfo"] = words
    else:
        more["xmp"] = b"<x:xmpmeta>GEHEIM-XMP</x:xmpmeta>"
    if kind == "JPEG":
        more["comment"] = b"GEHEIM-WORT"
    return a_picture(kind, icc_profile=a_colour_profile(), **more) + b"GEHEIM-ANHANG"


def a_colour_profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_stands_upright(orientation):
    upright = Image.new("RGB", (60, 40), "white")
    upright.paste("blue", (0, 0, 20, 10))  # top left
    turned = {
        1: [], 2: ["FLIP_LEFT_RIGHT"], 3: ["ROTATE_180"], 4: ["FLIP_TOP_BOTTOM"], 5: ["TRANSPOSE"], 6: ["ROTATE_90"],
        7: ["TRANSVERSE"], 8: ["ROTATE_270"],
    }[orientation]  # fmt: skip
    picture = upright
    for turn in turned:
        picture = picture.transpose(Image.Transpose[turn])
    exif, file = Image.Exif(), BytesIO()
    exif[0x0112] = orientation
    picture.save(file, "JPEG", exif=exif, quality=95)
    seen = Image.open(reencode(BytesIO(file.getvalue())))
    assert seen.size == (60, 40)
    assert seen.getpixel((8, 4))[0] < 60 and all(seen.getpixel(at)[0] > 200 for at in ((50, 4), (8, 32), (50, 32)))


def test_a_large_picture_becomes_smaller_and_keeps_its_shape():
    assert cleaned(a_picture(size=(4000, 1000))).size == (WIDEST, 400)
    assert cleaned(a_picture(size=(500, 2000))).size == (400, WIDEST)


@pytest.mark.parametrize(
    ("mode", "color"),
    [("RGBA", (0, 0, 0, 0)), ("LA", (0, 0)), ("P", 0)],
)
def test_see_through_parts_become_white_and_not_black(mode, color):
    more = {"transparency": 0} if mode == "P" else {}
    assert min(cleaned(a_picture("PNG", mode=mode, color=color, **more)).getpixel((5, 5))) > 240


@pytest.mark.parametrize(
    ("kind", "mode"), [("PNG", "1"), ("PNG", "L"), ("PNG", "P"), ("PNG", "I;16"), ("JPEG", "L"), ("JPEG", "CMYK")]
)
def test_every_way_to_hold_colours_is_read(kind, mode):
    assert cleaned(a_picture(kind, mode=mode, color=0)).mode == "RGB"


def test_a_moving_picture_stands_still():
    frames = [Image.new("RGB", (20, 20), color) for color in ("red", "blue")]
    file = BytesIO()
    frames[0].save(file, "WEBP", save_all=True, append_images=frames[1:])
    assert getattr(cleaned(file.getvalue()), "n_frames", 1) == 1


def an_archive() -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("bild.jpg", a_picture())
    return file.getvalue()


def a_png_that_claims(width: int, height: int) -> bytes:
    """A small file whose header speaks of a huge picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 999)) + chunk(b"IEND", b"")
    )


SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
REFUSED = {
    "svg": SVG,
    "svg with a declaration": b'<?xml version="1.0"?>' + SVG,
    "gif": a_picture("GIF", mode="P", color=0),
    "bmp": a_picture("BMP"),
    "tiff": a_picture("TIFF"),
    "ico": a_picture("ICO"),
    "html": b"<!doctype html><script>alert(1)</script>",
    "html that begins like a gif": b"GIF89a/*<script>alert(1)</script>*/",
    "html that begins like a jpeg": b"\xff\xd8\xff\xe0<script>alert(1)</script>",
    "html that begins like a png": b"\x89PNG\r\n\x1a\n<script>alert(1)</script>",
    "pdf": b"%PDF-1.7\n1 0 obj\n",
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "zip": an_archive(),
    "program": b"MZ\x90\x00" + b"\0" * 500,
    "one byte": b"\xff",
    "blanks": b" " * 100,
    "half a jpeg": a_picture(size=(400, 400))[:900],
    "half a png": a_picture("PNG", size=(400, 400))[:200],
    "half a webp": a_picture("WEBP", size=(400, 400))[:100],
    "a png without pixels": a_png_that_claims(0, 0),
}
TOO_MANY = "Dieses Bild hat zu viele Bildpunkte. Bitte verkleinern Sie es auf höchstens 40 Millionen."
OVERSIZED = {
    "a png of 50 million pixels": a_picture("PNG", size=(10_000, 5_000), mode="1", color=0),
    "a png of 400 million pixels": a_png_that_claims(20_000, 20_000),
    "a png of more pixels than there are": a_png_that_claims(0x7FFFFFFF, 0x7FFFFFFF),
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_what_is_no_picture_that_we_take_is_refused_with_a_sentence(content):
    with pytest.raises(forms.ValidationError) as refused:
        cleaned(content)
    assert refused.value.messages == [UNREADABLE]


@pytest.mark.parametrize("content", OVERSIZED.values(), ids=OVERSIZED)
def test_a_picture_of_too_many_pixels_is_told_just_that(content):
    with pytest.raises(forms.ValidationError) as refused:
        cleaned(content)
    assert refused.value.messages == [TOO_MANY]


def test_some_of_what_is_refused_would_open_without_our_list_of_formats():
    for name in ("gif", "bmp", "tiff", "ico"):
        Image.open(BytesIO(REFUSED[name]))
    Image.open(BytesIO(OVERSIZED["a png of 50 million pixels"]))


def test_a_picture_with_an_archive_behind_it_loses_the_archive():
    both = a_picture() + an_archive()
    assert zipfile.is_zipfile(BytesIO(both))
    assert not zipfile.is_zipfile(PictureField().clean(SimpleUploadedFile("a.jpg", both)))


def test_too_many_bytes_are_refused_before_they_are_read():
    huge = SimpleUploadedFile("a.jpg", a_picture() + b"\0" * MOST_BYTES)
    with pytest.raises(forms.ValidationError) as refused:
        PictureField().clean(huge)
    assert refused.value.messages == ["Dieses Bild ist zu groß. Bitte wählen Sie eine Datei bis 5 MB."]


def test_an_empty_file_says_so():
    with pytest.raises(forms.ValidationError) as refused:
        PictureField().clean(SimpleUploadedFile("a.jpg", b""))
    assert refused.value.messages == ["Diese Datei ist leer."]


def test_damaged_pictures_are_refused_and_never_break_the_page():
    whole = {kind: a_picture(kind, size=(64, 48)) for kind in ("JPEG", "PNG", "WEBP")}
    for content in whole.values():
        for at in range(0, len(content), 3):
            for sign in (0x00, 0xFF, content[at] ^ 0x55):
                try:
                    PictureField().clean(SimpleUploadedFile("a", content[:at] + bytes([sign]) + content[at + 1 :]))
                except forms.ValidationError as refused:
                    assert refused.messages in ([UNREADABLE], [TOO_MANY])


def test_no_picture_is_fine_where_none_is_asked_for_and_the_kept_one_stays():
    assert PictureField(required=False).clean(None) is None
    assert PictureField(required=False).clean(None, "events/bild.webp") == "events/bild.webp"
    with pytest.raises(forms.ValidationError):
        PictureField().clean(None)


def test_the_file_chooser_offers_what_is_taken():
    assert 'accept="image/jpeg,image/png,image/webp"' in PictureField().widget.render("picture", None)
