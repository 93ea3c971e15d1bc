from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from dreiklang.debates.guests import guest_of
from dreiklang.debates.models import Debate
from dreiklang.debates.rules import may_read


def find_debate(request, slug: str, among=Debate.objects) -> Debate:
    found = get_object_or_404(among, slug=slug)
    if not may_read(request.user, found):
        raise Http404
    return found


def who_is(request) -> UUID | None:
    """The id by which somebody votes here: her own, or the one that her browser carries."""
    return request.user.pk if request.user.is_authenticated else guest_of(request)
