"""The formats of the network in the demo: each brings its own."""

from django.db import transaction

from dreiklang.exchange import signals_demo

PARTS = [signals_demo.furnish]


@transaction.atomic
def furnish(tell=print) -> None:
    for part in PARTS:
        part(tell)
