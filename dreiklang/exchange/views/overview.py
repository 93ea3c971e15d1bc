from django.shortcuts import render

from dreiklang.exchange.circles import of_circles
from dreiklang.exchange.views import colleagues, lunch, pairing, teams
from dreiklang.exchange.views.counsel import counsel_card
from dreiklang.exchange.views.finding import read_by_members
from dreiklang.exchange.views.signals import signals_card

# Of each format a function person -> {"title", "text", "path", "label", and if wished "lines": [(label, path, soft)]},
# or None where it is not for her. One query each at most.
FORMATS = [colleagues.card, lunch.card, teams.card, of_circles, pairing.card, counsel_card, signals_card]


@read_by_members
def overview(request):
    """The formats of the network, each with its next step for her."""
    cards = [card for card in (of_format(request.user) for of_format in FORMATS) if card]
    return render(request, "exchange/overview.html", {"cards": cards})
