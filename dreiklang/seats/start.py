from django.utils.translation import gettext as _

from dreiklang.seats.models import Registration


def cards(person) -> list[dict]:
    """What stands on Heute: seats that wait for her answer, with the day until which they do."""
    if not person.is_authenticated:
        return []
    offered = [
        one for one in Registration.objects.hers_now(person)
        if one.state == Registration.OFFERED and one.seats.is_open
    ]  # fmt: skip
    offered.sort(key=lambda one: (one.held_until is None, one.held_until))
    if not offered:
        return []
    return [
        {"title": _("Ein Platz wartet auf Sie"), "template": "seats/_offers.html", "offered": offered, "is_due": True}
    ]
