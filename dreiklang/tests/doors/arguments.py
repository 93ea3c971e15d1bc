"""The doors of theses and their arguments: one that everybody reads, one of members, one of the cohort that is over.
Ben writes under his name; he speaks for a group (doors/debates.py), and the team looks after all."""

from dreiklang.debates.tests.argument_makers import a_thesis, an_argument

ALL, NOT_A_POST = "200 200 200 200 200", "405 405 405 405 405"
TENDS, NOBODY = "login 403 403 200 403", "login 403 403 403 403"
NO_GET = "login 405 405 405 405"

DOORS = [
    ("theses", "", ALL, NOT_A_POST),
    ("new_thesis", "", "login 403 200 200 403", "login 403 422 422 403"),
    ("thesis", "thesis for all", ALL, NOT_A_POST),
    ("thesis", "thesis of members", "404 200 200 200 200", NOT_A_POST),
    ("thesis", "thesis of the cohort", "404 404 200 200 404", NOT_A_POST),  # the team decides what is reported there
    ("thesis_text", "thesis of members", "404 200 200 200 200", NOT_A_POST),
    ("edit_thesis", "thesis for all", TENDS, "login 403 403 422 403"),
    ("edit_thesis", "thesis that is over", NOBODY, NOBODY),
    ("thesis_summary", "thesis for all", NOBODY, NOBODY),  # it still runs
    ("thesis_summary", "thesis that is over", TENDS, "login 403 403 422 403"),
    ("new_argument", "thesis for all", "login 200 200 200 200", "login 422 422 422 422"),
    ("new_argument", "thesis of the cohort", "login 404 200 403 404", "login 404 422 403 404"),
    ("new_argument", "thesis that is over", NOBODY, NOBODY),
    ("answer_argument", "ben's argument", "login 200 200 200 200", "login 422 422 422 422"),
    ("answer_argument", "argument that was withdrawn", "login 404 404 404 404", "login 404 404 404 404"),
    ("edit_argument", "ben's argument", "login 403 200 403 403", "login 403 422 403 403"),
    ("edit_argument", "argument without a name", NOBODY, NOBODY),  # Ben's too, and nobody knows
    ("withdraw_argument", "ben's argument", "login 403 200 403 403", "login 403 302 403 403"),
    ("withdraw_argument", "argument without a name", NOBODY, NOBODY),
    ("convince", "ben's argument", NO_GET, "login 404 404 404 404"),  # yes or no must be said
    ("convince", "argument of the cohort", NO_GET, "login 404 404 403 404"),
    ("report_argument", "ben's argument", ALL, "422 422 422 422 422"),
    ("report_argument", "argument of the cohort", "404 404 200 200 404", "404 404 422 422 404"),
]


def furnish(house) -> dict[str, dict]:
    ben = house.people["ben"]
    runs, over = a_thesis(readers="public"), a_thesis(days=-1)
    cohort = a_thesis(readers=house.cohort.token)
    gone = an_argument(runs, ben)
    gone.state = gone.WITHDRAWN
    gone.save()
    theses = {
        "thesis for all": runs, "thesis of members": a_thesis(), "thesis of the cohort": cohort,
        "thesis that is over": over,
    }  # fmt: skip
    arguments = {
        "ben's argument": an_argument(runs, ben), "argument without a name": an_argument(runs, ben, is_named=False),
        "argument of the cohort": an_argument(cohort, ben), "argument that was withdrawn": gone,
    }  # fmt: skip
    return {about: {"pk": thesis.pk} for about, thesis in theses.items()} | {
        about: {"pk": argument.thesis_id, "argument": argument.pk} for about, argument in arguments.items()
    }
