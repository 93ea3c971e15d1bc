"""The circles and regional rounds of the network, as somebody may know of them."""

from django.db.models import Count, Prefetch
from django.utils.translation import gettext as _

from dreiklang.exchange.models import Coming, Wish
from dreiklang.groups.models import Group, Membership, Memberships
from dreiklang.groups.readers import groups_of

_LISTED = (Group.CIRCLE, Group.REGION)


def circles_for(person) -> dict:
    """Hers, those that she is asked into, and those that one may know of; each with `size` and `speakers`. Topic teams
    have a list of their own. Five queries, however many there are."""
    hers = set(groups_of(person))
    size = Count("memberships", filter=Memberships.are_standing("memberships__"))
    speaking = Membership.objects.speaking().select_related("person").order_by("person__name")
    shown = (
        Group.objects.select_related("association").annotate(size=size)
        .prefetch_related(Prefetch("memberships", queryset=speaking, to_attr="speakers")).order_by("name")
    )  # fmt: skip
    known = shown.filter(kind__in=_LISTED).exclude(joining=Group.INVISIBLE)
    found = list(shown.filter(pk__in=hers, kind__in=(*_LISTED, Group.COHORT)) | known)
    mine = [group for group in found if str(group.pk) in hers]
    wishes = Wish.objects.filter(person=person).values_list("group", flat=True)
    return {
        "mine": mine, "others": [group for group in found if group not in mine], "asked": list(comings_of(person)),
        "wishes": set(wishes),
    }  # fmt: skip


def comings_of(person):
    """Where she is asked to belong."""
    return Coming.objects.filter(email=person.email).select_related("group").order_by("group__name")


def of_circles(person) -> dict:
    """The card of the overview: hers, with the way in."""
    mine = Group.objects.filter(pk__in=groups_of(person), kind__in=_LISTED).order_by("name")[:5]
    return {
        "title": _("Kreise und Regionalrunden"), "path": "/austausch/kreise/", "label": _("Alle Kreise ansehen"),
        "text": _("Arbeitskreise der Verbände und Runden in der Region: Raum, Termine, Aufgaben und Protokolle."),
        "lines": [(group.name, group.path, group.get_kind_display()) for group in mine],
    }  # fmt: skip
