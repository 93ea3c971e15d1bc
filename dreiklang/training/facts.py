"""What a confirmation says, as it is at awarding. Always in German: it is made for offices here."""

from collections.abc import Iterable
from datetime import date

from django.utils import timezone, translation
from django.utils.dateformat import format as write

from dreiklang.events.models import Event
from dreiklang.training.models import BlockDate, Confirmation, Programme


def of_block(block_date: BlockDate, sessions: list[Event]) -> dict:
    block, programme = block_date.block, block_date.run.programme
    with translation.override("de"):
        return {
            "title": f"Baustein {block.letter}: {block.title}", "programme": programme.title, "path": block.path,
            "summary": block.summary, "dates": days_in_words(_days(sessions)), "form": form_in_words(sessions),
            "workload": block.workload, "competences": list(block.competences), "rule": programme.rule_of_a_block,
        }  # fmt: skip


def of_programme(programme: Programme, collected: Iterable[Confirmation]) -> dict:
    """Of a certificate: what was collected for it, in the order of the blocks."""
    collected = sorted(collected, key=lambda confirmation: confirmation.title)
    competences = [competence for each in collected for competence in each.facts["competences"]]
    with translation.override("de"):
        return {
            "title": programme.title, "programme": "", "path": programme.path, "summary": programme.summary,
            "blocks": [{"title": each.title, "dates": each.facts["dates"]} for each in collected],
            "competences": list(dict.fromkeys(competences)), "rule": programme.rule_of_the_certificate,
        }  # fmt: skip


def days_in_words(days: list[date]) -> str:
    """'4. und 5. März 2027', '30. April, 7. und 8. Mai 2027', or first and last of more than eight."""
    days = sorted(set(days))
    if len(days) > 8:
        return f"{write(days[0], 'j. F Y')} bis {write(days[-1], 'j. F Y')} ({len(days)} Tage)"
    said = []
    for number, day in enumerate(days):
        following = days[number + 1] if number + 1 < len(days) else None
        ends_month = following is None or (following.year, following.month) != (day.year, day.month)
        ends_year = following is None or following.year != day.year
        said.append(write(day, "j. F Y" if ends_year else "j. F" if ends_month else "j."))
    return " und ".join(filter(None, [", ".join(said[:-1]), *said[-1:]]))


def _days(sessions: list[Event]) -> list[date]:
    moments = [moment for session in sessions for moment in (session.starts, session.ends)]
    return [timezone.localtime(moment).date() for moment in moments]


def form_in_words(sessions: list[Event]) -> str:
    """Not the place: some are for those alone who have a seat."""
    on_site = any(session.place for session in sessions)
    online = any(session.link and not session.place for session in sessions)
    return " und ".join(["in Präsenz"] * on_site + ["online"] * online)
