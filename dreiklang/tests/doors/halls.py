"""The doors of halls: one for all, one of members, one of the cohort, one that is closed. Ada's team moderates; Ben
speaks for the cohort."""

from django.utils import timezone

from dreiklang.debates.models import HallQuestion
from dreiklang.debates.tests.hall_makers import a_hall, a_question

ALL, NOT_A_POST = "200 200 200 200 200", "405 405 405 405 405"
TENDS = "login 403 403 200 403"
NOWHERE = "404 404 404 404 404"

DOORS = [
    ("halls", "", ALL, NOT_A_POST),
    ("new_hall", "", "login 403 200 200 403", "login 403 422 422 403"),  # Ben speaks for a group
    ("hall", "hall for all", ALL, NOT_A_POST),
    ("hall", "hall of members", "login 200 200 200 200", NOT_A_POST),
    ("hall", "hall that is closed", ALL, NOT_A_POST),
    ("hall", "no hall", "login 404 404 404 404", NOT_A_POST),
    ("ask_hall", "hall for all", NOT_A_POST, "422 422 422 422 422"),
    ("ask_hall", "hall of members", NOT_A_POST, "404 422 422 422 422"),
    ("like_hall_question", "hall for all", NOT_A_POST, NOWHERE),  # which question must be said
    ("like_hall_question", "hall of members", NOT_A_POST, NOWHERE),
    ("report_hall_question", "question of a hall", ALL, "422 422 422 422 422"),
    ("report_hall_question", "question of a hall that waits", NOWHERE, NOWHERE),
    ("hall_screen", "hall for all", ALL, NOT_A_POST),
    ("hall_screen", "hall of members", "404 200 200 200 200", NOT_A_POST),
    ("tend_hall", "hall for all", TENDS, "login 403 403 404 403"),  # what is to be done must be said
    ("tend_hall", "hall of members", "login 403 403 200 403", "login 403 403 404 403"),
    ("edit_hall", "hall for all", TENDS, "login 403 403 422 403"),
    ("close_hall", "hall for all", TENDS, "login 403 403 302 403"),
    ("hall_file", "hall for all", TENDS, "login 405 405 405 405"),
]


def furnish(house) -> dict[str, dict]:
    public = a_hall(readers="public")
    halls = {
        "hall for all": public, "hall of members": a_hall(),
        "hall that is closed": a_hall(readers="public", key=None, closed_at=timezone.now()),
    }  # fmt: skip
    waiting = a_question(public, state=HallQuestion.WAITING)
    return {about: {"code": hall.code} for about, hall in halls.items()} | {
        "no hall": {"code": "XXXX"},
        "question of a hall": {"code": public.code, "pk": public.questions.first().pk},
        "question of a hall that waits": {"code": public.code, "pk": waiting.pk},
    }
