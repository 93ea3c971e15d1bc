from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dreiklang.exchange.circles import of_circles
from dreiklang.exchange.views import colleagues, lunch, pairing, teams
from dreiklang.exchange.views.counsel import counsel_card
from dreiklang.exchange.views.signals import signals_card
from dreiklang.foundation.refusal import require
from dreiklang.people.rules import is_member

# Of each format a function person -> {"title", "text", "path", "label", and if wished "lines": [(label, path, soft)]},
# or None where it is not for her. One query each at most.
FORMATS = [colleagues.card, lunch.card, teams.card, of_circles, pairing.card, counsel_card, signals_card]


@login_required
@require_safe
def overview(request):
    """The formats of the network, each with its next step for her."""
    require(is_member(request.user))
    cards = [card for card in (of_format(request.user) for of_format in FORMATS) if card]
    return render(request, "exchange/overview.html", {"cards": cards})
