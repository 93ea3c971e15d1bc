from django.utils.translation import gettext as _

from dreiklang.seats.models import Registration


def cards(person) -> list[dict]:
    """What stands on Heute: seats that wait for her answer, with the day until which they do."""
    if not person.is_authenticated:
        return []
    offered = Registration.objects.active().of(person).filter(state=Registration.OFFERED).select_related("seats")
    offered = list(offered.filter(seats__is_open=True).order_by("held_until"))
    if not offered:
        return []
    return [
        {"title": _("Ein Platz wartet auf Sie"), "template": "seats/_offers.html", "offered": offered, "is_due": True}
    ]
