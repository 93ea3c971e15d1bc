from uuid import UUID

from django.shortcuts import get_object_or_404

from dreiklang.debates.guests import guest_of
from dreiklang.debates.models import Debate


def find_debate(request, slug: str, among=Debate.objects) -> Debate:
    return get_object_or_404(among.visible_to(request.user), slug=slug)


def who_is(request) -> UUID | None:
    """The id by which somebody votes here: her own, or the one that her browser carries."""
    return request.user.pk if request.user.is_authenticated else guest_of(request)
