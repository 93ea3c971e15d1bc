"""The doors of the MittagsMeeting: for members; arranging is the team's, and a named question goes back to its author.

Ben brought a question. One meeting is to come, one is over, with a result of Ben's question and one from the dialogue.
"""

from datetime import timedelta

from django.utils import timezone

from dreiklang.dialogue.tests.makers import a_room
from dreiklang.exchange.actions.lunch_dates import make_date, stop_path
from dreiklang.exchange.models import LunchItem, LunchPause, LunchQuestion
from dreiklang.exchange.tests.lunch_makers import a_past_meeting, a_pooled, a_series

EVERYONE, NOWHERE, NOT_ALLOWED = "200 200 200 200 200", "404 404 404 404 404", "405 405 405 405 405"
MEMBERS, NO_POST = "login 200 200 200 200", "login 405 405 405 405"
TEAM, NO_GET = "login 403 403 200 403", "login 405 405 405 405"

DOORS = [
    ("lunch", "", MEMBERS, NO_POST),
    ("lunch_join", "", "login 302 302 302 302", NO_POST),
    ("lunch_calendar", "the series", EVERYONE, NOT_ALLOWED),  # one address for all; it says when, and no more
    ("lunch_calendar", "another key", NOWHERE, NOT_ALLOWED),
    ("lunch_renew_calendar", "", NO_GET, "login 403 403 302 403"),
    ("lunch_drop", "", "login 302 302 302 302", "login 422 422 422 422"),
    ("lunch_take_back", "ben's lunch question", "login 403 200 200 403", "login 403 302 422 403"),  # the team says why
    ("lunch_take_back", "an unnamed lunch question", TEAM, "login 403 403 422 403"),
    ("lunch_take_back_unnamed", "the link of an unnamed one", EVERYONE, EVERYONE),  # whoever holds it
    ("lunch_take_back_unnamed", "forged", NOWHERE, NOWHERE),
    ("lunch_take_back_unnamed", "the link that a named one would have", NOWHERE, NOWHERE),
    ("lunch_letters", "", "login 302 302 302 302", "login 302 302 302 302"),
    ("lunch_stop", "ben's lunch letters", EVERYONE, EVERYONE),
    ("lunch_stop", "forged", NOWHERE, NOWHERE),
    ("lunch_arrange", "", TEAM, "login 403 403 422 403"),
    ("lunch_pause", "", NO_GET, "login 403 403 422 403"),
    ("lunch_end_pause", "lunch pause", NO_GET, "login 403 403 302 403"),
    ("lunch_meeting", "coming lunch", MEMBERS, NO_POST),
    ("lunch_meeting", "no lunch", "login 404 404 404 404", NO_POST),
    ("lunch_choice", "coming lunch", MEMBERS, NO_POST),
    ("lunch_points", "past lunch", NO_GET, "login 404 404 404 404"),  # an item must be named
    ("lunch_stage", "coming lunch", NO_GET, "login 403 403 404 403"),  # an act must be named
    ("lunch_host", "coming lunch", TEAM, "login 403 403 422 403"),
    ("lunch_note", "lunch result", MEMBERS, "login 422 422 422 422"),
    ("lunch_note", "question of a coming lunch", "login 403 403 403 403", "login 403 403 403 403"),
    ("lunch_know_more", "lunch result", NO_GET, "login 302 302 302 302"),
    ("lunch_know_more", "question of a coming lunch", NO_GET, "login 404 404 404 404"),  # nothing to know more about
    ("lunch_care", "lunch result from the dialogue", NO_GET, "login 302 302 302 302"),
    ("lunch_care", "lunch result", NO_GET, "login 404 404 404 404"),  # nothing was agreed on
    ("lunch_hint", "lunch result", MEMBERS, "login 422 422 422 422"),
    ("lunch_hint", "question of a coming lunch", "login 403 403 403 403", "login 403 403 403 403"),
    ("lunch_answer", "lunch result from the dialogue", MEMBERS, "login 422 422 422 422"),
    ("lunch_answer", "lunch result", "login 404 404 404 404", "login 404 404 404 404"),  # of no thread
]


def furnish(house) -> dict[str, dict]:
    ben, today = house.people["ben"], timezone.localdate()
    series = a_series(first_on=today - timedelta(days=60))
    past, result = a_past_meeting(ben)
    thread = a_pooled(ben, room=a_room("Mittags"))
    from_thread = LunchItem.objects.create(
        meeting=past, thread=thread, hint="So.", hint_html="So.", number=1, agreed="Muster schicken", agreed_until=today
    )
    coming = make_date(series, today + timedelta(days=20))
    question = LunchQuestion.objects.create(text="Wie?", author=ben)
    unnamed = LunchQuestion.objects.create(text="Ohne Namen?")
    early = LunchItem.objects.create(meeting=coming, question=question)
    pause = LunchPause.objects.create(
        series=series, first=today + timedelta(days=200), last=today + timedelta(days=210), reason="Sommerpause"
    )
    return {
        "the series": {"key": series.feed_key}, "another key": {"key": question.pk},
        "ben's lunch question": {"pk": question.pk}, "an unnamed lunch question": {"pk": unnamed.pk},
        "the link of an unnamed one": {"token": unnamed.secret_path.split("/")[-2]},
        "the link that a named one would have": {"token": question.secret_path.split("/")[-2]},
        "ben's lunch letters": {"token": stop_path(ben).split("/")[-2]}, "lunch pause": {"pk": pause.pk},
        "coming lunch": {"on": coming.planned_on}, "past lunch": {"on": past.planned_on},
        "no lunch": {"on": today + timedelta(days=33)}, "lunch result": {"on": past.planned_on, "pk": result.pk},
        "question of a coming lunch": {"on": coming.planned_on, "pk": early.pk},
        "lunch result from the dialogue": {"on": past.planned_on, "pk": from_thread.pk},
    }  # fmt: skip
