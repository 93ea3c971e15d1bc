"""What can be found of the formats of the network: each names its kind in a file of its own."""

from dreiklang.exchange import signals_searchable, team_searchable

KINDS = [team_searchable.KIND, signals_searchable.KIND]
