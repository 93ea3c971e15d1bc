"""What ThemenTeams keep of a person."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from dreiklang.exchange.actions.team_dissolving import KEPT, forget_inside
from dreiklang.exchange.models import Interest, TeamGuest, TopicTeam
from dreiklang.foundation import privacy
from dreiklang.foundation.privacy import Rule
from dreiklang.groups.models import Membership

GUEST_DAYS, OVER_DAYS, SAID_DAYS = 30, 365, 365
_ALSO_IN, _SPEAKERS = "wer auch dabei ist; das Team, wenn es entscheidet", "wer für das Team spricht"
_INTEREST = (
    "„dabei“ bis das Team beginnt oder nicht zustande kommt, „liest mit“ bis zur Veröffentlichung, beides höchstens "
    f"{SAID_DAYS} Tage"
)
_GUEST = f"{GUEST_DAYS} Tage nach dem letzten Tag"
COLUMNS = [
    ("exchange.TopicTeam.proposed_by", "wer ein ThemenTeam vorgeschlagen hat", "Mitglieder des Netzwerks",
     "so lange es in der Liste steht; geht das Konto, geht der Name"),
    *[
        (f"exchange.Interest.{name}", "wer bei einem ThemenTeam dabei ist, mitliest oder keine Briefe möchte", _ALSO_IN,
         _INTEREST)
        for name in ("id", "team", "person", "how", "said_on")
    ],
    *[
        (f"exchange.TeamGuest.{name}", "Fachleute, die in einem ThemenTeam zu Gast sind", _SPEAKERS, _GUEST)
        for name in ("id", "team", "name", "email", "until", "person", "has_new_account", "is_told")
    ],
    ("exchange.TeamGuest.invited_by", "wer einen Gast eingeladen hat", "der Gast", _GUEST),
]  # fmt: skip


def _guests_long_gone(now):
    return TeamGuest.objects.filter(until__lte=timezone.localdate(now) - timedelta(days=GUEST_DAYS))


def _forget_guests(due) -> int:
    """The account that was made for this goes too, unless she is a guest somewhere else or belongs to the network."""
    stays = Membership.objects.standing().filter(person=OuterRef("person"))
    later = TeamGuest.objects.filter(
        person=OuterRef("person"), until__gt=timezone.localdate() - timedelta(days=GUEST_DAYS)
    )
    made = due.filter(has_new_account=True, person__is_member=False).exclude(Exists(stays)).exclude(Exists(later))
    people = {guest.person for guest in made.select_related("person")}
    number = len(due)
    TeamGuest.objects.filter(pk__in=[guest.pk for guest in due]).delete()
    for person in people:
        privacy.erase(person)
    return number


def _said_long_ago(now):
    return Interest.objects.filter(said_on__lte=timezone.localdate(now) - timedelta(days=SAID_DAYS))


def _dissolved(now):
    return TopicTeam.objects.filter(
        state=TopicTeam.DISSOLVED, group__isnull=False, ended_on__lte=timezone.localdate(now) - KEPT
    )


def _not_come_about(now):
    return TopicTeam.objects.filter(
        state=TopicTeam.LAPSED, ended_on__lte=timezone.localdate(now) - timedelta(days=OVER_DAYS)
    )


RULES = [
    Rule("Gäste von ThemenTeams und ihre Konten", GUEST_DAYS, _guests_long_gone, _forget_guests),
    Rule("Interesse an ThemenTeams", SAID_DAYS, _said_long_ago, lambda due: due.delete()[0]),
    Rule("Was aufgelöste ThemenTeams innen hatten", KEPT.days, _dissolved, forget_inside),
    Rule("ThemenTeams, die nicht zustande kamen", OVER_DAYS, _not_come_about, lambda due: _delete(due)),
]


def _delete(due) -> int:
    number = len(due)
    due.delete()
    return number


def export(person) -> dict:
    guests = TeamGuest.objects.filter(email=person.email) | TeamGuest.objects.filter(person=person)
    return {
        "ThemenTeams, die ich vorgeschlagen habe": [
            {"Team": team.name, "Frage": team.question, "Warum": team.why, "am": team.proposed_on.isoformat(),
             "von": person.name}
            for team in TopicTeam.objects.filter(proposed_by=person).order_by("proposed_on", "pk")
        ],
        "Was ich zu ThemenTeams gesagt habe": [
            {"Team": said.team.name, "gesagt": str(said.get_how_display()), "am": said.said_on.isoformat()}
            for said in Interest.objects.filter(person=person).select_related("team").order_by("pk")
        ],
        "Wo ich als Fachperson eingeladen bin": [
            {"Team": guest.team.name, "als": guest.name, "Adresse": guest.email, "bis": guest.until.isoformat(),
             "angenommen": guest.person_id is not None, "mit neuem Konto": guest.has_new_account,
             "über das Ende benachrichtigt": guest.is_told,
             "eingeladen von": guest.invited_by.name if guest.invited_by else None}
            for guest in guests.select_related("team", "invited_by").order_by("until", "pk")
        ],
        "Wen ich in ThemenTeams eingeladen habe": [
            {"Team": guest.team.name, "bis": guest.until.isoformat(), "eingeladen von": person.name}
            for guest in TeamGuest.objects.filter(invited_by=person).select_related("team").order_by("until", "pk")
        ],
    }  # fmt: skip


def erase(person) -> None:
    """A team that she proposed stays the team's; without her name."""
    TopicTeam.objects.filter(proposed_by=person).update(proposed_by=None)
    Interest.objects.filter(person=person).delete()
    (TeamGuest.objects.filter(person=person) | TeamGuest.objects.filter(email=person.email)).delete()
    TeamGuest.objects.filter(invited_by=person).update(invited_by=None)
