"""Material that a speaker brings herself: she says what may happen with each item, and takes it back when she likes."""

from django.db import transaction
from django.utils.translation import gettext as _

from dreiklang.events.actions.material import add_material, change_material, remove_material
from dreiklang.events.models import Event, Material, Speaker
from dreiklang.foundation.files import Accepted
from dreiklang.foundation.refusal import Refusal

MOST = 20


@transaction.atomic
def contribute(
    speaker: Speaker, *, title: str, allowed: str, licence: str, file: Accepted | None = None, url: str = "",
    public_id=None,
) -> Material:  # fmt: skip
    """`allowed` says who may read it at most (Material.ALLOWED); as many read it at first."""
    Event.objects.select_for_update().get(pk=speaker.event_id)
    is_new = not Material.objects.filter(pk=public_id).exists()
    if is_new and speaker.material.count() >= MOST:
        raise Refusal(_("Mehr als zwanzig Dinge nimmt diese Seite nicht auf. Bitte fassen Sie etwas zusammen."))
    return add_material(
        speaker.event, title=title, file=file, url=url, brought_by=speaker, public_id=public_id,
        by_name=speaker.name if speaker.is_announced else "", **_said(allowed, licence),
    )  # fmt: skip


@transaction.atomic
def change_contribution(
    item: Material, *, title: str, allowed: str, licence: str, file: Accepted | None = None, url: str = ""
) -> Material:
    """Allowing less narrows who reads it at once; allowing more widens it."""
    return change_material(item, title=title, file=file, url=url, **_said(allowed, licence))


@transaction.atomic
def take_back(item: Material) -> None:
    """The file goes with it."""
    remove_material(item)


def _said(allowed: str, licence: str) -> dict:
    return {
        "allowed": allowed, "readers": allowed, "may_be_published": allowed == Material.READERS, "licence": licence
    }  # fmt: skip
