"""In which order somebody finds the options: her own once she has ranked them, before by chance and the same whenever
she looks. What stands first would else be chosen more often."""

from hashlib import sha256

from dreiklang.debates import secret
from dreiklang.debates.models import Poll


def in_her_order(form, poll: Poll, person) -> list:
    """The bound fields of a ballot."""
    rows = list(form)
    hers = secret.voter_id(poll, person.pk)
    if poll.kind != Poll.RANKING or hers is None:
        return rows
    if all(str(row.value() or "").isdigit() for row in rows):
        return sorted(rows, key=lambda row: int(row.value()))
    return sorted(rows, key=lambda row: sha256(hers.bytes + row.name.encode()).digest())
