from uuid import UUID

from dreiklang.events.models import Attendance

STATES = {"", Attendance.PRESENT, Attendance.EXCUSED}


def changes_in(data) -> dict[UUID, str]:
    """What is different from what the list showed, of all that came back: {person id: state}. Each line carries the
    state that it showed, for meanwhile somebody else may have ticked."""
    found = {}
    for name, state in data.items():
        prefix, _sep, pk = name.partition("-")
        if prefix == "state" and state in STATES and state != data.get(f"was-{pk}", ""):
            try:
                found[UUID(pk)] = state
            except ValueError:
                continue
    return found
