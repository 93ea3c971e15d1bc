"""The doors of the directory and of what belongs to it. Ben can be found, and his card may go into an address book."""

from django.core.files.base import ContentFile

from dreiklang.exchange.actions.pairing import end_link
from dreiklang.people.models import Level, Release

SIGNED_IN, NO_POST = "login 200 200 200 200", "login 405 405 405 405"
ALL, NONE = "200 200 200 200 200", "404 404 404 404 404"

DOORS = [
    ("colleagues", "", SIGNED_IN, NO_POST),  # of members for members: all of the cast are
    ("colleagues_map", "", SIGNED_IN, NO_POST),
    ("card_file", "ben's card", SIGNED_IN, NO_POST),
    ("card_file", "nobody's card", "login 404 404 404 404", NO_POST),
    ("card_photo", "ben's photo", "404 200 200 200 200", "405 405 405 405 405"),
    ("card_photo", "ben's photo, guessed", NONE, "405 405 405 405 405"),
    ("pairing", "", SIGNED_IN, "login 404 404 404 404"),  # an act must be named
    ("end_pairing", "ben's twenty minutes", ALL, "302 302 302 302 302"),  # whoever holds the link
    ("end_pairing", "of another purpose", NONE, NONE),
    ("welcome_done", "", NO_POST, "login 302 302 302 302"),
]


def furnish(house) -> dict[str, dict]:
    ben = house.people["ben"]
    card = Release.objects.get(person=ben)
    card.shows_photo, card.allows_vcard = Level.MEMBERS, True
    card.photo.save("ben.webp", ContentFile(b"RIFF"))
    photo = {"pk": card.pk, "mark": card.photo_mark}
    return {"ben's photo": photo, "ben's photo, guessed": photo | {"mark": "bild"},
            "ben's twenty minutes": {"token": end_link(ben).split("/")[-2]}}  # fmt: skip
