"""The doors of debates: one that everybody answers, one of members in its draft, one of the cohort that is over."""

from dreiklang.debates.models import Statement
from dreiklang.debates.tests.makers import a_debate, a_statement

ALL, NOT_A_POST = "200 200 200 200 200", "405 405 405 405 405"
TENDS = "login 403 403 200 403"  # the programme team

DOORS = [
    ("debates", "", ALL, NOT_A_POST),
    ("new_debate", "", "login 403 200 200 403", "login 403 422 422 403"),  # Ben speaks for a group
    ("debate", "debate for all", ALL, NOT_A_POST),
    ("debate", "debate of members", "404 200 200 200 200", NOT_A_POST),
    ("debate", "draft of a debate", "404 404 404 200 404", NOT_A_POST),
    ("debate_answer", "debate for all", NOT_A_POST, "404 404 404 404 404"),  # an answer to what must be said
    ("debate_answer", "debate without guests", NOT_A_POST, "403 404 404 404 404"),
    ("debate_answers", "debate for all", ALL, NOT_A_POST),
    ("debate_answers", "debate without guests", "403 200 200 200 200", NOT_A_POST),
    ("propose_statement", "debate for all", NOT_A_POST, "422 422 422 422 422"),
    ("propose_statement", "debate of members", NOT_A_POST, "404 422 422 422 422"),
    ("debate_results", "debate that is over", "404 200 200 200 200", NOT_A_POST),
    ("debate_results", "debate for all", "403 403 403 403 403", NOT_A_POST),  # nobody has answered enough
    ("debate_results_json", "debate that is over", "404 200 200 200 200", NOT_A_POST),
    ("debate_results_json", "debate for all", "403 403 403 403 403", NOT_A_POST),
    ("debate_results_pdf", "debate that is over", "404 404 404 404 404", NOT_A_POST),  # nobody answered it
    ("debate_results_pdf", "debate for all", "403 403 403 403 403", NOT_A_POST),
    ("report_statement", "statement", ALL, "422 422 422 422 422"),
    ("report_statement", "statement that waits", "404 404 404 404 404", "404 404 404 404 404"),
    ("edit_debate", "debate for all", TENDS, "login 403 403 422 403"),
    ("tend_debate", "debate for all", TENDS, "login 403 403 422 403"),
    ("publish_debate", "debate for all", "login 405 405 405 405", "login 403 403 302 403"),
    ("remind_of_debate", "debate for all", "login 405 405 405 405", "login 403 403 409 403"),  # of no group
    ("debate_outcome", "debate that is over", TENDS, "login 403 403 422 403"),
    ("debate_outcome", "debate for all", "login 403 403 403 403", "login 403 403 403 403"),  # it still runs
    ("decide_statement", "statement that waits", "login 405 405 405 405", "login 403 403 409 403"),  # without a reason
    ("mend_statement", "statement", TENDS, "login 403 403 422 403"),
]


def furnish(house) -> dict[str, dict]:
    runs = a_debate(readers="public", takes_guests=True, proposes_until=None, slug="fuer-alle")
    debates = {
        "debate for all": runs,
        "debate without guests": a_debate(readers="public"),
        "debate of members": a_debate(),
        "draft of a debate": a_debate(is_draft=True),
        "debate that is over": a_debate(days=(-2, -1)),
    }
    waiting = a_statement(runs, state=Statement.WAITING)
    return {about: {"slug": debate.slug} for about, debate in debates.items()} | {
        "statement": {"slug": runs.slug, "pk": runs.statements.first().pk},
        "statement that waits": {"slug": runs.slug, "pk": waiting.pk},
    }
