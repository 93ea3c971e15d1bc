from django.db import transaction

from dreiklang.foundation.refusal import Refusal
from dreiklang.places import outlines
from dreiklang.places.models import District, Outline


@transaction.atomic
def import_outlines(text: str, *, source: str, link: str = "") -> tuple[int, list[str]]:
    """The outlines of the districts that the register knows. Returns how many, and the keys that it does not know;
    what was drawn of a district before is replaced. Refusal with a German sentence; then nothing has changed."""
    drawn = outlines.read(text)
    known = set(District.objects.filter(pk__in=drawn).values_list("pk", flat=True))
    if not known:
        raise Refusal("Keiner der Kreise in der Datei ist hier bekannt. Bitte zuerst das Gemeindeverzeichnis einlesen.")
    keep({key: drawn[key] for key in known}, source, link)
    return len(known), sorted(drawn.keys() - known)


def keep(drawn: dict[str, outlines.Drawn], source: str, link: str = "") -> None:
    Outline.objects.bulk_create(
        [Outline(district_id=key, source=source, link=link, **drawing._asdict()) for key, drawing in drawn.items()],
        update_conflicts=True, unique_fields=["district"], batch_size=100,
        update_fields=["shape", "left", "top", "right", "bottom", "source", "link"],
    )  # fmt: skip
