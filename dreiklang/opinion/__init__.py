"""Opinion maps: who answers alike, what divides, and what unites, computed from agree, disagree and pass.

A pure package without Django: numpy and scipy only. `analysing.analyse` is the way in, `command.describe` that for a
folder of Polis files, `steering.steer` tells a server what to ask next. Formulas and constants are those that Polis
published (sources in each file); docs/decisions/0016-opinion-maps.md says where and why this differs.

Nothing is imported here on purpose: numpy and scipy.sparse cost some 0.3 seconds and 50 MB, which the web process must
not pay. Import `analysing`, `steering` and `command` inside the function that calls them, in the worker or in a
command. `results`, `placing` and `sentences` import neither, so a page may read a stored result and show somebody
their own place.
"""
