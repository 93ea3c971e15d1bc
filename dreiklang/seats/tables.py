from django.utils.translation import gettext as _

from dreiklang.foundation.dates import moment
from dreiklang.seats.models import Registration, Seats
from dreiklang.seats.overview import Overview


def of_registrations(seats: Seats) -> tuple[list[str], list[list]]:
    """(headings, rows) of everybody who has a seat or waits, in the order of the line."""
    states = dict(Registration.STATES)
    rows = [
        [registration.name, registration.email, str(states[registration.state]), moment(registration.registered_at)]
        for registration in seats.registrations.active().select_related("person").order_by("state", "line")
    ]
    return [_("Name"), _("E-Mail-Adresse"), _("Stand"), _("Angemeldet am")], rows


def of_applications(overview: Overview) -> tuple[list[str], list[list]]:
    """(headings, rows) of all applications in the order in which they came, with a column for each question."""
    states = dict(Registration.STATES)
    headings = [
        _("Nummer"), _("Name"), _("E-Mail-Adresse"), _("Kommune"), _("Art"), _("Verband"), _("Neu im Amt"),
        _("Kontingente"), _("Stand"), _("Warteliste"), _("Begründung"), _("Eingegangen am"),
    ]  # fmt: skip
    rows = []
    for row in overview.rows:
        mine, place, union = row.registration, row.profile.municipality, row.profile.association
        answers = {answer.question_id: answer.said for answer in row.answers}
        rows.append([
            mine.number, mine.name, mine.email, place.label if place else "", place.get_kind_display() if place else "",
            union.short if union else "", _("Ja") if row.profile.is_new else _("Nein"),
            ", ".join(quota.label for quota in row.quotas), str(states[mine.state]), row.rank, mine.reason,
            moment(mine.registered_at), *(answers.get(question.pk, "") for question in overview.questions),
        ])  # fmt: skip
    return [*headings, *(question.label for question in overview.questions)], rows
