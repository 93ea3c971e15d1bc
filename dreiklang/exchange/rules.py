from dreiklang.exchange.models import LunchItem, LunchMeeting, LunchQuestion
from dreiklang.library.rules import may_begin
from dreiklang.people.rules import is_member


def may_keep_lunch(person) -> bool:
    """Rhythm, pauses, link, dates of the MittagsMeeting: the programme team."""
    return person.is_authenticated and person.is_team


def may_host_lunch(person, meeting: LunchMeeting) -> bool:
    """Begin and end the choosing, say what is being worked on, release the three lines: the team and who hosts it."""
    return is_member(person) and (person.is_team or meeting.host_id == person.pk)


def may_take_back_lunch_question(person, question: LunchQuestion) -> bool:
    """Whoever dropped it under her name; and the team, with a reason. An unnamed one goes by its link alone."""
    return may_keep_lunch(person) or person.is_authenticated and question.author_id == person.pk


def may_note_lunch(person, meeting: LunchMeeting) -> bool:
    """Write down what came of a question: every member from the choosing on until the three lines are released, then
    who hosts it. Who was there nobody asks."""
    if not is_member(person) or meeting.stage == LunchMeeting.AHEAD:
        return False
    return meeting.released_on is None or may_host_lunch(person, meeting)


def may_make_hint(person, item: LunchItem) -> bool:
    """A Hinweis of a result: every member, once."""
    return may_begin(person) and bool(item.hint) and item.article_id is None
