"""What goes after its days: each format names its rules beside its columns in `personal/`."""

from dreiklang.debates.personal_data import PARTS

RULES = [rule for part in PARTS for rule in part.RULES]
