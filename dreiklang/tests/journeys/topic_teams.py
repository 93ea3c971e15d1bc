"""The pages of ThemenTeams of the demo: one that looks for people, one at work from inside and outside, one with a
result."""

from dreiklang.exchange.models import TopicTeam

LIST = "/austausch/thementeams/"


def paths() -> dict[str, list[str]]:
    states = (TopicTeam.PROPOSED, TopicTeam.COMMENT, TopicTeam.REVIEWED)
    sought, at_work, with_result = (TopicTeam.objects.get(is_demo=True, state=state).path for state in states)
    within = ("", "mitglieder/", "gaeste/", "rueckmeldung/", "aufloesen/")
    return {
        "ben": [LIST, f"{LIST}?stand=beendet", f"{LIST}neu/", sought, with_result,
                *(f"{at_work}{each}" for each in within)],
        "cem": [sought, f"{sought}aendern/", f"{sought}zurueckziehen/", f"{sought}start/"],
        "ada": [at_work],
    }  # fmt: skip
