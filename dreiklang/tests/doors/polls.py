"""The doors of polls: one that members answer, its twin in preparation, one that is over, and one of Ben's group."""

from dreiklang.debates.models import Poll
from dreiklang.debates.tests.poll_makers import a_poll

SIGNED_IN, NOT_A_POST = "login 200 200 200 200", "login 405 405 405 405"
TEAM = "login 403 403 200 403"  # who looks after it
DRAFT = "login 404 404 200 404"
NO_DRAFT = "login 403 403 403 403"
WORDS = {"words": {"objection": ["Zu früh.", "Zu spät."], "concern": []}, "voters": 0, "agree": 0, "objections": 0,
         "objected": True, "verdict": "talk", "nearly_all": False}  # fmt: skip

DOORS = [
    ("polls", "", SIGNED_IN, NOT_A_POST),
    ("prepare_poll", "", "login 403 200 200 403", "login 403 422 422 403"),  # Ben speaks for a group
    ("poll", "poll of members", SIGNED_IN, "login 302 302 302 302"),  # to give no dot is an answer too
    ("poll", "draft of a poll", DRAFT, "login 404 404 409 404"),  # which nobody answers yet
    ("poll", "poll that is over", SIGNED_IN, "login 409 409 409 409"),
    ("poll", "poll of the cohort", "login 404 200 404 404", "login 404 302 404 404"),  # not even the team
    ("edit_poll", "draft of a poll", DRAFT, "login 404 404 422 404"),
    ("edit_poll", "poll of members", NO_DRAFT, NO_DRAFT),
    ("publish_poll", "poll of members", NO_DRAFT, "login 403 403 302 403"),  # it is published: the same again
    ("publish_poll", "draft of a poll", DRAFT, "login 404 404 302 404"),
    ("close_poll", "poll of members", TEAM, "login 403 403 302 403"),
    ("remind_of_poll", "poll of members", NOT_A_POST, "login 403 403 409 403"),  # of no group
    ("poll_outcome", "poll that is over", TEAM, "login 403 403 422 403"),
    ("poll_outcome", "poll of members", NO_DRAFT, NO_DRAFT),  # it still runs
    ("take_out_words", "words of a poll", TEAM, "login 403 403 302 403"),
]


def furnish(house) -> dict[str, dict]:
    over = a_poll(Poll.CONSENT, days=-1, key=None, result=WORDS)
    polls = {
        "poll of members": a_poll(),
        "draft of a poll": a_poll(is_draft=True),
        "poll that is over": over,
        "poll of the cohort": a_poll(readers=house.cohort.token),
    }
    return {about: {"pk": poll.pk} for about, poll in polls.items()} | {
        "words of a poll": {"pk": over.pk, "kind": "objection", "number": 1}
    }
