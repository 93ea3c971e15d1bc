from dreiklang.debates.models import Argument, Debate, Hall, Poll, Thesis
from dreiklang.groups.models import Membership
from dreiklang.groups.readers import PUBLIC, holds, roles_of


def may_begin(person) -> bool:
    """Prepare a debate or a poll: the programme team, and whoever speaks for a group."""
    return person.is_authenticated and (person.is_team or bool(spoken_for(person)))


def may_begin_for(person, readers: str) -> bool:
    """Whoever speaks for a group prepares debates of that group alone."""
    return person.is_authenticated and (person.is_team or readers in {f"group:{pk}" for pk in spoken_for(person)})


def spoken_for(person) -> set:
    """Ids of the groups."""
    return {pk for pk, role in roles_of(person).items() if role == Membership.SPEAKER}


def may_read(person, debate: Debate) -> bool:
    """The same of one debate as `visible_to` says of all; it asks the database only about groups."""
    if person.is_authenticated and (person.is_team or debate.by_id == person.pk):
        return True
    return not debate.is_draft and holds(person, debate.readers)


def may_look_after(person, debate: Debate | Thesis) -> bool:
    """Write, take statements in or not, say what came of it: whoever began it, and the programme team."""
    return person.is_authenticated and (person.is_team or debate.by_id == person.pk)


def may_take_part(person, debate: Debate) -> bool:
    """Answer and propose: whoever reads it and is a member; where the debate says so, everybody."""
    if debate.readers == PUBLIC and debate.takes_guests:
        return True
    return person.is_authenticated and (person.is_member or person.is_team) and holds(person, debate.readers)


def may_enter(person, hall: Hall) -> bool:
    """The same of one hall as `visible_to` says of all: a page asks every few seconds."""
    return person.is_authenticated and (person.is_team or hall.by_id == person.pk) or holds(person, hall.readers)


def may_ask(person, hall: Hall) -> bool:
    """Ask, and say what interests one too: in a public hall everybody, else the members who read it."""
    if hall.readers == PUBLIC:
        return True
    return person.is_authenticated and (person.is_member or person.is_team) and holds(person, hall.readers)


def may_moderate(person, hall: Hall) -> bool:
    """The programme team, whoever opened it, and whoever speaks for the group whose hall it is."""
    return person.is_authenticated and (hall.by_id == person.pk or may_begin_for(person, hall.readers))


def may_argue(person, thesis: Thesis) -> bool:
    """Add arguments, and say which convince: whoever reads it and is a member."""
    return person.is_authenticated and (person.is_member or person.is_team) and holds(person, thesis.readers)


def is_hers(person, argument: Argument) -> bool:
    """Written under her name: of one without a name it is nobody's."""
    return person.is_authenticated and argument.author_id is not None and argument.author_id == person.pk


def may_look_after_poll(person, poll: Poll) -> bool:
    """Whoever speaks for its group; of the programme team everybody, but of a group's poll only who began it."""
    if not person.is_authenticated:
        return False
    hers = person.is_team and (poll.by_id == person.pk or not poll.is_of_a_group)
    return hers or poll.readers in {f"group:{pk}" for pk in spoken_for(person)}


def may_answer(person, poll: Poll) -> bool:
    return person.is_authenticated and (person.is_member or person.is_team) and holds(person, poll.readers)
