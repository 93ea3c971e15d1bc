from datetime import timedelta

from django.utils import timezone

from dreiklang.debates import secret
from dreiklang.debates.actions.halls import SIGNS, like
from dreiklang.debates.models import Hall, HallQuestion
from dreiklang.foundation.models import fresh_id


def a_hall(title="Podium", asked=("Was kostet das?", "Wer bezahlt es?"), *, by=None, days=0, **facts) -> Hall:
    """An open one with questions that were taken in; its day is so many days from now."""
    pk = fresh_id()
    code = "".join(SIGNS[byte % len(SIGNS)] for byte in pk.bytes[-6:])
    on = timezone.localdate() + timedelta(days=days)
    hall = Hall.objects.create(pk=pk, title=title, on=on, by=by, **{"code": code, "key": secret.fresh_key(pk)} | facts)
    for text in asked:
        a_question(hall, text)
    return hall


def a_question(hall: Hall, text="Und dann?", *, state=HallQuestion.OPEN, liked_by=(), **facts) -> HallQuestion:
    number = hall.questions.count() + 1
    question = HallQuestion.objects.create(hall=hall, text=text, number=number, state=state, **facts)
    for person in liked_by:
        like(question, True, person.pk)
    return question


def a_life_in_a_hall(person, number: int) -> Hall:
    """She opened one, and a question interests her too."""
    hall = a_hall(f"Saal{number}", (), by=person)
    a_question(hall, f"Saalfrage{number}?", liked_by=[person])
    return hall
