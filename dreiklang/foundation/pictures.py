"""Pictures that people upload are decoded and written anew: no metadata, no hidden content, no odd formats."""

from io import BytesIO

from django import forms
from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

WIDEST, MOST_BYTES, MOST_PIXELS = 1600, 5 * 1024 * 1024, 40_000_000


class TooManyPixels(ValueError):
    """Decoded, it would take more memory than one picture is worth."""


class PictureField(forms.FileField):
    """A JPEG, PNG or WebP up to 5 MB; cleans to a WebP of at most `widest` px, as a ContentFile."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})
    default_error_messages = {
        "unreadable": _("Dieses Bild lässt sich nicht lesen. Bitte wählen Sie eine JPG-, PNG- oder WebP-Datei."),
        "large": _("Dieses Bild ist zu groß. Bitte wählen Sie eine Datei bis 5 MB."),
        "pixels": _("Dieses Bild hat zu viele Bildpunkte. Bitte verkleinern Sie es auf höchstens 40 Millionen."),
        "empty": _("Diese Datei ist leer."),
    }

    def __init__(self, *, widest: int = WIDEST, **kwargs):
        super().__init__(**kwargs)
        self.widest = widest

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if not file or file is initial:
            return file
        if file.size > MOST_BYTES:
            raise forms.ValidationError(self.error_messages["large"])
        try:
            return reencode(file, self.widest)
        except (TooManyPixels, Image.DecompressionBombError):
            raise forms.ValidationError(self.error_messages["pixels"])
        except (UnidentifiedImageError, OSError, ValueError, SyntaxError):
            raise forms.ValidationError(self.error_messages["unreadable"])


def reencode(file, widest: int = WIDEST) -> ContentFile:
    """The picture as WebP, upright, at most so many px wide and high. Raises what Pillow raises on anything else."""
    with Image.open(file, formats=("JPEG", "PNG", "WEBP")) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise TooManyPixels
        picture = _on_white(ImageOps.exif_transpose(picture))
        picture.thumbnail((widest, widest))
        out = BytesIO()
        picture.save(out, "WEBP", quality=82)
    return ContentFile(out.getvalue(), name="bild.webp")


def _on_white(picture: Image.Image) -> Image.Image:
    """Without see-through parts: whatever colour lies under them in the file would come to light, mostly black."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture.convert("RGBA"))
    return paper.convert("RGB")
