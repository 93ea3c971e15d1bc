"""Whether others find a person, and what of her. She alone decides: nothing here takes another as the actor."""

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from dreiklang.foundation.leftovers import sweep_folder
from dreiklang.foundation.refusal import Refusal
from dreiklang.index.actions import tell
from dreiklang.index.models import Row
from dreiklang.people.models import Level, Person, Release
from dreiklang.people.searchable import PERSON, keep

_TEXTS = ("offer", "seeks", "phone", "link")


@transaction.atomic
def release(person: Person, **says) -> Release:
    """She can be found, by her name, and by what else is said here: `shows_…`, a Level each, and the texts. The card
    stays at its address while she changes what it says. A text that comes without a level is for members; whatever is
    not said here is not on the card, except for the photo, which has its own ways in and out."""
    texts = {name: says.get(name, "").strip() for name in _TEXTS}
    levels = {f"shows_{name}": int(says.get(f"shows_{name}", _usual(texts.get(name)))) for name in Release.LEVELS}
    if unknown := says.keys() - texts.keys() - levels.keys() - {"allows_vcard"}:
        raise TypeError(f"a card does not say {', '.join(sorted(unknown))}")
    if Level.PUBLIC in levels.values() and levels["shows_municipality"] != Level.PUBLIC:
        raise Refusal(
            _("Für alle steht etwas nur auf der Seite Ihrer Kommune. Bitte zeigen Sie auch Ihre Kommune allen, oder "
              "wählen Sie überall „Mitglieder“ oder „nur ich“."),
            field="shows_municipality",
        )  # fmt: skip
    _hold(person)
    card, _is_new = Release.objects.update_or_create(
        person=person, defaults=texts | levels | {"allows_vcard": bool(says.get("allows_vcard"))}
    )
    keep(person)
    if card.photo:
        tell(PERSON, person.pk)  # who sees it stands in no row of the search
    return card


def _usual(text: str | None) -> Level:
    return Level.MEMBERS if text else Level.ME


@transaction.atomic
def show_photo(person: Person, picture: ContentFile | None) -> None:
    """Her picture on her card, or none. Who sees it, the card says."""
    _hold(person)
    card = Release.objects.filter(person=person).first()
    if card is None:
        raise Refusal(_("Ein Foto gehört zu einer Karte. Bitte entscheiden Sie zuerst, dass Sie auffindbar sind."))
    card.photo = picture or ""
    card.save(update_fields=["photo"])
    tell(PERSON, person.pk)


@transaction.atomic
def withdraw(person: Person) -> None:
    """Nobody finds her any more, and nothing of the release is kept."""
    _hold(person)
    for card in Release.objects.filter(person=person.pk).exclude(photo=""):
        transaction.on_commit(lambda photo=card.photo: photo.storage.delete(photo.name))
    Release.objects.filter(person=person.pk).delete()
    keep(person)


def _hold(person: Person) -> None:
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def keep_all_true() -> int:
    """The chore: offices end by their date, accounts are locked, registers rename places, and nobody acts then.
    Afterwards the search says no more than the cards, and no picture lies about. Returns how many people it looked
    at."""
    released = {str(pk) for pk in Release.objects.values_list("person", flat=True)}
    found = set(Row.objects.filter(kind=PERSON).values_list("object_id", flat=True))
    for pk in released | found:
        with transaction.atomic():
            keep(Person(pk=pk))
    sweep_folder(Release.FOLDER, Release.objects.annotate(file=F("photo")).values_list("file", flat=True))
    return len(released | found)
