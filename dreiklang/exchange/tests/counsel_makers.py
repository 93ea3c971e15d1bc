from dreiklang.exchange.actions.counsel import begin
from dreiklang.exchange.counsel_steps import CHAIR
from dreiklang.exchange.models import CounselPart, CounselSession
from dreiklang.groups.actions import join
from dreiklang.groups.models import Group


def a_group_of(*people, name="Kreis des Städtetags") -> Group:
    group = Group.objects.create(name=name, kind=Group.CIRCLE)
    for person in people:
        join(group, person)
    return group


def a_counsel(by, *people, **facts) -> CounselSession:
    """Of a group of these people; with `invited` of those alone."""
    if invited := facts.pop("invited", ()):
        return begin(by=by, public_id=None, people=invited, **facts)
    return begin(by=by, public_id=None, readers=a_group_of(by, *people).token, **{"invites": False} | facts)


def counsel_with(person, number: int) -> None:
    """She moderates one that runs."""
    session = a_counsel(person, link=f"https://video.example/{number}")
    CounselPart.objects.create(session=session, person=person, role=CHAIR)
